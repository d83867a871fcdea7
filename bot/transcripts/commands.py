"""`goodterms transcripts`: what people share with a coach, to standard output; with --all, everything."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated

import typer

from bot import settings
from bot.failures import CannotRun
from bot.transcripts import jsonl, markdown, plain, sheet
from bot.transcripts.source import Source, Told
from bot.work import run
from storage.database import Database
from storage.migrate import migrate
from storage.review.values import Entry, Head

app = typer.Typer(help="Transcripts that people share with a coach, to standard output.", no_args_is_help=True)

All = Annotated[bool, typer.Option("--all", help="Those that nobody shares too; written to the audit log.")]
Noted = Annotated[bool, typer.Option("--notes", help="With what coaches noted.")]
CaseNumber = Annotated[int, typer.Argument(metavar="CASE", help="The number that `transcripts list` shows.")]


class Format(StrEnum):
    """How transcripts are written."""

    JSONL = "jsonl"
    MD = "md"
    HTML = "html"


@app.command("list")
def list_all(
    everything: All = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="For a spreadsheet.")] = False,
) -> None:
    """List conversations: case, person, client, step, outcome, and when something was said last."""
    run(_list(everything, as_csv))


@app.command("show")
def show_one(case: CaseNumber, everything: All = False, noted: Noted = False) -> None:
    """Show one conversation as a chat."""
    run(_show(case, everything, lambda told: "\n".join(plain.shown(told)), noted))


@app.command("story")
def story_of(case: CaseNumber, everything: All = False) -> None:
    """Turn one conversation into a story for the tests, with names, clients and places replaced."""
    from bot.transcripts import story

    run(_show(case, everything, story.written))


@app.command("search")
def search_for(words: Annotated[list[str], typer.Argument(metavar="WORDS")], everything: All = False) -> None:
    """Find the messages that hold all of these words, the newest first."""
    run(_search(" ".join(words), everything))


@app.command("export")
def export_all(
    style: Annotated[Format, typer.Option("--format", help="How to write them.")] = Format.JSONL,
    case: Annotated[int | None, typer.Option("--case", metavar="N", help="Only this case.")] = None,
    person: Annotated[str | None, typer.Option("--person", metavar="KEY", help="Only of this person.")] = None,
    everything: All = False,
    noted: Noted = False,
) -> None:
    """Export conversations whole: for other programs, or to read and to keep."""
    run(_export(style, case, person, everything, noted))


@asynccontextmanager
async def _opened(encoding: str | None = None) -> AsyncIterator[Database]:
    """The database. What a terminal has no letters for is shown as such; what is exported is UTF-8 everywhere."""
    sys.stdout.reconfigure(encoding=encoding, errors="replace")  # type: ignore[union-attr]
    chosen = settings.read()
    await migrate(chosen.database_url)
    async with await Database.open(chosen.database_url) as database:
        yield database


async def _list(everything: bool, as_csv: bool) -> None:
    async with _opened() as database:
        await _log(database, "listed", everything)
        heads = Source(database, everything).heads()
        if as_csv:
            columns = ("case", "person", "client", "kind", "step", "outcome", "created_at", "updated_at")
            rows = [[getattr(head, name) for name in columns] async for head in heads]
            print(sheet.sheet(columns, rows), end="")
            return
        async for head in heads:
            print(plain.row(head))


async def _show(case: int, everything: bool, written: Callable[[Told], str], noted: bool = False) -> None:
    async with _opened() as database:
        source = Source(database, everything, noted)
        head = await _head(source, case)
        await _log(database, "read", everything, case)
        print(written(await source.told(head)))


async def _head(source: Source, case: int) -> Head:
    """What is known of a case, if there is one of that number that may be read."""
    found = [head async for head in source.heads(case)] if case > 0 else []
    if not found:
        raise CannotRun(f"no case {case} may be read; goodterms transcripts list shows those that may")
    return found[0]


async def _search(words: str, everything: bool) -> None:
    async with _opened() as database:
        async with database.reading() as transaction:
            searching = transaction.review.searching
            hits = await (searching.find_anywhere(words) if everything else searching.find(words))
        await _log(database, "searched", everything, count=len(hits))
        for hit in hits:
            print(plain.found(hit))


async def _export(style: Format, case: int | None, person: str | None, everything: bool, noted: bool) -> None:
    async with _opened("utf-8") as database:
        source = Source(database, everything, noted)
        if case is not None:
            await _head(source, case)
        await _log(database, "exported", everything, case)
        if style is Format.HTML:
            from bot.transcripts import html  # the only one that needs templates

            print(html.document([await source.told(head) async for head in source.heads(case, person)]), end="")
            return
        async for head in source.heads(case, person):
            await _write(style, source, head)


async def _write(style: Format, source: Source, head: Head) -> None:
    told = await source.told(head)
    print(jsonl.line(told) if style is Format.JSONL else markdown.document(told))
    sys.stdout.flush()


async def _log(
    database: Database, did: str, everything: bool, case: int | None = None, count: int | None = None
) -> None:
    """Written before anything is shown."""
    entry = Entry(datetime.now(UTC), "operator", f"{did} all" if everything else did, case, count=count)
    async with database.writing() as transaction:
        await transaction.review.audit.add([entry])
