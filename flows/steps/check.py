"""Check: a draft is looked through, finding by finding; each is taken, put in other words, or kept.

Entered from anywhere; whatever was open there, a half-typed list too, is open again afterwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flows import linter
from flows.echo import quote
from flows.linter import Finding
from flows.machine import move
from flows.model import Cue
from flows.questions import Choice, Question, Step, Text, fixed
from flows.scene import Scene
from flows.sentences import sentence_of

NAMES = ("check_behind", "check_draft", "check_score", "check_settled", "check_count", "check_open", "check_for",
         "check_choice", "check_own")  # fmt: skip
"""Answers that belong to one draft; the next one begins without them."""

_SHOWN = 30
"""Words of a draft that are shown around a finding."""

_LONGEST_SHOWN = 300
"""Characters of a rewrite that are shown; all of it is taken."""

_GAP = "[date]"
"""How a rewrite shows a day that the sentence doesn't hold."""

_FEWEST = 3
"""Words from which an answer in free words is another wording, and no slip."""


def enter(scene: Scene, draft: str = "", answer: str | None = None) -> None:
    """Sets aside what was open and takes up a draft, if there is one yet.

    `answer` names the answer that the draft is, so that its new form is kept there.
    """
    leave(scene)
    case = scene.case
    behind = {"came_from": case.came_from, "asking": case.asking, "pending": case.pending}
    scene.change(came_from=case.step, step=move(scene, "checked"), asking=None, pending=None)
    scene.keep("check_behind", behind)
    scene.keep("check_for", answer)
    if draft:
        scene.keep("check_draft", draft, draft)
        _begin(scene)


def leave(scene: Scene) -> None:
    """Back to what was open before, without a word; nothing where no draft is looked at."""
    if scene.case.step != "check":
        return
    behind = scene.value("check_behind")
    scene.drop(*NAMES)
    scene.change(step=move(scene, "resume"), **behind)


def _begin(scene: Scene) -> None:
    """How it stands now; without a finding, that is all."""
    cues = scene.book.linter.cues(scene.value("check_draft"))
    scene.keep("check_score", linter.score(cues))
    if cues:
        scene.say("check.found" if len(cues) > 1 else "check.found_one", count=len(cues), score=linter.score(cues))
    else:
        scene.say("check.clean")
        leave(scene)
        return
    _seek(scene)


def _seek(scene: Scene) -> bool:
    """Keeps the first finding whose sentence is not settled yet; False if there is none."""
    text, settled = scene.value("check_draft"), scene.value("check_settled") or []
    for cue in scene.book.linter.cues(text):
        start, end = sentence_of(text, (cue.start, cue.end))
        if not any(text[start:end] in words for words in settled):
            found = scene.book.linter.finding(text, cue, scene.value("check_count") or 0)
            scene.keep("check_open", [cue.cue, cue.start, cue.end, found.suggestion])
            return True
    return False


def _finding(scene: Scene) -> Finding:
    """The finding at hand; where a choice is open there is one."""
    text = scene.value("check_draft")
    pattern, start, end, suggestion = scene.value("check_open")
    return Finding(Cue(pattern, start, end, text[start:end]), sentence_of(text, (start, end)), suggestion)


# -- one finding ----------------------------------------------------------------------------------


def _show(scene: Scene) -> None:
    """The draft with the words marked, and why they harm."""
    found = _finding(scene)
    shown = linter.marked(scene.value("check_draft"), found, _SHOWN)
    scene.tell(f"{shown}\n\n{scene.wording(f'linter.why.{found.cue.cue}')}")


def _suggested(scene: Scene) -> str:
    """The rewrite, with the last day where it is known and the rewrite left a gap for it."""
    found, day = _finding(scene), scene.day("exit_date")
    return found.suggestion.replace(_GAP, scene.book.almanac.long(day)) if day else found.suggestion


def _suggestion(scene: Scene) -> dict[str, Any]:
    return {"suggestion": quote(_suggested(scene), _LONGEST_SHOWN)}


def _choice(scene: Scene) -> None:
    """Takes the rewrite, keeps the sentence, or stops; free words are their own wording."""
    value = scene.value("check_choice")
    found = _finding(scene)
    match value:
        case "own":
            return
        case "take":
            words = _suggested(scene)
            _put(scene, found, words)
            _settle(scene, words)
        case "keep" | None:
            _settle(scene, scene.value("check_draft")[slice(*found.sentence)])
            scene.say("check.kept")
        case "stop":
            _finish(scene)
            return
        case words if len(str(words).split()) < _FEWEST:
            scene.say("check.too_short")
        case words:
            _put(scene, found, str(words))
    _go_on(scene)


def _own(scene: Scene) -> None:
    """Their own words in the place of the sentence; they are looked at like the rest."""
    found = _finding(scene)
    if words := scene.value("check_own"):
        _put(scene, found, str(words))
    else:
        _settle(scene, scene.value("check_draft")[slice(*found.sentence)])
    _go_on(scene)


def _put(scene: Scene, found: Finding, words: str) -> None:
    text = linter.replaced(scene.value("check_draft"), found, " ".join(words.split()))
    scene.keep("check_draft", text, text)


def _settle(scene: Scene, sentence: str) -> None:
    """A sentence that is not brought up again."""
    scene.keep("check_settled", [*(scene.value("check_settled") or []), sentence])


def _go_on(scene: Scene) -> None:
    scene.drop("check_choice", "check_own")
    scene.keep("check_count", (scene.value("check_count") or 0) + 1)
    if not _seek(scene):
        _finish(scene)


def _finish(scene: Scene) -> None:
    """The whole text in its new form, to be copied, and how it stood and stands."""
    text, answer = scene.value("check_draft"), scene.value("check_for")
    scene.give(scene.wording("check.title"), text)
    now = linter.score(scene.book.linter.cues(text))
    scene.say("check.scores", before=scene.value("check_score"), now=now)
    leave(scene)
    if answer:
        scene.keep(answer, text, text)


def _draft(scene: Scene) -> None:
    if scene.value("check_draft"):
        _begin(scene)
    else:
        leave(scene)


_DRAFT = Question("check_draft", "check.draft", Text(), then=_draft)
_CHOOSES = Choice(("take", "own", "keep", "stop"), free=True)
_CHOICE = Question("check_choice", "check.finding", _CHOOSES, facts=_suggestion, before=_show, then=_choice)
_WITHOUT = Question("check_choice", "check.finding", _CHOOSES, before=_show, then=_choice, wording="without")
_OWN = Question("check_own", "check.own", Text(longest=2000), then=_own)


def _next(scene: Scene, rows: Sequence[Question]) -> Question | None:
    """The draft first, then its findings one by one."""
    if not scene.settled("check_draft"):
        return _DRAFT
    if scene.value("check_choice") == "own":
        return _OWN
    return _CHOICE if _finding(scene).suggestion else _WITHOUT


CHECK = Step("check", fixed(_DRAFT, _CHOICE, _OWN), choose=_next)
