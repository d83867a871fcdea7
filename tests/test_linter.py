"""The linter: what it finds in drafts, what it suggests, and that it is content with what we write ourselves."""

from __future__ import annotations

import re
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import passages
from bot.checking import check
from flows import linter
from flows.facts import Facts
from flows.linter import SEVERITY, Finding
from flows.model import Cue, Passage
from flows.sentences import sentence_of, sentences
from flows.signals.reading import PATTERNS
from tests.detectors.drafts import drafts, overlap
from tests.reading import with_plain_reader
from tests.walking import BOOKS

BOOK = BOOKS["en"]
LINTER = BOOK.linter
LISTS = with_plain_reader(BOOKS)["en"].linter
"""The same with the lists alone, where a fact is about them."""

LETTER = "Dear Ms. Ortiz,\nyou never paid invoice 114 ($6,400). I enjoyed the team.\nKind regards,\nDr. A. Bell"


def suggestion(text: str) -> str:
    """What is suggested for the first finding of a text."""
    return LISTS.findings(text)[0].suggestion


# Sentences and facts


def test_a_sentence_ends_at_its_mark_or_line_and_not_at_a_title() -> None:
    assert [LETTER[start:end] for start, end in sentences(LETTER)] == [
        "Dear Ms. Ortiz,",
        "you never paid invoice 114 ($6,400).",
        "I enjoyed the team.",
        "Kind regards,",
        "Dr. A. Bell",
    ]


def test_words_that_cross_a_full_stop_stand_in_both_sentences() -> None:
    assert sentence_of("One thing. Another thing. A third.", (4, 14)) == (0, 25)


@pytest.mark.parametrize(
    ("sentence", "facts"),
    [
        ("You never pay invoices 114 and 121 ($6,400).", Facts(named=("invoices 114 and 121",), details=("$6,400",))),
        ("Under section 8.2 you owe me 30 days.", Facts(details=("section 8.2", "30 days"))),
        ("My last day is 5 May 2027, thanks to your chaos.", Facts(last_day="5 May 2027")),
        ("Your billing office lost it on Friday the 13th at 7 a.m.",
         Facts(details=("Friday the 13th", "7 a.m."), roles=("your billing office",))),
        ("May I say that you march to your own drum?", Facts()),
    ],
)  # fmt: skip
def test_the_facts_of_a_sentence_are_days_amounts_numbers_roles_and_things(sentence: str, facts: Facts) -> None:
    assert LINTER.rewriter.finder.facts(sentence) == facts


# Rewrites


def test_a_rewrite_keeps_the_facts_and_drops_the_rest() -> None:
    rewrite = suggestion("Because of your incompetent administrator I chased invoice 114 ($6,400) on 3 March.")
    assert all(fact in rewrite for fact in ("invoice 114", "$6,400", "3 March"))
    assert "incompetent" not in rewrite
    assert "because of" not in rewrite.lower()


def test_words_at_the_end_of_a_sentence_are_cut_off_where_the_rest_stands_alone() -> None:
    text = "I have finished the list, which is more than you ever did."
    cue = Cue("passive_aggression", 26, len(text) - 1, text[26:-1])
    assert LISTS.finding(text, cue).suggestion == "I have finished the list."


def test_a_last_day_in_the_sentence_is_said_as_the_last_day() -> None:
    assert "last day is 5 May 2027" in suggestion("Because of your chaos my last day is 5 May 2027.")


def test_a_notice_without_a_day_keeps_its_sentence_and_shows_the_gap() -> None:
    notice = (
        "Dear Ms. Ortiz,\nI have decided to step down as medical director of your unit. It has been a privilege to "
        "work with the therapists there. I will gladly meet my successor, hand over the files and answer questions by "
        "email while they settle in. Please let me know whom to speak to.\nKind regards,\nDr. Bell"
    )
    found = LISTS.findings(notice)
    assert [finding.cue.cue for finding in found] == ["missing_date"]
    assert found[0].suggestion.startswith("I have decided to step down as medical director of your unit. ")
    assert "[date]" in found[0].suggestion
    assert LISTS.cues(notice.replace("unit.", "unit on 3 March 2027.")) == ()


def test_every_pattern_has_its_severity_two_reasons_and_two_sentences() -> None:
    assert set(SEVERITY) == set(PATTERNS)
    for name in PATTERNS:
        assert len(BOOK.wordings(f"linter.why.{name}")) > 1
        key = "adding" if name.startswith("missing_") else "own"
        assert len(BOOK.wordings(f"linter.{key}.{name}")) > 1


@pytest.mark.parametrize("part", range(8))
def test_every_suggested_rewrite_of_the_corpus_passes_and_keeps_every_number(part: int) -> None:
    """Every eighth draft: of those that blame, each marked place; a rewrite may leave out, never blame."""
    for turn, draft in enumerate(drafts("build")[part::32]):
        for span in draft.spans:
            cue = Cue(span.cue, span.start, span.end, draft.text[span.start : span.end])
            found = LINTER.finding(draft.text, cue, turn)
            assert LINTER.cues(found.suggestion) == (), draft.text
            sentence = draft.text[slice(*found.sentence)]
            assert set(re.findall(r"\d+", sentence)) <= set(re.findall(r"\d+", found.suggestion)), sentence


WORDS = st.sampled_from(
    [
        "you",
        "never",
        "always",
        "your",
        "team",
        "toxic",
        "invoice",
        "114",
        "$6,400",
        "because",
        "of",
        "the",
        "administrator",
        "Friday",
        "3",
        "March",
        "I",
        "leave",
        ",",
        "and",
        "section",
        "8.2",
        "60",
        "days",
        "<b>",
        "{x}",
        "{{x}}",
        "\u200fשלום",
        "🙄",
        ".",
        "!",
        "\n",
        "sorry",
        "promise",
        "lawyer",
        "report",
        "patients",
    ]
)


@settings(max_examples=40, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=40).map(" ".join), st.sampled_from(PATTERNS), st.integers(0, 9))
def test_whatever_is_written_the_rewrite_passes(text: str, pattern: str, turn: int) -> None:
    place = sentences(text)[0] if sentences(text) else (0, len(text))
    found = LINTER.finding(text, Cue(pattern, *place, text[slice(*place)]), turn)
    assert LINTER.cues(found.suggestion) == ()


# The text around it


def test_the_words_are_marked_and_of_a_long_draft_only_their_neighborhood_is_shown() -> None:
    finding = LISTS.findings(LETTER)[0]
    assert "›you never paid‹ invoice 114" in linter.marked(LETTER, finding, 30)
    long = "I kept the list. " * 30 + "You never called. " + "I kept it. " * 30
    shown = linter.marked(long, LISTS.findings(long)[0], 20)
    assert "›You never‹ called." in shown
    assert len(shown.split()) <= 22


def test_a_sentence_is_replaced_in_its_place_or_left_out_without_a_gap() -> None:
    finding = Finding(Cue("absolutes", 5, 14, "You never"), (5, 25), "")
    text = "One. You never called me. Two."
    assert linter.replaced(text, finding, "I called.") == "One. I called. Two."
    assert linter.replaced(text, finding, "") == "One. Two."


def test_the_score_falls_with_each_finding_and_never_below_nothing() -> None:
    bad = Cue("labels", 0, 5, "toxic")
    assert linter.score([]) == 100
    assert linter.score([bad]) < linter.score([Cue("over_apology", 0, 5, "sorry")]) < 100
    assert linter.score([bad] * 9) == 0


def test_check_gives_a_suggestion_for_each_finding() -> None:
    report = check(BOOK, "You people are toxic, and you never pay.")
    assert report["blame"]
    for found in report["blame"]:
        assert set(found) == {"pattern", "start", "end", "text", "suggestion"}
        assert report["text"][found["start"] : found["end"]] == found["text"]


# Reading


def test_a_long_draft_is_read_in_passages_of_whole_sentences() -> None:
    text = "One two three four. " * 200
    pieces = [hit.span() for hit in re.finditer(r"\w+|\.", text)]
    found = passages.stretches(text, pieces)
    assert found[0][0] == 0
    assert found[-1][1] == len(text)
    assert all(before[1] == after[0] for before, after in pairwise(found))
    assert all(text[start : start + 3] == "One" for start, _ in found)


def test_blame_at_the_end_of_a_long_draft_is_found() -> None:
    calm = "My reports are complete through October, and my notes are in the chart. "
    text = calm * 60 + "You people are toxic liars."
    assert any(cue.start > 3_900 for cue in LINTER.cues(text))


def test_scraps_are_not_read_one_by_one() -> None:
    assert passages.parts(". " * 100, (0, 200)) == [(0, 200)]
    assert passages.parts("One here. Two here.", (0, 19)) == [(0, 9), (10, 19)]


def test_findings_never_cut_a_word() -> None:
    read = passages.Read(0.9, [(0, 3), (3, 6), (7, 10)], _chances(3, 1))
    assert passages.seen("Retain ers", read, [read]) == Passage(0.9, (Cue("you_blame", 0, 6, "Retain"),))


def _chances(pieces: int, at: int) -> passages.Floats:
    chances = np.zeros((pieces, len(PATTERNS)), np.float32)
    chances[at, PATTERNS.index("you_blame")] = 0.9
    return chances


def test_the_overlap_of_spans_counts_characters() -> None:
    assert overlap([(0, 10)], [(5, 15)]) == pytest.approx(1 / 3)
    assert overlap([], []) == 1


# What we write ourselves

OURS = [
    (key, wording)
    for key, wordings in BOOK.texts.items()
    if key.startswith(("letter.parts", "transfer.messages", "linter.own", "linter.ending", "words.decision_only"))
    or (key.startswith("deck.") and key.endswith(".model"))
    for wording in wordings
]
FILLED = {"client": "Maple <b>Grove</b> {{x}}", "my_name": "Ann ‏בל Bell", "exit_date": "Friday 5 March 2027",
          "send_on": "30 November 2026", "handover": "12 February 2027", "under": " under section 8.2",
          "reason": "", "thanks": "", "day": "5 March"}  # fmt: skip


def test_our_own_letters_messages_and_model_answers_pass() -> None:
    for key, wording in OURS:
        text = re.sub(r"\{(\w+)\}", lambda gap: FILLED.get(gap[1], "5 March 2027"), wording)
        assert LINTER.cues(text) == (), (key, text)
