"""The person is in charge: back, change, pause, several cases, help, skip, "I don't understand"."""

import pytest

from flows.asking import find
from flows.commands import COMMANDS
from flows.model import EventKind
from flows.steps import STEPS
from tests.walking import BOOKS, CONSENT, Walk

PARTING = {
    **CONSENT, "kind": "snf", "last_event": "longer", "score_fit": "1", "score_money": "1", "score_energy": "0",
    "score_values": "1", "score_fixable": "1", "score_exposure": "1", "contract": "to_hand", "notice_days": "60",
    "days_kind": "calendar", "method": "certified", "deemed_days": "3", "send_on": "30 November 2026",
    "reason": "I'm moving my time towards the outpatient clinic.", "sleep_on_it": "go on", "sole": "no",
    "proposal": "propose",
}  # fmt: skip
"""Somebody who parts with a nursing facility, by the book."""


def parting(**more: str) -> Walk:
    return Walk({**PARTING, **more})


def told(replies: list) -> str:
    return "\n".join(reply.text for reply in replies)


def test_back_puts_the_question_before_with_what_was_said() -> None:
    walk = parting(heat="8").until_asked("last_event")
    replies = walk.hear("/back")
    assert walk.case.asking == "heat"
    assert "8" in replies[0].text
    assert "Keep it as it is" in [choice.label for choice in replies[-1].choices]


def test_keeping_an_earlier_answer_leads_on_to_where_one_was() -> None:
    walk = parting(heat="8").until_asked("goal")
    walk.hear("back")
    walk.hear("back")
    assert walk.case.asking == "heat"
    walk.hear("keep")
    assert walk.case.answers["heat"].value == 8
    assert walk.case.asking == "goal"


def test_back_reaches_through_the_steps_to_the_first_question() -> None:
    walk = parting().until_asked("score_money")
    for _ in range(60):
        walk.hear("/back")
    assert (walk.case.step, walk.case.asking) == ("client", "client_name")
    assert "first" in walk.text or "nothing before" in walk.text.lower()
    for _ in range(60):
        if walk.case.step == "decide" and walk.case.asking == "score_money":
            return
        walk.hear("keep")
    raise AssertionError("did not come back to where one was")


def test_a_changed_answer_makes_stale_what_rests_on_it_and_nothing_else() -> None:
    walk = parting().until_asked("notice_if_then")
    before = dict(walk.case.answers)
    walk.hear("/status")
    walk.hear("Change an answer")
    walk.hear("Set notice")
    labels = [choice.label for choice in walk.said[-1].choices]
    page = next((label for label in labels if label.startswith("Days of notice")), None)
    assert page, labels
    walk.hear(page)
    assert walk.case.asking == "notice_days"
    replies = walk.hear("90")
    assert "rested on" in told(replies) or "leaned on" in told(replies)
    walk.until_asked("proposal")
    changed = {name for name, kept in walk.case.answers.items() if kept.value != before.get(name, kept).value}
    stale = {name for name, kept in walk.case.answers.items() if kept.stale}
    assert changed == {"notice_days"}
    assert stale == {"proposal", "client_reply"}
    assert "3 March 2027" in walk.last


def test_what_became_stale_is_shown_before_it_is_asked_again() -> None:
    walk = parting().until_asked("notice_if_then")
    for _ in range(40):
        if walk.case.asking == "method":
            break
        walk.hear("/back")
    before = len(walk.said)
    assert "rested on" in told(walk.hear("by hand")) or "leaned on" in walk.text
    walk.until_asked("proposal")
    shown = told(walk.said[before:])
    assert "← decides" in shown
    assert "3 February 2027" in walk.last
    labels = [choice.label for choice in walk.said[-1].choices]
    assert "Propose this date" in labels
    assert "Keep it as it is" not in labels


@pytest.mark.parametrize("said", ["keep", "same", "4", "=keep"])
def test_a_date_that_became_stale_cannot_be_kept(said: str) -> None:
    walk = parting().until_asked("notice_if_then")
    for _ in range(40):
        if walk.case.asking == "method":
            break
        walk.hear("/back")
    walk.hear("by hand")
    walk.until_asked("proposal")
    walk.hear(said)
    assert walk.case.asking == "proposal"
    assert walk.case.answers["proposal"].stale


def test_pause_keeps_the_place_and_anything_said_resumes() -> None:
    walk = parting().until_asked("goal")
    assert "Parked" in told(walk.hear("/pause"))
    assert walk.case.paused
    walk.later(days=20)
    assert "20 days" in walk.text
    assert walk.case.asking == "goal"
    walk.hear("three outpatient days a week")
    assert walk.case.answers["goal"].value == "three outpatient days a week"


def test_several_cases_stand_side_by_side_and_the_goal_is_asked_once() -> None:
    walk = parting(goal="home by six").until_asked("why_now")
    walk.hear("/new")
    walk.answers |= {"client_name": "The Tuesday group", "kind": "group"}
    walk.until_asked("goal_still")
    assert "home by six" in walk.last
    walk.hear("/cases")
    walk.hear("1")
    walk.hear("/cases")
    names = [choice.label for choice in walk.said[-1].choices]
    assert any("Maple Grove" in name for name in names) and any("Tuesday group" in name for name in names)
    walk.hear(next(name for name in names if "Maple Grove" in name))
    assert walk.case.number == 1


def test_not_understood_is_put_differently_each_time_and_with_an_example() -> None:
    walk = parting().until_asked("heat")
    wordings = [walk.last]
    for said in ("I don't understand", "what do you mean", "huh?"):
        wordings.append(told(walk.hear(said)[-1:]))
    assert len(set(wordings)) == 4
    assert all("“7”" in wording for wording in wordings[1:])


def test_skip_and_dont_know_leave_a_question_open_and_go_on() -> None:
    walk = parting().until_asked("goal")
    walk.hear("skip")
    assert walk.case.answers["goal"].value is None
    walk.until_asked("clause")
    walk.hear("I don't know")
    assert walk.case.answers["clause"].value is None


def test_what_decides_the_way_cannot_be_skipped_and_says_so() -> None:
    walk = parting().until_asked("leaning")
    replies = walk.hear("skip")
    assert walk.case.asking == "leaning"
    assert "what comes next" in replies[0].text


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_answers_in_every_step_and_keeps_the_place(command: str) -> None:
    for asked in ("consent", "kind", "goal", "score_money", "reason", "notice_days", "after_card", "candidates"):
        walk = parting().until_asked(asked)
        step, number = walk.case.step, walk.case.number
        assert walk.hear(f"/{command}"), (command, asked)
        if command not in ("back", "new", "cases", "check"):
            assert (walk.case.step, walk.case.number) == (step, number), (command, asked)


def test_an_unknown_command_costs_nothing() -> None:
    walk = parting().until_asked("goal")
    assert "/help" in walk.hear("/frobnicate")[0].text
    assert walk.case.asking == "goal"


def test_forget_asks_once_and_then_everything_goes() -> None:
    walk = parting().until_asked("goal")
    walk.hear("/forget")
    assert "Take care" not in told(walk.hear("Keep it"))
    assert walk.case.asking == "goal"


def test_a_button_of_an_earlier_moment_changes_nothing() -> None:
    walk = parting().until_asked("last_event")
    button = walk.said[-1].choices[0].data
    walk.hear("longer")
    answers = walk.case.answers
    replies = walk.hear(button, EventKind.CHOICE)
    assert walk.case.answers == answers
    assert len(replies) == 2


def test_a_pressed_button_answers_like_its_label() -> None:
    walk = parting().until_asked("last_event")
    walk.hear(walk.said[-1].choices[2].data, EventKind.CHOICE)
    assert walk.case.answers["last_event"].value == "longer"


def test_help_fits_the_step() -> None:
    said = {told(parting().until(step).hear("/help")) for step in ("client", "reflect", "decide", "set_notice")}
    assert len(said) == 4


def test_every_step_has_its_help() -> None:
    assert set(BOOKS["en"].table("help.steps")) == set(STEPS)


def test_a_date_in_words_is_kept_only_after_a_yes() -> None:
    walk = parting().until_asked("send_on")
    assert "Monday 30 November 2026" in told(walk.hear("30 nov"))
    assert "send_on" not in walk.case.answers
    walk.hear("no")
    assert walk.case.asking == "send_on"
    walk.hear("3/12/2027")
    labels = [choice.label for choice in walk.said[-1].choices]
    assert labels[:2] == ["Friday 12 March 2027", "Friday 3 December 2027"]
    walk.hear("2")
    assert walk.case.answers["send_on"].value == "2027-12-03"


@pytest.mark.parametrize(
    "said", ["", "   ", "😀😀", "\x00\x07", "x" * 13_000, "999", "-1", "nan", "مرحبا", "1e999", "½ ¾", "?" * 300]
)
def test_a_number_question_meets_anything_with_a_sentence_and_the_same_question(said: str) -> None:
    walk = parting().until_asked("heat")
    replies = walk.hear(said)
    assert len(replies) == 2
    assert walk.case.asking == "heat"
    assert "heat" not in walk.case.answers


def test_what_cannot_be_read_three_times_is_left_open_kindly() -> None:
    walk = parting().until_asked("heat")
    for said in ("a lot", "so much", "really"):
        walk.hear(said)
    assert walk.case.answers["heat"].value is None
    assert walk.case.asking == "last_event"


def test_every_row_can_be_found_again_by_its_name() -> None:
    walk = parting().until("closed")
    from flows.model import Event
    from flows.scene import Scene

    scene = Scene(BOOKS["en"], walk.person, Event("terminal:me", walk.at, EventKind.TEXT))
    for name, step in STEPS.items():
        for row in step.questions(scene):
            found = find(scene, name, row.name)
            assert found is not None and found.name == row.name
