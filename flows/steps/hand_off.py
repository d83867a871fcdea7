"""Hand off: who might follow, what passes to whom and when, and the words for saying goodbye."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from functools import lru_cache
from typing import Any

from flows.handover import points_to_a_patient
from flows.kinds import REPLACEMENT_OPTIONS, TransferItem
from flows.questions import Choice, Lines, Question, Step, Text
from flows.scene import Scene
from flows.sheet import reason_or_decision
from flows.steps.set_notice import replies
from flows.terms import due, kind_of, side_of

WINDOW = timedelta(days=14)
"""How long after the exit questions are still answered: a house rule, kind and bounded."""

MOST_CANDIDATES = 6


def message_facts(scene: Scene) -> dict[str, Any]:
    """What the message templates may name."""
    exit_day = scene.day("exit_date")
    return {
        "exit_date": exit_day,
        "reason": reason_or_decision(scene),
        "my_name": scene.value("my_name"),
        "thanks": scene.value("thanks") or "",
        "candidate": next(iter([*candidates_who(scene, "interested"), *(scene.value("candidates") or [])]), None),
        "question_window": exit_day + WINDOW if exit_day else None,
    }


def candidates_who(scene: Scene, state: str) -> list[str]:
    """The candidates who stand at a state, such as interested."""
    names = scene.value("candidates") or []
    return [name for place, name in enumerate(names) if scene.value(f"candidate:{place}") == state]


def give_message(scene: Scene, name: str) -> None:
    """One of the drafts, as a document."""
    title = scene.book.table("hand_off.titles")[name]
    scene.give(title, scene.wording(f"transfer.messages.{name}", **message_facts(scene)))


@lru_cache(maxsize=512)
def _item(item: TransferItem) -> Question:
    def facts(scene: Scene) -> dict[str, Any]:
        words = scene.book.table("transfer.items")[item.name]
        return {"item": words, "due": due(scene, item), "side": side_of(scene),
                "usual": scene.fill(scene.book.table("hand_off.owners")[item.owner], side=side_of(scene))}  # fmt: skip

    return Question(f"item:{item.name}", "hand_off.item", Choice(("me", "them", "both", "not_needed"), free=True),
                    facts=facts, then=lambda scene: None)  # fmt: skip


@lru_cache(maxsize=64)
def _candidate(place: int) -> Question:
    def facts(scene: Scene) -> dict[str, Any]:
        return {"candidate": (scene.value("candidates") or [])[place]}

    states = Choice(("not_asked", "asked", "interested", "declined"))
    return Question(f"candidate:{place}", "hand_off.candidate", states, facts=facts, needs=("candidates",),
                    when=lambda scene: _exists(scene, place))  # fmt: skip


def _exists(scene: Scene, place: int) -> bool:
    return len(scene.value("candidates") or []) > place


def _candidates(scene: Scene) -> None:
    found = scene.value("candidates")
    if found:
        scene.echo("hand_off.candidates.heard", found)
        give_message(scene, "intro_permission")
    else:
        options = scene.book.table("transfer.options")
        listed = "\n".join(f"· {options[name]}" for name in REPLACEMENT_OPTIONS[:4])
        scene.say("hand_off.no_candidates", options=listed)


def _known_open(scene: Scene) -> bool:
    return scene.day("exit_date") is not None and scene.value("exit_status") != "agreed"


def _not_agreed_before(scene: Scene) -> bool:
    return _known_open(scene) or scene.answer("date_reply") is not None


def _count(scene: Scene) -> dict[str, Any]:
    return {"count": len(kind_of(scene).transfer), "side": side_of(scene)}


_BEFORE = (
    *replies("date", _not_agreed_before),
    Question(
        "candidates",
        "hand_off.candidates",
        Lines(most=MOST_CANDIDATES),
        then=_candidates,
        facts=_count,
        when=lambda scene: _needs_a_successor(scene),
    ),
)


def _about_the_work(name: str) -> Any:
    """What is said to a line of the packet; one that points to a patient is not kept, and is asked for again."""

    def heard(scene: Scene) -> None:
        value = scene.value(name)
        words = "\n".join(value) if isinstance(value, list) else str(value or "")
        if points_to_a_patient(scene, words):
            scene.drop(name)
            scene.say("handover.no_patients")
        elif not value:
            scene.say("control.left_open")
        elif isinstance(value, list):
            scene.say("control.listed")
        else:
            scene.echo(f"handover.{name}.heard", words)

    return heard


_PACKET = (
    Question("handover_state", "handover.handover_state", Text(longest=600), then=_about_the_work("handover_state")),
    Question("handover_watch", "handover.handover_watch", Lines(most=8), then=_about_the_work("handover_watch")),
    Question("handover_tells", "handover.handover_tells", Lines(most=8), then=_about_the_work("handover_tells")),
)
"""What the packet needs beside the list of what passes on."""

_AFTER = (
    *_PACKET,
    Question("hand_off_meeting", "hand_off.meeting", Text(longest=300), facts=_count),
    Question("thanks", "hand_off.thanks", Text(longest=600), sent=True),
    Question("for_yourself", "hand_off.for_yourself", Text(longest=600)),
    Question("closing_seen", "hand_off.closing", Choice(("good",), free=True), facts=_count, sent=True,
             needs=("proposal", "own_date", "reason"), before=lambda scene: _closing(scene), then=lambda scene: None),
)  # fmt: skip


def _closing(scene: Scene) -> None:
    if candidates_who(scene, "interested"):
        give_message(scene, "introduction")
    give_message(scene, "closing_vendor" if scene.value("kind") == "vendor" else "closing")


def _rows(scene: Scene) -> Sequence[Question]:
    kind = kind_of(scene)
    candidates = (_candidate(place) for place in range(len(scene.value("candidates") or [])))
    return (*_BEFORE, *candidates, *(_item(item) for item in kind.transfer), *_AFTER)


def _needs_a_successor(scene: Scene) -> bool:
    """A plan or a vendor needs nobody in the owner's place."""
    return scene.value("kind") not in ("payer", "vendor")


def _arrive(scene: Scene) -> None:
    key = "hand_off.arrive" if _needs_a_successor(scene) else "hand_off.arrive_without_successor"
    scene.say(key, **_count(scene))


HAND_OFF = Step("hand_off", _rows, arrive=_arrive)
