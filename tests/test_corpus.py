"""The labelled corpora are what they claim to be, and learning, choosing and reporting stay apart."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from flows.model import LABELS
from flows.signals.reading import CUES, PATTERNS
from tests.detectors.corpus import Message, files, part_of, read
from tests.detectors.table import f1, wilson

PARTS = ("build", "tune", "test")
EASY = {"plain", "ordinary", "answer"}
"""Groups of messages that a list of words might get right."""


KNOWN = {cue for cues in CUES.values() for cue in cues}


def plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def all_files(kind: str) -> list[Path]:
    return [path for part in PARTS for path in files(kind, part)]


@pytest.mark.parametrize("path", all_files("impulse"), ids=lambda path: path.stem)
def test_messages_have_known_labels_and_mark_their_cues(path: Path) -> None:
    for message in read(path):
        assert message.label in LABELS
        assert message.group
        assert message.why
        assert {span.cue for span in message.spans} <= KNOWN, message.text
        assert bool(message.spans) == (message.label != "calm"), message.text


@pytest.mark.parametrize("path", all_files("blame"), ids=lambda path: path.stem)
def test_drafts_are_clean_or_have_their_blame_marked(path: Path) -> None:
    for draft in read(path):
        assert draft.label in ("blame", "clean")
        assert all(span.cue in PATTERNS for span in draft.spans), draft.text
        assert bool(draft.spans) == (draft.label == "blame"), draft.text


def test_there_are_enough_messages_and_half_of_them_are_hard() -> None:
    messages = part_of("impulse", "build")
    assert len(messages) >= 2000
    assert sum(message.group not in EASY for message in messages) >= len(messages) / 2


def test_there_are_enough_drafts_and_half_of_them_are_clean() -> None:
    drafts = part_of("blame", "build")
    assert len(drafts) >= 1000
    assert 0.45 <= sum(draft.label == "clean" for draft in drafts) / len(drafts) <= 0.55


@pytest.mark.parametrize("kind", ["impulse", "blame"])
def test_what_is_learned_from_is_not_what_is_chosen_by_or_reported(kind: str) -> None:
    texts = {part: {plain(message.text) for message in part_of(kind, part)} for part in PARTS}
    assert not texts["build"] & (texts["tune"] | texts["test"])
    assert not texts["tune"] & texts["test"]


def test_a_mark_becomes_a_place_in_the_text(tmp_path: Path) -> None:
    path = tmp_path / "one.tsv"
    path.write_text("impulse\tplain\tI want it [urgency|out tonight], ok?\tno reason\n", "utf-8")
    [message] = read(path)
    assert isinstance(message, Message)
    assert message.text == "I want it out tonight, ok?"
    [span] = message.spans
    assert message.text[span.start : span.end] == "out tonight"


def test_a_line_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    path = tmp_path / "one.tsv"
    path.write_text("impulse\tno columns\n", "utf-8")
    with pytest.raises(ValueError, match=r"one\.tsv:1"):
        read(path)


def test_a_share_of_few_has_a_wide_interval() -> None:
    share, low, high = wilson(9, 10)
    assert (share, round(low, 2), round(high, 2)) == (0.9, 0.6, 0.98)
    assert wilson(0, 0) == (0.0, 0.0, 1.0)


def test_f1_of_one_label() -> None:
    pairs = [("calm", "calm"), ("crisis", "crisis"), ("crisis", "calm"), ("calm", "crisis")]
    assert f1(pairs, "crisis") == 0.5
