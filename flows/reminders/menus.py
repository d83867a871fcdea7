"""/reminders: what is coming, in order; each can be moved, put off or called off, and all of them turned off."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flows import asking, control
from flows.model import Moment, Reminder
from flows.reminders import moments, times
from flows.reminders.planning import kind_of, planned, written
from flows.reminders.wall import instant, wall_of
from flows.scene import Scene

MOST = 10
"""Reminders that one menu shows."""

MOST_TOGETHER = 5
"""Lines of a message that brings several at once."""

MUCH = ("all", "dates", "none")
"""How much somebody wants to be reminded."""

_CHANGES = ("hour", "evening", "tomorrow", "other", "off", "leave")


def set_reminding(scene: Scene, **fields: Any) -> None:
    """Changes how the person is reminded, or what is remembered of it."""
    scene.change_person(reminding=replace(scene.person.reminding, **fields))


# -- the list -------------------------------------------------------------------------------------


def show(scene: Scene) -> None:
    """What is coming, as a menu."""
    coming = [row.reminder for row in planned(scene)][:MOST]
    labels = {str(place): _line(scene, reminder) for place, reminder in enumerate(coming)}
    labels |= named(scene, ("add", "all_off") if coming else ("add",))
    labels |= named(scene, ("close",))
    key = "reminders.list.some" if coming else "reminders.list.empty"
    _open(scene, "reminders", labels, key, [_key(reminder) for reminder in coming], count=len(coming))


def chose(scene: Scene, value: str, about: list[str]) -> None:
    """Takes a pick from the list."""
    if value == "add":
        _open(scene, "reminder_moment", named(scene, ("leave",)), "reminders.add.ask", [])
    elif value == "all_off":
        _all_off(scene)
        control.ask_again(scene)
    elif value == "close":
        control.ask_again(scene)
    else:
        _ask_what(scene, about[int(value)])


def _ask_what(scene: Scene, key: str) -> None:
    reminder = next((row.reminder for row in planned(scene) if row.key == key), None)
    if reminder is None:
        show(scene)
        return
    _open(scene, "reminder", named(scene, _CHANGES), "reminders.what.say", [key], line=_line(scene, reminder))


def chose_change(scene: Scene, value: str, about: list[str]) -> None:
    """Takes a pick of what is to become of one reminder."""
    if value != "leave":
        change(scene, about[0], value)
    if value != "other":
        show(scene)


def _all_off(scene: Scene) -> None:
    """Nothing that waits comes; what is asked for later does."""
    for row in planned(scene):
        if row.kind.name == "pause_end":
            set_reminding(scene, done={**scene.person.reminding.done, row.key: row.base})
    set_reminding(scene, much="none", later={}, moments=())
    scene.say("reminders.sent.all_off")


# -- one reminder ---------------------------------------------------------------------------------


def change(scene: Scene, key: str, way: str) -> None:
    """Puts a reminder off, asks for another time, or calls it off."""
    here = wall_of(scene.now, ZoneInfo(scene.person.timezone))
    match way:
        case "hour":
            put_off(scene, key, _in_an_hour(scene.now, ZoneInfo(scene.person.timezone)))
        case "evening":
            evening = datetime.combine(here.date(), times.EVENING)
            put_off(scene, key, evening if evening > here else evening + timedelta(days=1))
        case "tomorrow":
            put_off(scene, key, datetime.combine(here.date() + timedelta(days=1), times.MORNING))
        case "other":
            _open(scene, "reminder_when", named(scene, ("leave",)), "reminders.when.ask", [key])
        case "off":
            call_off(scene, key)


def _in_an_hour(now: datetime, zone: ZoneInfo) -> datetime:
    """The wall time an hour from now, to the next minute; in the hour that comes twice, the one after it."""
    wall = wall_of(now + timedelta(hours=1, seconds=59), zone).replace(second=0, microsecond=0)
    return wall if instant(wall, zone) > now else wall + timedelta(hours=1)


def put_off(scene: Scene, key: str, wall: datetime) -> None:
    """Brings a reminder at a time that the person chose, quiet or not."""
    set_reminding(scene, later={**scene.person.reminding.later, key: written(wall)})
    scene.say("reminders.sent.put_off", when=in_words(scene, wall))


def call_off(scene: Scene, key: str) -> None:
    """Takes a reminder away for good; of a pause only this end of it, of a moment all of it."""
    reminding, name = scene.person.reminding, key.partition(":")[2]
    later = {other: at for other, at in reminding.later.items() if other != key}
    match kind_of(name).name:
        case "pause_end":
            base = next((row.base for row in planned(scene) if row.key == key), "")
            set_reminding(scene, later=later, done={**reminding.done, key: base})
        case "moment":
            kept = tuple(moment for moment in reminding.moments if f"moment:{moment.number}" != name)
            set_reminding(scene, later=later, moments=kept)
        case _:
            set_reminding(scene, later=later, off=(*reminding.off, key))
    scene.say("reminders.sent.called_off")


def read_when(scene: Scene, text: str, about: list[str]) -> bool:
    """Takes a text as the time to bring a reminder, and asks whether it was read right."""
    here = wall_of(scene.now, ZoneInfo(scene.person.timezone))
    wall = times.read(text, scene.book, here)
    if wall is None:
        _open(scene, "reminder_when", named(scene, ("leave",)), "reminders.when.unread", about)
        return True
    labels = named(scene, ("right", "other", "leave"))
    _open(scene, "reminder_right", labels, "reminders.when.right", [*about, written(wall)], when=in_words(scene, wall))
    return True


def chose_when(scene: Scene, value: str, about: list[str]) -> None:
    """The person would rather leave it as it is."""
    control.ask_again(scene)


def chose_right(scene: Scene, value: str, about: list[str]) -> None:
    """The time was read right, or not."""
    key, wall = about
    if value == "right":
        put_off(scene, key, datetime.fromisoformat(wall))
        control.ask_again(scene)
    elif value == "other":
        change(scene, key, "other")
    else:
        control.ask_again(scene)


# -- a moment that sets somebody off --------------------------------------------------------------


def read_moment(scene: Scene, text: str, about: list[str]) -> bool:
    """Takes a text as a moment that comes round."""
    if keep_moment(scene, text):
        show(scene)
    else:
        _open(scene, "reminder_moment", named(scene, ("leave",)), "reminders.add.unread", [])
    return True


def keep_moment(scene: Scene, text: str) -> bool:
    """Keeps a moment that sets the person off, and says when the word before it comes; False if it has no time.

    For a step that has asked what sets somebody off: a text without a time is no moment, and nothing is said.
    """
    reminding = moments.kept(scene.person.reminding, text, scene.book, scene.today)
    if reminding is None:
        return False
    scene.change_person(reminding=reminding)
    name = f"moment:{reminding.moments[-1].number}"
    coming = next((row.reminder for row in planned(scene) if row.reminder.name == name), None)
    if coming:
        scene.say("reminders.add.kept", when=in_words(scene, datetime.fromisoformat(coming.wall)))
    return True


# -- how much -------------------------------------------------------------------------------------


def choose_much(scene: Scene, value: str) -> None:
    """How much somebody wants to be reminded from now on."""
    set_reminding(scene, much=value)
    scene.say(f"reminders.much.{value}")


# -- words ----------------------------------------------------------------------------------------


def title(scene: Scene, reminder: Reminder) -> str:
    """What a reminder is about, on one line. `scene` is the scene as its case sees it."""
    name, kind = reminder.name, kind_of(reminder.name).name
    if kind == "moment":
        return moments.spoken(moment_of(scene, name).words)
    if kind == "next_action":
        return scene.fill(scene.book.table("transfer.items")[name.partition(".")[2]])
    titles = scene.book.table("reminders.titles")
    return scene.fill(titles[name if name in titles else kind])


def moment_of(scene: Scene, name: str) -> Moment:
    """The moment that a reminder's name belongs to."""
    return next(row for row in scene.person.reminding.moments if f"moment:{row.number}" == name)


def _line(scene: Scene, reminder: Reminder) -> str:
    view = scene if reminder.case == scene.case.number else scene.beside(reminder.case)
    return f"{in_words(scene, datetime.fromisoformat(reminder.wall))}: {title(view, reminder)}"


def in_words(scene: Scene, wall: datetime) -> str:
    """A wall time in the person's own way of writing days."""
    return scene.book.almanac.moment(wall, scene.today)


def _key(reminder: Reminder) -> str:
    return f"{reminder.case}:{reminder.name}"


def named(scene: Scene, ways: tuple[str, ...]) -> dict[str, str]:
    """Choices that many menus share, by name, with what is written on them."""
    return {way: scene.book.wordings(f"reminders.ways.{way}")[0] for way in ways}


def _open(scene: Scene, name: str, labels: dict[str, str], key: str, about: list[str], **facts: Any) -> None:
    """A menu that remembers what it is about."""
    asking.open_menu(scene, name, labels, key, **facts)
    scene.change(pending={**(scene.case.pending or {}), "about": about})
