"""Choices that are no question of a step: which day was meant, which case, which answer to change."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from flows import answers, asking, control, letter, pack, priority, sharing, taking
from flows.machine import BESIDE, move
from flows.model import LOBBY
from flows.reminders import menus as reminding
from flows.reminders import settings
from flows.scene import Scene
from flows.steps import check
from flows.steps.decide import decide

MOST = 12
"""Lines that one menu may have on a phone."""


def picks(scene: Scene, text: str) -> bool:
    """Whether a text is one of the choices of the menu that is open."""
    pending = scene.case.pending or {}
    labels = {value: (label,) for value, label in pending.get("labels", {}).items()}
    return bool(labels) and answers.pick(text, labels) is not None


def chosen(scene: Scene, text: str) -> bool:
    """Takes a text as a pick from the menu that is open; False if it is none, and closes the menu."""
    pending = scene.case.pending or {}
    if pending.get("kind") != "menu":
        return False
    name, labels = pending["name"], {value: (label,) for value, label in pending["labels"].items()}
    if name == "date" and scene.book.means(text, "yes"):
        value: str | None = next(iter(labels))
    elif name == "date" and scene.book.means(text, "no"):
        value = "other"
    elif name == "jump" and scene.book.means(text, "jump"):
        value = "dates"
    else:
        value = answers.pick(text, labels)
    if value is None:
        asking.close_menu(scene)
        reads = _READ.get(name) if scene.book.intent(text) is None else None
        return reads is not None and reads(scene, text, pending.get("about", []))
    return pressed(scene, name, value)


def pressed(scene: Scene, name: str, value: str) -> bool:
    """Does what was picked from the menu `name`; False if that menu is not open any more."""
    pending = scene.case.pending or {}
    if pending.get("kind") != "menu" or pending["name"] != name or value not in pending["labels"]:
        return False
    scene.text = pending["labels"][value]
    asking.close_menu(scene)
    if name in _DO_WITH_WORDS:
        _DO_WITH_WORDS[name](scene, value, pending["said"])
    elif name in _DO_ABOUT:
        _DO_ABOUT[name](scene, value, pending.get("about", []))
    else:
        _DO[name](scene, value)
    return True


def _date(scene: Scene, value: str) -> None:
    question = asking.current(scene)
    if question is None or value == "other":
        control.ask_again(scene)
    else:
        taking.settle(scene, question, value, scene.book.almanac.long(date.fromisoformat(value)))


def _status(scene: Scene, value: str) -> None:
    if value == "change":
        which_step(scene)
    elif value == "plan":
        pack.give_plan(scene)
        control.ask_again(scene)
    else:
        control.ask_again(scene)


def asks_to_change(scene: Scene) -> bool:
    """Somebody says that they want to change an answer: the list of them is opened."""
    if scene.book.intent(scene.text) != "change" or scene.case.step in BESIDE:
        return False
    which_step(scene)
    return True


def which_step(scene: Scene) -> None:
    """Which part of the conversation holds the answer to change."""
    names = scene.book.table("words.steps")
    steps = dict.fromkeys(asking.step_of(scene, name) for name in control.within_reach(scene))
    labels = {step: names[step] for step in steps if step}
    if labels:
        asking.open_menu(scene, "change_step", labels, "status.which_step")
    else:
        scene.say("control.nothing_before")
        control.ask_again(scene)


def _change_step(scene: Scene, step: str) -> None:
    _which_answer(scene, step, 0)


def _which_answer(scene: Scene, step: str, first: int) -> None:
    names = [name for name in control.within_reach(scene) if asking.find(scene, step, name)]
    page = names[first : first + MOST]
    labels = {name: _line(scene, step, name) for name in page}
    if first + MOST < len(names):
        labels[f"={first + MOST}={step}"] = scene.book.wordings("status.more_label")[0]
    asking.open_menu(scene, "change_answer", labels, "status.which_answer")


def _line(scene: Scene, step: str, name: str) -> str:
    """A question and its answer on one line."""
    question = asking.find(scene, step, name)
    assert question is not None
    title = f"{question.text}.title"
    asked = scene.book.wordings(title if scene.book.has(title) else f"{question.text}.ask")[0]
    short = scene.fill(asked, **question.facts(scene))
    value = asking.shown(scene, question, scene.value(name))
    return f"{_clip(short, 40)} {_clip(value, 30)}"


def _clip(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1].rsplit(" ", 1)[0] + " …"


def _change_answer(scene: Scene, value: str) -> None:
    if value.startswith("="):
        _, first, step = value.split("=")
        _which_answer(scene, step, int(first))
    else:
        control.reopen(scene, value)


def which_case(scene: Scene) -> None:
    """The person's cases, the active one first, and a new one."""
    if scene.person.agreed_at is None:
        control.ask_again(scene)
        return
    scene.enter(scene.case.number)
    labels = {str(case.number): _case_line(scene, case.number) for case in reversed(scene.person.cases[-MOST:])}
    labels["new"] = scene.book.wordings("status.new_case_label")[0]
    asking.open_menu(scene, "cases", labels, "status.which_case")


def _case_line(scene: Scene, number: int) -> str:
    case = next(case for case in scene.person.cases if case.number == number)
    kept = case.answers.get("client_name")
    name = kept.value if kept and kept.value else scene.book.wordings("words.this_client")[0]
    begun = scene.book.almanac.short(case.created_at.date())
    return f"{_clip(name, 30)}: {scene.book.table('words.steps')[case.step]}, {begun}"


def _cases(scene: Scene, value: str) -> None:
    if value == "new":
        new_case(scene)
    else:
        take_up(scene, int(value))


def take_up(scene: Scene, number: int) -> None:
    """Goes on with one of the person's cases."""
    scene.enter(number)
    scene.say("control.case_taken_up")
    control.ask_again(scene)


def new_case(scene: Scene) -> None:
    """Begins another case beside the others."""
    if scene.person.agreed_at is None:
        control.ask_again(scene)
        return
    scene.open_case()
    asking.go_on(scene)


def forget(scene: Scene) -> None:
    """Asks once before everything about a person is deleted."""
    labels = {value: scene.book.wordings(f"control.forget_{value}_label")[0] for value in ("yes", "no")}
    asking.open_menu(scene, "forget", labels, "control.forget_sure")


def _forget(scene: Scene, value: str) -> None:
    if value == "yes":
        scene.forget = True
        scene.say("control.forgotten")
    else:
        scene.say("control.not_forgotten")
        control.ask_again(scene)


def _which_end(scene: Scene, value: str, said: str) -> None:
    """With the work: then it was an answer after all. With more than that: then nothing else matters."""
    if value == "more":
        priority.stay_with(scene)
    else:
        scene.keep("meant_the_work", [*(scene.value("meant_the_work") or ()), said])
        taking.answer(scene, said)


def offer_to_check(scene: Scene) -> bool:
    """Offers once, in a case, to look at what reads like a message to the client; True if it was offered."""
    offered = "check.offer" in scene.case.spoken or scene.case.step in _NO_DRAFTS_IN
    if offered or scene.case.number == LOBBY or not scene.book.detectors.is_draft(scene.text):
        return False
    labels = {value: scene.book.wordings(f"check.offer_{value}_label")[0] for value in ("look", "answer")}
    asking.open_menu(scene, "draft", labels, "check.offer")
    scene.change(pending={**(scene.case.pending or {}), "said": scene.text})
    return True


_NO_DRAFTS_IN = ("answer_questions", *BESIDE)
"""Steps in which a text to somebody is what was asked for, or something else comes first."""


def _whose_draft(scene: Scene, value: str, said: str) -> None:
    """A message to be looked at, or an answer after all."""
    if value == "look":
        check.enter(scene, said)
        control.ask_again(scene)
    else:
        taking.answer(scene, said)


def _jump(scene: Scene, value: str) -> None:
    """An earned skip: the person's word that they have decided is enough."""
    if value == "on" or scene.value("kind") in (None, "patient"):
        control.ask_again(scene)
        return
    while scene.case.step != "decide":
        scene.change(step=move(scene, "done"), asking=None)
    if value == "dates":
        decide(scene, "part_ways")
        scene.change(step=move(scene, "done"), asking=None)
    asking.go_on(scene)


def _letter_tone(scene: Scene, value: str) -> None:
    _another_letter(scene, "letter_tone", value)


def _letter_channel(scene: Scene, value: str) -> None:
    _another_letter(scene, "letter_channel", value)


def _another_letter(scene: Scene, name: str, value: str) -> None:
    """Keeps the tone or the form that was picked, and shows the letter in it."""
    scene.keep(name, value)
    scene.say("letter.chosen", tone=scene.book.table("letter.tones")[letter.tone_of(scene)],
              channel=scene.book.table("letter.channels")[letter.channel_of(scene)])  # fmt: skip
    asking.go_on(scene)


_DO_WITH_WORDS: dict[str, Callable[[Scene, str, str], None]] = {"ambiguous": _which_end, "draft": _whose_draft}
"""Menus that were opened over something that was said."""

_DO: dict[str, Callable[[Scene, str], None]] = {
    "date": _date,
    "status": _status,
    "change_step": _change_step,
    "change_answer": _change_answer,
    "cases": _cases,
    "forget": _forget,
    "jump": _jump,
    "letter_tone": _letter_tone,
    "letter_channel": _letter_channel,
    "sharing": sharing.picked,
    "human": sharing.human,
    "to_coach": sharing.go_on,
}


_DO_ABOUT: dict[str, Callable[[Scene, str, list[str]], None]] = {
    "reminders": reminding.chose,
    "reminder": reminding.chose_change,
    "reminder_when": reminding.chose_when,
    "reminder_right": reminding.chose_right,
    "reminder_moment": reminding.chose_when,
    "settings": settings.chose,
    "settings_zone": reminding.chose_when,
    "zone": settings.chose_zone,
    "settings_quiet": settings.chose_quiet,
    "settings_much": settings.chose_much,
    "settings_language": settings.chose_language,
}
"""Menus that remember what they are about."""

_READ: dict[str, Callable[[Scene, str, list[str]], bool]] = {
    "reminder_when": reminding.read_when,
    "reminder_moment": reminding.read_moment,
    "settings_zone": settings.read_zone,
    "settings_quiet": settings.read_quiet,
}
"""Menus that take other words too, and what reads them."""
