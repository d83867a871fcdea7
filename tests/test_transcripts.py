"""Transcripts out of the database: to the letter of what outside tools rely on, and nothing that can do harm."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import sqlite3
import subprocess
from collections.abc import AsyncIterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
import pytest_asyncio
from markdown_it import MarkdownIt

from bot.transcripts import html, jsonl, markdown, pdf, plain, sheet, story
from bot.transcripts.source import Source, Told
from tests.practice import ANN, BEN, Practice, practice, texts
from tests.storybook import Stage, differences, read
from tests.test_terminal import goodterms
from tests.walking import BOOKS

STORY = "They pay late and Donna shouts."
THREAT = "he followed me to my car and said he will kill me"
SAID = ["I agree", "Maple Grove", "1", STORY, "8", "It goes back longer"]

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[click](javascript:alert(1))",
    "![x](http://evil.example/p.png)",
    "<http://evil.example>",
    "https://evil.example www.evil.example",
    "`code` **bold** _it_ ~~gone~~ | a | b |",
    "# Title",
    "- item",
    "1. item",
    "> quote",
    "Title\n===",
    "---",
    "&lt;b&gt; &amp;",
    "{{ 7 * 7 }} {% raw %} {client}",
    '"><svg onload=alert(1)>',
    "</mark></div></body>",
    "[x]: http://evil.example",
    "    indented",
    "a\n\n        code",
    "$e^{i}$",
    "1) item",
    "+ item",
]

STEERING = "ab\u202egro.live\u202c \u2066x\u2069 \x1b[31mred\x07 \x9b2J \u2028line \x85next \x0bv \ufeff \u200e\x7f"
"""Marks that turn the direction of words, end lines, or steer terminals."""


@pytest_asyncio.fixture
async def office(tmp_path: Path) -> AsyncIterator[Practice]:
    async with practice(tmp_path) as open_practice:
        yield open_practice


async def told(office: Practice, everything: bool = False, noted: bool = False, **which: object) -> list[Told]:
    source = Source(office.database, everything, noted)
    return [await source.told(head) async for head in source.heads(**which)]  # type: ignore[arg-type]


# -- JSONL --------------------------------------------------------------------------------------------


async def test_a_line_has_exactly_the_names_that_tools_rely_on(office: Practice) -> None:
    await office.begins(ANN, "Maple SNF", STORY)
    await office.says(ANN, "8", "It goes back longer", THREAT)
    await office.shares(ANN, "all")
    lobby, case = [json.loads(jsonl.line(one)) for one in await told(office)]
    assert list(case) == [
        "case", "person", "client", "step", "outcome", "created_at", "answers", "messages", "reminders",
    ]  # fmt: skip
    assert (case["case"], case["person"], case["client"]) == (1, ANN, "Maple SNF")
    assert case["answers"]["kind"] == "snf"
    assert re.fullmatch(r"2026-11-22T12:\d\d:00Z", case["created_at"])
    assert (lobby["case"], lobby["client"], lobby["person"]) == (None, None, ANN)
    message = next(message for message in case["messages"] if message["text"] == THREAT)
    assert list(message) == ["id", "at", "direction", "kind", "text", "step", "update_id", "signals"]
    assert (message["direction"], message["kind"], message["step"]) == ("in", "text", "reflect")
    assert isinstance(message["update_id"], int)
    (signal,) = message["signals"]
    assert list(signal) == ["kind", "score", "cues"]
    assert all(list(cue) == ["cue", "start", "end", "text"] for cue in signal["cues"])
    assert {reminder["status"] for reminder in case["reminders"]} <= {"waiting", "sent", "cancelled"}


async def test_messages_stand_in_the_order_in_which_they_happened(office: Practice) -> None:
    await office.begins(ANN, "Maple SNF", STORY)
    await office.shares(ANN, "all")
    everything = [message for one in await told(office) for message in json.loads(jsonl.line(one))["messages"]]
    for messages in (everything[: len(everything) // 2], everything):
        assert all({"in": True, "out": True}[message["direction"]] for message in messages)
    (_, case) = await told(office)
    assert [line.id for line in case.lines] == sorted(line.id for line in case.lines)
    assert [line.update_id is None for line in case.lines] == [line.direction == "out" for line in case.lines]


async def test_only_what_is_shared_is_exported(office: Practice) -> None:
    await office.begins(ANN, "Maple SNF", STORY)
    await office.begins(BEN, "Oak Clinic", "Nobody else should read this.")
    assert await told(office) == []
    await office.shares(ANN, "all")
    assert {one.head.person for one in await told(office)} == {ANN}
    assert {one.head.person for one in await told(office, everything=True)} == {ANN, BEN}
    assert {one.head.person for one in await told(office, everything=True, person=BEN)} == {BEN}
    assert [one.head.case for one in await told(office, case=1)] == [1]
    assert await told(office, person=BEN) == []


async def test_of_flagged_moments_alone_nothing_else_gets_out(office: Practice) -> None:
    await office.begins(ANN, "Xyzzyville", STORY)
    await office.says(ANN, "8", "It goes back longer", THREAT)
    await office.shares(ANN, "flagged")
    (one,) = await told(office)
    for written in (jsonl.line(one), markdown.document(one), html.document([one]), "\n".join(plain.shown(one))):
        assert "car" in written
        assert "Donna" not in written
        assert "yzzyville" not in written


# -- the shell ----------------------------------------------------------------------------------------


def chat(folder: Path, *lines: str) -> None:
    assert goodterms("chat", said="".join(f"{line}\n" for line in lines), cwd=folder).returncode == 0


def audited(folder: Path) -> list[tuple[str, str]]:
    connection = sqlite3.connect(folder / "goodterms.db")
    rows = connection.execute("SELECT who, did FROM audit ORDER BY id").fetchall()
    connection.close()
    return rows


def test_the_shell_shows_what_is_shared_and_all_with_a_line_in_the_log(tmp_path: Path) -> None:
    chat(tmp_path, *SAID)
    assert goodterms("transcripts", "list", cwd=tmp_path).stdout == ""
    assert goodterms("transcripts", "export", cwd=tmp_path).stdout == ""
    done = goodterms("transcripts", "show", "1", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "goodterms: no case 1 may be read; goodterms transcripts list shows those that may\n"
    listed = goodterms("transcripts", "list", "--all", cwd=tmp_path).stdout
    assert "1\tterminal:me\tMaple Grove\treflect" in listed
    chat(tmp_path, "/privacy", "3")
    assert "Maple Grove" in goodterms("transcripts", "list", cwd=tmp_path).stdout
    assert STORY in goodterms("transcripts", "show", "1", cwd=tmp_path).stdout
    assert "[Donna]" in goodterms("transcripts", "search", "donna", "shou", cwd=tmp_path).stdout
    exported = goodterms("transcripts", "export", "--case", "1", cwd=tmp_path).stdout.splitlines()
    assert [json.loads(line)["case"] for line in exported] == [1]
    assert ("operator", "listed all") in audited(tmp_path)
    assert ("operator", "exported") in audited(tmp_path)


@pytest.mark.parametrize("style", ["jsonl", "md", "html"])
def test_every_format_comes_out_whole(tmp_path: Path, style: str) -> None:
    chat(tmp_path, *SAID)
    done = goodterms("transcripts", "export", "--all", "--format", style, "--person", "terminal:me", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "They pay late" in done.stdout


def test_a_terminal_without_our_letters_gets_others_and_an_export_is_utf_8(tmp_path: Path) -> None:
    chat(tmp_path, *SAID[:-1], "It goes back longer, “he said” 金")
    shown = goodterms("transcripts", "show", "1", "--all", cwd=tmp_path, PYTHONIOENCODING="ascii")
    assert (shown.returncode, shown.stderr) == (0, "")
    assert "?he said?" in shown.stdout
    exported = goodterms("transcripts", "export", "--all", cwd=tmp_path, PYTHONIOENCODING="ascii")
    assert (exported.returncode, exported.stderr) == (0, "")
    assert "“he said” 金" in exported.stdout


def test_an_export_of_a_case_that_may_not_be_read_says_so(tmp_path: Path) -> None:
    chat(tmp_path, *SAID)
    done = goodterms("transcripts", "export", "--case", "1", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "goodterms: no case 1 may be read; goodterms transcripts list shows those that may\n"


@pytest.mark.parametrize(
    "arguments",
    [("show",), ("show", "x"), ("search",), ("export", "--format", "pdf"), ("nothing",)],
)
def test_wrong_use_is_one_plain_line(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    done = goodterms("transcripts", *arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert re.fullmatch(r"goodterms: .+\n", done.stderr)


# -- nothing that somebody types can do harm ----------------------------------------------------------


class Tags(HTMLParser):
    """Every tag and attribute of a page, and the text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found |= {tag, *(f"{tag}.{name}" for name, _ in attrs)}

    def handle_data(self, data: str) -> None:
        self.text += data


async def hostile(office: Practice) -> list[Told]:
    await office.begins(ANN, "<script>client</script>", HOSTILE[0])
    await office.says(ANN, "8", *HOSTILE)
    await office.shares(ANN, "all")
    for text in HOSTILE:
        await office.desk.note(1, text)
        await office.desk.note(1, text, message=(await told(office))[1].lines[0].id)
    return await told(office, noted=True)


async def test_html_shows_it_as_text(office: Practice) -> None:
    page = Tags(html.document(await hostile(office)))
    assert page.found <= {
        "html", "html.lang", "head", "meta", "meta.charset", "meta.name", "meta.content", "meta.http-equiv", "title",
        "style", "body", "h1", "h2", "p", "div", "div.class", "div.dir", "span", "span.class", "span.dir", "mark",
        "mark.title", "strong", "ul", "li",
    }  # fmt: skip
    for text in HOSTILE:
        assert page.text.count(text.strip()) >= 3  # said, noted on it all, noted on a message


async def test_markdown_shows_it_as_text(office: Practice) -> None:
    written = "\n".join([markdown.document(one) for one in await hostile(office)])
    rendered = MarkdownIt("gfm-like", {"html": True, "linkify": False}).render(written)
    page = Tags(rendered)
    assert page.found <= {"h1", "h2", "p", "strong", "em", "blockquote", "br", "ul", "li"}
    shown = " ".join(page.text.split())
    for text in HOSTILE:
        assert " ".join(text.split()) in shown
    assert not re.search(r"(?<!\\)://", written)
    assert not re.search(r"(?<!\\)www\.", written)


async def test_a_terminal_gets_no_orders(office: Practice) -> None:
    assert plain.safe("a\x1b[31mb\x07\r\x9b2Jc\u202e") == "a [31mb   2Jc "
    await office.begins(ANN, "Maple SNF", STORY)
    await office.shares(ANN, "all")
    for one in await told(office):
        assert all(mark.isprintable() or mark == "\n" for mark in "\n".join(plain.shown(one)))


needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")


async def steered(office: Practice) -> Told:
    """A conversation in which somebody, and the coach, typed what steers; as if the bot had let it through."""
    await office.begins(ANN, STEERING, STORY)
    await office.shares(ANN, "all")
    await office.desk.note(1, STEERING)
    (one,) = await told(office, noted=True, case=1)
    lines = [replace(line, text=STEERING, title=line.title and STEERING) for line in one.lines]
    return replace(one, head=replace(one.head, client=STEERING), lines=lines)


def steering(text: str) -> set[str]:
    return {mark for mark in text if not mark.isprintable() and mark != "\n"}


async def test_no_mark_that_somebody_types_turns_what_stands_beside_it(office: Practice) -> None:
    one = await steered(office)
    for written in (html.document([one]), markdown.document(one), "\n".join(plain.shown(one)), jsonl.line(one)):
        assert steering(written) == set()
        assert "ab" in written and "red" in written


async def test_a_line_of_json_is_one_line_whatever_counts_as_the_end_of_one(office: Practice) -> None:
    one = await steered(office)
    line = jsonl.line(one)
    assert len(line.splitlines()) == 1
    back = [message["text"] for message in json.loads(line)["messages"]]
    assert back == [said.text for said in one.lines]


# -- notes --------------------------------------------------------------------------------------------


@needs_poppler
async def test_notes_stand_in_every_format_if_they_are_wanted_and_only_then(office: Practice) -> None:
    await office.begins(ANN, "Maple SNF", STORY)
    await office.shares(ANN, "all")
    first = (await told(office, case=1))[0].lines[0].id
    await office.desk.note(1, "about it all")
    await office.desk.note(1, "about the first", message=first)
    for noted in (True, False):
        (one,) = await told(office, noted=noted, case=1)
        written = (html.document([one]), markdown.document(one), "\n".join(plain.shown(one)), jsonl.line(one),
                   printed(pdf.document([one])))  # fmt: skip
        for text in written:
            assert ("about it all" in text, "about the first" in text) == (noted, noted)
    (with_notes,) = await told(office, noted=True, case=1)
    rows = json.loads(jsonl.line(with_notes))["notes"]
    assert [(row["message"], row["coach"], row["text"]) for row in rows] == [
        (None, "telegram:9", "about it all"),
        (first, "telegram:9", "about the first"),
    ]
    assert [list(row) for row in rows] == [["id", "at", "coach", "message", "text"]] * 2


@needs_poppler
async def test_a_note_on_a_message_stands_below_it(office: Practice) -> None:
    await office.begins(ANN, "Maple SNF", STORY)
    await office.shares(ANN, "all")
    lines = (await told(office, case=1))[0].lines
    story = next(line for line in lines if line.text == STORY)
    await office.desk.note(1, "xyzzy", message=story.id)
    (one,) = await told(office, noted=True, case=1)
    for text in (
        html.document([one]),
        markdown.document(one),
        "\n".join(plain.shown(one)),
        printed(pdf.document([one])),
    ):
        assert 0 <= text.find("late and Donna") < text.find("xyzzy")
        assert text.find("xyzzy") - text.find("late and Donna") < 200


# -- to print -----------------------------------------------------------------------------------------


def printed(file: bytes) -> str:
    """The text of a PDF, as its own fonts say it."""
    done = subprocess.run(["pdftotext", "-raw", "-nopgbrk", "-", "-"], input=file, capture_output=True, check=True)
    return done.stdout.decode()


@needs_poppler
async def test_a_pdf_has_all_that_was_said(office: Practice) -> None:
    await office.begins(ANN, "Maple SNF", STORY)
    await office.says(ANN, "8", "It goes back longer", THREAT)
    await office.shares(ANN, "all")
    (_, one) = await told(office)
    text = " ".join(printed(pdf.document([one])).split())
    for words in ("Case 1: Maple SNF", ANN, STORY, THREAT, "(safety)", "reflect"):
        assert words in text
    assert pdf.document([one]) == pdf.document([one])


@needs_poppler
async def test_a_pdf_shows_it_as_text_and_does_nothing(office: Practice) -> None:
    told_all = await hostile(office)
    file = pdf.document(told_all)
    text = "".join(printed(file).split())
    for words in HOSTILE:
        assert text.count("".join(words.split())) >= 3
    for acting in (b"/Annots", b"/URI", b"/JavaScript", b"/AA", b"/AcroForm", b"/EmbeddedFile"):
        assert acting not in file


@needs_poppler
async def test_of_a_pdf_of_flagged_moments_nothing_else_gets_out(office: Practice) -> None:
    await office.begins(ANN, "Xyzzyville", STORY)
    await office.says(ANN, "8", "It goes back longer", THREAT)
    await office.shares(ANN, "flagged")
    text = printed(pdf.document(await told(office)))
    assert "car" in text
    assert "Donna" not in text
    assert "yzzyville" not in text


@needs_poppler
async def test_marks_that_steer_leave_a_pdf_whole(office: Practice) -> None:
    text = printed(pdf.document([await steered(office)]))
    assert "ab gro.live" in " ".join(text.split())
    assert steering(text) == set()


# -- for a spreadsheet --------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@sum", "\t=1", "\r=1", "\n=1", " =1", "=cmd|' /C calc'!A0"])
def test_no_cell_is_a_formula(text: str) -> None:
    (row,) = list(csv.reader(io.StringIO(sheet.sheet(["a"], [[text]]))))[1:]
    assert row == [f"'{text}"]


def test_numbers_and_nothing_stay_as_they_are_in_a_sheet() -> None:
    assert sheet.sheet(["a", "b", "c"], [[-1, None, "plain, text"]]) == 'a,b,c\r\n-1,,"plain, text"\r\n'


@pytest.mark.parametrize("person", ["../../etc/passwd", "%2e%2e/", "telegram:1' OR 1=1 --", "*"])
async def test_a_person_is_asked_for_by_key_and_by_nothing_else(office: Practice, person: str) -> None:
    await office.begins(ANN, "Maple SNF", STORY)
    assert await told(office, everything=True, person=person) == []


# -- /transcript --------------------------------------------------------------------------------------


async def test_a_person_gets_their_own_as_a_document_and_goes_on(office: Practice) -> None:
    await office.begins(ANN, "Maple SNF", STORY)
    await office.begins(BEN, "Oak Clinic", "Nobody else should read this.")
    await office.says(ANN, "/coach", "1")
    await office.desk.reply(1, "Which clause?")
    heard = await office.says(ANN, "sixty days", "/transcript")
    (document,) = [message.reply for message in heard if message.reply.title]
    for words in (STORY, "MAPLE SNF", "BEFORE THE FIRST CLIENT", "Your coach\n", "Which clause?", "sixty days"):
        assert words in document.text
    assert "Nobody else should" not in document.text
    assert "Oak" not in document.text
    assert heard[-1].reply.title is None
    again = await office.says(ANN, "/transcript")
    (second,) = [message.reply for message in again if message.reply.title]
    assert second.text.count(STORY) == document.text.count(STORY)
    assert "[file: Our conversation]" in second.text


async def test_somebody_new_is_told_that_there_is_nothing_yet(office: Practice) -> None:
    assert "written down" in texts(await office.says(ANN, "/transcript"))


# -- from transcript to test --------------------------------------------------------------------------


async def test_a_conversation_becomes_a_story_without_names_that_goes_as_it_went(
    office: Practice, tmp_path: Path
) -> None:
    office.engine = type(office.engine)(office.database, BOOKS, source="telegram:42")
    await office.says(ANN, "/start", "I agree", "Sunny Meadows", "1")
    await office.says(
        ANN,
        "Dr. Kowalski at Sunny Meadows in Springfield pays late, 山田 and محمد too.\n"
        "Call 312-555-0188 or k@sunny.example.",
    )
    await office.says(ANN, "4", "It goes back longer", "/status", "1", "rest for Kowalski", "/back", "/why")
    (one,) = await told(office, everything=True, case=1)
    written = story.written(one)
    for name in ("Kowalski", "Sunny", "Meadows", "Springfield", "0188", "山田", "محمد"):
        assert name.lower() not in written.lower()
    file = tmp_path / "new.story"
    file.write_text(written, "utf-8")
    assert [str(error) for error in await differences(file, tmp_path, BOOKS)] == []
    assert written.count("P: ") == len([line for line in one.lines if line.direction == "in"]) + 1


async def test_every_turn_that_goes_another_way_today_is_shown(office: Practice, tmp_path: Path) -> None:
    text = "# T\n@ 2026-11-22 22:10 UTC\nP: I agree\nB: this was said once\nP: Maple\nstep: decide\nB: maple\n"
    url = tmp_path / "changed.story"
    url.write_text(text, "utf-8")
    found = [str(error).splitlines()[0] for error in await differences(url, tmp_path, BOOKS)]
    assert [line.split(",")[0] for line in found] == ["line 4", "line 6"]


async def test_the_clock_of_a_story_goes_on_without_anything_opening(office: Practice) -> None:
    stage = Stage(office.database, BOOKS)
    await stage.play(read("# T\n@ 2026-11-22 22:10 UTC\nlater: 2026-11-25 08:00\nP: I agree\nB!: days"))
