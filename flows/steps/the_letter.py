"""The letter, as a part of setting notice: shown, chosen in tone and form, filled in, and handed over as files."""

from __future__ import annotations

from collections.abc import Sequence

from flows import letter, pack
from flows.offers import open_menu
from flows.questions import Choice, Question, Text
from flows.scene import Scene
from flows.terms import milestones

DETAILS = ("addressee", "agreement", "reach_me")
"""What makes a letter more exact. It is asked for on demand, and a letter without it has no gap."""

_FILLED_BY = {"exit_date": ("proposal", "own_date"), "send_on": ("send_on", "proposal", "own_date")}
"""Questions that are put again to fill a gap, where they are others than the gap's own."""


def letter_rows(scene: Scene) -> Sequence[Question]:
    """The details, once they were asked for, and the question whether the letter stands."""
    values = ("will_use", "tone", "channel", *(("fill",) if _can_be_filled(scene) else ()), "will_edit")
    return (*_DETAILS, Question("letter_ready", "set_notice.letter_ready", Choice(values), before=show,
                                needs=_RESTS_ON, then=_heard))  # fmt: skip


_RESTS_ON = ("proposal", "own_date", "reason", "client_counter_settled", "clause", "contract", "my_name", *DETAILS)

_DETAILS = tuple(
    Question(name, f"letter.{name}", Text(longest=160, digits=True), when=lambda scene: bool(scene.value("filling")))
    for name in DETAILS
)


def _can_be_filled(scene: Scene) -> bool:
    return bool(letter.missing(scene)) or any(scene.answer(name) is None for name in DETAILS)


def show(scene: Scene) -> None:
    """The letter as it stands, and what is missing from it."""
    _next_milestones(scene)
    scene.give(pack.letter_title(scene), letter.notice_letter(scene))
    if gaps := letter.gaps(scene):
        scene.say("letter.gaps", gaps=", ".join(gaps))
    if letter.has_to_be_on_paper(scene):
        scene.say("letter.beside", delivery=letter.route_of(scene))


def _next_milestones(scene: Scene) -> None:
    """The first dates of the ladder, once for each last day; all of them stand in the plan."""
    rungs = milestones(scene)
    if rungs and scene.value("ladder_of") != scene.value("exit_date"):
        scene.keep("ladder_of", scene.value("exit_date"))
        lines = "\n".join(f"· {scene.book.almanac.short(day)}" for day, _ in rungs[1:4])
        scene.say("set_notice.milestones", count=len(rungs), days=lines)


def _heard(scene: Scene) -> None:
    match scene.value("letter_ready"):
        case None:
            scene.say("control.left_open")
        case "tone":
            _offer(scene, "tone", letter.TONES, letter.tone_of(scene))
        case "channel":
            _offer(scene, "channel", letter.CHANNELS, letter.channel_of(scene))
        case "fill":
            _fill(scene)
        case verdict:
            scene.say(f"set_notice.letter_ready.after.{verdict}")
            pack.give_letter(scene)


def _offer(scene: Scene, what: str, values: Sequence[str], now: str) -> None:
    """The variants as buttons, the one that is shown left out."""
    scene.drop("letter_ready")
    names = scene.book.table("letter.tones") if what == "tone" else scene.book.table("letter.channels")
    labels = {value: names[value][:1].upper() + names[value][1:] for value in values if value != now}
    open_menu(scene, f"letter_{what}", labels, f"letter.which_{what}")


def _fill(scene: Scene) -> None:
    """Opens the questions whose answers are missing; they are put one after the other, and then the letter."""
    scene.keep("filling", True)
    for name in letter.missing(scene):
        scene.drop(*_FILLED_BY.get(name, (name,)))
    scene.drop("letter_ready")
