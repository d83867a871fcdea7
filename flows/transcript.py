"""`/transcript`: all that was said, for the person alone."""

from __future__ import annotations

from itertools import groupby
from zoneinfo import ZoneInfo

from flows import control
from flows.model import LOBBY, Said
from flows.scene import Scene


def give(scene: Scene) -> None:
    """The whole talk as a document, case by case in the order in which it went; then on with the question."""
    if scene.event.said:
        parts = [scene.wording("transcript.intro", day=scene.today)]
        for number, together in groupby(scene.event.said, key=lambda said: said.case):
            parts += [_heading(scene, number), *(_line(scene, said) for said in together)]
        scene.give(scene.wording("transcript.title"), "\n\n".join(parts))
    else:
        scene.say("transcript.nothing")
    control.ask_again(scene)


def _heading(scene: Scene, number: int) -> str:
    if number == LOBBY:
        return scene.wording("transcript.lobby").upper()
    case = next(case for case in (scene.case, *scene.person.cases) if case.number == number)
    kept = case.answers.get("client_name")
    name = str(kept.value) if kept and kept.value else scene.book.wordings("words.this_client")[0]
    return scene.wording("transcript.case", client=" ".join(name.split())).upper()


def _line(scene: Scene, said: Said) -> str:
    who = scene.wording(f"transcript.{said.who}")
    text = scene.wording("transcript.file", name=said.title) if said.title else said.text
    return f"{said.at.astimezone(ZoneInfo(scene.person.timezone)):%Y-%m-%d %H:%M} {who}\n{text}"
