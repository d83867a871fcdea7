"""The exit pack: the letter in its variants, the calendar, the plan and the packet, from what was answered."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.documents import file_of
from flows import handover, pack
from flows.deck import COUNTER_OFFER, DECKS
from flows.letter import CHANNELS, TONES, notice_letter
from flows.model import Document, Reply
from flows.sheet import weak_cards
from flows.steps.answer_questions import MOODS
from tests.test_journeys import PART, Journey
from tests.test_letter import BOOK, HOSTILE, LETTER_KINDS, letter, marked, scene
from tests.walking import BOOKS

TOLD = {**PART, "my_name": "Dana Reyes, MD", "method": "certified", "send_on": "30 november 2026"}
RAW = re.compile(r"\{\w+\}")


def documents(replies: list[Reply]) -> list[Document]:
    return [reply.document for reply in replies if reply.document]


def words_of(document: Document) -> str:
    """All that stands in a document."""
    blocks = [block.text + " ".join(" ".join(row) for row in block.rows) for block in document.blocks]
    return "\n".join([*blocks, *(f"{row.title} {row.note}" for row in document.appointments)])


def given(**answers: Any) -> list[Document]:
    """The pack of a case with these answers."""
    made = scene(decision="part_ways", **answers)
    pack.give(made)
    return documents([reply for _, _, reply in made.replies])


# The letter's variants


@pytest.mark.parametrize("kind", LETTER_KINDS)
@pytest.mark.parametrize("tone", TONES)
@pytest.mark.parametrize("channel", CHANNELS)
def test_every_variant_is_whole_short_and_without_blame(kind: str, tone: str, channel: str) -> None:
    text = letter(kind=kind, letter_tone=tone, letter_channel=channel)
    assert marked(text) == []
    assert not RAW.search(text)
    assert "Wednesday 3 February 2027" in text
    assert "I am moving my practice toward outpatient work." in text
    assert BOOK.detectors.blame(text) == ()
    assert BOOK.detectors.promises(text) == ()
    assert "  " not in text and "!" not in text
    assert len(text.split()) < {"letter": 240, "email": 240, "phone": 140}[channel]


@pytest.mark.parametrize("kind", LETTER_KINDS)
def test_the_variants_differ_and_the_brief_one_is_the_shortest(kind: str) -> None:
    texts = {tone: letter(kind=kind, letter_tone=tone) for tone in TONES}
    assert len(set(texts.values())) == len(TONES)
    assert min(texts, key=lambda tone: len(texts[tone])) == "brief"


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize("field", ["client_name", "my_name", "clause", "addressee", "agreement", "reach_me"])
def test_whatever_is_typed_stands_in_every_form(channel: str, field: str) -> None:
    for words in HOSTILE:
        text = notice_letter(scene(letter_channel=channel, **{field: words}))
        raw = {found for found in RAW.findall(text) if found not in words}
        assert raw == set(), (words, text)


def test_an_email_says_that_the_paper_follows_and_needs_no_address() -> None:
    text = letter(letter_channel="email")
    assert text.startswith("Subject: Notice of ending our agreement under section 7.2")
    assert "This email is my written notice under section 7.2." in text
    assert "A signed copy follows by certified mail, return receipt requested." in text
    assert "To: Maple Grove" not in text


def test_the_details_stand_in_the_letter_once_they_are_given() -> None:
    text = letter(addressee="Ms. Alvarez, Administrator", agreement="Services Agreement of 1 March 2023",
                  reach_me="dana@reyesrehab.example.")  # fmt: skip
    assert "To: Ms. Alvarez, Administrator\nMaple Grove" in text
    assert "Dear Ms. Alvarez:" in text
    assert "our agreement (Services Agreement of 1 March 2023) under section 7.2" in text
    assert "You can reach me at dana@reyesrehab.example." in text


def test_tone_and_form_are_picked_with_buttons_and_the_letter_is_shown_again() -> None:
    journey = Journey(TOLD).until_asked("letter_ready")
    assert "I am writing to let you know" in journey.document("Notice letter")
    journey.hear("Another tone")
    assert [choice.label for choice in journey.said[-1].choices] == ["Warm", "Brief"]
    journey.hear("Warm")
    assert "I wanted you to have this from me directly" in journey.document("Notice letter")
    journey.hear("As an email, or to say")
    heard = journey.hear("On the phone")
    assert "to say on the phone" in str([reply.title for reply in heard])
    assert any("certified mail" in reply.text for reply in heard if reply.title is None)
    journey.hear("It stands")
    assert documents(journey.said)[-1].name == "Phone notes for Maple Grove"
    assert journey.case.asking == "card:why_leaving"


def test_the_gaps_are_asked_for_one_by_one_and_then_the_letter_is_shown() -> None:
    journey = Journey({**TOLD, "contract": "1", "my_name": "skip", "clause": "skip"}).until_asked("letter_ready")
    assert {"[my name]", "[clause]"} <= set(marked(journey.document("Notice letter")))
    journey.hear("Fill in what’s missing")
    asked = []
    for words in ("Dana Reyes, MD", "9.2", "Ms. Alvarez, Administrator", "skip", "555-0100"):
        asked.append(journey.case.asking)
        journey.hear(words)
    assert asked == ["my_name", "clause", "addressee", "agreement", "reach_me"]
    text = journey.document("Notice letter")
    assert marked(text) == []
    assert "under section 9.2" in text and "Dear Ms. Alvarez:" in text
    assert "Fill in what’s missing" not in [choice.label for choice in journey.said[-1].choices]


# The pack


@pytest.mark.parametrize("kind", LETTER_KINDS)
@pytest.mark.parametrize("tone", TONES)
@pytest.mark.parametrize("channel", CHANNELS)
def test_a_pack_holds_the_plan_the_letter_the_dates_the_packet_and_the_text(kind: str, tone: str, channel: str) -> None:
    made = given(kind=kind, letter_tone=tone, letter_channel=channel)
    assert [document.form for document in made] == ["pdf", "docx", "ics", "docx", "md"]
    assert len({document.name for document in made}) == 5
    for document in made:
        assert not RAW.search(words_of(document))
        if document.form != "pdf":  # which takes its time, and is made below
            assert file_of(document).content


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_words_in_every_answer_make_valid_files(words: str) -> None:
    fields = dict.fromkeys(("client_name", "my_name", "clause", "reason", "addressee", "agreement", "reach_me",
                            "handover_state", "hand_off_meeting", "thanks", "card:why_leaving"), words)  # fmt: skip
    lists = {name: [words, words] for name in ("candidates", "handover_watch", "handover_tells", "notes", "pros")}
    for document in given(**fields, **lists, **{"item:service_map": words}):
        assert file_of(document).content
        raw = {found for found in RAW.findall(words_of(document)) if found not in words}
        assert raw == set()


def test_without_a_last_day_there_is_no_calendar_and_the_gaps_are_marked() -> None:
    made = given(exit_date=None, my_name=None)
    assert [document.form for document in made] == ["pdf", "docx", "docx", "md"]
    assert "[exit date]" in words_of(made[1])


def test_a_date_keeps_its_place_in_the_calendar_when_it_moves() -> None:
    before, after = given(), given(exit_date="2027-03-03")
    keys = [{row.key: row.day for row in document.appointments} for document in (before[2], after[2])]
    same = keys[0].keys() & keys[1].keys()
    assert same
    assert any(keys[0][key] != keys[1][key] for key in same)
    assert "terminal" not in str(keys)


def test_a_parting_ends_with_all_the_files_and_they_can_be_had_again() -> None:
    journey = Journey(TOLD).until("closed")
    first = documents(journey.said)[-5:]
    assert [document.form for document in first] == ["pdf", "docx", "ics", "docx", "md"]
    again = documents(journey.hear("All the files again"))
    assert [document.blocks for document in again] == [document.blocks for document in first]


def test_whoever_stays_gets_the_plan_and_no_letter() -> None:
    journey = Journey({**PART, **dict.fromkeys(("score_fit", "score_money", "score_energy", "score_values"), "4")})
    journey.until("closed")
    assert {document.form for document in documents(journey.said)} == {"pdf"}


# The hand-over packet

I_PASS = ["1. How things stand", "2. What this is", "3. Open actions", "4. If this happens, then that",
          "5. Who tells whom", "6. Read back by the receiver"]  # fmt: skip


def test_the_packet_has_the_shape_of_a_hand_over_and_marks_what_nobody_said() -> None:
    blocks = handover.packet(scene())
    assert [block.text for block in blocks if block.style == "heading"] == I_PASS
    assert {"[how things stand]", "[who tells whom, and when]"} <= {block.text for block in blocks}
    assert len([block for block in blocks if block.style == "check"]) == 4


def test_the_packet_holds_what_was_said_with_owners_and_days() -> None:
    blocks = handover.packet(scene(handover_state="Calm.", handover_watch=["If A, then B."],
                                   **{"item:service_map": "me", "item:results_inbox": "the new director"}))  # fmt: skip
    (table,) = [block for block in blocks if block.style == "table"]
    assert [row[2] for row in table.rows] == ["Who", "Dana Reyes, MD", "the new director"]
    assert {"Calm.", "If A, then B."} <= {block.text for block in blocks}


def test_a_patients_data_is_refused_and_asked_for_without() -> None:
    journey = Journey(TOLD).until_asked("handover_state")
    heard = journey.hear("Bed 4 is MRN 4471882, call his daughter at 312-555-0182")
    assert any(reply.text in BOOKS["en"].wordings("handover.no_patients") for reply in heard)
    assert journey.case.asking == "handover_state"
    assert "handover_state" not in journey.case.answers
    assert "4471882" not in journey.text
    journey.hear("Steady, with a survey ahead.")
    assert journey.case.answers["handover_state"].value == "Steady, with a survey ahead."


def test_a_line_that_points_to_a_patient_never_reaches_the_packet() -> None:
    blocks = handover.packet(scene(handover_watch=["MRN 4471882 needs a refill", "If A, then B.", "[removed] is ill"]))
    assert next(block.text for block in blocks if block.style == "bullet") == "If A, then B."
    assert "4471882" not in str(blocks) and "[removed]" not in str(blocks)


# Rehearsal


def test_every_deck_ends_with_a_counter_offer() -> None:
    assert {cards[-1] for cards in DECKS.values()} == {COUNTER_OFFER}


def rehearsed() -> Journey:
    return Journey(TOLD).until_asked("card:why_leaving")


def test_pushed_again_and_again_the_question_comes_in_other_moods() -> None:
    journey = rehearsed()
    heard = []
    for _ in range(2 + len(MOODS)):
        journey.hear("I've decided to step back, and I'll send a plan.")
        heard.append(journey.hear("Push me harder")[-1].text)
    assert len(set(heard)) == len(heard)
    assert "stood up" in heard[2] or "talks over" in heard[2]


def test_a_day_of_practice_ends_with_its_count_and_the_next_is_held_against_it() -> None:
    journey = rehearsed()
    journey.hear("You never listened to us.")
    told = journey.hear("Enough for now")
    assert any("0 would hold" in reply.text or "0 of 1 hold" in reply.text for reply in told)
    journey.later(days=1)
    journey.hear("/back")
    while journey.case.asking != "card:why_leaving":
        journey.hear("/back")
    journey.hear("I've decided to step back, and I'll send a plan.")
    told = journey.hear("Enough for now")
    assert any("0 of 1" in reply.text and "1 of 1" in reply.text for reply in told), [row.text for row in told]


def test_cards_that_do_not_hold_are_known_by_name() -> None:
    weak = {"level": 0, "points": 3, "tries": 1, "holds": False}
    held = {**weak, "points": 6, "holds": True}
    answers = {"card:why_leaving": "No.", "score:why_leaving": weak, "card:is_it_me": "I.", "score:is_it_me": held}
    assert weak_cards(scene(**answers)) == ("why_leaving",)


# In the terminal


def test_the_terminal_writes_the_files_and_says_where_they_are(tmp_path: Path) -> None:
    lines = "I agree\nMaple <Grove>\n1\nthey gave my Tuesdays away\n/plan\n"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "bot", "chat"], input=lines.encode(), capture_output=True, cwd=tmp_path,
        timeout=100, env={**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)}, check=True,
    )  # fmt: skip
    path = tmp_path / "goodterms-maple-grove" / "The plan for Maple Grove.pdf"
    assert path.read_bytes().startswith(b"%PDF-")
    assert f"Written to {path.relative_to(tmp_path)}" in done.stdout.decode()
    assert done.stderr == b""


def test_a_folder_that_cannot_be_written_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "goodterms-maple").write_text("in the way")
    done = subprocess.run(
        [sys.executable, "-m", "bot", "chat"], input=b"I agree\nMaple\n1\nthey gave my Tuesdays away\n/plan\n",
        capture_output=True, cwd=tmp_path, timeout=100, check=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)},
    )  # fmt: skip
    assert "I couldn’t write goodterms-maple/The plan for Maple.pdf" in done.stdout.decode()
    assert done.stderr == b""
