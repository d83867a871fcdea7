"""Answer questions: the bot plays the client, the person answers, and weak answers come back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from flows.deck import DECKS
from flows.questions import Choice, Question, Step, Text
from flows.rehearsal import CHECKS, Assessment, assess, names_the_date
from flows.scene import Scene
from flows.sheet import deck_of, note_sitting, reason_or_decision, scored, sittings, weak_cards
from flows.terms import side_of

LEVELS = ("ask", "pressed", "hostile")
"""Three levels of pushback, by the entry of the card that is put."""

MOODS = ("angry", "hurt", "cold", "guilt", "crowd")
"""Beyond the third level the hostile question comes again, each time in another mood."""

_TRIES = 2
"""How often a weak card comes back by itself."""


def _facts(scene: Scene) -> dict[str, Any]:
    kind = scene.value("kind") if scene.value("kind") in DECKS else "other"
    days = scene.value("notice_days")
    return {
        "asker": scene.book.table("deck.asker")[kind],
        "exit_date": scene.day("exit_date"),
        "notice_days": days,
        "clause": scene.value("clause"),
        "reason": reason_or_decision(scene),
    }


@lru_cache(maxsize=512)
def _card(name: str, level: int) -> Question:
    mood = level - len(LEVELS)
    frame = "rehearsal.asks.say" if mood < 0 else f"rehearsal.moods.{MOODS[mood]}"
    return Question(f"card:{name}", f"deck.{name}", Text(longest=2000), facts=_facts,
                    wording=LEVELS[min(level, len(LEVELS) - 1)], frame=frame,
                    then=lambda scene: _answered(scene, name))  # fmt: skip


def _answered(scene: Scene, card: str) -> None:
    text = scene.value(f"card:{card}")
    before = scored(scene, card)
    if text is None:
        scene.keep(f"score:{card}", {**before, "tries": _TRIES + 1})
        scene.say("control.left_open")
        return
    result = assess(scene.book, card, str(text), scene.day("exit_date"))
    scene.keep(f"score:{card}", {"level": before["level"], "points": result.points, "tries": before["tries"] + 1,
                                 "holds": result.holds})  # fmt: skip
    note_sitting(scene, card, result.holds)
    _feedback(scene, result, better=before["tries"] > 0 and result.points > before["points"])
    scene.keep("card_at", card)
    scene.drop("after_card")


def _feedback(scene: Scene, result: Assessment, better: bool) -> None:
    labels = scene.book.table("rehearsal.rubric")
    marks = [scene.wording(f"rehearsal.mark.{'yes' if result.passed[check] else 'no'}", check=labels[check])
             for check in CHECKS]  # fmt: skip
    score = scene.wording("rehearsal.score.line", points=result.points, marks=" ".join(marks))
    if result.holds:
        words = scene.wording("rehearsal.praise.held" if result.explicit else "rehearsal.sound.say")
    elif result.advice:
        key, facts = result.advice
        words = scene.wording(f"rehearsal.feedback.{key}", **facts)
        if better:
            words = scene.wording("rehearsal.praise.better") + " " + words
    else:
        words = ""
    scene.tell(f"{score}\n\n{words}")


def _next(scene: Scene) -> None:
    card = str(scene.value("card_at"))
    match scene.value("after_card"):
        case "model":
            scene.say(f"deck.{card}.model", **_facts(scene))
            scene.say(f"deck.{card}.tip")
            scene.drop("after_card")
        case "again":
            scene.drop(f"card:{card}")
        case "harder":
            level = min(scored(scene, card)["level"] + 1, len(LEVELS) + len(MOODS) - 1)
            scene.keep(f"score:{card}", {**scored(scene, card), "level": level})
            scene.drop(f"card:{card}")
        case "enough":
            scene.say("rehearsal.enough.say")


_AFTER = Question("after_card", "rehearsal.after_card", Choice(("next", "again", "harder", "model", "enough")),
                  then=_next)  # fmt: skip

_IF_THEN = Question("rehearsal_if_then", "rehearsal.if_then", Text(), facts=lambda scene: {"side": side_of(scene)})


def _rows(scene: Scene) -> Sequence[Question]:
    cards = (_with_needs(scene, _card(name, scored(scene, name)["level"])) for name in deck_of(scene))
    return (*cards, _AFTER, _IF_THEN)


def _with_needs(scene: Scene, card: Question) -> Question:
    """An answer that names the date rests on it."""
    answer = scene.value(card.name)
    if answer and names_the_date(scene.book, str(answer), scene.day("exit_date")):
        return replace(card, needs=("proposal", "own_date"))
    return card


def _choose(scene: Scene, rows: Sequence[Question]) -> Question | None:
    """The card at hand first, then the next new one, then the weak ones once more; then the plan."""
    cards = {row.name: row for row in rows if row.name.startswith("card:")}
    at_hand = scene.value("card_at")
    if at_hand and f"card:{at_hand}" in cards:
        if not scene.settled(f"card:{at_hand}"):
            return cards[f"card:{at_hand}"]
        if not scene.answer("after_card"):
            return _AFTER
    if scene.value("after_card") != "enough":
        found = _next_card(scene, list(cards.values()))
        if found:
            return found
    _progress(scene)
    return None if scene.settled(_IF_THEN.name) else _IF_THEN


def _progress(scene: Scene) -> None:
    """At the end of a day's practice: how many answers hold, and how it was the time before."""
    held_on = sittings(scene)
    if not held_on or held_on[-1][0] != scene.today or scene.value("progress_told") == scene.value("sittings"):
        return
    scene.keep("progress_told", scene.value("sittings"))
    _, held, count = held_on[-1]
    if len(held_on) > 1:
        day, before, all_before = held_on[-2]
        scene.say("rehearsal.progress.later", held=held, count=count, day=day, before=before, all=all_before)
    else:
        scene.say("rehearsal.progress.first", held=held, count=count)
    if weak := weak_cards(scene):
        scene.say("rehearsal.progress.weak", weak=len(weak))


def _next_card(scene: Scene, cards: Sequence[Question]) -> Question | None:
    fresh = next((row for row in cards if not scene.answer(row.name)), None)
    if fresh:
        return fresh
    weak = next((row for row in cards if _comes_back(scene, row.name.removeprefix("card:"))), None)
    if weak:
        scene.say("rehearsal.comes_back.say")
        scene.drop(weak.name)
    return weak


def _comes_back(scene: Scene, card: str) -> bool:
    known = scored(scene, card)
    return not known["holds"] and known["tries"] < _TRIES


ANSWER_QUESTIONS = Step(
    "answer_questions",
    _rows,
    choose=_choose,
    arrive=lambda scene: scene.say("rehearsal.arrive.say", count=len(deck_of(scene)), **_facts(scene)),
)
