"""What the plan lists, row by row: the same rows as lines to read and as tables to print."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from flows.scene import Scene
from flows.sheet import deck_of, scored
from flows.terms import computed, due, kind_of, milestones
from flows.weighing import scores_of


def scores(scene: Scene) -> Iterator[tuple[str, str]]:
    """Each score by its name, as far as they were given."""
    names, given = scene.book.table("words.scores"), scores_of(scene)
    for name, words in names.items():
        value = getattr(given, name)
        if value is not None:
            yield words, f"{value:g}"


def candidate_days(scene: Scene) -> Iterator[tuple[str, date]]:
    """Everything that keeps the exit from being earlier, the earliest first."""
    names = scene.book.table("set_notice.candidates")
    for candidate in sorted(computed(scene).candidates, key=lambda row: row.day):
        yield names[candidate.name], candidate.day


def ladder(scene: Scene) -> Iterator[tuple[str, date, str]]:
    """The rungs from the notice to the months after: name, day, and what is to be done."""
    lines, extra = scene.book.table("kinds.milestones"), scene.book.table("kinds.milestones_facility")
    facility = kind_of(scene).is_facility
    for when, row in milestones(scene):
        yield row.name, when, lines[row.name] + (f" {extra[row.name]}" if facility and row.name in extra else "")


def rehearsed(scene: Scene) -> Iterator[tuple[str, str, bool]]:
    """Each question that was rehearsed, the answer, and whether it holds."""
    for card in deck_of(scene):
        if answer := scene.value(f"card:{card}"):
            asked = scene.book.wordings(f"deck.{card}.ask")[0]
            yield asked, " ".join(str(answer).split()), bool(scored(scene, card)["holds"])


def successors(scene: Scene) -> Iterator[tuple[str, str]]:
    """Who might follow, and where things stand with each."""
    labels = scene.book.labels["hand_off.candidate"]
    for place, name in enumerate(scene.value("candidates") or []):
        yield name, labels[scene.value(f"candidate:{place}") or "not_asked"][0]


def transfer(scene: Scene) -> Iterator[tuple[date, str, str]]:
    """What passes on: by when, what, and who sees to it (me, them, both, or somebody in their words)."""
    items = scene.book.table("transfer.items")
    for item in kind_of(scene).transfer:
        owner = scene.value(f"item:{item.name}")
        if owner and owner != "not_needed" and (day := due(scene, item)):
            yield day, items[item.name], str(owner)
