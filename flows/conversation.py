"""`advance`: one event in, one turn out. What is heard first, and what only then.

The order is the product's promise: crisis and safety before everything, commands before the state,
then whatever was offered last, then the answer to the open question.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from flows import asking, buttons, commands, control, flags, holds, menus, priority, sharing, taking
from flows.answers import MANY
from flows.book import Book
from flows.model import PLACE, Event, EventKind, Person, Reading, Turn
from flows.reminders import arriving, settings
from flows.scene import Scene
from flows.signals.reading import SILENT
from flows.steps import hold

LONGEST = MANY + 1
"""Characters of a message that are heard; one more than any answer may have."""

IN_ONE_GO = ("album", "forwarded")
"""What phones send by the handful; it gets one answer, however many there are."""

A_MOMENT = timedelta(seconds=2)

BESIDE = ("edited", "reaction")
"""What happens to an earlier message. The open question is still where it was, so it is not put again."""


def advance(books: Mapping[str, Book], person: Person, event: Event) -> Turn:
    """What one event changes and says. Pure: the same three values give the same turn."""
    scene = Scene(books.get(person.language) or books["en"], person, event, books)
    beside = event.kind in (EventKind.OTHER, EventKind.REMINDER)
    scene.change(turn=scene.case.turn + 1, wordless=scene.case.wordless if beside else None)
    if event.kind is EventKind.OPEN:
        control.come_in(scene)
    elif event.kind is EventKind.REMINDER:
        arriving.come_due(scene)
    elif event.kind is EventKind.OTHER:
        _no_words(scene)
    elif event.kind is EventKind.CHOICE:
        _press(scene)
    elif event.kind is EventKind.COACH:
        sharing.hear_coach(scene)
    elif event.kind is EventKind.NOTICE:
        sharing.notify(scene)
    else:
        _hear(scene)
    arriving.settle(scene)
    turn = scene.turn()
    flagged = flags.of(person, event, turn)
    return replace(turn, flags=flagged) if flagged else turn


def begin(key: str, event: Event, timezone: str = "UTC") -> Person:
    """Somebody whom we never met, standing before the welcome, in the zone that holds until they say theirs."""
    return control.newcomer(key, event, timezone)


def _hear(scene: Scene) -> None:
    scene.text = _printable(scene.text)
    scene.signals = scene.book.detectors.hear(scene.text, _reading(scene))
    if priority.outranked(scene):
        return
    if scene.text.startswith("/"):
        commands.run(scene)
        return
    if scene.case.pending and sharing.write_back(scene):
        return
    if scene.case.step == "crisis":
        if not menus.chosen(scene, scene.text):
            taking.answer(scene, scene.text)
        return
    if arriving.picked(scene):
        return
    control.resume_if_paused(scene)
    if scene.case.step == "hold" and holds.is_over(scene.case, scene.now):
        hold.return_with(scene, scene.text)
        asking.go_on(scene)
        return
    if scene.case.pending and menus.chosen(scene, scene.text):
        return
    if priority.ask_which(scene) or priority.slow_down(scene) or menus.offer_to_check(scene):
        return
    if not (menus.asks_to_change(scene) or control.intent(scene)):
        taking.answer(scene, scene.text)


def _reading(scene: Scene) -> Reading | None:
    """What was read of the message, if it must be read at all.

    A command, a wish that has words of its own ("skip"), a pick from a menu and a few words that plainly
    answer the open question need no reading; nor does somebody in danger who says where they are ("home
    now, the door is locked"). What patterns find in them counts all the same.
    """
    known = scene.text.startswith("/") or scene.book.intent(scene.text) or menus.picks(scene, scene.text)
    in_danger = scene.case.step == "safety" and control.picks_a_choice(scene)
    if known or in_danger or taking.fits(scene, scene.text):
        return SILENT
    return scene.event.reading if scene.text == scene.event.text else None


def _press(scene: Scene) -> None:
    """A button: its data says which conversation, turn, question and value it belongs to."""
    if arriving.pressed(scene):
        return
    address = buttons.read(scene.text)
    name, value = (address.name, address.value) if address else ("", "")
    question = asking.current(scene)
    scene.text = value
    if not buttons.asks(scene.case, address):
        _stale_button(scene)
    elif name.startswith("menu."):
        if not menus.pressed(scene, name.removeprefix("menu."), value):
            _stale_button(scene)
    elif question is None or question.name != name:
        _stale_button(scene)
    else:
        control.resume_if_paused(scene)
        scene.text = next((option.label for option in asking.options(scene, question) if option.value == value), value)
        taking.press(scene, question, value)


def _stale_button(scene: Scene) -> None:
    scene.say("control.stale_button")
    control.ask_again(scene)


def _no_words(scene: Scene) -> None:
    """The event's text is a word for what came instead: photo, voice, sticker."""
    if scene.text.startswith(PLACE) and settings.place_sent(scene, scene.text.removeprefix(PLACE)):
        return
    more_of_it = scene.text == scene.case.wordless and scene.now - scene.case.updated_at < A_MOMENT
    scene.change(wordless=scene.text)
    if more_of_it and scene.text in IN_ONE_GO:
        return  # ten pictures at once have had their answer with the first
    special = f"telegram.sent.{scene.text.partition(' ')[0]}"
    scene.say(special if scene.book.has(special) else "control.no_words")
    if scene.text not in BESIDE:
        control.ask_again(scene)


def _printable(text: str) -> str:
    """Without control characters, which no screen shows and some stores refuse."""
    kept = (mark if mark in "\n\t" or (mark.isprintable() or mark in "\u200d\ufe0f") else " " for mark in text)
    return "".join(kept).strip()[:LONGEST]
