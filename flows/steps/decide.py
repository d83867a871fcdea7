"""Decide: six scores that the person gives, the arithmetic shown, and their own decision."""

from __future__ import annotations

from flows import conditions as on
from flows.answers import said_besides
from flows.decision import SCORES, Lean, lean, without_the_event
from flows.echo import quote
from flows.questions import Choice, Date, Number, Question, Step, Text, fixed
from flows.reflection import best_evidence
from flows.scene import Option, Scene
from flows.steps.reflect import HOT
from flows.weighing import DECISIONS, plain, scores_of, working


def _cautions(scene: Scene) -> None:
    """What has to be said with the arithmetic: heat, the one event, an open legal matter."""
    if scene.value("without_event") == "higher" and without_the_event(
        scores_of(scene), scene.value("value_without_event") or 0
    ):
        scene.say("decide.caution.event")
    elif (scene.value("heat") or 0) >= HOT:
        scene.say("decide.caution.heat", heat=scene.value("heat"))
    elif scene.value("last_event") == "today":
        scene.say("decide.caution.fresh")
    if scene.value("open_matters") in ("yes", "unsure"):
        scene.say("decide.caution.legal")


def _has_all(scene: Scene) -> bool:
    return not scores_of(scene).missing


def _score(name: str) -> tuple[Question, Question]:
    """The score and, where nothing was said on its theme, the evidence for it."""
    score = Question(f"score_{name}", f"decide.{name}", Number(0, 4, 0.5),
                     needs=("goal",) if name == "fit" else (), facts=lambda scene: {"evidence": _evidence(scene, name)},
                     then=lambda scene: _scored(scene, name))  # fmt: skip
    why = Question(f"why_{name}", f"decide.why_{name}", Text(), needs=(score.name,),
                   facts=lambda scene: {"score": plain(scene.value(f"score_{name}"))},
                   when=lambda scene: _needs_evidence(scene, name))  # fmt: skip
    return score, why


def _evidence(scene: Scene, name: str) -> str:
    words = best_evidence(scene, name)
    return scene.wording("decide.evidence", words=quote(words, 90)) if words else ""


def _needs_evidence(scene: Scene, name: str) -> bool:
    """A score stands on something: words beside the number, or what was told in the reflection."""
    score = scene.answer(f"score_{name}")
    if score is None or score.value is None:
        return False
    return not said_besides(score.said) and best_evidence(scene, name) is None


def _scored(scene: Scene, name: str) -> None:
    if scene.value(f"score_{name}") is None:
        scene.say("decide.score_left_open")


def _leaning(scene: Scene) -> None:
    match scene.value("leaning"):
        case "change_score":
            scene.drop("leaning")
            labels = {f"score_{name}": _score_line(scene, name) for name in SCORES}
            found = tuple(Option(f"menu.change_answer:{value}", label) for value, label in labels.items())
            text = scene.wording("decide.which_score")
            scene.change(pending={"kind": "menu", "name": "change_answer", "labels": labels, "text": text})
            scene.tell(text, found)
        case "sleep":
            decide(scene, "undecided")
        case "agree":
            decide(scene, DECISIONS[lean(scores_of(scene))])


def _score_line(scene: Scene, name: str) -> str:
    return f"{scene.book.table('words.scores')[name]}: {plain(scene.value(f'score_{name}'))}"


ANEW = {
    "keep": ("tweak", "keep_if_then", "keep_review_on"),
    "renegotiate": ("the_ask", "ask_by", "ask_measure", "ask_if_then", "ask_ready", "ask_result"),
    "pause": ("break_terms", "break_cover", "break_until", "break_if_then"),
}
"""What is settled anew when the same decision is taken again."""


def decide(scene: Scene, decision: str) -> None:
    """Keeps a decision and opens what an earlier one had closed."""
    scene.drop("follow_up", "look_again", "heat_again", "look_again_on")
    forget_arrival(scene, "closed")
    scene.drop(*ANEW.get(decision, ()))
    scene.keep("decision", decision, scene.text)
    scene.say(f"decide.decided.{decision}")


def forget_arrival(scene: Scene, step: str) -> None:
    """Lets a step that is come to anew say its words of arrival again."""
    scene.change(spoken={key: used for key, used in scene.case.spoken.items() if key != f"arrived.{step}"})


def _own(scene: Scene) -> None:
    decide(scene, scene.value("own_decision") or "undecided")


def _not_enough(scene: Scene) -> None:
    if scene.value("not_enough") == "give":
        missing = scores_of(scene).missing
        scene.drop("not_enough", *(f"score_{name}" for name in missing))
    else:
        decide(scene, "undecided")


_SCORES = tuple(row for name in SCORES for row in _score(name))
_SCORE_NAMES = tuple(f"score_{name}" for name in SCORES)

DECIDE = Step(
    "decide",
    fixed(
        *_SCORES,
        Question("temporary", "decide.temporary", Choice(("no", "yes"))),
        Question("break_allowed", "decide.break_allowed", Choice(("yes", "no", "unsure")),
                 when=lambda scene: scene.value("temporary") == "yes"),
        Question("without_event", "decide.without_event", Choice(("same", "higher")), needs=_SCORE_NAMES,
                 when=lambda scene: _has_all(scene) and scene.value("last_event") in ("today", "this_week")),
        Question("value_without_event", "decide.value_without_event", Number(0, 16, 0.5), needs=("without_event",),
                 facts=working, when=lambda scene: scene.value("without_event") == "higher"),
        Question("not_enough", "decide.not_enough", Choice(("give", "leave")), needs=_SCORE_NAMES, facts=working,
                 when=lambda scene: not _has_all(scene), then=_not_enough),
        Question("leaning", "decide.leaning", Choice(("agree", "change_score", "sleep", "differently")), facts=working,
                 needs=(*_SCORE_NAMES, "temporary", "break_allowed", "value_without_event"), before=_cautions,
                 when=_has_all, then=_leaning, must=True, may_stand=False),
        Question("own_decision", "decide.own_decision",
                 Choice(("keep", "renegotiate", "pause", "part_ways", "undecided")), needs=("leaning",), then=_own,
                 when=lambda scene: scene.value("leaning") == "differently", must=True),
        Question("benefit_of_staying", "decide.benefit_of_staying", Text(),
                 when=lambda scene: on.chose_to_part(scene) and not scene.value("pros")),
        Question("cost_of_leaving", "decide.cost_of_leaving", Text(), when=on.chose_to_part),
        Question("latest_date", "decide.latest_date", Date(), needs=("leaning",),
                 when=lambda scene: on.chose_to_part(scene) and lean(scores_of(scene)) is Lean.PART_WAYS_RUNWAY),
        Question("build_up", "decide.build_up", Text(), needs=("leaning",),
                 when=lambda scene: on.chose_to_part(scene) and lean(scores_of(scene)) is Lean.PART_WAYS_RUNWAY),
    ),
    arrive=lambda scene: scene.say("decide.arrive"),
)  # fmt: skip
