"""The reflection: long enough, short enough, both sides, nothing twice, and nothing that was told already."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.bank import ALWAYS, BANK, THEMES
from flows.model import Answer, Event, EventKind
from flows.questions import Choice, Lines, Number, Question
from flows.reflection import (
    ENOUGH,
    FEWEST,
    MOST,
    already_told,
    best_evidence,
    everything_told,
    evidence,
    next_question,
    thin_themes,
    weight,
)
from flows.scene import Scene
from tests.walking import BOOKS, CONSENT, SUNDAY_NIGHT, Walk, ordinary

laws = settings(derandomize=True, deadline=None, max_examples=60)

BOOK = BOOKS["en"]
ROWS = {row.name: row for row in BANK}

FULL = "It has been like this since the spring and I notice it every single week of the month"
"""More than ten words on nothing in particular."""

Answerer = Callable[[Question], str]


def brief(question: Question) -> str:
    """Somebody who is tired: as few words as will do."""
    return "hm, hard" if not isinstance(question.takes, (Choice, Number, Lines)) else ordinary(question)


def full(question: Question) -> str:
    """Somebody who talks."""
    return FULL if not isinstance(question.takes, (Choice, Number, Lines)) else ordinary(question)


def skipping(question: Question) -> str:
    """Somebody who skips whatever can be skipped."""
    return "skip"


def unsure(question: Question) -> str:
    """Somebody who knows nothing for certain."""
    return "I don't know"


def wordless(question: Question) -> str:
    """Somebody who sends the same sign over and over, until each question is let be."""
    return "🙂"


ANSWERERS = {each.__name__: each for each in (ordinary, brief, full, skipping, unsure, wordless)}


def reflect(answerer: Answerer, kind: str = "snf", story: str = FULL, **given_: str) -> Walk:
    """A walk through the whole reflection; `asked` holds its questions in order."""
    walk = Walk({**CONSENT, "kind": kind, "story": story, "heat": "4", "last_event": "longer"}).until_asked("heat")
    walk.answer()
    for _ in range(300):
        if walk.case.step != "reflect":
            return walk
        question = walk.question()
        pending = walk.case.pending or {}
        if pending.get("kind") in ("list", "menu", "probe") or question is None or question.name == "last_event":
            walk.hear("that's all" if pending.get("kind") != "probe" else "skip")
            continue
        walk.asked += [question.name] if walk.asked[-1:] != [question.name] else []
        walk.hear(given_.get(question.name) or answerer(question))
    raise AssertionError(f"the reflection never ended; it stands at {walk.case.asking}")


def bank_of(walk: Walk) -> list[str]:
    """The questions of the bank that were asked, in order."""
    return [name for name in walk.asked if name in ROWS]


def scene_with(**kept: str | list[str] | None) -> Scene:
    """A scene in which these answers were given."""
    walk = Walk(CONSENT).until("client")
    scene = Scene(BOOK, walk.person, Event("terminal:me", SUNDAY_NIGHT, EventKind.TEXT))
    answers = {
        name: Answer(value, value if isinstance(value, str) else "\n".join(value or ()), SUNDAY_NIGHT)
        for name, value in kept.items()
    }
    scene.change(answers=answers)
    return scene


# How much is asked


@pytest.mark.parametrize("answerer", ANSWERERS)
@pytest.mark.parametrize("kind", ["snf", "payer", "vendor", "other"])
def test_there_are_eight_to_fourteen_questions(answerer: str, kind: str) -> None:
    asked = bank_of(reflect(ANSWERERS[answerer], kind))
    assert FEWEST <= len(asked) <= MOST


@pytest.mark.parametrize("answerer", ANSWERERS)
def test_the_eight_are_always_asked_in_their_order_safety_before_any_weighing(answerer: str) -> None:
    asked = bank_of(reflect(ANSWERERS[answerer]))
    assert [name for name in asked if name in ALWAYS] == list(ALWAYS)
    assert asked.index("conduct") <= 1


@pytest.mark.parametrize("answerer", ANSWERERS)
def test_the_open_matters_close_the_round(answerer: str) -> None:
    """As `flows.bank` says of them."""
    assert bank_of(reflect(ANSWERERS[answerer]))[-1] == "open_matters"


@pytest.mark.parametrize("answerer", ANSWERERS)
def test_nothing_is_asked_twice(answerer: str) -> None:
    asked = reflect(ANSWERERS[answerer]).asked
    assert len(set(asked)) == len(asked)


def test_who_tells_more_is_asked_no_more_than_who_tells_little() -> None:
    assert len(bank_of(reflect(full))) <= len(bank_of(reflect(skipping)))


@given(st.data())
@laws
def test_whoever_answers_there_are_eight_to_fourteen_and_none_twice(data: st.DataObject) -> None:
    """Every question meets another mood, and the story is short or long."""
    moods = st.sampled_from(sorted(ANSWERERS))
    story = data.draw(st.sampled_from((FULL, "They pay late.", "skip")))
    asked = bank_of(reflect(lambda question: ANSWERERS[data.draw(moods)](question), story=story))
    assert FEWEST <= len(asked) <= MOST
    assert len(set(asked)) == len(asked)
    assert set(ALWAYS) <= set(asked)


# What was told is not asked


TOLD = {
    "take_a_break": "I already took a break from them last summer and nothing changed.",
    "told_plainly": "I told them twice that the call schedule is not working.",
    "payment_pace": "They always pay late.",
    "revenue_share": "It is about 30% of my revenue.",
    "fair_price": "They turned down my request for a raise in March.",
    "narrower_scope": "If I could drop the weekend call I would be fine.",
    "smallest_change": "I would stay if Donna ran the unit again.",
}
"""Stories that answer a question before it is asked."""


@pytest.mark.parametrize("name", TOLD)
def test_what_the_story_told_is_not_asked_again(name: str) -> None:
    assert name not in bank_of(reflect(skipping, story=TOLD[name]))


def test_a_story_that_tells_half_of_it_makes_the_reflection_no_shorter_than_eight() -> None:
    asked = bank_of(reflect(full, story=" ".join(TOLD.values())))
    assert not set(TOLD) & set(asked)
    assert len(asked) >= FEWEST


@pytest.mark.parametrize("name", ["pros", "costs", "conduct", "open_matters"])
def test_both_sides_and_the_two_gates_are_asked_whatever_was_told(name: str) -> None:
    assert not any(already_told(BOOK, ROWS[name], story) for story in (*TOLD.values(), FULL))


def test_whoever_may_be_mistreated_is_not_asked_for_their_own_part_in_it() -> None:
    walk = reflect(skipping, conduct="not sure")
    assert not {"own_part", "their_story"} & set(bank_of(walk))


# Thin themes first


def test_nothing_told_is_no_evidence_and_every_theme_is_thin() -> None:
    assert set(thin_themes(scene_with(), BANK)) == set(THEMES)


@pytest.mark.parametrize(
    ("value", "said", "worth"),
    [
        (None, "skip", 0),
        ("late", "late", 0.1),
        (FULL, FULL, 1),
        ("10_to_20", "15%", 1),
        (7, "7", 1),
        (["Donna"], "Donna", 0.5),
        (["Donna", "volume", "parking"], "Donna", 1),
        ([], "", 0),
    ],
)
def test_what_an_answer_is_worth(value: object, said: str, worth: float) -> None:
    assert weight(Answer(value, said, SUNDAY_NIGHT)) == worth


def test_a_full_answer_feeds_its_themes_and_no_others() -> None:
    found = evidence(scene_with(referral_overlap=FULL), BANK)
    assert {theme for theme, amount in found.items() if amount >= ENOUGH} == {"exposure"}


@given(st.sets(st.sampled_from([row.name for row in BANK if row.name not in ALWAYS]), max_size=5))
@laws
def test_the_next_free_question_is_of_a_thin_theme(names: set[str]) -> None:
    scene = scene_with(**dict.fromkeys(names, FULL))
    found = next_question(scene)
    assert found is not None and found.name not in names
    if found.name not in ALWAYS:
        asked = [ROWS[name] for name in names]
        assert set(found.feeds) & set(thin_themes(scene, asked))


@given(st.sampled_from(THEMES))
@laws
def test_no_question_is_put_for_the_sake_of_a_theme_that_has_enough(theme: str) -> None:
    rows = [row.name for row in BANK if theme in row.feeds and row.name not in ALWAYS]
    scene = scene_with(**dict.fromkeys(rows[:3], FULL))
    found = next_question(scene)
    assert found is not None
    assert found.name in ALWAYS or set(found.feeds) != {theme}


def test_an_answer_that_became_stale_comes_first() -> None:
    scene = scene_with(why_now=FULL, costs=["nights"])
    scene.unsettle({"costs"})
    found = next_question(scene)
    assert found is not None and found.name == "costs"


# What was said is found again


def test_the_fullest_words_on_a_theme_are_its_evidence() -> None:
    scene = scene_with(
        referral_overlap="Half of my referrals come from them.",
        undo_leaving="Hard, very hard to undo that now, I fear.",
    )
    assert best_evidence(scene, "exposure") == "Hard, very hard to undo that now, I fear."


def test_a_choice_or_three_words_are_no_evidence_to_quote() -> None:
    scene = scene_with(revenue_share="over_35", referral_overlap="quite a lot")
    assert best_evidence(scene, "exposure") is None


def test_everything_told_is_one_text() -> None:
    assert everything_told(scene_with(story="They pay late.", costs=["nights"])) == "They pay late.\nnights"


# The bank itself


def test_the_bank_has_forty_questions_or_more_and_each_feeds_a_theme() -> None:
    assert len(BANK) >= 40
    assert len(ROWS) == len(BANK)
    assert all(row.feeds and set(row.feeds) <= set(THEMES) for row in BANK)


@pytest.mark.parametrize("theme", THEMES)
def test_every_theme_can_be_asked_about_in_several_ways(theme: str) -> None:
    assert sum(theme in row.feeds for row in BANK) >= 3
