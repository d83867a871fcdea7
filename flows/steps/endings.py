"""The endings that are no parting: keep, renegotiate, take a break, not decided yet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flows.questions import Choice, Date, Number, Question, Step, Text, fixed
from flows.scene import Scene

_LOOK_AGAIN = {"leaning", "own_decision", "not_enough"}
MONTH = timedelta(days=30)


def _day(name: str) -> Any:
    return lambda scene: {"day": scene.day(name)}


def _day_heard(name: str, key: str) -> Callable[[Scene], None]:
    """What follows a day to look at it again; a month from now where the person leaves it open."""

    def heard(scene: Scene) -> None:
        if scene.day(name) is None:
            scene.keep(name, (scene.today + MONTH).isoformat())
        scene.say(key, day=scene.day(name))

    return heard


# -- keep -----------------------------------------------------------------------------------------

KEEP = Step(
    "keep",
    fixed(
        Question("tweak", "keep.tweak", Text()),
        Question("keep_if_then", "keep.if_then", Text()),
        Question("keep_review_on", "keep.review_on", Date(),
                 then=_day_heard("keep_review_on", "keep.review_on.heard")),
    ),
    arrive=lambda scene: scene.say("keep.arrive"),
)  # fmt: skip

# -- renegotiate ----------------------------------------------------------------------------------


def _windows(scene: Scene) -> dict[str, Any]:
    return {"early": scene.today + timedelta(days=30), "late": scene.today + timedelta(days=60)}


def _draft_ask(scene: Scene) -> None:
    facts = {name: scene.value(name) for name in ("the_ask", "ask_measure")}
    title = scene.wording("renegotiate.draft_title")
    scene.give(title, scene.wording("renegotiate.draft", ask_by=scene.day("ask_by"), **facts))


def _asked(scene: Scene) -> None:
    result = scene.value("ask_result")
    scene.say(f"renegotiate.ask_result.after.{result}")
    if result in ("half", "refused"):
        scene.unsettle({"score_fixable", *_LOOK_AGAIN})


RENEGOTIATE = Step(
    "renegotiate",
    fixed(
        Question("the_ask", "renegotiate.the_ask", Text(longest=600), sent=True),
        Question("ask_measure", "renegotiate.ask_measure", Text(longest=600)),
        Question("ask_by", "renegotiate.ask_by", Date(), facts=_windows,
                 then=_day_heard("ask_by", "renegotiate.ask_by.heard")),
        Question("ask_if_then", "renegotiate.if_then", Text()),
        Question("ask_ready", "renegotiate.ask_ready", Choice(("will_send", "change")), before=_draft_ask,
                 needs=("the_ask", "ask_measure", "ask_by"), then=lambda scene: _ready(scene)),
        Question("ask_result", "renegotiate.ask_result", Choice(("agreed", "half", "refused", "not_yet"),
                 waits=("not_yet",)), facts=_day("ask_by"), then=_asked, must=True),
    ),
    arrive=lambda scene: scene.say("renegotiate.arrive"),
)  # fmt: skip


def _ready(scene: Scene) -> None:
    if scene.value("ask_ready") == "change":
        scene.drop("ask_ready", "the_ask", "ask_measure", "ask_by")
        scene.say("renegotiate.ask_ready.after.change")
    elif scene.value("ask_ready"):
        scene.say("renegotiate.ask_ready.after.will_send", day=scene.day("ask_by"))


# -- take a break ---------------------------------------------------------------------------------

TAKE_BREAK = Step(
    "take_break",
    fixed(
        Question("break_terms", "take_break.terms", Text()),
        Question("break_cover", "take_break.cover", Text()),
        Question("break_until", "take_break.until", Date(),
                 then=_day_heard("break_until", "take_break.until.heard")),
        Question("break_if_then", "take_break.if_then", Text()),
    ),
    arrive=lambda scene: scene.say("take_break.arrive"),
)  # fmt: skip

# -- not decided yet ------------------------------------------------------------------------------


def _looked(scene: Scene) -> None:
    """A new sitting: the number is taken again, and the arithmetic is shown again."""
    heat = scene.value("heat_again")
    if heat is not None:
        before = scene.value("heat")
        if before is not None:
            scene.say("undecided.heat_again.after", before=before, heat=heat)
        scene.keep("heat", heat, str(heat))
        scene.keep("last_event", "longer", "")
    scene.unsettle(_LOOK_AGAIN)


UNDECIDED = Step(
    "undecided",
    fixed(
        Question("undo", "undecided.undo", Text()),
        Question("ten_ten_ten", "undecided.ten_ten_ten", Text()),
        Question("one_test", "undecided.small_test", Text()),
        Question("wait_if_then", "undecided.if_then", Text()),
        Question("look_again_on", "undecided.look_again_on", Date(),
                 then=_day_heard("look_again_on", "undecided.look_again_on.heard")),
        Question("look_again", "undecided.look_again", Choice(("now", "not_yet"), waits=("not_yet",)),
                 facts=_day("look_again_on"), must=True, then=lambda scene: None),
        Question("heat_again", "undecided.heat_again_number", Number(0, 10), then=_looked),
    ),
    arrive=lambda scene: scene.say("undecided.arrive"),
)  # fmt: skip
