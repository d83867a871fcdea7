"""What the points of a message come to: the words, and what the case adds to them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from flows import heat
from flows.heat import Level
from flows.model import Cue, Event, EventKind, Signal
from flows.scene import Scene
from tests.walking import BOOKS, CONSENT, SUNDAY_NIGHT, Walk


def scene(told: str | None = None, ago: timedelta = timedelta(minutes=5), zone_told: bool = False) -> Scene:
    """Somebody who was asked what is going on, and gave a number a while ago."""
    walk = Walk(CONSENT).until_asked("story")
    at = walk.at + timedelta(minutes=10)
    found = Scene(BOOKS["en"], walk.person, Event(walk.person.key, at - ago, EventKind.TEXT))
    if told:
        found.keep("heat", float(told), told)
    found.event = Event(walk.person.key, at, EventKind.TEXT)
    found.change_person(zone_told=zone_told)
    return found


def signal(*cues: str, score: float = 0.7) -> Signal:
    marked = tuple(Cue(name, 10 * place, 10 * place + 5, name) for place, name in enumerate(cues))
    return Signal("impulse", score, marked)


@pytest.mark.parametrize(
    ("cues", "level"),
    [
        (("recent",), Level.CARRY_ON),
        (("heat",), Level.REFLECT),
        (("recent", "finality"), Level.REFLECT),
        (("heat", "urgency"), Level.INVITE),
        (("heat", "recent", "finality"), Level.INVITE),
        (("heat", "urgency", "skip", "finality"), Level.STRONG),
        (("alcohol",), Level.STRONG),
        (("shaming",), Level.STRONG),
        (("disappearing",), Level.STRONG),
        (("revenge",), Level.REFLECT),
        (("revenge", "urgency"), Level.STRONG),
    ],
)
def test_points_by_the_words(cues: tuple[str, ...], level: Level) -> None:
    assert heat.weighed(scene(), signal(*cues))[1] is level


def test_a_message_that_was_read_as_impulse_beyond_doubt_weighs_more() -> None:
    assert heat.weighed(scene(), signal("urgency", score=0.95))[1] is Level.INVITE
    assert heat.weighed(scene(), signal(score=0.95))[1] is Level.REFLECT


def test_a_cue_counts_once_however_often_it_is_said() -> None:
    assert heat.weighed(scene(), signal("heat", "heat", "heat"))[1] is Level.REFLECT


def test_a_high_number_told_just_now_adds_and_an_old_one_does_not() -> None:
    assert heat.weighed(scene("8"), signal("heat"))[1] is Level.INVITE
    assert heat.weighed(scene("8", ago=timedelta(hours=3)), signal("heat"))[1] is Level.REFLECT


def test_a_low_number_takes_away() -> None:
    assert heat.weighed(scene("2"), signal("heat", "urgency"))[1] is Level.REFLECT


def test_the_hour_counts_only_on_a_clock_that_the_person_gave() -> None:
    assert SUNDAY_NIGHT.hour == 4
    late = scene(zone_told=True)
    late.event = Event(late.person.key, late.now + timedelta(hours=2), EventKind.TEXT)
    assert [cue.cue for cue in heat.weighed(late, signal("heat"))[0].cues] == ["heat", "clock"]
    assert [cue.cue for cue in heat.weighed(scene(), signal("heat"))[0].cues] == ["heat"]


def test_an_answer_faster_than_anybody_reads_counts() -> None:
    hasty = scene()
    hasty.event = Event(hasty.person.key, hasty.case.updated_at + timedelta(seconds=1), EventKind.TEXT)
    assert "pace" in {cue.cue for cue in heat.weighed(hasty, signal("heat"))[0].cues}


def test_an_exit_before_the_contract_allows_it_counts() -> None:
    early = scene()
    early.keep("notice_days", 60)
    early.keep("exit_date", (early.today + timedelta(days=7)).isoformat())
    assert "early_exit" in {cue.cue for cue in heat.weighed(early, signal("finality"))[0].cues}


def test_who_has_decided_may_skip_what_is_left() -> None:
    decided = scene()
    decided.keep("decision", "part_ways")
    assert heat.weighed(decided, signal("skip"))[1] is Level.CARRY_ON
    assert heat.weighed(scene(), signal("skip"))[1] is Level.REFLECT


def test_what_the_case_adds_has_no_place_in_the_text() -> None:
    added = heat.weighed(scene("9"), signal("heat"))[0].cues[-1]
    assert (added.cue, added.start, added.end, added.text) == ("told_heat", 0, 0, "9")
