"""Taking answers: what is kept, what is said to it, and what rests on it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flows import answers
from flows.asking import KEEP, addressed, again, ask, current, go_on, labels, open_menu, options
from flows.echo import quote
from flows.questions import Choice, Lines, Number, Question, Several, Text
from flows.scene import Option, Scene
from flows.steps import STEPS, client

_FEW = 4
"""Words of an answer that can hardly say anything beside it."""

_PATIENCE = 3
"""Answers that can't be read before a question is left open."""


def answer(scene: Scene, text: str) -> None:
    """Takes a text as the answer to the open question of the step."""
    step = STEPS[scene.case.step]
    if (step.hear and step.hear(scene, text)) or _probed(scene, text):
        return
    question = current(scene)
    if question is None:
        go_on(scene)
    else:
        take(scene, question, text)


def take(scene: Scene, question: Question, text: str) -> None:
    """Takes a text as the answer to a question, or says kindly why it is none and asks again."""
    if (kept := _kept_as_it_was(scene, question, text)) is not None:
        settle(scene, question, kept.value, kept.said)
        return
    outcome = answers.read(question, text, scene.book, scene.today, labels(scene, question))
    match outcome:
        case answers.Kept(value) if isinstance(question.takes, Lines):
            _finish_list(scene, question)
        case answers.Kept(value):
            settle(scene, question, value, text)
        case answers.Waits(value):
            scene.say(f"{question.text}.after.{value}", **question.facts(scene))
        case answers.More(items):
            _add_to_list(scene, question, items)
        case answers.ToConfirm(days):
            _confirm(scene, days)
        case answers.Unread(key, facts):
            _unread(scene, question, text, key, facts)


def fits(scene: Scene, text: str) -> bool:
    """Whether a few words plainly answer the open question: a choice, a number, or a day."""
    question = current(scene)
    if question is None or isinstance(question.takes, (Text, Lines)) or len(text.split()) > _FEW:
        return False
    outcome = answers.read(question, text, scene.book, scene.today, labels(scene, question))
    own_words = isinstance(outcome, answers.Kept) and isinstance(question.takes, Choice) and outcome.value == text
    return not own_words and isinstance(outcome, (answers.Kept, answers.Waits, answers.ToConfirm))


def _unread(scene: Scene, question: Question, text: str, key: str, facts: Mapping[str, Any]) -> None:
    """Says what would be an answer and asks again, the second time with an example; then lets it be.

    Who began to tell instead is thanked, and needn't tell it twice.
    """
    tries = (scene.case.spoken.get(f"unread.{question.name}", 0) + 1) % _PATIENCE
    scene.change(spoken={**scene.case.spoken, f"unread.{question.name}": tries})
    if tries == 0 and text and not question.must:
        settle(scene, question, None, text)
        return
    told = client.tells(scene, text)
    scene.say(f"{scene.case.step}.told" if told else key, **facts)
    ask(scene, question, example=tries > 1)


def press(scene: Scene, question: Question, value: str) -> None:
    """Takes a pressed button. Whether the button is of this question, the caller has checked."""
    kept = scene.answer(question.name)
    takes = question.takes
    if value == KEEP and kept:
        settle(scene, question, kept.value, kept.said)
    elif value == "=finished":
        _finish_list(scene, question)
    elif isinstance(takes, Choice) and value in takes.waits:
        scene.say(f"{question.text}.after.{value}", **question.facts(scene))
    elif isinstance(takes, Choice) and value in takes.values:
        settle(scene, question, value, scene.text)
    elif isinstance(takes, Several) and value in takes.values:
        settle(scene, question, [value], scene.text)
    else:
        scene.say("control.stale_button")
        ask(scene, question)


def leave_open(scene: Scene, question: Question, said: str) -> None:
    """The person skips a question or doesn't know: kept as such, unless what follows hangs on it."""
    pending = scene.case.pending or {}
    if pending.get("kind") == "probe":
        scene.change(pending=None, asking=None)
        scene.say("control.left_open")
        go_on(scene)
    elif pending.get("kind") == "list":
        _finish_list(scene, question)
    elif isinstance(question.takes, Choice) and _open_value(question.takes):
        settle(scene, question, _open_value(question.takes), said)
    elif question.must:
        scene.say("control.cannot_skip")
        ask(scene, question, example=True)
    else:
        settle(scene, question, None, said)


def _open_value(takes: Choice) -> str | None:
    """The value that says "I don't know" by itself, where a question has one."""
    return next((value for value in ("unsure", "unknown") if value in takes.values and value not in takes.waits), None)


def _probed(scene: Scene, text: str) -> bool:
    """Adds a text to the answer that was asked about once more, if there is such a one."""
    pending = scene.case.pending or {}
    question = current(scene)
    if pending.get("kind") != "probe" or question is None:
        return False
    kept = scene.answer(question.name)
    first = f"{kept.value}\n" if kept and kept.value else ""
    scene.keep(question.name, first + text, first + text)
    scene.change(pending=None, asking=None)
    scene.echo("control.heard", text)
    go_on(scene)
    return True


def _kept_as_it_was(scene: Scene, question: Question, text: str) -> Any:
    kept = scene.answer(question.name)
    if not kept or kept.value is None or (kept.stale and not question.may_stand):
        return None
    position = str(len(options(scene, question)))
    means_keep = text == KEEP or scene.book.means(text, "keep")
    by_number = text.strip() == position and not isinstance(question.takes, (Number, Text))
    return kept if means_keep or by_number else None


def _add_to_list(scene: Scene, question: Question, items: tuple[str, ...]) -> None:
    pending = scene.case.pending or {}
    so_far = [*pending.get("items", []), *items] if pending.get("kind") == "list" else list(items)
    takes = question.takes
    assert isinstance(takes, Lines)
    if len(so_far) >= takes.most:
        settle(scene, question, so_far[: takes.most], "\n".join(so_far))
        return
    scene.change(pending={"kind": "list", "items": so_far})
    label = scene.book.wordings("control.finished_label")[0]
    text = scene.wording("control.more", echo=scene.book.mirror.listed(list(items)))
    scene.tell(text, addressed(question.name, (Option("=finished", label),)))


def _finish_list(scene: Scene, question: Question) -> None:
    pending = scene.case.pending or {}
    items = pending.get("items") if pending.get("kind") == "list" else None
    settle(scene, question, items, "\n".join(items or ()))


def _confirm(scene: Scene, days: tuple[Any, ...]) -> None:
    labels = {day.isoformat(): scene.book.almanac.long(day) for day in days}
    key = "control.which_day" if len(days) > 1 else "control.right_day"
    yes = scene.book.wordings("control.yes_day_label")[0]
    if len(days) == 1:
        labels = dict.fromkeys(labels, yes)
    open_menu(scene, "date", labels | {"other": scene.book.wordings("control.other_day_label")[0]}, key, day=days[0])


def settle(scene: Scene, question: Question, value: Any, said: str) -> None:
    """Keeps an answer, says what follows, marks what rested on the old one, and goes on."""
    step, before = scene.case.step, scene.answer(question.name)
    scene.keep(question.name, value, said)
    if question.name not in scene.case.trail:
        scene.change(trail=(*scene.case.trail, question.name))
    scene.change(pending=None, asking=None)
    if before and before.value != value:
        _mark_stale(scene, question)
    acknowledge(scene, question, said)
    if question.sent and isinstance(value, str):
        _look_through(scene, value)
    _probe(scene, question, value)
    if scene.case.step != step:
        again(scene)
    elif scene.case.pending is None:
        go_on(scene)


def _look_through(scene: Scene, words: str) -> None:
    """Says of words that go to the client what in them could sting, and leaves it at that."""
    cues = scene.book.linter.cues(words)
    if cues:
        scene.say("check.beside", words=quote(cues[0].text, 80), why=scene.wording(f"linter.why.{cues[0].cue}"))


def acknowledge(scene: Scene, question: Question, said: str) -> None:
    """What follows a kept answer: the row's own `then`, or the person's words given back."""
    if question.then:
        question.then(scene)
        return
    value = scene.value(question.name)
    after = f"{question.text}.after.{value}"
    if isinstance(question.takes, Choice) and scene.book.has(after):
        scene.say(after, **question.facts(scene))
    elif value is None:
        scene.say("control.left_open")
    elif isinstance(question.takes, Number) and scene.book.has(f"{question.text}.heard"):
        scene.say(f"{question.text}.heard", echo=f"{value:g}")
    elif isinstance(question.takes, Lines):
        scene.say("control.listed")
    elif isinstance(question.takes, Text) or _in_own_words(question, value):
        give_back(scene, question, str(value))


def _in_own_words(question: Question, value: Any) -> bool:
    return isinstance(question.takes, Choice) and value not in question.takes.values


def give_back(scene: Scene, question: Question, value: Any) -> None:
    """The person's words, short, before the next question."""
    own = f"{question.text}.heard"
    scene.echo(own if scene.book.has(own) else "control.heard", str(value))


def _probe(scene: Scene, question: Question, value: Any) -> None:
    """Asks once more where an answer was very short, four times in a case at most."""
    key = f"{question.text}.probe"
    probed = scene.case.spoken.get("probed", 0)
    if probed >= 4 or key in scene.case.spoken or not isinstance(question.takes, Text) or not scene.book.has(key):
        return
    if value and len(str(value).split()) <= 3:
        scene.change(spoken={**scene.case.spoken, key: 1, "probed": probed + 1})
        text = scene.wording(key, **question.facts(scene))
        scene.tell(text)
        scene.change(pending={"kind": "probe", "text": text}, asking=question.name)


def _mark_stale(scene: Scene, question: Question) -> None:
    """Marks what rests on a changed answer. Walking on, each is shown before it is asked again."""
    stale = scene.unsettle(dependants(scene, question.name))
    asked = [name for name in stale if name in scene.case.trail]
    if asked:
        scene.say("control.rests_on_it", count=len(asked))


def dependants(scene: Scene, name: str) -> frozenset[str]:
    """Everything that rests on an answer, directly or through another one."""
    rows = [row for step in STEPS.values() for row in step.questions(scene)]
    found: set[str] = set()
    layer = {name}
    while layer:
        layer = {row.name for row in rows if layer & set(row.needs)} - found
        found |= layer
    return frozenset(found)
