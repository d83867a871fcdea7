"""The exit pack: the letter to edit, the dates for a calendar, the plan to print, the packet to hand over.

Here they are values; what makes files of them is the shell's.
"""

from __future__ import annotations

from collections.abc import Iterator
from uuid import NAMESPACE_URL, uuid5

from flows import handover, plan, plan_rows
from flows.letter import channel_of, letter_blocks
from flows.model import Appointment, Block, Document
from flows.scene import Scene
from flows.terms import computed


def give_plan(scene: Scene) -> None:
    """Hands the plan over: to be read here, and as a file to print."""
    title = scene.wording("plan.title")
    scene.give(title, plan.write(scene), _document(scene, "pdf", title, plan.blocks(scene)))


def give(scene: Scene) -> None:
    """Everything at once: the plan in two forms, the letter, the calendar and the packet."""
    give_plan(scene)
    give_letter(scene)
    if scene.day("exit_date"):
        _give_file(scene, "ics", "timeline", appointments=tuple(timeline(scene)))
    _give_file(scene, "docx", "hand_over", handover.packet(scene))
    _give_file(scene, "md", "notes", plan.blocks(scene))


def give_letter(scene: Scene) -> None:
    """The notice in the form that was picked, as a file to edit."""
    title = _file_title(scene, channel_of(scene))
    scene.give(title, scene.wording("pack.said.letter"), _document(scene, "docx", title, letter_blocks(scene)))


def letter_title(scene: Scene) -> str:
    """What the notice is called where it is shown."""
    return str(scene.book.table("letter.titles")[channel_of(scene)])


def timeline(scene: Scene) -> Iterator[Appointment]:
    """The dates of the plan as entries of a calendar, in order of the plan."""
    lines = scene.book.table("pack.calendar")
    if post_by := computed(scene).post_by:
        yield Appointment(_key(scene, "post_by"), max(post_by, scene.today), scene.fill(lines["post_by"]))
    for name, day, words in plan_rows.ladder(scene):
        yield Appointment(_key(scene, name), day, scene.fill(lines[name]), words)
    for day, words, owner in plan_rows.transfer(scene):
        title = scene.fill(lines["item"], item=words)
        yield Appointment(_key(scene, words), day, title, plan.owner_in_words(scene, owner))


def _give_file(
    scene: Scene, form: str, name: str, blocks: tuple[Block, ...] = (), appointments: tuple[Appointment, ...] = ()
) -> None:
    title = _file_title(scene, name)
    scene.give(title, scene.wording(f"pack.said.{name}"), _document(scene, form, title, blocks, appointments))


def _file_title(scene: Scene, name: str) -> str:
    return scene.fill(scene.book.table("pack.files")[name])


def _document(
    scene: Scene, form: str, name: str, blocks: tuple[Block, ...] = (), appointments: tuple[Appointment, ...] = ()
) -> Document:
    return Document(form, name, scene.client, scene.now, blocks, appointments, _zone(scene))


def _zone(scene: Scene) -> str | None:
    """The person's time zone, unless it is only what everybody has who never said theirs."""
    person = scene.person
    return person.timezone if person.zone_told or person.timezone != "UTC" else None


def _key(scene: Scene, name: str) -> str:
    """What tells an entry from all others for good, without saying whose it is."""
    case = scene.case
    return str(uuid5(NAMESPACE_URL, f"{scene.person.key} {case.number} {case.created_at.isoformat()} {name}"))
