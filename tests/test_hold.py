"""The pause as a dialogue: offered, chosen, filled, overridden, come back from, and never in the way of danger."""

from __future__ import annotations

from datetime import timedelta

import pytest

from flows import holds
from flows.model import EventKind, Hold, Reply
from tests.reading import with_plain_reader
from tests.walking import BOOKS, CONSENT, Walk

HOT = "honestly done with them, furious, an hour ago they gave away my clinic. writing the email right now"


class Talk(Walk):
    """A walk whose words are read by the plain reader."""

    books = with_plain_reader(BOOKS)

    @property
    def hold(self) -> Hold:
        """The hold that was offered last."""
        found = holds.latest(self.case)
        assert found is not None
        return found

    def says(self, *lines: str) -> Talk:
        """Says several things, one after the other."""
        for line in lines:
            self.hear(line)
        return self


def told(text: str = HOT) -> Talk:
    """Somebody who answers the question what is going on."""
    talk = Talk(CONSENT)
    talk.until_asked("story")
    talk.hear(text)
    return talk


def labels(reply: Reply) -> list[str]:
    return [choice.label for choice in reply.choices]


# Offering


def test_it_acknowledges_names_what_was_noticed_and_asks_for_the_number() -> None:
    talk = told()
    opener, noticed, question = talk.said[-3:]
    assert talk.case.step == "hold"
    assert opener.text in {text for key in ("heat", "urgency") for text in BOOKS["en"].wordings(f"hold.opener.{key}")}
    assert "“" in noticed.text
    assert "0 to 10" in question.text
    assert all(len(reply.text.split()) < 60 for reply in talk.said[-3:])


def test_what_was_told_is_the_answer_as_well_and_is_not_asked_again() -> None:
    talk = told()
    assert talk.case.answers["story"].value == HOT
    talk.says("8", "it can't wait, she leaves in an hour")
    assert talk.case.step == "reflect"


def test_a_low_number_needs_no_pause() -> None:
    talk = told().says("3")
    assert talk.case.step == "reflect"
    assert talk.hold.way == holds.NOT_NEEDED


def test_five_ways_are_offered_and_the_last_leads_on_at_once() -> None:
    talk = told().says("8")
    assert len(labels(talk.said[-1])) == 5
    talk.says("it can't wait", "the notice has to be postmarked today")
    assert talk.case.step == "reflect"
    assert talk.hold.way == holds.CANNOT_WAIT
    assert talk.case.answers["pause_overridden"].value == "the notice has to be postmarked today"


def test_a_sentence_instead_of_a_choice_is_the_reason_and_is_respected() -> None:
    talk = told().says("9", "because she resigns tomorrow and nobody else can take it")
    assert talk.case.step == "reflect"
    assert "tomorrow" in talk.case.answers["pause_overridden"].value


def test_there_are_two_invitations_and_no_third() -> None:
    talk = told().says("8", "can't wait, the fax closes at five", "longer", HOT)
    assert talk.case.step == "hold"
    talk.says("8", "can't wait, I said so", HOT, HOT)
    assert talk.case.step != "hold"
    assert len(talk.case.holds) == 2


def test_mild_heat_gets_a_line_and_the_talk_goes_on() -> None:
    talk = told("they moved my clinic and I'm livid about it")
    assert talk.case.step == "reflect"
    assert any(reply.text in BOOKS["en"].wordings("hold.line.heat") for reply in talk.said[-5:])


def test_drink_means_that_nothing_to_send_comes_out_of_this_sitting() -> None:
    talk = told("three glasses of whiskey in, just send it").says("7")
    assert talk.said[-2].text in BOOKS["en"].wordings("hold.way.strong")


def test_a_rehearsed_answer_is_said_to_nobody_and_is_not_held() -> None:
    parting = {
        "leaning": "differently",
        "own_decision": "part ways",
        "sleep_on_it": "go on now",
        "reason": "My outpatient clinic.",
    }
    talk = Talk({**CONSENT, **parting})
    talk.until("answer_questions", 400)
    while not (talk.case.asking or "").startswith("card:"):
        talk.answer()
    talk.hear("I'm furious and I want this done right now, forever")
    assert talk.case.step == "answer_questions"


@pytest.mark.parametrize("words", ["I want to die", "he blocked the door and raised his fist"])
def test_danger_is_never_met_with_a_pause(words: str) -> None:
    talk = told(f"{words}. furious, right now, an hour ago")
    assert talk.case.step in ("crisis", "safety")
    assert not talk.case.holds


# In the pause


def test_a_night_is_filled_and_ends_at_seven_where_they_are() -> None:
    talk = told().says("8", "park it until the morning", "leave", "9")
    assert len(labels(talk.said[-1])) == 7
    talk.says("only the facts", "at four she wrote to the whole building", "enough for now")
    assert "tomorrow, 7:00 a.m." in talk.last
    assert talk.case.answers["pause_facts"].value == "at four she wrote to the whole building"


def test_what_is_written_meanwhile_is_kept_unsent_and_the_pause_goes_on() -> None:
    talk = told().says("8", "morning", "leave", "9", "enough", "and another thing: the invoices")
    assert talk.case.answers["not_sent"].value[-1] == "and another thing: the invoices"
    assert talk.case.step == "hold"


def test_nothing_is_locked() -> None:
    talk = told().says("8", "three days", "leave", "9", "enough", "look at it now")
    assert talk.case.asking == "hold_decision_now"


def test_going_back_leaves_the_pause() -> None:
    talk = told().says("8", "/back")
    assert talk.case.step == "reflect"


def test_the_breathing_counts_twelve_breaths_in_two_minutes_and_can_be_stopped() -> None:
    talk = told().says("8", "two minutes")
    breath = talk.said[-1]
    assert len(breath.frames) == 25
    assert 24 * breath.every == 120
    assert labels(breath) == ["Stop here"]
    talk.says("stop")
    assert talk.case.asking == "hold_heat_now"


def test_a_crisis_in_the_middle_of_the_breathing_ends_it() -> None:
    talk = told().says("8", "two minutes", "I don't want to be alive anymore")
    assert talk.case.step == "crisis"
    assert holds.running(talk.case) is None
    talk.says("I'm safe")
    assert talk.case.step == "reflect"


def test_danger_in_the_pause_ends_it_and_leads_back_to_the_talk_afterwards() -> None:
    talk = told().says("8", "morning", "leave", "9", "enough", "he is outside my house with a gun")
    assert talk.case.step == "safety"
    assert holds.running(talk.case) is None


# Coming back


def rested(heat: str) -> Talk:
    talk = told().says("8", "morning", "leave", "9", "enough")
    talk.later(hours=12)
    return talk.says("change something", "6", heat)


def test_then_and_now_stand_side_by_side_and_a_cooler_number_goes_on() -> None:
    talk = rested("4")
    shown = next(reply.text for reply in talk.said if reply.text.startswith("Then and now"))
    assert "leave, and now change something" in shown
    assert "9, and now 6" in shown
    assert "8, and now 4" in shown
    assert talk.case.step == "reflect"


def test_what_was_written_is_shown_again_marked_not_sent() -> None:
    talk = rested("4")
    assert any("not sent" in reply.text and "gave away my clinic" in reply.text for reply in talk.said)


def test_a_number_still_up_there_is_offered_one_more_look_and_no_more() -> None:
    talk = rested("8")
    assert talk.case.asking == "hold_again"
    talk.says("another look in the morning", "enough")
    talk.later(hours=24)
    talk.says("leave", "9", "8")
    assert talk.case.step == "reflect"
    assert len(talk.case.holds) == 2


def test_the_pause_that_ended_while_nobody_looked_waits_for_them() -> None:
    talk = told().says("8", "morning", "leave", "9", "enough")
    talk.at += timedelta(days=5)
    talk.hear("so where were we")
    assert talk.case.asking == "hold_decision_now"
    assert talk.case.answers["not_sent"].value[-1] == "so where were we"


# Why


def test_why_tells_what_was_noticed_in_their_own_words() -> None:
    talk = told()
    talk.hear("/why", EventKind.TEXT)
    told_why = next(reply.text for reply in talk.said if reply.text.startswith("The last time I slowed down"))
    assert "“furious”" in told_why
    assert "“right now”" in told_why


def test_why_says_so_where_nobody_was_slowed_down() -> None:
    talk = told("they changed the schedule and I'd like to think about it")
    talk.hear("/why")
    assert any(reply.text in BOOKS["en"].wordings("hold.why.nothing") for reply in talk.said)


# What comes round


def test_a_moment_that_comes_round_is_kept_and_gets_a_word_before_it() -> None:
    talk = told().says("8", "morning", "leave", "9", "does this come round")
    talk.says("every month-end when the remittance comes")
    assert [moment.rule for moment in talk.person.reminding.moments] == ["monthly 31"]
    assert "moment:1" in {reminder.name for reminder in talk.person.reminders}
    assert len(labels(talk.said[-1])) == 7


def test_a_moment_without_a_day_is_kept_and_brings_nothing_by_itself() -> None:
    talk = told().says("8", "morning", "leave", "9", "does this come round", "whenever he is in a mood")
    assert not talk.person.reminding.moments
    assert any(reply.text in BOOKS["en"].wordings("hold.moment.no_time") for reply in talk.said)


def test_the_end_of_the_pause_is_a_reminder_at_that_moment() -> None:
    talk = told().says("8", "morning", "leave", "9", "enough")
    [end] = [reminder for reminder in talk.person.reminders if reminder.name == "pause_end"]
    assert end.due_at == talk.hold.until


def test_an_overridden_pause_brings_nothing_back() -> None:
    talk = told().says("8", "it can't wait", "the fax closes at five")
    assert "pause_end" not in {reminder.name for reminder in talk.person.reminders}
