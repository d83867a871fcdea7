"""The files: each opens where it should, holds what was said letter by letter, and is the same every time."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from datetime import UTC, date, datetime
from functools import cache
from io import BytesIO
from pathlib import Path

import docx
import pytest
import vobject
from icalendar import Calendar

from bot.documents import file_of
from bot.documents.names import file_name, folder_name
from flows.model import BLOCKS, FORMS, Appointment, Block, Document
from storage.codec import pack_document, unpack_document

MADE = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)

HOSTILE = (
    "<b>", "</w:t><script>alert(1)</script>", "{{x}}", "{x}", "%s %(x)s", "مستشفى النور", "\u202eevorG elpaM", "בית",
    "Maple\u200bGrove", "M" * 300, "one\ntwo\r\nthree", "[gap](http://x)", "| a | b |", "# no heading", "1. no list",
    "nul\x00 bell\x07 \x0b\x1f", "half \ud83d a pair", "O’Brien & Sons \"LLC\"", "🙂👩‍👩‍👧", "漢字",
    "\\n;,:", "'; --", " ", "",
)  # fmt: skip
"""What people type, by mistake or to see what happens."""


def document(form: str, words: str = "Maple Grove") -> Document:
    """A document with every kind of block, and these words in each."""
    blocks = tuple(Block(style, words) for style in BLOCKS if style != "table")
    table = Block("table", rows=(("Day", "What", "Who"), ("3 Feb 2027", words, "you"), ("", words, words)))
    rows = (Appointment("a", date(2027, 2, 3), words, words), Appointment("b", date(2026, 12, 1), "Post it"))
    return Document(form, f"Plan for {words}", words, MADE, (*blocks, table), rows, "America/Chicago")


def content(form: str, words: str = "Maple Grove") -> bytes:
    return file_of(document(form, words)).content


# Every form


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_whatever_was_typed_makes_a_file(form: str, words: str) -> None:
    file = file_of(document(form, words))
    assert file.content
    assert file.name.endswith(f".{form}")


@pytest.mark.parametrize("form", FORMS)
def test_the_same_document_is_the_same_file_a_second_later(form: str) -> None:
    first = content(form)
    time.sleep(1)
    assert content(form) == first


@pytest.mark.parametrize("form", FORMS)
def test_what_is_kept_in_the_outbox_is_enough_to_make_the_file_again(form: str) -> None:
    packed = pack_document(document(form))
    again = unpack_document(packed)
    assert again == document(form)
    assert again is not None
    assert file_of(again).content == content(form)


def test_a_message_without_a_file_keeps_none() -> None:
    assert unpack_document(pack_document(None)) is None


# Names


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("The plan for Maple’s SNF", "The plan for Maple’s SNF.pdf"),
        ("../../etc/passwd\n<b>", "etcpasswd b.pdf"),
        ("///", "document.pdf"),
        ("\u202efdp.exe", "fdp.exe.pdf"),
        ("x" * 300, "x" * 60 + ".pdf"),
        ("مستشفى النور", "مستشفى النور.pdf"),
    ],
)
def test_a_file_has_a_name_that_any_phone_can_keep(title: str, name: str) -> None:
    assert file_name(title, "pdf") == name


@pytest.mark.parametrize(
    ("shelf", "name"),
    [
        ("Maple Grove", "goodterms-maple-grove"),
        ("../..", "goodterms-client"),
        ("O’Brien & Sons, LLC", "goodterms-o-brien-sons-llc"),
        ("漢" * 300, "goodterms-" + "漢" * 60),
        ("a\nb/c\\d", "goodterms-a-b-c-d"),
    ],
)
def test_a_folder_has_a_name_that_any_disk_can_keep(shelf: str, name: str) -> None:
    assert folder_name(shelf) == name
    assert len(name.encode()) <= 255


# Word


def paragraphs(made: bytes) -> list[str]:
    return [row.text for row in docx.Document(BytesIO(made)).paragraphs]


@pytest.mark.parametrize("words", ["<b>", "{{x}}", "{x}", "مستشفى النور", "M" * 300, "🙂", 'O’Brien & Sons "LLC"'])
def test_a_letter_says_letter_by_letter_what_was_typed(words: str) -> None:
    made = content("docx", words)
    assert paragraphs(made)[0] == words
    assert docx.Document(BytesIO(made)).tables[0].cell(1, 1).text == words


def test_a_line_break_in_a_letter_is_a_line_break() -> None:
    assert paragraphs(content("docx", "one\r\ntwo"))[0] == "one\ntwo"


def test_marks_that_turn_text_around_are_left_out() -> None:
    assert paragraphs(content("docx", "\u202eevorG elpaM"))[0] == "evorG elpaM"


def test_a_letter_names_nobody_as_its_author_and_no_program() -> None:
    about = docx.Document(BytesIO(content("docx"))).core_properties
    assert (about.author, about.last_modified_by, about.comments) == ("", "", "")
    assert about.created == about.modified == MADE


# Calendar: two readers that have nothing in common


def test_two_readers_find_the_same_days_in_the_calendar() -> None:
    made = content("ics")
    one = list(Calendar.from_ical(made).walk("VEVENT"))
    other = vobject.readOne(made.decode()).vevent_list
    assert [str(event["summary"]) for event in one] == [event.summary.value for event in other]
    starts = [event.decoded("dtstart") for event in one]
    assert [start.isoformat() for start in starts] == ["2027-02-03T09:00:00-06:00", "2026-12-01T09:00:00-06:00"]
    assert [event.dtstart.value.astimezone(UTC) for event in other] == [start.astimezone(UTC) for start in starts]


def test_each_day_makes_itself_heard_the_day_before_and_stays_private() -> None:
    for event in Calendar.from_ical(content("ics")).walk("VEVENT"):
        alarms = [alarm.decoded("trigger").total_seconds() for alarm in event.walk("VALARM")]
        assert alarms == [-86_400, 0]
        assert (event["class"], event["transp"]) == ("PRIVATE", "TRANSPARENT")


def test_the_calendar_brings_the_rules_of_its_zone() -> None:
    (zone,) = Calendar.from_ical(content("ics")).walk("VTIMEZONE")
    assert zone["tzid"] == "America/Chicago"


def test_without_a_zone_the_days_keep_to_the_clock_on_the_wall() -> None:
    made = file_of(Document("ics", "Dates", "M", MADE, (), (Appointment("a", date(2027, 2, 3), "Last day"),)))
    (event,) = Calendar.from_ical(made.content).walk("VEVENT")
    assert event.decoded("dtstart") == datetime(2027, 2, 3, 9, 0)
    assert Calendar.from_ical(made.content).walk("VTIMEZONE") == []


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_two_readers_open_a_calendar_whatever_stands_in_it(words: str) -> None:
    made = content("ics", words)
    assert len(Calendar.from_ical(made).walk("VEVENT")) == len(vobject.readOne(made.decode()).vevent_list) == 2
    assert max(len(line) for line in made.split(b"\r\n")) <= 75


# Markdown


def test_markdown_is_readable_as_it_is() -> None:
    rows = (("When", "What"), ("3 Feb", "a | b\nc"))
    blocks = (Block("title", "The plan"), Block("heading", "Dates"), Block("check", "one"), Block("check", "two"),
              Block("text", "# not a heading\n<b>"), Block("table", rows=rows))  # fmt: skip
    made = file_of(Document("md", "Plan", "M", MADE, blocks)).content.decode()
    assert made == (
        "# The plan\n\n## Dates\n\n- [ ] one\n- [ ] two\n\n\\# not a heading  \n\\<b>\n\n"
        "| When | What |\n|---|---|\n| 3 Feb | a \\| b c |\n"
    )


# PDF and Word in the programs that people open them with


def needs(program: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(shutil.which(program) is None, reason=f"{program} is not installed here")


def read_with_poppler(made: bytes, tmp_path: Path) -> str:
    path = tmp_path / "made.pdf"
    path.write_bytes(made)
    done = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, timeout=60, check=True)
    assert done.stderr == b""
    return done.stdout.decode()


@needs("pdftotext")
def test_poppler_reads_the_plan_without_a_complaint(tmp_path: Path) -> None:
    text = read_with_poppler(content("pdf", "O’Brien & Sons <b> {x}"), tmp_path)
    assert text.count("O’Brien & Sons <b> {x}") >= len(BLOCKS)
    assert "1/1" in text.replace(" ", "")


@needs("pdftotext")
def test_a_character_that_the_font_has_no_shape_for_is_a_box(tmp_path: Path) -> None:
    """It is seen to be missing, where nothing at all would hide it."""
    text = read_with_poppler(content("pdf", "漢字 and Łódź"), tmp_path)
    assert "□□ and Łódź" in text
    assert "漢" not in text


@needs("pdftotext")
def test_poppler_reads_a_plan_of_everything_at_once(tmp_path: Path) -> None:
    blocks = tuple(Block(style, words) for words in HOSTILE for style in ("heading", "text", "check"))
    table = Block("table", rows=(("What", "Who"), *((words, words) for words in HOSTILE)))
    text = read_with_poppler(file_of(Document("pdf", "Plan", "M", MADE, (*blocks, table))).content, tmp_path)
    for words in ("<b>", "{{x}}", "# no heading", "O’Brien & Sons", "three"):
        assert words in text


@cache
def office() -> str | None:
    """LibreOffice, where it is installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


@pytest.mark.skipif(office() is None, reason="LibreOffice is not installed here")
@needs("pdftotext")
def test_libreoffice_opens_a_letter_with_everything_in_it(tmp_path: Path) -> None:
    blocks = tuple(Block("text", words) for words in HOSTILE)
    table = Block("table", rows=(("What", "Who"), *((words, words) for words in HOSTILE)))
    (tmp_path / "letter.docx").write_bytes(file_of(Document("docx", "L", "M", MADE, (*blocks, table))).content)
    command = [str(office()), "--headless", f"-env:UserInstallation=file://{tmp_path}/profile", "--convert-to", "pdf"]
    subprocess.run([*command, "letter.docx"], cwd=tmp_path, timeout=200, check=True, capture_output=True,
                   env={**os.environ, "HOME": str(tmp_path)})  # fmt: skip
    text = read_with_poppler((tmp_path / "letter.pdf").read_bytes(), tmp_path)
    for words in ("<b>", "{{x}}", "# no heading", "O’Brien & Sons", "three"):
        assert words in text
