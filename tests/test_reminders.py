"""What is brought back, when, and what it does to a conversation: nothing but say its line."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from flows.buttons import is_open
from flows.conversation import advance
from flows.model import Event, EventKind, Hold, Moment, Reminder, Reply
from flows.reminders import moments, times, zones
from flows.reminders.wall import Quiet
from tests.reading import with_plain_reader
from tests.walking import BOOKS, CONSENT, Walk

BOOK = BOOKS["en"]
PARTING = CONSENT | {
    "kind": "snf", "leaning": "differently", "own_decision": "part ways", "sleep_on_it": "go on",
    "reason": "I am moving to outpatient work.", "proposal": "1",
}  # fmt: skip
QUIET = Quiet.from_words(("21:00", "08:00"))


class Life(Walk):
    """A walk in which what is due comes when the clock gets there."""

    def wait(self, **span: float) -> list[Reply]:
        """Time passes; everything that comes due meanwhile comes at its moment."""
        until, said = self.at + timedelta(**span), list[Reply]()
        while self.person.reminders and self.person.reminders[0].due_at <= until:
            self.at = max(self.at, self.person.reminders[0].due_at)
            said += self.brings(self.person.reminders[0])
        self.at = until
        return said

    def brings(self, reminder: Reminder) -> list[Reply]:
        """A reminder comes due now."""
        text = f"{reminder.case}:{reminder.name}"
        turn = advance(self.books, self.person, Event(self.person.key, self.at, EventKind.REMINDER, text))
        self.person = turn.person
        replies = [reply for _, _, reply in turn.replies]
        self.said += replies
        return replies

    def press(self, label: str) -> list[Reply]:
        """Presses the newest button with this label."""
        data = next(choice.data for reply in reversed(self.said) for choice in reply.choices if choice.label == label)
        return self.hear(data, EventKind.CHOICE)

    def types(self, *texts: str) -> list[Reply]:
        """Says these one after the other; the answers to the last of them."""
        return [self.hear(text) for text in texts][-1]

    @property
    def names(self) -> list[str]:
        """What waits, in order."""
        return [reminder.name for reminder in self.person.reminders]

    def waiting(self, name: str) -> Reminder:
        """The one of that name."""
        return next(reminder for reminder in self.person.reminders if reminder.name == name)


def reflecting() -> Life:
    """Somebody in the middle of the reflection, at a quarter past ten at night in Chicago."""
    life = Life(CONSENT)
    life.until("reflect")
    return life


def leaving() -> Life:
    """Somebody with a last day, who has gone through everything."""
    life = Life(PARTING)
    life.until("closed")
    return life


# -- where we stopped -------------------------------------------------------------------------------


def test_after_two_days_of_silence_and_after_seven_a_word_comes_and_then_no_more() -> None:
    life = reflecting()
    first = life.wait(days=3)
    assert len(first) == 1 and "Maple Grove" in first[0].text
    assert len(life.wait(days=6)) == 1
    assert life.wait(days=200) == []
    assert life.names == []


def test_a_silence_begins_anew_with_every_word() -> None:
    life = reflecting()
    life.wait(days=1)
    life.hear("/help")
    assert life.wait(days=1, hours=23) == []
    assert len(life.wait(days=1)) == 1


def test_somebody_who_has_not_agreed_is_never_written_to() -> None:
    assert Life().wait(days=400) == []


def test_a_word_leaves_the_open_question_as_it_is_with_its_buttons() -> None:
    life = Life(CONSENT)
    life.until_asked("kind")
    button = life.said[-1].choices[0]
    case = life.case
    life.wait(days=3)
    assert (life.case.step, life.case.asking, life.case.pending) == (case.step, case.asking, case.pending)
    assert is_open(life.person, button.data)
    life.hear(button.data, EventKind.CHOICE)
    assert life.case.asking == "story"


def test_a_list_that_is_being_typed_goes_on_after_a_reminder() -> None:
    life = reflecting()
    life.until_asked("pros")
    life.hear("steady volume")
    pending = life.case.pending
    life.wait(days=3)
    assert life.case.pending == pending
    assert "Donna" in life.hear("Donna")[0].text


def test_pressing_go_on_puts_the_question_again() -> None:
    life = reflecting()
    question = life.case.asking
    life.wait(days=3)
    assert life.press("Go on")
    assert life.case.asking == question


def test_a_button_of_a_reminder_works_once() -> None:
    life = reflecting()
    life.wait(days=3)
    life.press("Tomorrow morning")
    waits, case = life.person.reminders, life.case
    life.press("Tomorrow morning")
    assert (life.person.reminders, life.case.asking) == (waits, case.asking)


def test_the_name_of_a_choice_can_be_typed_as_well() -> None:
    life = reflecting()
    life.wait(days=3)
    assert "tomorrow" in life.hear("tomorrow morning")[0].text


def test_a_number_picks_where_the_open_question_takes_none() -> None:
    life = Life(CONSENT)
    life.until_asked("client_name")
    life.types("Maple", "1", "It began well.", "2", "longer")
    life.wait(days=3)
    assert life.case.asking == "goal"
    assert "tomorrow" in life.hear("3")[0].text


def test_a_number_that_answers_the_open_question_is_its_answer() -> None:
    life = reflecting()
    assert life.case.asking == "heat"
    life.wait(days=3)
    life.hear("3")
    assert life.case.answers["heat"].value == 3


# -- when it comes ----------------------------------------------------------------------------------


def test_what_nobody_asked_for_waits_until_the_quiet_hours_are_over() -> None:
    """Said at ten at night: two days later at ten is no time, eight the next morning is."""
    life = reflecting()
    assert life.person.reminders[0].wall == "2026-11-25T08:00"
    assert life.person.reminders[0].due_at == datetime(2026, 11, 25, 14, tzinfo=UTC)


def test_a_time_that_somebody_chose_is_honored_at_night() -> None:
    life = reflecting()
    life.types("/reminders", "1", "Another time", "tonight at 11:30", "That’s right")
    assert (life.names, life.person.reminders[0].wall) == (["stopped_2"], "2026-11-22T23:30")
    assert len(life.wait(hours=2)) == 1


def test_another_zone_is_another_moment_for_the_same_wall() -> None:
    life = leaving()
    before = life.waiting("t_minus_30")
    life.types("/settings", "Time zone", "Los Angeles", "1", "Done")
    after = life.waiting("t_minus_30")
    assert (after.wall, after.zone) == (before.wall, "America/Los_Angeles")
    assert after.due_at - before.due_at == timedelta(hours=2)


def test_what_has_come_does_not_come_again_farther_west() -> None:
    life = leaving()
    first = life.waiting("t_minus_90")
    life.wait(seconds=(first.due_at - life.at).total_seconds() + 60)
    assert "t_minus_90" not in life.names
    life.types("/settings", "Time zone", "Honolulu", "1", "Done")
    assert "t_minus_90" not in life.names


def test_a_new_last_day_moves_what_hangs_on_it_and_says_so() -> None:
    life = Life(PARTING)
    life.until_asked("client_reply")
    before = life.waiting("t_minus_30")
    life.types("another date", "3 june 2027", "yes, that day", "1")
    assert life.waiting("t_minus_30").due_at > before.due_at
    assert "move" in life.text


def test_a_case_that_is_paused_takes_its_reminders_along_and_brings_them_back() -> None:
    life = leaving()
    names = life.names
    assert "t_minus_30" in names
    life.hear("/pause")
    assert life.names == []
    life.hear("/help")
    assert life.names == names


def test_somebody_who_chooses_to_keep_hears_of_the_day_they_set_and_nothing_else() -> None:
    life = Life(CONSENT | {"leaning": "differently", "own_decision": "keep", "keep_review_on": "in 30 days"})
    life.until("closed")
    assert life.names == ["look_again"]
    assert "look" in life.wait(days=40)[0].text.lower()


def test_an_answer_that_does_not_hold_comes_back_the_next_morning() -> None:
    life = Life(PARTING)
    life.until_asked("card:why_leaving")
    life.hear("You never pay on time, and I am sick of it.")
    life.hear("enough")
    cards = life.waiting("cards")
    here = cards.due_at.astimezone(ZoneInfo(life.person.timezone))
    assert (here.date() - life.case.answers["sittings"].at.astimezone(here.tzinfo).date()).days == 1
    assert here.hour == 9
    life.at = cards.due_at
    assert "1" in life.brings(cards)[0].text
    assert "leaving" in life.press("Try one again")[-1].text


def test_somebody_who_sleeps_on_it_is_called_back_a_day_after_the_decision() -> None:
    life = Life(PARTING)
    life.until_asked("sleep_on_it")
    decided = life.case.answers["decision"].at
    life.hear("tomorrow")
    called = life.waiting("look_again")
    assert timedelta(hours=24) <= called.due_at - decided < timedelta(hours=36)
    life.at = called.due_at
    assert "another look" in life.brings(called)[0].text
    assert "Still so" in [choice.label for choice in life.press("Look at it now")[-1].choices]


# -- care -------------------------------------------------------------------------------------------


def test_one_unasked_message_a_day_is_the_most() -> None:
    life = leaving()
    days: list[date] = []
    for _ in range(80):
        life.hear("/help")
        days += [life.at.date()] * len(life.wait(days=1))
    assert len(days) > 10
    assert len(set(days)) == len(days)


def test_after_two_that_met_silence_it_asks_and_then_keeps_quiet() -> None:
    life = leaving()
    said = life.wait(days=300)
    assert len(said) == 3
    assert [choice.label for choice in said[-1].choices] == ["All of it", "Only dates", "Nothing at all"]
    assert life.names == []


def test_any_word_from_the_person_is_enough_to_go_on() -> None:
    life = leaving()
    life.wait(days=50)
    assert life.names == []
    life.hear("/help")
    assert "t_minus_14" in life.names


def test_asked_whether_to_go_on_somebody_can_have_less() -> None:
    life = leaving()
    life.wait(days=300)
    assert life.press("Nothing at all")
    assert life.person.reminding.much == "none"
    assert life.names == []


def test_only_dates_leaves_out_silences_and_practice() -> None:
    life = reflecting()
    life.types("/settings", "Reminders", "Only dates", "Done")
    assert life.names == []
    late = leaving()
    late.types("/settings", "Reminders", "Only dates", "Done")
    assert "t_minus_30" in late.names


def test_nothing_comes_while_somebody_is_not_safe() -> None:
    for words in ("I want to kill myself", "he threatened me with a knife"):
        life = leaving()
        assert life.names
        life.hear(words)
        assert life.names == []
        assert life.brings(Reminder("t_minus_30", 1, life.at, "", "UTC")) == []


def test_the_last_choice_of_a_reminder_ends_it_for_good() -> None:
    life = reflecting()
    life.wait(days=3)
    life.press("Not this one")
    life.hear("/help")
    assert "stopped_2" not in life.names
    assert life.wait(days=4) == []


# -- the list ---------------------------------------------------------------------------------------


def test_the_list_shows_what_is_coming_in_order_in_the_persons_own_dates() -> None:
    life = leaving()
    shown = life.hear("/reminders")[-1]
    labels = [choice.label for choice in shown.choices]
    assert labels[0].startswith("Friday 4 December 2026, 9:00 a.m.: Maple Grove: the day of notice")
    assert labels[-3:] == ["Add a moment that sets me off", "Turn all of them off", "Close the list"]


@pytest.mark.parametrize(
    ("choice", "wall"),
    [
        ("In an hour", "2026-11-22T23:{minute}"),
        ("This evening", "2026-11-23T18:00"),
        ("Tomorrow morning", "2026-11-23T09:00"),
    ],
)
def test_each_can_be_put_off(choice: str, wall: str) -> None:
    life = reflecting()
    life.types("/reminders", "1", choice)
    (reminder,) = life.person.reminders
    assert reminder.chosen
    assert reminder.wall == wall.format(minute=reminder.wall[-2:])


def test_what_was_brought_forward_does_not_come_a_second_time_on_its_old_day() -> None:
    life = leaving()
    life.hear("/reminders")
    label = next(choice.label for choice in life.said[-1].choices if "no new work" in choice.label)
    life.types(label, "In an hour", "Close the list")
    life.wait(hours=2)
    assert "t_minus_30" not in life.names


def test_a_time_that_makes_no_sense_is_asked_for_again_and_can_be_left() -> None:
    life = reflecting()
    asked = life.case.asking
    life.types("/reminders", "1", "Another time")
    assert "time" in life.hear("when the cows come home")[0].text
    life.hear("Leave it as it is")
    assert (life.case.asking, life.case.pending) == (asked, None)


def test_all_off_turns_everything_off_until_it_is_turned_on_again() -> None:
    life = leaving()
    life.types("/reminders", "Turn all of them off")
    assert life.names == []
    life.types("/settings", "Reminders", "All of it")
    assert "t_minus_30" in life.names


def test_a_thing_that_is_done_is_ticked_off_the_list() -> None:
    life = leaving()
    for _ in range(60):
        life.hear("/help")
        said = life.wait(days=1)
        if said and said[0].choices[0].label == "Done":
            break
    life.press("Done")
    assert any(name.startswith("did:") for name in life.case.answers)


def test_another_client_can_be_talked_about_while_the_first_one_is_due() -> None:
    life = leaving()
    life.types("/settings", "Reminders", "Only dates", "Done", "/new", "Oak Clinic")
    said = life.wait(days=14)
    assert life.person.active == 2
    assert any("Maple Grove" in reply.text for reply in said)
    life.press("Show the plan")
    assert life.person.active == 1


# -- the end of a pause -----------------------------------------------------------------------------


def on_hold(life: Life, until: datetime) -> None:
    """The person is in a pause that ends then."""
    cases = tuple(replace(case, holds=(Hold("morning", life.at, until),)) for case in life.person.cases)
    life.person = replace(life.person, cases=cases)
    life.hear("/help")


def test_the_end_of_a_pause_comes_at_its_minute_in_quiet_hours_too() -> None:
    life = reflecting()
    until = life.at + timedelta(hours=1)
    on_hold(life, until)
    assert (life.waiting("pause_end").due_at, life.waiting("pause_end").chosen) == (until, True)


def test_saying_good_night_does_not_cancel_the_morning() -> None:
    life = reflecting()
    on_hold(life, life.at + timedelta(hours=9))
    life.hear("/pause")
    assert life.names == ["pause_end"]


class Heated(Life):
    """A life whose words are read by the plain reader, so that a pause is offered."""

    books = with_plain_reader(BOOKS)


def test_a_pause_until_the_morning_ends_with_its_own_questions() -> None:
    life = Heated(CONSENT)
    life.until_asked("story")
    life.types("furious, an hour ago they gave away my clinic. writing the email right now", "8", "3", "1", "5")
    assert (life.case.step, life.names) == ("hold", ["pause_end"])
    assert life.waiting("pause_end").wall == "2026-11-23T07:00"
    assert life.wait(hours=8) == []
    said = life.wait(hours=1)
    assert said[-1].choices
    assert life.case.step == "hold"
    assert life.names == []


def test_the_end_of_a_pause_does_not_pull_anybody_away_from_another_client() -> None:
    life = Heated(CONSENT)
    life.until_asked("story")
    life.types("furious, an hour ago they gave away my clinic. writing the email right now", "8", "3", "1", "5")
    life.types("/new", "Oak Clinic")
    asking = life.case.asking
    (said,) = life.wait(hours=10)
    assert "Maple Grove" in said.text
    assert (life.person.active, life.case.asking) == (2, asking)
    life.press("Look at it now")
    assert (life.person.active, life.case.step) == (1, "hold")


# -- moments that set somebody off ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "rule", "at"),
    [
        ("every month-end when the remittance comes", "monthly 31", None),
        ("at the end of the month", "monthly 31", None),
        ("the Tuesday call, every Tuesday at 2", "weekly 1", "14:00"),
        ("Fridays at 4 pm, the schedule", "weekly 4", "16:00"),
        ("each monday morning", "weekly 0", None),
        ("payroll on the 15th", "monthly 15", None),
        ("the meeting on 3 March", "on 2027-03-03", None),
    ],
)
def test_a_moment_is_read_out_of_words(text: str, rule: str, at: str | None) -> None:
    moment = moments.read(text, BOOK, date(2026, 11, 22), 1)
    assert moment and (moment.rule, moment.time) == (rule, at)


@pytest.mark.parametrize("text", ["when they ignore me", "sometimes", "", "the 45th"])
def test_what_has_no_time_is_no_moment(text: str) -> None:
    assert moments.read(text, BOOK, date(2026, 11, 22), 1) is None


@pytest.mark.parametrize(
    ("moment", "after", "word"),
    [
        (Moment(1, "", "monthly 31"), datetime(2027, 2, 1), datetime(2027, 2, 28, 9)),
        (Moment(1, "", "monthly 31"), datetime(2028, 2, 1), datetime(2028, 2, 29, 9)),
        (Moment(1, "", "monthly 29"), datetime(2027, 2, 1), datetime(2027, 2, 28, 9)),
        (Moment(1, "", "monthly 31"), datetime(2027, 12, 31, 10), datetime(2028, 1, 31, 9)),
        (Moment(1, "", "weekly 1", "14:00"), datetime(2026, 11, 24, 12, 59), datetime(2026, 11, 24, 13)),
        (Moment(1, "", "weekly 1", "14:00"), datetime(2026, 11, 24, 13), datetime(2026, 12, 1, 13)),
        (Moment(1, "", "weekly 1", "00:30"), datetime(2026, 11, 24, 12), datetime(2026, 11, 30, 23, 30)),
        (Moment(1, "", "on 2028-02-29"), datetime(2026, 11, 24), datetime(2028, 2, 29, 9)),
        (Moment(1, "", "on 2026-11-24"), datetime(2026, 11, 25), None),
    ],
)
def test_the_word_comes_before_the_moment(moment: Moment, after: datetime, word: datetime | None) -> None:
    assert moments.next_word(moment, after, QUIET) == word


def test_a_moment_is_added_in_the_list_comes_every_time_and_can_be_taken_away() -> None:
    life = reflecting()
    life.types("/settings", "Reminders", "Only dates", "Done")
    life.types("/reminders", "Add a moment", "month-end, when the remittance comes")
    assert life.names == ["moment:1"]
    assert life.person.reminders[0].wall == "2026-11-30T09:00"
    assert "remittance" in life.wait(days=10)[0].text
    assert life.person.reminders[0].wall == "2026-12-31T09:00"
    life.types("/reminders", "1", "Not this one")
    assert life.names == []


# -- times and zones in words -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "wall"),
    [
        ("tomorrow at 9", datetime(2026, 11, 23, 9)),
        ("tomorrow", datetime(2026, 11, 23, 9)),
        ("this evening", datetime(2026, 11, 22, 18)),
        ("this evening at 7", datetime(2026, 11, 22, 19)),
        ("friday at 2pm", datetime(2026, 11, 27, 14)),
        ("Friday at 2", datetime(2026, 11, 27, 14)),
        ("monday morning", datetime(2026, 11, 23, 9)),
        ("in two hours", datetime(2026, 11, 22, 16, 30)),
        ("in half an hour", datetime(2026, 11, 22, 15)),
        ("in 20 minutes", datetime(2026, 11, 22, 14, 50)),
        ("3 March at 10:15", datetime(2027, 3, 3, 10, 15)),
        ("3/3/2027 at 7 am", datetime(2027, 3, 3, 7)),
        ("14:45", datetime(2026, 11, 22, 14, 45)),
        ("at noon", datetime(2026, 11, 23, 12)),
        ("29 february 2028", datetime(2028, 2, 29, 9)),
    ],
)
def test_a_time_is_read_out_of_words(text: str, wall: datetime) -> None:
    assert times.read(text, BOOK, datetime(2026, 11, 22, 14, 30)) == wall


@pytest.mark.parametrize("text", ["", "no", "yesterday at 9", "at 25:00", "never", "x" * 500, "in 99999 hours"])
def test_what_is_no_time_ahead_is_none(text: str) -> None:
    assert times.read(text, BOOK, datetime(2026, 11, 22, 14, 30)) is None


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Chicago", "America/Chicago"),
        ("I live near Houston, Texas", "America/Chicago"),
        ("new york", "America/New_York"),
        ("America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"),
        ("Lisbon", "Europe/Lisbon"),
        ("it's 8:30 here", "America/Chicago"),
        ("it is 6:31 in the evening", "Pacific/Honolulu"),
        ("20:30", "America/Chicago"),
    ],
)
def test_a_zone_is_known_by_a_city_or_by_what_the_clock_shows(text: str, zone: str) -> None:
    now = datetime(2026, 11, 23, 2, 30, tzinfo=UTC) if "6:31" not in text else datetime(2026, 11, 23, 4, 30, tzinfo=UTC)
    assert zones.read(text, BOOK, now)[0] == zone


def test_a_place_that_is_not_known_is_asked_for_again() -> None:
    life = reflecting()
    life.types("/settings", "Time zone")
    assert "clock" in life.hear("the moon")[0].text or "map" in life.said[-1].text
    assert life.person.timezone == "America/Chicago"


def test_a_shared_place_sets_the_clock_once_it_is_confirmed() -> None:
    life = reflecting()
    life.hear("location America/Denver", EventKind.OTHER)
    assert life.person.timezone == "America/Chicago"
    life.hear("1")
    assert life.person.timezone == "America/Denver"


def test_a_place_at_sea_is_no_zone() -> None:
    life = reflecting()
    assert "zone" in life.hear("location Etc/GMT", EventKind.OTHER)[0].text
    assert life.case.pending is None


def test_quiet_hours_can_be_picked_or_typed() -> None:
    life = reflecting()
    life.types("/settings", "Quiet", "10 pm to 6:30 am")
    assert life.person.reminding.quiet == ("22:00", "06:30")
    life.types("Quiet", "no quiet hours")
    assert life.person.reminders[0].wall == "2026-11-24T22:30"


def test_the_language_can_be_chosen_among_those_there_are() -> None:
    life = reflecting()
    life.types("/settings", "Language", "English")
    assert life.person.language == "en"
