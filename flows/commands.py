"""The slash commands, the same words on every channel."""

from __future__ import annotations

import re
from collections.abc import Callable

from flows import asking, control, invitations, menus, pack, sharing, transcript
from flows.echo import quote
from flows.reminders import menus as reminding
from flows.reminders import settings
from flows.scene import Scene
from flows.steps import check


def run(scene: Scene) -> None:
    """Does what a command asks for; an unknown one is answered as such, and nothing is lost."""
    name = name_of(scene.text)
    command = COMMANDS.get(name) or (OF_COACHES.get(name) if scene.event.invitation else None)
    if command is None:
        scene.say("control.unknown_command")
        control.ask_again(scene)
        return
    if scene.case.step == "crisis" and name not in IN_A_CRISIS:
        scene.say("crisis.stay.say")
        return
    if name != "pause":
        control.resume_if_paused(scene)
    command(scene)


def name_of(text: str) -> str:
    """The command that a text begins with, without slash and bot's name; empty if there is none."""
    found = re.match(r"/([^\s@]+)", text)
    return found[1].lower() if found else ""


def _start(scene: Scene) -> None:
    if (number := _case_to_resume(scene)) is not None:
        menus.take_up(scene, number)
        return
    invitations.greet(scene)
    if scene.case.spoken and scene.person.agreed_at:
        scene.say("control.in_the_middle")
    control.ask_again(scene)


def _case_to_resume(scene: Scene) -> int | None:
    """The case that a link names (`/start case-3`), if the person has it."""
    found = re.fullmatch(r"/start(?:@\w+)? +case-?(\d{1,9})", scene.text, re.IGNORECASE | re.ASCII)
    number = int(found[1]) if found else None
    return number if number in {case.number for case in scene.person.cases} else None


def _plan(scene: Scene) -> None:
    pack.give_plan(scene)
    control.ask_again(scene)


def _privacy(scene: Scene) -> None:
    scene.say("control.privacy")
    sharing.offer(scene)


def _why(scene: Scene) -> None:
    """What was noticed when the bot last slowed down or put something first, in the person's own words."""
    noticed = scene.value("noticed")
    if noticed:
        meanings = scene.book.table("hold.meaning")
        lines = [scene.wording("hold.why.heading")]
        for name, words in noticed:
            shown = quote(" ".join(words.split()), 60) if words else None
            lines.append(scene.wording("hold.why.cue" if shown else "hold.why.context", words=shown,
                                       meaning=meanings[name]))  # fmt: skip
        scene.tell("\n".join(dict.fromkeys(lines)))
        scene.say("hold.why.ending")
    else:
        scene.say("hold.why.nothing")
    control.ask_again(scene)


def _cancel(scene: Scene) -> None:
    """Closes what was opened beside the conversation: a menu, a change, a question about a day."""
    scene.say("control.cancelled")
    if scene.case.step == "check" and not scene.case.pending:
        control.leave(scene)
        return
    scene.change(pending=None, asking=None)
    asking.go_on(scene)


def _check(scene: Scene) -> None:
    """A draft is looked through: the words behind the command, else what is pasted next."""
    if scene.person.agreed_at is None:
        scene.say("check.nothing_yet")
        control.ask_again(scene)
        return
    check.enter(scene, scene.text.partition(" ")[2].strip() or scene.text.partition("\n")[2].strip())
    control.ask_again(scene)


IN_A_CRISIS = ("help", "privacy", "forget", "pause", "coach")
"""Commands that work in a crisis. The practice waits until the person says that they are safe."""

COMMANDS: dict[str, Callable[[Scene], None]] = {
    "start": _start,
    "help": control.help_here,
    "status": control.status,
    "back": control.go_back,
    "pause": control.pause,
    "cases": menus.which_case,
    "new": menus.new_case,
    "plan": _plan,
    "why": _why,
    "reminders": reminding.show,
    "settings": settings.show,
    "check": _check,
    "coach": sharing.ask_for_human,
    "transcript": transcript.give,
    "privacy": _privacy,
    "forget": menus.forget,
    "cancel": _cancel,
}
"""Every command by name. Each answers from every step."""

OF_COACHES: dict[str, Callable[[Scene], None]] = {"invite": invitations.make}
"""Commands that only coaches know; to others they are unknown."""

OF_THE_CHANNEL = frozenset({"review"})
"""Commands of coaches that the channel answers by itself, because nothing of the answer may be kept."""
