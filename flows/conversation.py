"""`advance`: one event in, one turn out. What is heard first, and what only then.

The order is the product's promise: crisis and safety before everything, commands before the state,
then whatever was offered last, then the answer to the open question.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flows import asking, commands, control, menus
from flows.book import Book
from flows.machine import move
from flows.model import Event, EventKind, Person, Signal, Turn
from flows.scene import Scene
from flows.signals import redact
from flows.steps import STEPS


def advance(books: Mapping[str, Book], person: Person, event: Event) -> Turn:
    """What one event changes and says. Pure: the same three values give the same turn."""
    scene = Scene(books.get(person.language) or books["en"], person, event)
    scene.change(turn=scene.case.turn + 1)
    if event.kind is EventKind.OPEN:
        control.come_in(scene)
    elif event.kind is EventKind.OTHER:
        _no_words(scene)
    elif event.kind is EventKind.CHOICE:
        _press(scene)
    else:
        _hear(scene)
    return scene.turn()


def begin(key: str, event: Event, timezone: str = "UTC") -> Person:
    """Somebody whom we never met, standing before the welcome, in the zone that holds until they say theirs."""
    return control.newcomer(key, event, timezone)


def _hear(scene: Scene) -> None:
    scene.text = _printable(scene.text)
    scene.signals = scene.book.detectors.hear(scene.text)
    for kind, respond in _OUTRANKING:
        if (signal := next((found for found in scene.signals if found.kind == kind), None)) and respond(scene, signal):
            return
    if scene.text.startswith("/"):
        commands.run(scene)
        return
    control.resume_if_paused(scene)
    if scene.case.pending and menus.chosen(scene, scene.text):
        return
    if not control.intent(scene):
        answer(scene, scene.text)


def answer(scene: Scene, text: str) -> None:
    """Takes a text as the answer to the open question of the step."""
    step = STEPS[scene.case.step]
    if step.hear and step.hear(scene, text):
        return
    if asking.probing(scene, text):
        return
    question = asking.current(scene)
    if question is None:
        asking.go_on(scene)
    else:
        asking.take(scene, question, text)


def _press(scene: Scene) -> None:
    """A button: its data says which conversation, question and value it belongs to."""
    number, _, rest = scene.text.partition(":")
    name, _, value = rest.rpartition(":")
    question = asking.current(scene)
    scene.text = value
    if number != str(scene.case.number):
        _stale_button(scene)
    elif name.startswith("menu."):
        if not menus.pressed(scene, name.removeprefix("menu."), value):
            _stale_button(scene)
    elif question is None or question.name != name:
        _stale_button(scene)
    else:
        control.resume_if_paused(scene)
        scene.text = next((option.label for option in asking.options(scene, question) if option.value == value), value)
        asking.press(scene, question, value)


def _stale_button(scene: Scene) -> None:
    scene.say("control.stale_button")
    control.ask_again(scene)


def _no_words(scene: Scene) -> None:
    scene.say("control.no_words")
    control.ask_again(scene)


def _printable(text: str) -> str:
    """Without control characters, which no screen shows and some stores refuse."""
    kept = (mark if mark in "\n\t" or (mark.isprintable() or mark in "\u200d\ufe0f") else " " for mark in text)
    return "".join(kept).strip()


def _crisis(scene: Scene, signal: Signal) -> bool:
    if scene.case.step == "crisis":
        return False  # already there: the step itself stays with the person
    scene.change(came_from=_came_from(scene), step=move(scene, "crisis"), asking=None, pending=None, paused=False)
    scene.say("crisis.others.say" if _towards_others(signal) else "crisis.response.say")
    control.ask_quietly(scene)
    return True


def _safety(scene: Scene, signal: Signal) -> bool:
    if scene.case.step in ("safety", "crisis", "welcome", "lobby") or scene.value("not_about_safety"):
        return False
    scene.change(came_from=scene.case.step, step=move(scene, "unsafe"), asking=None, pending=None, paused=False)
    scene.say("safety.opener.say")
    asking.go_on(scene)
    return True


def _patient_data(scene: Scene, signal: Signal) -> bool:
    """Only the redacted text goes on from here: into the answer, and into the transcript."""
    scene.text = redact(scene.text, signal)
    scene.say("control.patient_data")
    return False


def _came_from(scene: Scene) -> str | None:
    return scene.case.came_from if scene.case.step == "safety" else scene.case.step


def _towards_others(signal: Signal) -> bool:
    return bool(signal.cues) and all(cue.cue.startswith("others") for cue in signal.cues)


_OUTRANKING: tuple[tuple[str, Callable[[Scene, Signal], bool]], ...] = (
    ("crisis", _crisis),
    ("safety", _safety),
    ("patient", _patient_data),
)
