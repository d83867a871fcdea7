"""The rubric of the rehearsal: what holds, what fails and on which line, and what the coach itself suggests."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.texts import load_books
from flows.deck import COMMITMENT_TRAPS, COVER, DECKS, DENIAL_TRAPS
from flows.rehearsal import BRIEF, CHECKS, Assessment, assess, names_the_date

laws = settings(derandomize=True, deadline=None, max_examples=200)

BOOK = load_books()["en"]
EXIT = date(2027, 2, 3)
FACTS = {
    "reason": "I am moving my practice toward outpatient work.",
    "exit_date": BOOK.almanac.long(EXIT),
    "notice_days": "60",
    "clause": "section 7.2",
    "client": "Maple Grove",
    "goal": "two more clinic days",
    "asker": "the administrator",
    "side": "the facility",
}
CARDS = tuple(dict.fromkeys(card for deck in DECKS.values() for card in deck))


def score(text: str, card: str = "why_leaving", exit_day: date | None = EXIT) -> Assessment:
    return assess(BOOK, card, text, exit_day)


def failed(result: Assessment) -> list[str]:
    return [check for check in CHECKS if not result.passed[check]]


# What holds


@pytest.mark.parametrize(
    ("card", "text"),
    [
        ("why_leaving", "I'm giving my weeks to the clinic. My last day is 3 February, and I'll send a plan."),
        ("why_leaving", "I’ve decided to step back. I’d like to agree on the hand-over with you."),
        ("who_covers_monday", "I'm here until 3 February. I'll bring a list of who needs what on Friday."),
        ("stay_if_we_pay_more", "Thank you, I'll read whatever you put in writing. My last day stays February 3."),
        ("is_it_me", "I'd rather keep this about my own practice. I'd like to plan the next weeks with you."),
        ("is_it_the_money", "I'd rather not go into numbers. I have decided, and I will finish well."),
        ("after_everything_we_did", "I know, and I'm grateful. I'll write up what's open before my last day."),
    ],
)
def test_a_short_owned_answer_with_a_next_step_holds(card: str, text: str) -> None:
    result = score(text, card)
    assert failed(result) == []
    assert result.advice is None
    assert result.holds


def test_the_best_answers_name_the_date_and_a_next_step() -> None:
    assert score("I'm leaving on 3 February, and I'll send a plan.").explicit
    assert not score("I've decided to step back, and I'll send a plan.").explicit


# Each line of the rubric fails on its own

GOOD = "I've decided to step back. My last day is 3 February, and I'll send a plan."
LONG = (
    " I'll bring a list of every patient with the next visit and the next step, a page for whoever covers, the open"
    " reports with their dates, the keys, the badge and the pager, and I'll answer questions about any of it by phone"
    " until the end of that month, on Mondays and Thursdays between eight and nine."
)


@pytest.mark.parametrize(
    ("check", "advice", "card", "text"),
    [
        ("brief", "brief", "why_leaving", GOOD + LONG),
        ("owned", "owned", "why_leaving", "The last day is 3 February, and a plan will follow."),
        ("no_blame", "blame", "why_leaving", GOOD + " It's because of your mismanagement."),
        ("date_held", "date", "who_covers_monday", "I'll send you a list of names this week."),
        (
            "date_held",
            "commitment",
            "stay_until_replaced",
            "I will stay until a successor has been found, and I'll send a plan.",
        ),
        ("help_offered", "help", "why_leaving", "I've decided to step back."),
        ("no_promise", "promise", "why_leaving", GOOD + " I guarantee that nothing will change."),
    ],
)
def test_each_line_fails_alone_and_the_advice_is_about_it(check: str, advice: str, card: str, text: str) -> None:
    result = score(text, card)
    assert failed(result) == [check]
    assert result.advice is not None and result.advice[0] == advice
    assert not result.holds
    assert BOOK.has(f"rehearsal.feedback.{advice}")


def test_a_flat_no_is_questioned_though_every_line_passes() -> None:
    result = score("No, not at all. I've decided to step back, and I'll send a plan.", "is_it_the_money")
    assert failed(result) == []
    assert result.advice == ("denial", {})
    assert not result.holds


def test_the_words_that_failed_are_named() -> None:
    result = score(GOOD + " I guarantee that nothing will change.")
    assert result.advice is not None
    assert "guarantee" in result.advice[1]["span"].lower()


@pytest.mark.parametrize("card", sorted(COVER - COMMITMENT_TRAPS))
def test_where_cover_is_asked_for_the_date_must_be_named(card: str) -> None:
    text = "I'll send you a written list this week."
    assert "date_held" in failed(score(text, card))
    assert failed(score(text + " I'm here until 3 February.", card)) == []


def test_without_a_date_none_is_asked_for() -> None:
    assert failed(score("I'll send you a written list this week.", "who_covers_monday", None)) == []


@pytest.mark.parametrize("card", sorted(COMMITMENT_TRAPS))
def test_nobody_agrees_to_stay_in_the_room(card: str) -> None:
    assert "date_held" in failed(score("Okay, I'll stay until summer. I'll send a plan.", card))


@pytest.mark.parametrize("card", sorted(DENIAL_TRAPS))
def test_a_quick_no_is_questioned_where_it_tempts(card: str) -> None:
    result = score("No. I've decided to step back.", card)
    assert result.advice is not None and result.advice[0] == "denial"


# The date


@pytest.mark.parametrize(
    "text", ["3 February", "February 3", "Feb 3", "Feb. 3", "the 3rd of February", "2/3", "3 FEBRUARY", "my last day"]
)
def test_the_date_is_heard_however_it_is_said(text: str) -> None:
    assert names_the_date(BOOK, f"I am here until {text}.", EXIT)


@pytest.mark.parametrize("text", ["13 February", "February 30", "in spring", "3 March", "the 3rd"])
def test_another_day_is_not_the_date(text: str) -> None:
    assert not names_the_date(BOOK, f"I am here to {text}.", EXIT)


@pytest.mark.parametrize("text", ["12/3", "2/30"])
def test_another_day_in_digits_is_not_the_date(text: str) -> None:
    assert not names_the_date(BOOK, f"I am here to {text}.", EXIT)


# Laws


@given(st.text(max_size=300), st.sampled_from(CARDS), st.none() | st.dates())
@laws
def test_any_text_has_a_score_and_whatever_is_weak_has_advice(text: str, card: str, exit_day: date | None) -> None:
    result = assess(BOOK, card, text, exit_day)
    assert 0 <= result.points <= len(CHECKS)
    assert tuple(result.passed) == CHECKS
    assert result.holds == (result.points == len(CHECKS) and result.advice is None)
    assert result.points == len(CHECKS) or result.advice is not None


@given(st.integers(1, 150))
@laws
def test_sixty_words_are_brief_and_sixty_one_are_not(count: int) -> None:
    assert score("word " * count).passed["brief"] == (count <= BRIEF)


# What the coach itself suggests


def model(card: str, facts: dict[str, str]) -> str:
    return BOOK.wordings(f"deck.{card}.model")[0].format_map(facts)



DECISION_ONLY = {**FACTS, "reason": BOOK.wordings("words.decision_only")[0]}
"""The facts of somebody who gives no reason."""


@pytest.mark.parametrize("facts", [pytest.param(FACTS, id="with a reason"), pytest.param(DECISION_ONLY, id="without")])
@pytest.mark.parametrize("card", CARDS)
def test_every_model_answer_holds_by_its_own_rubric(card: str, facts: dict[str, str]) -> None:
    result = score(model(card, facts), card)
    assert (failed(result), result.advice) == ([], None), model(card, facts)


@pytest.mark.parametrize("card", CARDS)
def test_a_model_answer_is_as_short_as_it_says(card: str) -> None:
    text = model(card, FACTS)
    assert len(text.split()) <= BRIEF
    assert "{" not in text
