"""Where a person is in charge: coming in, going back, pausing, changing an answer, asking for help."""

from __future__ import annotations

from datetime import timedelta

from flows import answers, asked, asking, holds, taking
from flows import conditions as on
from flows.machine import BESIDE, METHOD, move
from flows.model import LOBBY, Case, Event, Person
from flows.questions import Date, Question
from flows.scene import Scene
from flows.sheet import reason_or_decision
from flows.steps import check, hold

_COUNTED = ("reflect", "decide", "set_notice")
_BEFORE_DECISION = ("client", "reflect", "decide")
"""Steps from which somebody who has decided may go straight to the dates."""

LONG_AWAY = timedelta(days=3)


def newcomer(key: str, event: Event, timezone: str) -> Person:
    """Somebody whom we never met, standing before the welcome."""
    lobby = Case(number=LOBBY, step="welcome", created_at=event.at, updated_at=event.at)
    return Person(key=key, lobby=lobby, language=event.language or "en", timezone=timezone)


def come_in(scene: Scene) -> None:
    """The conversation opens: a welcome for a newcomer, the place where they stopped for others."""
    case = scene.case
    if not case.spoken:
        asking.go_on(scene)
    elif case.step == "crisis":
        scene.say("crisis.stay.say")
    elif case.step == "hold" and holds.is_over(case, scene.now):
        hold.come_back(scene)
        asking.go_on(scene)
    else:
        away = scene.now - case.updated_at
        scene.change(paused=False)
        scene.say("control.long_away" if away > LONG_AWAY else "control.back_again", days=max(away.days, 1))
        if not asking.offer_again(scene):
            asking.go_on(scene)


def resume_if_paused(scene: Scene) -> None:
    """Whatever a person says ends the pause that they took."""
    if scene.case.paused:
        scene.change(paused=False)
        scene.say("control.resumed")


def ask_again(scene: Scene) -> None:
    """Puts the open question again, in other words."""
    if scene.case.step == "crisis":
        ask_quietly(scene)
    else:
        asking.again(scene)


def ask_quietly(scene: Scene) -> None:
    """Leaves a question open without putting it, where a further sentence would be too much."""
    if question := asking.open_question(scene):
        scene.change(asking=question.name)


def intent(scene: Scene) -> bool:
    """Does what a whole message asks for, where it is no answer: back, help, skip, pause, a question to us."""
    question = asking.current(scene)
    name = scene.book.intent(scene.text)
    if name is None or question is None or (name not in _NEVER_ANSWERS and _answers(scene, question)):
        return False
    match name:
        case "back":
            go_back(scene)
        case "help":
            help_here(scene)
        case "lost":
            scene.say("control.lost")
            asking.ask(scene, question, example=True)
        case "pause":
            pause(scene)
        case "how_many":
            scene.say(f"control.how_many.{scene.case.step}" if scene.case.step in _COUNTED else "control.a_few")
            ask_again(scene)
        case name if name in asked.QUESTIONS:
            asked.answer(scene, name)
            ask_again(scene)
        case "correct" if scene.case.step not in LEFT_AT_WILL:
            scene.say("control.correcting")
            go_back(scene)
        case "jump" if scene.case.step in _BEFORE_DECISION:
            offer_to_jump(scene)
        case "asked_back" if scene.case.step in (*_BEFORE_DECISION, "set_notice", "undecided"):
            scene.say("control.asked_back")
            ask_again(scene)
        case "skip" | "unsure":
            taking.leave_open(scene, question, scene.text)
        case _:
            return False
    return True


_NEVER_ANSWERS = (*asked.QUESTIONS, "correct")
"""Intents that are no answer, even where words of a choice stand in them: "can I send it tonight?"."""


def _answers(scene: Scene, question: Question) -> bool:
    return _is_a_choice(scene, question) or _is_a_day(scene, question)


def picks_a_choice(scene: Scene) -> bool:
    """Whether the message is one of the choices of the open question, and says hardly more."""
    question = asking.current(scene)
    return question is not None and len(scene.text.split()) <= _A_CHOICE and _is_a_choice(scene, question)


_A_CHOICE = 8
"""Words of an answer that picks a choice; who writes more says something beside it."""


def _is_a_choice(scene: Scene, question: Question) -> bool:
    labels = {option.value: (option.label,) for option in asking.options(scene, question)}
    named = answers.labels_of(question.text, tuple(labels), scene.book)
    return answers.pick(scene.text, named) is not None


def offer_to_jump(scene: Scene) -> None:
    """Somebody who decided long ago is not made to reflect: to the dates, to the sum, or on."""
    labels = {name: scene.book.wordings(f"control.jump_{name}_label")[0] for name in ("dates", "sum", "on")}
    asking.open_menu(scene, "jump", labels, "control.jump")


def _is_a_day(scene: Scene, question: Question) -> bool:
    """Where a day is asked for, "tomorrow" is one."""
    return isinstance(question.takes, Date) and bool(scene.book.almanac.read(scene.text, scene.today))


def pause(scene: Scene) -> None:
    """Stops here; everything is kept."""
    scene.change(paused=True)
    scene.say("control.paused")


def help_here(scene: Scene) -> None:
    """What this step is for, and what can be typed everywhere."""
    scene.say(f"help.steps.{scene.case.step}")
    scene.say("help.everywhere")
    ask_again(scene)


# -- going back -----------------------------------------------------------------------------------


def go_back(scene: Scene) -> None:
    """To the question before this one, in this step or an earlier one."""
    if scene.case.step in LEFT_AT_WILL:
        leave(scene)
        return
    earlier = _earlier(scene)
    if scene.case.step in BESIDE or earlier is None:
        scene.say("control.nothing_before")
        ask_again(scene)
        return
    reopen(scene, earlier)


LEFT_AT_WILL = ("hold", "check")
"""Steps beside the conversation that going back, or a word, leads out of."""


def leave(scene: Scene) -> None:
    """Out of a pause or a look at a draft, to what was open before."""
    if scene.case.step == "hold":
        hold.resume(scene)
    else:
        check.leave(scene)
    ask_again(scene)


def reopen(scene: Scene, name: str) -> None:
    """Puts an answered question again, in its own step; its answer stands until there is another."""
    step = asking.step_of(scene, name)
    while scene.case.step != step:
        scene.change(step=move(scene, "back"), asking=None)
    question = asking.find(scene, scene.case.step, name)
    assert question is not None
    asking.ask(scene, question)


def within_reach(scene: Scene) -> tuple[str, ...]:
    """Answered questions that can be changed from here, in the order in which they were answered."""
    steps = _way_back(scene)
    found = []
    for name in scene.case.trail:
        step = next((step for step in steps if asking.find(scene, step, name)), None)
        question = asking.find(scene, step, name) if step else None
        if question and question.when(scene):
            found.append(name)
    return tuple(found)


def _earlier(scene: Scene) -> str | None:
    reach = within_reach(scene)
    if scene.case.asking in reach:
        reach = reach[: reach.index(scene.case.asking)]
    return reach[-1] if reach else None


def _way_back(scene: Scene) -> tuple[str, ...]:
    """The step at hand and those behind it, as the machine's `back` rows lead."""
    if scene.case.step in BESIDE:
        return ()
    here, steps = scene.case.step, [scene.case.step]
    while scene.case.step not in ("welcome", "lobby", "client"):
        scene.change(step=move(scene, "back"))
        if scene.case.step in steps:
            break
        steps.append(scene.case.step)
    scene.change(step=here)
    return tuple(steps)


# -- where we are ---------------------------------------------------------------------------------


def status(scene: Scene) -> None:
    """The map: what is done, where we are, what comes, and what is decided so far."""
    if scene.case.number == LOBBY:
        scene.say("control.no_case_yet")
        ask_again(scene)
        return
    names = scene.book.table("words.steps")
    lines = [scene.wording("status.heading")]
    reached = [step for step in METHOD if f"arrived.{step}" in scene.case.spoken]
    for step in METHOD:
        mark = "here" if step == scene.case.step else "done" if step in reached else "ahead"
        lines.append(scene.wording(f"status.{mark}", step=names[step]))
    if scene.case.step not in METHOD:
        lines.append(scene.wording("status.beside", step=names[scene.case.step]))
    lines += facts_so_far(scene)
    scene.tell("\n".join(lines))
    labels = {key: scene.wording(f"status.{key}_label") for key in ("go_on", "change", "plan")}
    asking.open_menu(scene, "status", labels, "status.what_next")


def facts_so_far(scene: Scene) -> list[str]:
    """The few lines that tell what is decided: the goal, the decision, the reason, the date."""
    known = {
        "goal": scene.goal,
        "decision": scene.value("decision") and scene.book.table("words.decisions")[scene.value("decision")],
    }
    if on.chose_to_part(scene):
        known |= {"reason": reason_or_decision(scene), "exit": scene.day("exit_date")}
    return [scene.wording(f"status.{name}", value=value) for name, value in known.items() if value]
