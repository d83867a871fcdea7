"""The notice letter: what stands in it, what never does, and what it makes of hostile names."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.texts import load_books
from flows.kinds import KINDS
from flows.letter import gaps, notice_letter
from flows.model import Answer, Case, Event, EventKind, Person
from flows.scene import Scene

laws = settings(derandomize=True, deadline=None, max_examples=200)

BOOKS = load_books()
BOOK = BOOKS["en"]
NOW = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)

LETTER_KINDS = tuple(kind for kind in KINDS if kind != "patient")
"""A patient never gets this letter."""

ORDINARY: dict[str, Any] = {
    "client_name": "Maple Grove",
    "kind": "snf",
    "goal": "two more clinic days",
    "my_name": "Dana Reyes, MD",
    "contract": "to_hand",
    "notice_days": 60,
    "clause": "7.2",
    "method": "certified",
    "send_on": "2026-11-30",
    "exit_date": "2027-02-03",
    "reason": "I am moving my practice toward outpatient work.",
}


def scene(**answers: Any) -> Scene:
    """A case with ordinary answers; None takes one away."""
    given = {name: value for name, value in {**ORDINARY, **answers}.items() if value is not None}
    kept = {name: Answer(value, str(value), NOW) for name, value in given.items()}
    case = Case(1, "set_notice", NOW, NOW, answers=kept)
    person = Person("terminal:me", Case(0, "lobby", NOW, NOW), agreed_at=NOW, cases=(case,), active=1)
    return Scene(BOOK, person, Event("terminal:me", NOW, EventKind.TEXT))


def letter(**answers: Any) -> str:
    return notice_letter(scene(**answers))


def marked(text: str) -> list[str]:
    """The gaps that a reader sees."""
    return re.findall(r"\[[^\]]+\]", text)


# What stands in it

LETTER = """\
Dana Reyes, MD

Monday 30 November 2026

To: Maple Grove
By certified mail, return receipt requested

Re: Notice of ending our agreement under section 7.2
"""


def test_an_ordinary_letter_names_who_when_to_whom_and_under_which_clause() -> None:
    text = letter()
    assert text.startswith(LETTER)
    assert "My last day of service will be Wednesday 3 February 2027." in text
    assert "hand-over file by Wednesday 13 January 2027" in text
    assert "I am moving my practice toward outpatient work." in text
    assert text.endswith("Sincerely,\n\nDana Reyes, MD")
    assert gaps(scene()) == []


@pytest.mark.parametrize("kind", LETTER_KINDS)
def test_for_every_kind_of_client_it_is_whole(kind: str) -> None:
    text = letter(kind=kind)
    assert marked(text) == []
    assert "{" not in text
    assert BOOK.table("letter.service")[kind] in text
    assert text.count("Wednesday 3 February 2027") == 1
    assert len(text.split()) < 250


@pytest.mark.parametrize("kind", LETTER_KINDS)
@pytest.mark.parametrize("reason", [None, "no_reason", "I am moving my practice toward outpatient work."])
def test_there_is_no_blame_and_no_loose_promise_in_any_letter(kind: str, reason: str | None) -> None:
    for answers in ({}, {"renewal": "yes", "renewal_on": "2027-05-01", "renewal_notice_days": 90}, {"exit_date": None}):
        text = letter(kind=kind, reason=reason, **answers)
        assert BOOK.detectors.blame(text) == ()
        assert BOOK.detectors.promises(text) == ()


@pytest.mark.parametrize("kind", LETTER_KINDS)
def test_a_reason_is_there_only_if_it_was_given(kind: str) -> None:
    reason = "I am moving my practice toward outpatient work."
    assert reason in letter(kind=kind, reason=reason)
    assert letter(kind=kind, reason="no_reason") == letter(kind=kind, reason=None)
    assert "no_reason" not in letter(kind=kind, reason="no_reason")
    assert letter(kind=kind).replace(f"\n\n{reason}", "") == letter(kind=kind, reason=None)


def test_a_vendor_is_asked_for_the_data_and_no_patient_is_promised_to_them() -> None:
    text = letter(kind="vendor")
    assert "export of our data" in text
    assert "active patient" not in text


def test_a_letter_that_stops_a_renewal_says_so() -> None:
    text = letter(kind="payer", renewal="yes", renewal_on="2027-05-01", renewal_notice_days=90, exit_date="2027-04-30")
    assert "I will not renew our agreement" in text
    assert "The agreement will therefore end on Friday 30 April 2027." in text


def test_a_clause_in_words_stands_as_it_was_typed_and_a_number_becomes_a_section() -> None:
    assert "under section 7.2." in letter(clause="7.2.")
    assert "under Article IX." in letter(clause="Article IX")


def test_the_hand_over_is_never_promised_for_a_day_before_the_letter() -> None:
    assert "hand-over file by Monday 30 November 2026" in letter(exit_date="2026-12-10")


# Gaps


@pytest.mark.parametrize(
    ("name", "mark", "called"),
    [
        ("my_name", "[my name]", "your name"),
        ("exit_date", "[exit date]", "the last day"),
        ("send_on", "[send on]", "the date of the letter"),
        ("clause", "[clause]", "the clause"),
    ],
)
def test_what_is_missing_is_marked_in_the_letter_and_named_beside_it(name: str, mark: str, called: str) -> None:
    bare = scene(**{name: None})
    assert mark in notice_letter(bare)
    assert gaps(bare) == [called]


def test_with_nothing_known_every_gap_is_marked_and_nothing_is_invented() -> None:
    bare = scene(**dict.fromkeys(ORDINARY))
    assert {"[my name]", "[exit date]", "[send on]"} <= set(marked(notice_letter(bare)))
    assert not re.search(r"\d", notice_letter(bare))


def test_without_a_contract_no_clause_is_missed() -> None:
    handshake = scene(contract="none", clause=None)
    assert gaps(handshake) == []
    assert marked(notice_letter(handshake)) == []
    assert "under" not in notice_letter(handshake).split("\n\n")[3]


# Hostile names

HOSTILE = (
    "<b>", "</b><script>alert(1)</script>", "{client}", "{{x}}", "{", "}", "{0}", "{my_name.__class__}",
    "%s %(client)s",     "مستشفى النور", "\u202eevorG elpaM", "Maple\u200bGrove", "M" * 300, "[gap]",
    "O’Brien & Sons \"LLC\"", "🙂", "\\n", "'; --",
)  # fmt: skip


@pytest.mark.parametrize("field", ["client_name", "my_name", "reason", "clause"])
@pytest.mark.parametrize("name", HOSTILE)
def test_whatever_is_typed_stands_in_the_letter_letter_by_letter(field: str, name: str) -> None:
    text = letter(**{field: name})
    assert name.strip().rstrip(".") in text
    assert text.count("\n\n") == letter().count("\n\n")


@pytest.mark.parametrize("field", ["client_name", "my_name", "clause"])
def test_a_name_with_line_breaks_stays_on_its_line(field: str) -> None:
    assert "Two Lines" in letter(**{field: "Two\n\nLines"})


names = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=300)


@given(st.sampled_from(LETTER_KINDS), names, names)
@laws
def test_no_name_whatever_breaks_a_letter(kind: str, client: str, mine: str) -> None:
    text = letter(kind=kind, client_name=client, my_name=mine)
    assert " ".join(client.split()).casefold() in text.casefold()
    assert not mine.strip() or text.count(" ".join(mine.split())) >= 2
    assert "{exit_date}" not in text or "{exit_date}" in client + mine


@given(st.dates(date(2026, 11, 23), date(2040, 1, 1)), st.dates(date(2026, 11, 23), date(2040, 1, 1)))
@laws
def test_the_days_in_a_letter_are_the_ones_that_were_fixed(sent: date, last: date) -> None:
    text = letter(send_on=sent.isoformat(), exit_date=last.isoformat())
    assert BOOK.almanac.long(sent) in text
    assert f"My last day of service will be {BOOK.almanac.long(last)}." in text


@pytest.mark.parametrize(
    ("typed", "stands"),
    [("maple grove", "Maple Grove"), ("house of hope", "House of Hope"), ("eHealth Partners", "eHealth Partners")],
)
def test_a_name_typed_in_a_hurry_stands_with_its_capitals(typed: str, stands: str) -> None:
    assert f"To: {stands}\n" in letter(client_name=typed)
