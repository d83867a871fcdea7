"""The commands. Here the parts are built and handed to each other; nowhere else."""

from __future__ import annotations

import asyncio
import gc
import json
import re
import sys
from datetime import UTC, datetime
from typing import Annotated

import typer
from typer.exceptions import TyperException

from bot import checking, logs, settings
from bot.engine import Engine
from bot.failures import CannotRun
from bot.texts import ContentError, check, load_books, read_books
from bot.transcripts import commands as transcripts
from bot.work import run as run_it
from flows.diagram import mermaid
from storage.database import Database
from storage.errors import StorageError
from storage.migrate import migrate as migrate_database

app = typer.Typer(
    name="goodterms",
    help="A coach for ending a client relationship on good terms, or finding out that you needn't.",
    no_args_is_help=False,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

_MANY_OBJECTS = 10_000
"""New objects after which the collector looks for rings among them: those of about ten turns."""

app.add_typer(transcripts.app, name="transcripts")

_NAME = re.compile(r"[\w.@-]{1,64}")


class WrongUse(Exception):
    """The command was used in a way that it doesn't know."""


@app.callback(invoke_without_command=True)
def _no_command(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        raise WrongUse("which command? Try goodterms chat, or goodterms --help for all of them")


@app.command()
def chat(
    name: Annotated[str, typer.Option("--as", metavar="NAME", help="Who is talking, on this machine.")] = "me",
) -> None:
    """Talk with the coach in this terminal. What was said is kept; it goes on where it stopped."""
    if not _NAME.fullmatch(name):
        raise WrongUse("--as takes a short name of letters and digits, such as --as anna")
    run_it(_chat(f"terminal:{name}"))


async def _chat(person: str) -> None:
    from bot import terminal  # only this command draws on a screen

    chosen = settings.read()
    books = load_books()
    await migrate_database(chosen.database_url)
    async with await Database.open(chosen.database_url) as database:
        engine = Engine(database, books, chosen.default_timezone, coaches=chosen.coach_keys)
        words = books["en"].table("terminal")
        await terminal.chat(database, engine, person, lambda: datetime.now(UTC), words)


@app.command("run")
def run_bot() -> None:
    """Run the Telegram bot: by polling, or by webhook when WEBHOOK_URL is set. Ctrl-C ends it."""
    run_it(_run_bot())


async def _run_bot() -> None:
    from bot.telegram.run import run, token_of  # the terminal starts faster without it

    chosen = settings.read()
    token_of(chosen)
    logs.configure(chosen.log_level, chosen.log_format)
    books = load_books()
    await migrate_database(chosen.database_url)
    async with await Database.open(chosen.database_url) as database:
        _spare_what_stays()
        await run(chosen, books, database, lambda: datetime.now(UTC), coaches=settings.coaches_now)


@app.command("review")
def review_page() -> None:
    """Serve the coach's review page, and print a link that lets you in once. Ctrl-C ends it."""
    run_it(_review_page())


async def _review_page() -> None:
    from bot.review.command import review  # needs a web server, which other commands don't
    from bot.telegram import rendering

    chosen = settings.read()
    logs.configure(chosen.log_level, chosen.log_format)
    books = load_books(reading=False)
    await migrate_database(chosen.database_url)
    async with await Database.open(chosen.database_url) as database:
        engine = Engine(database, books, chosen.default_timezone, shape=rendering.shape, coaches=chosen.coach_keys)
        await review(chosen, books, database, engine, lambda: datetime.now(UTC))


def _spare_what_stays() -> None:
    """Books and code stay for good: the collector need not look through them again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_MANY_OBJECTS)


@app.command()
def doctor() -> None:
    """Check settings, database, token, API, webhook, review page and clock, and say in plain words what is wrong."""
    if not asyncio.run(_doctor()):
        raise typer.Exit(1)


async def _doctor() -> bool:
    from bot.telegram.doctor import examine

    well = True
    async for finding in examine(settings.read(), lambda: datetime.now(UTC)):
        print(finding)
        well = well and finding.well
    return well


@app.command()
def migrate() -> None:
    """Bring the database to the newest schema. `chat` does it by itself on SQLite."""
    run_it(migrate_database(settings.read().database_url))
    print("The database is up to date.")


@app.command("check")
def check_text(
    text: Annotated[str | None, typer.Argument(metavar="[TEXT]", help="What somebody might write.")] = None,
) -> None:
    """What the detectors say of a text, and which words made them: one JSON object a line.

    Without TEXT, each line of standard input is a JSON object with a text.
    """
    book = load_books()["en"]
    if text is not None:
        print(json.dumps(checking.check(book, text), ensure_ascii=False))
        return
    try:
        for line in checking.check_lines(book, sys.stdin):
            print(line, flush=True)
    except checking.BadLine as error:
        raise WrongUse(str(error)) from None


@app.command()
def diagram() -> None:
    """Print the flow of the conversation as a Mermaid diagram."""
    print(mermaid(), end="")


@app.command()
def texts() -> None:
    """Check every language's content: missing texts, unknown placeholders, texts that are too long."""
    books = read_books()
    problems = check(books)
    for problem in problems:
        print(problem)
    if problems:
        raise typer.Exit(1)
    print(f"All texts are in order: {', '.join(f'{len(book.texts):,} in {name}' for name, book in books.items())}.")


def run(arguments: list[str]) -> int:
    """Runs one command and returns its exit status: 0, 1 for a failure, 2 for wrong use or settings."""
    command = typer.main.get_command(app)
    try:
        result = command.main(arguments, prog_name="goodterms", standalone_mode=False)
        return result if isinstance(result, int) else 0
    except (WrongUse, settings.SettingsError) as error:
        return _complain(str(error), 2)
    except TyperException as error:
        return _complain(f"{error.format_message().rstrip('.')}. Try goodterms --help", 2)
    except (StorageError, ContentError, CannotRun) as error:
        return _complain(str(error), 1)
    except typer.Exit as leaving:
        return leaving.exit_code
    except (KeyboardInterrupt, typer.Abort):
        return 0
    except OSError as error:
        return _complain(f"the output can't be written: {error.strerror}", 1)


def _complain(problem: str, status: int) -> int:
    print(f"goodterms: {' '.join(problem.split())}", file=sys.stderr)
    return status


def main() -> None:
    """The console script."""
    sys.exit(run(sys.argv[1:]))
