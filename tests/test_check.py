"""Checking a draft as a dialogue: opened from anywhere, one finding a message, and back to what was open."""

from __future__ import annotations

import pytest

from flows.model import EventKind, Reply
from tests.reading import with_plain_reader
from tests.walking import BOOKS, CONSENT, Walk

DRAFT = (
    "Dear Ms. Ortiz,\nbecause of your chaos I’m ending this on 3 March. You never paid invoice 114 ($6,400). "
    "I enjoyed the team.\nKind regards,\nAnn"
)


class Talk(Walk):
    """A walk whose drafts are looked through with the lists alone."""

    books = with_plain_reader(BOOKS)


def talk(*lines: str) -> Talk:
    """Somebody in the reflection who says these things."""
    found = Talk(CONSENT)
    found.until("reflect")
    for line in lines:
        found.hear(line)
    return found


def documents(walk: Walk) -> list[Reply]:
    return [reply for reply in walk.said if reply.title]


def said(walk: Walk, key: str) -> bool:
    """Whether some wording of a text without placeholders was said."""
    return any(reply.text in BOOKS["en"].wordings(key) for reply in walk.said)


def test_the_first_finding_is_marked_with_why_and_what_to_write_instead() -> None:
    walk = talk("/check", DRAFT)
    shown, offered = walk.said[-2:]
    assert "›because of your‹ chaos" in shown.text
    assert any(why in shown.text for why in BOOKS["en"].wordings("linter.why.you_blame"))
    assert "3 March" in offered.text
    assert [choice.label for choice in offered.choices] == ["Take it", "My own words", "Keep mine", "Stop here"]


def test_taken_rewritten_or_kept_and_the_whole_text_at_the_end() -> None:
    walk = talk("/check", DRAFT, "take it", "my own words", "Invoice 114 ($6,400) is open, and I’d like to settle it.")
    text = documents(walk)[-1].text
    assert text.startswith("Dear Ms. Ortiz,\n")
    assert text.endswith("I enjoyed the team.\nKind regards,\nAnn")
    assert "Invoice 114 ($6,400) is open" in text
    assert "You never" not in text
    assert "60 of 100" in walk.text
    assert "100" in walk.said[-2].text
    assert walk.case.step == "reflect"


def test_words_typed_in_place_of_a_choice_are_their_own_wording() -> None:
    walk = talk("/check You people are toxic.", "I’d like to end this well.")
    assert documents(walk)[-1].text == "I’d like to end this well."


def test_what_is_kept_stays_and_is_not_brought_up_again() -> None:
    walk = talk("/check You people are toxic. You never call.", "keep mine", "keep mine")
    assert documents(walk)[-1].text == "You people are toxic. You never call."
    assert walk.case.step == "reflect"


def test_stopping_gives_the_text_as_it_stands() -> None:
    walk = talk("/check", DRAFT, "take it", "stop")
    assert "You never paid" in documents(walk)[-1].text
    assert "because of your" not in documents(walk)[-1].text


def test_a_clean_draft_needs_one_line() -> None:
    walk = talk("/check I’ve decided to end my role on 5 March.")
    assert said(walk, "check.clean")
    assert walk.case.step == "reflect"


@pytest.mark.parametrize("way", ["/cancel", "/back", "back", "stop"])
def test_the_open_question_is_open_again_however_it_ends(way: str) -> None:
    before = talk().case.asking
    assert talk("/check You people are toxic.", way).case.asking == before


def test_a_half_typed_list_is_not_lost() -> None:
    walk = Talk({**CONSENT})
    for _ in range(200):
        walk.answer()
        if (walk.case.pending or {}).get("kind") == "list":
            break
    before = walk.case.pending
    walk.hear("/check You people are toxic.")
    walk.hear("keep mine")
    assert walk.case.pending == before


def test_a_pause_goes_on_behind_it() -> None:
    walk = talk("furious, an hour ago they gave it away. writing the email right now")
    if walk.case.step != "hold":
        walk.until_asked("story")
        walk.hear("furious, an hour ago they gave it away. writing the email right now, forever")
    assert walk.case.step == "hold"
    walk.hear("/check You people are toxic.")
    assert walk.case.step == "check"
    walk.hear("keep mine")
    assert walk.case.step == "hold"
    walk.hear("/back")
    assert walk.case.step == "reflect"


@pytest.mark.parametrize(("words", "step"), [("I want to die", "crisis"), ("he hit me and has a gun", "safety")])
def test_danger_in_a_draft_comes_first_and_leads_back_to_the_talk(words: str, step: str) -> None:
    walk = talk("/check", words)
    assert walk.case.step == step
    assert walk.case.came_from == "reflect"


def test_a_patient_s_data_is_taken_out_of_a_draft_first() -> None:
    walk = talk("/check", "You never called Mr. Halloran, DOB 3/4/1950, back.")
    assert "3/4/1950" not in str(walk.person)
    assert said(walk, "control.patient_data")


def test_a_pasted_message_is_offered_a_look_once_and_can_be_an_answer() -> None:
    walk = Talk(CONSENT)
    walk.until_asked("story")
    walk.hear(DRAFT)
    assert [choice.label for choice in walk.said[-1].choices] == ["Look at it together", "It’s my answer"]
    walk.hear("it’s my answer")
    assert walk.case.answers["story"].value == DRAFT
    walk.hear(DRAFT)
    assert not said_menu(walk)


def said_menu(walk: Walk) -> bool:
    return (walk.case.pending or {}).get("name") == "draft"


def test_the_offer_leads_to_the_draft() -> None:
    walk = Talk(CONSENT)
    walk.until_asked("story")
    walk.hear(DRAFT)
    walk.hear("1")
    assert walk.case.step == "check"
    assert walk.case.answers["check_draft"].value == DRAFT


def test_before_the_consent_there_is_nothing_to_look_at() -> None:
    walk = Talk()
    walk.hear("/check You people are toxic.", EventKind.COMMAND)
    assert walk.case.step == "welcome"
    assert said(walk, "check.nothing_yet")


@pytest.mark.parametrize("command", ["/status", "/help", "/plan", "/why", "/privacy"])
def test_every_command_answers_in_the_middle_of_it(command: str) -> None:
    walk = talk("/check You people are toxic.", command)
    assert walk.case.step == "check"
    walk.hear("/cancel")
    walk.hear("/cancel")
    assert walk.case.step == "reflect"
