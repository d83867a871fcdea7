"""Replies as Telegram wants them: the limits, counted as Telegram counts."""

from __future__ import annotations

import random
from datetime import UTC, datetime

import pytest

from bot.telegram import rendering
from bot.telegram.markup import Markup
from flows.model import Block, Choice, Document, Reply
from tests.botapi import parse_html, utf16_length
from tests.walking import BOOKS

PIECES = ["word", "Ünïcode", "👩‍👩‍👧‍👦", "😀", "e\u0301", "\n", "\n\n", ". ", " ", "<b>", "&amp;", "x" * 500]


def test_a_text_that_fits_stays_whole() -> None:
    reply = Reply("x" * 4096, (Choice("Yes", "1:1:a:yes"),))
    assert rendering.shape(reply) == (reply,)


def test_a_long_text_is_cut_between_paragraphs_and_the_buttons_are_below_the_last_part() -> None:
    paragraphs = [f"{number}. " + "So it went on. " * 100 for number in range(5)]
    choices = (Choice("Yes", "1:1:a:yes"),)
    parts = rendering.shape(Reply("\n\n".join(paragraphs), choices))
    assert [part.text.split(".")[0] for part in parts] == ["0", "2", "4"]
    assert [part.choices for part in parts] == [(), (), choices]


def test_a_document_is_never_cut() -> None:
    reply = Reply("x" * 9000, title="The plan")
    assert rendering.shape(reply) == (reply,)


@pytest.mark.parametrize("seed", range(60))
def test_every_part_fits_and_no_word_is_lost(seed: int) -> None:
    chance = random.Random(seed)
    text = "".join(chance.choices(PIECES, k=chance.randrange(100, 3000)))
    parts = rendering.split(text)
    assert all(0 < utf16_length(part) <= 4096 for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


@pytest.mark.parametrize("seed", range(20))
def test_what_is_escaped_reads_as_it_was_typed(seed: int) -> None:
    text = "".join(random.Random(seed).choices([*"<>&\"'/ab; ", "&lt;", "</b>", "<script>"], k=300))
    assert parse_html(Markup(BOOKS).html(text)).text == text


def test_a_pair_is_not_torn_apart() -> None:
    assert all(part == "😀" * (len(part)) for part in rendering.split("😀" * 5000))


def test_short_labels_share_a_line_and_long_ones_do_not() -> None:
    def lines(*labels: str) -> list[int]:
        markup = rendering.keyboard([Choice(label, f"1:1:a:{at}") for at, label in enumerate(labels)])
        return [len(row) for row in markup.inline_keyboard] if markup else []

    assert lines("Yes", "No") == [2]
    assert lines("Yes", "No", "Both") == [3]
    assert lines("Yes, that day", "Another day") == [2]
    assert lines("Nursing facility, I consult", "No") == [1, 1]
    assert lines() == []


def test_a_button_that_telegram_would_refuse_is_left_out() -> None:
    markup = rendering.keyboard([Choice("Yes", "x" * 65), Choice(" ", "a"), Choice("No", "1:1:a:no")])
    assert markup is not None
    assert [button.text for row in markup.inline_keyboard for button in row] == ["No"]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("The plan for Maple’s SNF", "The plan for Maple’s SNF.txt"),
        ("../../etc/passwd\n<b>", "etcpasswd b.txt"),
        ("///", "document.txt"),
        ("x" * 300, "x" * 60 + ".txt"),
    ],
)
def test_a_file_has_a_name_that_any_phone_can_keep(title: str, name: str) -> None:
    assert rendering.attachment(Reply("text", title=title)).file.name == name


def plan_as(form: str, text: str, title: str = "The plan") -> Reply:
    """A paper that comes as a file."""
    blocks = (Block("title", title), Block("text", text))
    return Reply(text, title=title, document=Document(form, title, "Maple Grove", MADE, blocks))


MADE = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)


def test_a_caption_fits() -> None:
    caption = rendering.attachment(Reply("text", title="<😀>" * 600)).caption
    assert utf16_length(parse_html(caption).text) <= 1024


def test_a_letter_is_read_and_copied_in_the_chat() -> None:
    """Below its title, as a quotation that unfolds; no file has to be opened."""
    letter = "Dr. Alvarez <West>\n\nMy last day will be Wednesday 3 February 2027.\n"
    reply = Reply(letter, title="Notice letter")
    assert rendering.is_read_in_the_chat(reply)
    shown = parse_html(rendering.paper(reply))
    assert shown.text == f"Notice letter\n{letter.strip()}"
    assert [entity["type"] for entity in shown.entities] == ["bold", "expandable_blockquote"]
    assert shown.entities[1]["offset"] == len("Notice letter\n")


def test_what_is_too_long_for_the_chat_is_a_text_file() -> None:
    reply = Reply("😀" * 2100, title="Safe steps")
    assert not rendering.is_read_in_the_chat(reply)
    brought = rendering.attachment(reply)
    assert (brought.file.name, brought.caption) == ("Safe steps.txt", "<b>Safe steps</b>")
    assert brought.file.content.decode("utf-8-sig") == f"Safe steps\n\n{reply.text}"


def test_a_document_comes_as_a_file_of_its_kind_with_what_is_said_to_it() -> None:
    brought = rendering.attachment(plan_as("md", "For <you>."))
    assert brought.file.name == "The plan.md"
    assert brought.file.media_type.startswith("text/markdown")
    assert brought.caption == "<b>The plan</b>\nFor &lt;you&gt;."


def test_a_plan_of_several_pages_arrives_under_its_title_alone() -> None:
    assert rendering.attachment(plan_as("md", "line\n" * 300)).caption == "<b>The plan</b>"
