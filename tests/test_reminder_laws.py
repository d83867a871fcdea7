"""What holds for reminders in every zone, on every day, whoever's clock changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from flows.conversation import advance
from flows.model import Event, EventKind, Moment, Person, Reminding
from flows.reminders.wall import Quiet, first_free, instant, wall_of
from storage.codec import compact, open_person, pack_person
from tests.walking import BOOKS, CONSENT, Walk

ZONES = (
    "UTC", "America/Chicago", "America/New_York", "America/Phoenix", "America/St_Johns", "Europe/London",
    "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia", "Africa/Casablanca", "America/Sao_Paulo",
    "Antarctica/Troll",
)  # fmt: skip
"""Half-hour and quarter-hour zones, a half-hour change of the clocks, a day that was left out, two hours at once."""

zones = st.sampled_from(ZONES).map(ZoneInfo)
walls = st.datetimes(datetime(2008, 1, 1), datetime(2037, 12, 31)).map(lambda at: at.replace(second=0, microsecond=0))
times = st.builds(time, st.integers(0, 23), st.sampled_from((0, 15, 30, 59)))
quiets = st.builds(Quiet, times, times)

more = settings(deadline=None, max_examples=400, suppress_health_check=list(HealthCheck))

SPRING, AUTUMN = datetime(2027, 3, 14, 2, 30), datetime(2026, 11, 1, 1, 30)
"""In Chicago the first of these is left out, and the second comes twice."""


@given(walls, zones)
@example(SPRING, ZoneInfo("America/Chicago"))
@example(AUTUMN, ZoneInfo("America/Chicago"))
@example(datetime(2011, 12, 30, 9), ZoneInfo("Pacific/Apia"))
@more
def test_a_wall_time_is_the_first_moment_at_which_a_clock_there_shows_it_or_has_gone_past(
    wall: datetime, zone: ZoneInfo
) -> None:
    moment = instant(wall, zone)
    assert wall_of(moment, zone) >= wall
    assert wall_of(moment - timedelta(seconds=1), zone) < wall
    assert wall_of(moment - timedelta(hours=2), zone) < wall


def test_a_time_that_the_clocks_leave_out_is_the_first_after_it() -> None:
    """On 14 March 2027 a clock in Chicago goes from 2 to 3."""
    moment = instant(SPRING, ZoneInfo("America/Chicago"))
    assert moment == datetime(2027, 3, 14, 8, tzinfo=UTC)
    assert wall_of(moment, ZoneInfo("America/Chicago")) == datetime(2027, 3, 14, 3)


def test_a_time_that_comes_twice_is_the_first_of_the_two() -> None:
    assert instant(AUTUMN, ZoneInfo("America/Chicago")) == datetime(2026, 11, 1, 6, 30, tzinfo=UTC)


@given(walls, times, zones, quiets, st.sets(st.integers(0, 3)))
@more
def test_what_is_put_off_comes_later_in_no_quiet_hour_and_on_a_free_day(
    wall: datetime, at: time, zone: ZoneInfo, quiet: Quiet, days: set[int]
) -> None:
    moment = instant(wall, zone)
    taken = {wall.date() + timedelta(days=day) for day in days}
    slot = first_free(moment, at, zone, quiet, taken)
    there = wall_of(slot, zone)
    assert slot >= moment
    assert not quiet.covers(there.time())
    assert there.date() not in taken
    assert slot - moment < timedelta(days=7)


# -- a whole life with reminders --------------------------------------------------------------------


class Calendar:
    """One person's reminders: what is due comes whenever somebody looks, at times of the test's choosing."""

    def __init__(self, person: Person, at: datetime) -> None:
        self.person, self.at = person, at
        self.came: list[tuple[datetime, str, bool]] = []
        """When each came, its key and wall time, and whether it was chosen."""

    def look(self, at: datetime) -> int:
        """Brings everything that is due, as the shell does; how many messages that made."""
        self.at = at
        said = 0
        for _ in range(100):
            due = [row for row in self.person.reminders if row.due_at <= at]
            if not due:
                return said
            first = due[0]
            event = Event(self.person.key, at, EventKind.REMINDER, f"{first.case}:{first.name}")
            turn = advance(BOOKS, self.person, event)
            assert all(row.due_at <= at for row in turn.sent), "early"
            self.came += [(at, f"{row.case}:{row.name}:{row.wall}", row.chosen) for row in turn.sent]
            said += len(turn.replies)
            opened = open_person(turn.person.key, compact(pack_person(turn.person)))
            self.person = replace(opened, cases=turn.person.cases, reminders=turn.person.reminders)
        raise AssertionError("the same came due again and again")

    def says(self, text: str) -> None:
        """The person types a command, which changes nothing but that they were heard."""
        turn = advance(BOOKS, self.person, Event(self.person.key, self.at, EventKind.COMMAND, text))
        self.person = turn.person


CALL = Moment(1, "the call, every Tuesday at 2", "weekly 1", "14:00")


def parting() -> tuple[Person, datetime]:
    """Somebody with a last day, and what hangs on it."""
    walk = Walk(CONSENT | {"leaning": "differently", "own_decision": "part ways", "sleep_on_it": "go on", "kind": "snf",
                           "reason": "I am moving to outpatient work.", "proposal": "1"}).until("closed")  # fmt: skip
    return walk.person, walk.at


PERSON, NOW = parting()


def life_in(zone: str, quiet: tuple[str, str] = ("21:00", "08:00")) -> Calendar:
    """The same life on another wall, with the call of every Tuesday in it."""
    person = replace(PERSON, timezone=zone, reminders=(), reminding=Reminding(quiet=quiet, moments=(CALL,)))
    life = Calendar(person, NOW)
    life.says("/help")
    return life


looks = st.lists(st.tuples(st.sampled_from((1, 7, 31, 180, 660, 1560, 8640)), st.booleans()), min_size=20, max_size=60)
"""Minutes until somebody looks again, and whether the person then says something."""
hours = st.tuples(times, times).map(lambda pair: (pair[0].isoformat("minutes"), pair[1].isoformat("minutes")))


@given(st.sampled_from(ZONES), hours, looks)
@settings(deadline=None, max_examples=80, suppress_health_check=list(HealthCheck))
def test_nothing_comes_early_or_twice_or_in_quiet_hours_or_as_the_second_of_a_day(
    zone: str, quiet: tuple[str, str], when: list[tuple[int, bool]]
) -> None:
    """However seldom and irregularly somebody looks."""
    life, at = life_in(zone, quiet), NOW
    for minutes, speaks in when:
        at += timedelta(minutes=minutes)
        life.look(at)
        if speaks:
            life.says("/help")
    assert len({key for _, key, _ in life.came}) == len(life.came), "twice"
    unasked = {wall_of(at, ZoneInfo(zone)) for at, _, chosen in life.came if not chosen}
    assert not [at for at in unasked if Quiet.from_words(quiet).covers(at.time())]
    assert len({at.date() for at in unasked}) == len(unasked), "two on one day"


@given(st.sampled_from(ZONES), st.integers(1, 60 * 24 * 120))
@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
def test_after_being_down_everything_overdue_of_one_kind_is_one_message(zone: str, down: int) -> None:
    """At noon, so that no quiet hour is in the way; of the other kinds, none on the same day."""
    life = life_in(zone)
    day = wall_of(NOW + timedelta(minutes=down), ZoneInfo(zone)).date()
    noon = instant(datetime.combine(day, time(12)), ZoneInfo(zone))
    overdue = [row for row in life.person.reminders if row.due_at <= noon and not row.chosen]
    said = life.look(noon)
    came = [key for _, key, chosen in life.came if not chosen]
    assert bool(came) == bool(overdue)
    assert said <= bool(came) + 1  # the call of that Tuesday may come beside it
    assert life.look(noon) == 0, "again"


def test_the_whole_way_out_comes_in_order_to_somebody_who_answers() -> None:
    """One a day at most, each on its day or soon after it, until three months after the exit."""
    life = life_in("America/Chicago")
    life.person = replace(life.person, reminding=replace(life.person.reminding, moments=()))
    at = NOW.replace(hour=17, minute=30)
    for _ in range(200):
        at += timedelta(days=1)
        if life.look(at):
            life.says("/help")
    names = [key.split(":")[1] for _, key, _ in life.came]
    rungs = [name for name in names if name.startswith(("t_", "exit_day"))]
    ahead = [
        "t_minus_90",
        "t_minus_60",
        "t_minus_45",
        "t_minus_30",
        "t_minus_21",
        "t_minus_14",
        "t_minus_7",
        "t_minus_3",
    ]
    assert rungs == [*ahead, "exit_day", "t_plus_7", "t_plus_14"]
    assert names[-2:] == ["debrief", "follow_up"]
    assert len([name for name in names if name.startswith("item.")]) > 3
    assert life.person.reminders == ()
