"""The client card: what to call this client, which kind it is, what is going on."""

from __future__ import annotations

import re

from flows.answers import MANY, labels_of, pick
from flows.echo import quote
from flows.kinds import KINDS
from flows.model import changed
from flows.questions import Choice, Question, Step, Text, fixed
from flows.scene import Scene

_BEGINNING = ("welcome", "client", "reflect")
"""Steps in which what is told beside the question belongs to the story."""

_A_STORY = 8
"""Words from which a message tells what is going on, whatever was asked."""


def tells(scene: Scene, text: str) -> bool:
    """Whether a message tells of the story where something else was asked; then it is kept, and not asked for again."""
    answers_it = scene.case.step not in _BEGINNING or scene.case.asking == "story"
    if answers_it or len(text) > MANY or len(text.split()) <= _A_STORY:
        return False
    before = scene.value("story")
    story = f"{before}\n{text}" if before else text
    scene.keep("story", story, story)
    return True


def _arrive(scene: Scene) -> None:
    """Takes over what was told before there was a case."""
    lobby = scene.person.lobby
    told = lobby.answers.get("story")
    if told is None:
        scene.say("client.arrive")
        return
    scene.change_person(lobby=changed(lobby, answers={}))
    scene.keep("story", told.value, told.said)
    scene.say("client.arrive_told", words=quote(str(told.value), 60))


def seems_a_patient(scene: Scene) -> bool:
    """What was told sounds like a person under care, though the kind says otherwise."""
    told = f"{scene.value('client_name') or ''} {scene.value('story') or ''}"
    return scene.value("kind") not in (None, "patient") and bool(scene.book.detectors.patient_talk(told))


def _no_name(scene: Scene) -> None:
    """A patient is never called by a name here."""
    scene.keep("client_name", scene.book.wordings("words.a_patient")[0])


def _named(scene: Scene) -> None:
    """A name; where it speaks of a patient, the kind is known and the name is none."""
    name = str(scene.value("client_name") or "")
    says_patient = pick(name, labels_of("client.kind", ("patient",), scene.book)) is not None
    if says_patient or any(signal.score > 0.5 for signal in scene.book.detectors.patient_talk(name)):
        scene.keep("kind", "patient", name)
        _no_name(scene)
    elif "[removed]" in name:
        scene.keep("client_name", scene.book.wordings("words.this_client")[0])
    elif name:
        scene.keep("client_name", _bare(scene, name), name)
        scene.echo("client.client_name.heard", _bare(scene, name))
    else:
        scene.say("control.left_open")


def _bare(scene: Scene, name: str) -> str:
    """A name without the words that lead up to it: "it's Oakdale", "we call them Keller"."""
    leads = "|".join(scene.book.table("client")["leads"]).replace("’", "['’]")
    return re.sub(rf"^(?:{leads})\s+(?=\S)", "", name, flags=re.IGNORECASE)


def _kind(scene: Scene) -> None:
    if kept := scene.answer("kind"):
        tells(scene, kept.said)
    if scene.value("kind") == "patient":
        _no_name(scene)
    elif scene.value("client_name") == scene.book.wordings("words.a_patient")[0]:
        scene.drop("client_name")


def _told(scene: Scene) -> None:
    if story := scene.value("story"):
        scene.echo("client.story.heard", str(story))
    else:
        scene.say("control.left_open")


def _person_or_organization(scene: Scene) -> None:
    scene.say(f"client.treated.after.{scene.value('treated')}")
    if scene.value("treated") == "person":
        _no_name(scene)


CLIENT = Step(
    "client",
    fixed(
        Question("client_name", "client.client_name", Text(longest=80, words=6), then=_named),
        Question("kind", "client.kind", Choice((*KINDS, "unsure"), waits=("unsure",)), must=True,
                 then=_kind),
        Question("story", "client.story", Text(), then=_told,
                 when=lambda scene: scene.value("kind") != "patient"),
        Question("treated", "client.treated", Choice(("person", "organization")), needs=("kind",),
                 when=seems_a_patient, then=_person_or_organization, must=True),
    ),
    arrive=_arrive,
)  # fmt: skip
