"""What holds for every kind of client, and for the words that go with it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

import flows
from flows.kinds import KINDS, MILESTONES, REPLACEMENT_OPTIONS

PLACEHOLDERS = {"client", "exit_date", "reason", "my_name", "question_window", "candidate", "thanks"}
MESSAGES = (
    "intro_permission",
    "introduction",
    "colleagues",
    "team",
    "closing",
    "closing_vendor",
    "follow_up",
    "referral_request",
    "feedback",
)


def words_of(name: str) -> dict[str, Any]:
    """The content of one file, read from where the package keeps it."""
    assert flows.__file__ is not None
    return tomllib.loads((Path(flows.__file__).parent / "content" / "en" / f"{name}.toml").read_text("utf-8"))


KIND_WORDS = words_of("kinds")
TRANSFER_WORDS = words_of("transfer")

each_kind = pytest.mark.parametrize("name", KINDS)


def count(text: str) -> int:
    """How many words a text has."""
    return len(text.split())


def test_every_kind_has_its_words() -> None:
    """Nobody can pick a kind that has no name, and no words are kept for a kind that is gone."""
    assert set(KIND_WORDS["kinds"]) == set(KINDS)
    for entry in KIND_WORDS["kinds"].values():
        assert set(entry) == {"label", "aliases", "what", "side"}
        assert len(entry["label"]) <= 40


def test_no_two_kinds_answer_to_the_same_words() -> None:
    """What a person types picks one kind, whatever kind it is."""
    names = [alias for entry in KIND_WORDS["kinds"].values() for alias in entry["aliases"]]
    labels = [entry["label"].lower() for entry in KIND_WORDS["kinds"].values()]
    assert len(set(names)) == len(names)
    assert len(set(labels)) == len(labels)
    assert all(alias == alias.lower().strip() for alias in names)


@each_kind
def test_every_trap_of_a_kind_has_a_text(name: str) -> None:
    """A trap is raised once, and there are words for it."""
    traps = KINDS[name].traps
    assert len(set(traps)) == len(traps)
    assert set(traps) <= set(KIND_WORDS["traps"])


def test_no_trap_text_is_forgotten() -> None:
    """Every trap that has words belongs to some kind."""
    assert set(KIND_WORDS["traps"]) == {trap for kind in KINDS.values() for trap in kind.traps}


@pytest.mark.parametrize("trap", KIND_WORDS["traps"])
def test_a_trap_suggests_and_says_whom_to_ask(trap: str) -> None:
    """A trap is short, gives no orders, and names a lawyer or the carrier."""
    text = KIND_WORDS["traps"][trap]["text"]
    assert count(text) < 60
    assert "suggest" in text
    assert "must" not in text
    assert "lawyer" in text or "carrier" in text


@each_kind
def test_a_transfer_list_has_six_to_ten_items(name: str) -> None:
    """Long enough to be of use, short enough to be done; nothing twice; earliest first."""
    items = KINDS[name].transfer
    days = [item.days_before for item in items]
    assert 6 <= len(items) <= 10
    assert len({item.name for item in items}) == len(items)
    assert days == sorted(days, reverse=True)


@each_kind
def test_nothing_is_due_before_the_shortest_notice_begins(name: str) -> None:
    """With the courtesy minimum, every item can still be done in time."""
    kind = KINDS[name]
    assert max(item.days_before for item in kind.transfer) <= kind.courtesy_days


def test_every_item_has_its_words_and_no_words_are_left_over() -> None:
    """The hand-off list never shows a bare name."""
    used = {item.name for kind in KINDS.values() for item in kind.transfer}
    assert set(TRANSFER_WORDS["items"]) == used
    assert [text for text in TRANSFER_WORDS["items"].values() if count(text) >= 12] == []


@each_kind
def test_the_only_physiatrist_gives_ninety_days_where_patients_depend_on_it(name: str) -> None:
    """Elsewhere being the only one changes nothing."""
    kind = KINDS[name]
    expected = max(kind.courtesy_days, 90) if kind.affects_patients else kind.courtesy_days
    assert kind.courtesy_days_sole == expected
    assert kind.affects_patients or not kind.asks_sole


def test_the_courtesy_when_the_contract_is_silent() -> None:
    """The longest where a gap stops admissions, the shortest where no care depends on it or shifts decide."""
    assert {name: kind.courtesy_days for name, kind in KINDS.items()} == {
        "snf": 60,
        "snf_director": 90,
        "irf": 120,
        "hospital": 90,
        "group": 60,
        "payer": 90,
        "workers_comp": 60,
        "ime": 30,
        "attorney": 30,
        "agency": 30,
        "vendor": 90,
        "consulting": 30,
        "patient": 30,
        "other": 60,
    }


def test_facilities_prefer_midweek_and_accounts_the_end_of_a_month() -> None:
    """A facility wants a weekday of back-up after the hand-off; a payer closes its month."""
    midweek = {name for name, kind in KINDS.items() if kind.prefers == "midweek"}
    month_end = {name for name, kind in KINDS.items() if kind.prefers == "month_end"}
    assert midweek == {"snf", "snf_director", "irf", "hospital"}
    assert month_end == {"payer", "workers_comp", "vendor", "consulting"}
    assert all(KINDS[name].is_facility and KINDS[name].affects_patients for name in midweek)


def test_every_milestone_has_a_line() -> None:
    """The ladder runs from ninety days before to ninety days after, in order, with words at each rung."""
    names = [milestone.name for milestone in MILESTONES]
    days = [milestone.days for milestone in MILESTONES]
    assert days == sorted(set(days))
    assert (days[0], days[-1]) == (-90, 90)
    assert list(KIND_WORDS["milestones"]) == names
    assert set(KIND_WORDS["milestones_facility"]) <= set(names)
    lines = [*KIND_WORDS["milestones"].values(), *KIND_WORDS["milestones_facility"].values()]
    assert [line for line in lines if count(line) >= 25] == []


def test_every_way_to_find_a_successor_has_a_label() -> None:
    """The ladder of options and its labels have the same rungs in the same order."""
    assert tuple(TRANSFER_WORDS["options"]) == REPLACEMENT_OPTIONS


def test_there_is_a_message_for_every_occasion() -> None:
    """From asking a colleague's permission to asking for feedback."""
    assert set(TRANSFER_WORDS["messages"]) == set(MESSAGES)


@pytest.mark.parametrize("name", MESSAGES)
def test_a_message_is_short_and_fills_in_cleanly(name: str) -> None:
    """At most 110 words, only known placeholders, signed, and calm."""
    text = TRANSFER_WORDS["messages"][name]
    fields = {field for _, field, _, _ in Formatter().parse(text) if field is not None}
    assert fields <= PLACEHOLDERS
    assert "my_name" in fields
    assert count(text) <= 110
    assert "!" not in text


@pytest.mark.parametrize("name", MESSAGES)
def test_a_reason_stands_on_its_own_line(name: str) -> None:
    """A reason is a whole sentence, so nothing may lean on it; without one, its line can be dropped."""
    lines = [line for line in TRANSFER_WORDS["messages"][name].splitlines() if "{reason}" in line]
    assert all(line == "{reason}" for line in lines)


def test_a_filled_message_leaves_no_curly_gap() -> None:
    """All that is left to fill in stands in square brackets, where the person sees it."""
    facts = {
        "client": "Maple Grove",
        "exit_date": "3 February 2027",
        "reason": "I’m concentrating the practice on outpatient work.",
        "my_name": "Dr. Example",
        "question_window": "17 February 2027",
        "candidate": "Dr. Sample",
        "thanks": "",
    }
    for text in TRANSFER_WORDS["messages"].values():
        assert not re.search(r"[{}]", text.format(**facts))
