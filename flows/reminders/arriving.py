"""A reminder came due: what is said beside the open question, and what its buttons do.

The open question stays open and its buttons stay as they are. The buttons of a reminder work until
one of them is pressed or the next reminder comes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flows import asking, buttons, control, holds, pack
from flows.answers import pick
from flows.machine import OUTRANKING
from flows.model import LOBBY, Choice, EventKind
from flows.questions import Choice as ChoiceOf
from flows.questions import Number, Several
from flows.reminders import menus
from flows.reminders.moments import spoken
from flows.reminders.planning import MOST_IGNORED, Planned, kind_of, planned
from flows.scene import Scene
from flows.sheet import weak_cards
from flows.steps import hold

GO_ON = "go_on"
"""In place of a kind: asking whether to go on, after some came and nothing was said."""

WAYS = ("go", "hour", "tomorrow", "other", "off")
"""The buttons of a reminder."""


def settle(scene: Scene) -> None:
    """What waits after this turn. Somebody who says something has not ignored us."""
    if scene.person.reminding.ignored and scene.event.kind is not EventKind.REMINDER:
        menus.set_reminding(scene, ignored=0)
    scene.change_person(reminders=tuple(row.reminder for row in planned(scene)))


def come_due(scene: Scene) -> None:
    """Brings back what the event names, with all of its kind that is due, if it still waits and may come now.

    What may not come now is put off by `settle`: nothing is said then.
    """
    due = [row for row in planned(scene) if row.reminder.due_at <= scene.now]
    named = next((row for row in due if row.key == scene.event.text), None)
    if named is None:
        return
    together = [row for row in due if row.kind is named.kind and row.reminder.chosen == named.reminder.chosen]
    for row in together:
        _tick_off(scene, row)
    scene.sent = tuple(row.reminder for row in together)
    if named.reminder.chosen:
        _bring_back(scene, together)
    else:
        _bring_unasked(scene, together)


def _tick_off(scene: Scene, row: Planned) -> None:
    reminding = scene.person.reminding
    later = {key: at for key, at in reminding.later.items() if key != row.key}
    menus.set_reminding(scene, done={**reminding.done, row.key: row.base}, later=later)


def _bring_unasked(scene: Scene, rows: Sequence[Planned]) -> None:
    """One that nobody asked for: counted, and after some in a row that met silence, a question instead."""
    ignored = scene.person.reminding.ignored
    menus.set_reminding(scene, ignored=ignored + 1, unasked_on=scene.today.isoformat())
    if ignored < MOST_IGNORED:
        _bring_back(scene, rows)
        return
    _mention(scene, LOBBY, GO_ON, scene.wording("reminders.go_on.say"), menus.MUCH, GO_ON)


def _bring_back(scene: Scene, rows: Sequence[Planned]) -> None:
    last = rows[-1]
    number, name = last.reminder.case, last.reminder.name
    if last.kind.name == "pause_end" and _ends_here(scene, number):
        return
    view = scene if number == scene.case.number else scene.beside(number)
    _mention(scene, number, name, _words(scene, view, rows), WAYS, last.kind.name)


def _ends_here(scene: Scene, number: int) -> bool:
    """The end of a pause belongs to the step that began it, if the person is still there."""
    here = number == scene.case.number and scene.case.step == "hold"
    if not here or not holds.is_over(scene.case, scene.now):
        return False
    hold.come_back(scene)
    asking.go_on(scene)
    return True


# -- what is said ---------------------------------------------------------------------------------


def _words(scene: Scene, view: Scene, rows: Sequence[Planned]) -> str:
    """The line of one reminder, or a short list of several; `view` is the scene as their case sees it."""
    if len(rows) > 1:
        lines = [f"· {menus.title(view, row.reminder)}" for row in rows[-menus.MOST_TOGETHER :]]
        return "\n".join([scene.wording("reminders.several", count=len(rows)), *lines])
    return scene.wording(f"reminders.{rows[0].kind.name}.say", client=view.client, **_facts(view, rows[0]))


def _facts(scene: Scene, row: Planned) -> dict[str, Any]:
    name, milestones = row.reminder.name, scene.book.table("kinds.milestones")
    match row.kind.name:
        case "stopped":
            return {"days": (scene.now - scene.last_heard).days}
        case "milestone":
            line = milestones.get(name, menus.title(scene, row.reminder))
            return {"exit_date": scene.day("exit_date"), "line": line}
        case "debrief":
            line = milestones["t_plus_30" if name == "debrief" else "t_plus_90"]
            return {"exit_date": scene.day("exit_date"), "line": line}
        case "moment":
            return {"line": spoken(menus.moment_of(scene, name).words)}
        case "cards":
            return {"count": len(weak_cards(scene))}
    return {"line": menus.title(scene, row.reminder)}


def _mention(scene: Scene, case: int, name: str, text: str, ways: tuple[str, ...], kind: str) -> None:
    prefix = f"{scene.case.number}:{scene.case.turn}:{buttons.REMIND}{case}:{name}"
    labels = _labels(scene, kind, ways)
    scene.mention(text, tuple(Choice(label, f"{prefix}:{way}") for way, label in labels.items()))
    menus.set_reminding(scene, shown=prefix)


def _labels(scene: Scene, kind: str, ways: tuple[str, ...]) -> dict[str, str]:
    """What is written on the buttons: a kind's own first one, and those that all share."""
    book = scene.book
    return {way: book.wordings(f"reminders.{kind}.go" if way == "go" else f"reminders.ways.{way}")[0] for way in ways}


# -- what the buttons do --------------------------------------------------------------------------


def pressed(scene: Scene) -> bool:
    """Does what a button of the last reminder says; False if the event is none of its buttons."""
    shown, (prefix, _, way) = scene.person.reminding.shown, scene.event.text.rpartition(":")
    if shown is None or prefix != shown or scene.case.step in OUTRANKING:
        return False
    return _do(scene, way)


def picked(scene: Scene) -> bool:
    """Takes a text as a pick from the reminder that was said last, if it is the name of one of its choices.

    A number picks too, where the open question takes none.
    """
    shown = scene.person.reminding.shown
    if shown is None or not shown.startswith(f"{scene.case.number}:{scene.case.turn - 1}:"):
        return False
    labels = {way: (label,) for way, label in _labels(scene, *_offered(shown)).items()}
    if scene.text.strip().isdecimal() and _takes_numbers(scene):
        return False
    way = pick(scene.text, labels, loosely=False)
    return way is not None and _do(scene, way)


def _offered(shown: str) -> tuple[str, tuple[str, ...]]:
    """The kind of the reminder that shows, and its choices."""
    name = _reminder(shown)[1]
    return (GO_ON, menus.MUCH) if name == GO_ON else (kind_of(name).name, WAYS)


def _reminder(shown: str) -> tuple[int, str]:
    """The case and the name of the reminder that shows."""
    number, _, name = shown.partition(buttons.REMIND)[2].partition(":")
    return int(number), name


def _takes_numbers(scene: Scene) -> bool:
    question = asking.current(scene)
    return bool(scene.case.pending) or (
        question is not None and isinstance(question.takes, (Number, ChoiceOf, Several))
    )


def _do(scene: Scene, way: str) -> bool:
    shown = scene.person.reminding.shown
    assert shown is not None
    kind, ways = _offered(shown)
    if way not in ways:
        return False
    number, name = _reminder(shown)
    scene.text = _labels(scene, kind, ways)[way]
    menus.set_reminding(scene, shown=None)
    if name == GO_ON:
        menus.choose_much(scene, way)
    elif way == "go":
        _go(scene, number, name)
    else:
        menus.change(scene, f"{number}:{name}", way)
    return True


def _go(scene: Scene, number: int, name: str) -> None:
    """Leads back into the conversation, to what the reminder was about."""
    if number not in (LOBBY, scene.case.number):
        scene.enter(number)
    control.resume_if_paused(scene)
    match kind_of(name).name:
        case "milestone":
            pack.give_plan(scene)
            control.ask_again(scene)
        case "next_action":
            scene.keep(f"did:{name.partition('.')[2]}", scene.today.isoformat())
            scene.say("reminders.next_action.done")
        case "cards":
            _rehearse(scene)
        case _:
            control.ask_again(scene)


def _rehearse(scene: Scene) -> None:
    """The first answer that did not hold comes up again, where the way back leads to it."""
    weak = [f"card:{card}" for card in weak_cards(scene)]
    reachable = [name for name in control.within_reach(scene) if name in weak]
    if reachable:
        scene.drop(reachable[0])
        control.reopen(scene, reachable[0])
    else:
        control.ask_again(scene)
