"""/settings: the person's time zone, the hours in which they want quiet, how much comes, and the language."""

from __future__ import annotations

from datetime import time
from zoneinfo import ZoneInfo

from flows import asking, control
from flows.machine import OUTRANKING
from flows.reminders import menus, times, zones
from flows.reminders.menus import set_reminding
from flows.reminders.wall import wall_of
from flows.scene import Scene

_MOST_ZONES = 6
"""Time zones that one menu offers."""

_QUIET = {
    "usual": ("21:00", "08:00"),
    "early": ("19:00", "07:00"),
    "late": ("23:00", "09:00"),
    "never": ("00:00", "00:00"),
}
"""Quiet hours that can be picked; others can be typed."""


def show(scene: Scene) -> None:
    """How things are set, as a menu."""
    names = scene.book.table("settings.names")
    labels = {
        name: scene.fill(names[name], value=_value(scene, name)) for name in ("zone", "quiet", "much", "language")
    }
    labels["close"] = names["close"]
    asking.open_menu(scene, "settings", labels, "settings.heading", when=_clock(scene))


def chose(scene: Scene, value: str, about: list[str]) -> None:
    """Takes a pick from the settings."""
    match value:
        case "zone":
            ask_zone(scene)
        case "quiet":
            labels = {name: _hours(scene, quiet) for name, quiet in _QUIET.items()}
            asking.open_menu(scene, "settings_quiet", labels, "settings.quiet.ask")
        case "much":
            words = scene.book.table("reminders.ways")
            asking.open_menu(scene, "settings_much", {much: words[much] for much in menus.MUCH}, "settings.much.ask")
        case "language":
            labels = {code: book.wordings("settings.language.own_name")[0] for code, book in scene.books.items()}
            asking.open_menu(scene, "settings_language", labels, "settings.language.ask")
        case _:
            control.ask_again(scene)


def _value(scene: Scene, name: str) -> str:
    reminding = scene.person.reminding
    match name:
        case "zone":
            return zones.shown(scene.person.timezone)
        case "quiet":
            return _hours(scene, reminding.quiet)
        case "much":
            return scene.book.wordings(f"reminders.ways.{reminding.much}")[0]
        case _:
            return scene.book.wordings("settings.language.own_name")[0]


def _clock(scene: Scene) -> str:
    """The time where the person is, as they would read it there."""
    return scene.book.almanac.clock(wall_of(scene.now, ZoneInfo(scene.person.timezone)).time())


def _hours(scene: Scene, quiet: tuple[str, str]) -> str:
    start, end = (scene.book.almanac.clock(time.fromisoformat(at)) for at in quiet)
    if quiet[0] == quiet[1]:
        return scene.book.wordings("settings.quiet.none")[0]
    return scene.fill(scene.book.wordings("settings.quiet.hours")[0], start=start, end=end)


# -- the time zone --------------------------------------------------------------------------------


def ask_zone(scene: Scene, key: str = "settings.zone.ask") -> None:
    """Where the person is, by a city or by their clock."""
    asking.open_menu(scene, "settings_zone", menus.named(scene, ("leave",)), key)


def read_zone(scene: Scene, text: str, about: list[str]) -> bool:
    """Takes a text as a city, a zone, or what the clock shows, and asks whether it was read right."""
    offer_zones(scene, zones.read(text, scene.book, scene.now))
    return True


def offer_zones(scene: Scene, found: list[str]) -> None:
    """Time zones that may be the person's own, each with what their clock would show."""
    if not found:
        ask_zone(scene, "settings.zone.unread")
        return
    labels = {zone.replace("/", "."): _zone_label(scene, zone) for zone in found[:_MOST_ZONES]}
    labels |= menus.named(scene, ("elsewhere", "leave"))
    asking.open_menu(scene, "zone", labels, "settings.zone.right")


def _zone_label(scene: Scene, zone: str) -> str:
    now = scene.book.almanac.clock(wall_of(scene.now, ZoneInfo(zone)).time())
    return scene.fill(scene.book.wordings("settings.zone.label")[0], zone=zones.shown(zone), when=now)


def chose_zone(scene: Scene, value: str, about: list[str]) -> None:
    """The zone was read right, or not. Walls stay as they are: 9 o'clock is 9 o'clock there."""
    if value == "elsewhere":
        ask_zone(scene)
    elif value == "leave":
        control.ask_again(scene)
    else:
        scene.change_person(timezone=value.replace(".", "/"), zone_told=True)
        scene.say("settings.zone.kept", when=_clock(scene))
        show(scene)


def place_sent(scene: Scene, zone: str) -> bool:
    """The person shared where they are, of which only the zone has come this far; False if it has none."""
    if zone not in zones.known() or scene.case.step in OUTRANKING:
        return False
    offer_zones(scene, [zone])
    return True


# -- quiet hours, how much, language --------------------------------------------------------------


def chose_quiet(scene: Scene, value: str, about: list[str]) -> None:
    """Quiet hours from the menu."""
    _keep_quiet(scene, _QUIET[value])


def read_quiet(scene: Scene, text: str, about: list[str]) -> bool:
    """Quiet hours as somebody types them: "10 pm to 7 am"."""
    first, rest = times.take_hour(text, scene.book)
    second, _ = times.take_hour(rest, scene.book)
    if first is None or second is None:
        return False
    _keep_quiet(scene, (first.isoformat("minutes"), second.isoformat("minutes")))
    return True


def _keep_quiet(scene: Scene, quiet: tuple[str, str]) -> None:
    set_reminding(scene, quiet=quiet)
    scene.say("settings.quiet.kept", value=_hours(scene, quiet))
    show(scene)


def chose_much(scene: Scene, value: str, about: list[str]) -> None:
    """How much comes."""
    menus.choose_much(scene, value)
    show(scene)


def chose_language(scene: Scene, value: str, about: list[str]) -> None:
    """The language from here on."""
    scene.change_person(language=value)
    scene.book = scene.books[value]
    scene.say("settings.language.kept")
    show(scene)
