"""What a coach may read, and the talk between a person and a coach. Only the person decides.

A coach is a human. What they write comes through here, so that it is always said whose words it is.
"""

from __future__ import annotations

from flows import answers, asking, control
from flows.consent import ALL, NOTHING, choose, level
from flows.model import LOBBY, Case
from flows.scene import Scene


def offer(scene: Scene) -> None:
    """Says what a coach may read now, and lets the person change it."""
    labels = {value: names[0] for value, names in scene.book.labels["sharing.level"].items()}
    now = level(scene.person, scene.case)
    key = "sharing.now.case" if now != scene.person.sharing else f"sharing.now.{now}"
    asking.open_menu(scene, "sharing", labels, key)


def picked(scene: Scene, value: str) -> None:
    """The person picked how much a coach may read."""
    choose(scene, value)
    control.ask_again(scene)


# -- asking for a human -----------------------------------------------------------------------------


def ask_for_human(scene: Scene) -> None:
    """`/coach`: this case is shown to a coach, after the person has said yes to exactly that."""
    if not scene.event.coached:
        scene.say("sharing.nobody")
        control.ask_again(scene)
    elif scene.case.number == LOBBY:
        scene.say("sharing.no_case")
        control.ask_again(scene)
    elif level(scene.person, scene.case) == ALL:
        _asked(scene)
    else:
        labels = {value: scene.book.wordings(f"sharing.human_{value}_label")[0] for value in ("yes", "no")}
        asking.open_menu(scene, "human", labels, "sharing.human")


def human(scene: Scene, value: str) -> None:
    """The person said whether this case is shown."""
    if value == "yes":
        scene.change(shared=True)
        _asked(scene)
    else:
        scene.say("sharing.not_shown")
        control.ask_again(scene)


def _asked(scene: Scene) -> None:
    scene.flags += ("request",)
    scene.say("sharing.asked")
    control.ask_again(scene)


def notify(scene: Scene) -> None:
    """To a coach: somebody asked for a human, or wrote back. Nothing of what was written is in it."""
    scene.say(f"sharing.notice.{scene.event.text}")


# -- a coach's words, and the answer ----------------------------------------------------------------

_MENU = "to_coach"


def hear_coach(scene: Scene) -> None:
    """A coach wrote about one of the person's cases. What the person writes next goes back to the coach."""
    number, _, words = scene.event.text.partition(":")
    about = _case(scene, int(number))
    asking.keep_list(scene)
    scene.flags += ("reply",)
    labels = {"go_on": scene.book.wordings("sharing.go_on_label")[0]}
    asking.open_menu(scene, _MENU, labels, "sharing.coach_wrote", client=_client(scene, about), words=words.strip())
    again = scene.wording("sharing.write_back")
    scene.change(pending={**(scene.case.pending or {}), "text": again, "about": about.number})
    scene.replies = [(about.number, about.step, reply) for _, _, reply in scene.replies]


def write_back(scene: Scene) -> bool:
    """Takes a message as the answer to a coach, if one is awaited; the open question stays open."""
    pending = scene.case.pending or {}
    if pending.get("name") != _MENU or _is_a_pick(scene, pending["labels"]):
        return False
    asking.close_menu(scene)
    about = _case(scene, pending["about"])
    if level(scene.person, about) == NOTHING:
        return False  # taken back in the meantime: then it is no coach's business
    scene.heard_in = (about.number, about.step)
    scene.flags += ("answer",)
    scene.say("sharing.passed_on")
    control.ask_again(scene)
    return True


def _case(scene: Scene, number: int) -> Case:
    """One of the person's cases as it is now, or the lobby."""
    known = (scene.case, *scene.person.cases)
    return next((case for case in known if case.number == number), scene.person.lobby)


def _client(scene: Scene, case: Case) -> str:
    name = case.answers.get("client_name")
    return " ".join(str(name.value).split()) if name and name.value else scene.book.wordings("words.this_client")[0]


def _is_a_pick(scene: Scene, labels: dict[str, str]) -> bool:
    return answers.pick(scene.text, {value: (label,) for value, label in labels.items()}) is not None


def go_on(scene: Scene, value: str) -> None:
    """The person would rather go on with the questions."""
    control.ask_again(scene)
