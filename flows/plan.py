"""The plan: everything decided so far as one document that could be printed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from flows import conditions as on
from flows import plan_rows
from flows.letter import letter_blocks, notice_letter
from flows.model import Block
from flows.patient_steps import no_letter, safe_steps
from flows.scene import Scene
from flows.terms import computed, kind_of, sends_on, side_of
from flows.weighing import scores_of, working

Lines = Iterator[str]


def write(scene: Scene) -> str:
    """The plan as plain text, section by section; what nobody has answered is left out."""
    headings = scene.book.table("plan.headings")
    parts = [scene.wording("plan.made_on", day=scene.today)]
    found = False
    for name, section in SECTIONS:
        lines = [line for line in section(scene) if line]
        if lines:
            found = True
            parts.append("\n".join([headings[name].upper(), *lines]))
    return "\n\n".join(parts if found else [*parts, scene.wording("plan.empty")])


def blocks(scene: Scene) -> tuple[Block, ...]:
    """The plan as a document to print: the same sections, with tables where rows belong together."""
    headings = scene.book.table("plan.headings")
    made = [Block("title", scene.wording("plan.title")), Block("small", scene.wording("plan.made_on", day=scene.today))]
    parts: list[Block] = []
    for name, section in SECTIONS:
        found = tuple(_printed(scene, name, section))
        parts += [Block("heading", headings[name]), *found] if found else []
    return (*made, *(parts or [Block("text", scene.wording("plan.empty"))]))


def _printed(scene: Scene, name: str, section: Callable[[Scene], Lines]) -> Iterator[Block]:
    """A section as blocks. Where it has a table, that stands for the lines which list the same."""
    table = TABLES.get(name)
    lines = [line for line in section(scene) if line]
    if name == "letter" and lines:
        yield from letter_blocks(scene)
        return
    for line in lines:
        mark, words = line[:2], line[2:]
        if mark in _MARKS and not table:
            yield Block(_MARKS[mark], words)
        elif mark not in _MARKS and not (table and table.whole):
            yield Block("text", line)
    if lines and table and (rows := tuple(table.rows(scene))):
        heads = scene.book.table("plan.columns")
        yield Block("table", rows=(tuple(heads[head] for head in table.heads), *rows))


_MARKS = {"□ ": "check", "· ": "bullet"}


def _line(scene: Scene, name: str, /, **facts: Any) -> str:
    return scene.wording(f"plan.lines.{name}", **facts)


def _value(scene: Scene, name: str) -> str:
    value = scene.value(name)
    return "; ".join(value) if isinstance(value, list) else str(value or "")


def _told(scene: Scene, *names: str) -> Lines:
    """Lines of their own for answers that have one in the content, else the answer itself."""
    for name in names:
        if value := _value(scene, name):
            key = f"plan.lines.{name}"
            yield scene.wording(key, value=value) if scene.book.has(key) else value


def _days(scene: Scene, *names: str) -> Lines:
    for name in names:
        if day := scene.day(name):
            key = f"plan.lines.{name}"
            yield scene.wording(key, value=day) if scene.book.has(key) else scene.book.almanac.long(day)


def _goal(scene: Scene) -> Lines:
    yield scene.goal or ""


def _patient(scene: Scene) -> Lines:
    """For a patient nothing of a client's plan: what forbids a letter, and the safe steps."""
    if on.is_a_patient(scene):
        reasons = no_letter(scene)
        if reasons:
            yield _line(scene, "no_letter", reasons="; ".join(reasons))
        yield from _told(scene, "patient_tried")
        yield ""
        yield safe_steps(scene)


def _sides(scene: Scene) -> Lines:
    yield from _told(scene, "pros", "costs", "benefit_of_staying", "cost_of_leaving")


def _decision(scene: Scene) -> Lines:
    if not scores_of(scene).missing:
        facts = working(scene)
        yield _line(scene, "sum", **facts)
        yield _line(scene, "lean", **facts)
    if decision := scene.value("decision"):
        yield _line(scene, "decision", value=scene.book.table("words.decisions")[decision])
        if scene.goal:
            yield _line(scene, "serves")
    yield from _days(scene, "latest_date")
    yield from _told(scene, "build_up")


def _only(condition: Callable[[Scene], bool], *names: str, days: tuple[str, ...] = ()) -> Callable[[Scene], Lines]:
    def section(scene: Scene) -> Lines:
        if condition(scene):
            yield from _told(scene, *names)
            yield from _days(scene, *days)

    return section


def _parting(section: Callable[[Scene], Lines]) -> Callable[[Scene], Lines]:
    """A section that belongs to a plan for parting, and to no other."""

    def only_then(scene: Scene) -> Lines:
        if on.chose_to_part(scene) and not on.is_a_patient(scene):
            yield from section(scene)

    return only_then


def _undecided(scene: Scene) -> bool:
    return bool(scene.value("decision") == "undecided")


def _reason(scene: Scene) -> Lines:
    reason = scene.value("reason")
    if reason == "no_reason":
        yield _line(scene, "no_reason", value=scene.book.wordings("words.decision_only")[0])
    elif reason:
        yield str(reason)


def _date(scene: Scene) -> Lines:
    day = scene.day("exit_date")
    if not day:
        return
    status, result = scene.book.table("plan.status"), computed(scene)
    yield _line(scene, "exit_date", day=day, status=status[scene.value("exit_status") or "proposed"])
    yield _line(scene, "received", send_on=sends_on(scene), day=result.received_on)
    for name, candidate in plan_rows.candidate_days(scene):
        yield "· " + _line(scene, "candidate", name=name, day=candidate)
    if result.post_by:
        yield _line(scene, "post_by", post_by=result.post_by, latest=result.post_at_the_latest)
    if result.provisional:
        yield _line(scene, "provisional")
    if not scene.settled("proposal"):
        yield _line(scene, "stale")


def _traps(scene: Scene) -> Lines:
    """What is still open, and the traps that the person put on their list."""
    words = scene.book.table("plan.open")
    yield from (f"□ {words[name]}" for name, is_open in OPEN_POINTS if is_open(scene))
    texts = scene.book.table("kinds.traps")
    for name in kind_of(scene).traps:
        if scene.value(f"trap:{name}") == "noted":
            yield "□ " + " ".join(texts[name]["text"].split())


OPEN_POINTS: tuple[tuple[str, Callable[[Scene], bool]], ...] = (
    ("counsel", lambda scene: scene.value("open_matters") in ("yes", "unsure") and scene.value("counsel") != "cleared"),
    ("conduct", lambda scene: scene.value("conduct") == "unsure"),
    ("notice_days", lambda scene: computed(scene).provisional),
    ("clause", lambda scene: scene.value("contract") not in (None, "none") and not scene.value("clause")),
    ("method", lambda scene: scene.value("method") in (None, "unknown")),
    ("renewal", lambda scene: scene.value("renewal") == "unsure"),
    ("lock_in", lambda scene: scene.value("lock_in") == "unsure"),
    ("patients", lambda scene: scene.value("patients_waiting") in ("yes", "unsure")
     and scene.day("patients_safe_on") is None),
)  # fmt: skip
"""What has to be found out before the letter can go."""


def _milestones(scene: Scene) -> Lines:
    for _, when, words in plan_rows.ladder(scene):
        yield "□ " + _line(scene, "milestone", day=scene.book.almanac.short(when), line=words)


def _questions(scene: Scene) -> Lines:
    for asked, answer, holds in plan_rows.rehearsed(scene):
        yield _line(scene, "card", question=asked, answer=_weak(scene, holds) + answer)


def _weak(scene: Scene, holds: bool) -> str:
    return "" if holds else scene.book.wordings("plan.lines.weak")[0]


def _candidates(scene: Scene) -> Lines:
    for name, state in plan_rows.successors(scene):
        yield "□ " + _line(scene, "candidate_state", candidate=name, state=state)


def _transfer(scene: Scene) -> Lines:
    for day, item, owner in plan_rows.transfer(scene):
        yield "□ " + _line(scene, "item", due=scene.book.almanac.short(day), item=item,
                           owner=owner_in_words(scene, owner))  # fmt: skip


def owner_in_words(scene: Scene, owner: str) -> str:
    """Who sees to something, as the person reads it."""
    names = scene.book.table("hand_off.owners")
    return scene.fill(names[owner], side=side_of(scene)) if owner in names else owner


def _goodbye(scene: Scene) -> Lines:
    yield from _told(scene, "hand_off_meeting", "thanks", "for_yourself", *_own_closing(scene))


def _own_closing(scene: Scene) -> tuple[str, ...]:
    return ("closing_seen",) if scene.value("closing_seen") not in (None, "good") else ()


def _notes(scene: Scene) -> Lines:
    yield from scene.value("notes") or ()


_IF_THEN = {
    "keep": ("keep_if_then",),
    "renegotiate": ("ask_if_then",),
    "pause": ("break_if_then",),
    "undecided": ("wait_if_then",),
    "part_ways": ("reason_if_pressed", "notice_if_then", "rehearsal_if_then"),
}
"""The if-then plans that belong to a decision."""


def _if_then(scene: Scene) -> Lines:
    for name in _IF_THEN.get(scene.value("decision") or "", ()):
        yield _value(scene, name)


def _letter(scene: Scene) -> Lines:
    if scene.day("exit_date"):
        yield notice_letter(scene)


SECTIONS: tuple[tuple[str, Callable[[Scene], Lines]], ...] = (
    ("goal", _goal),
    ("patient", _patient),
    ("sides", _sides),
    ("decision", _decision),
    ("keep", _only(on.chose_to_keep, "tweak", days=("keep_review_on",))),
    ("renegotiate", _only(on.chose_to_renegotiate, "the_ask", "ask_measure", days=("ask_by",))),
    ("take_break", _only(on.chose_a_break, "break_terms", "break_cover", days=("break_until",))),
    ("undecided", _only(_undecided, "undo", "ten_ten_ten", "one_test", days=("look_again_on",))),
    ("reason", _parting(_reason)),
    ("date", _parting(_date)),
    ("traps", _parting(_traps)),
    ("milestones", _parting(_milestones)),
    ("questions", _parting(_questions)),
    ("candidates", _parting(_candidates)),
    ("transfer", _parting(_transfer)),
    ("goodbye", _parting(_goodbye)),
    ("if_then", _if_then),
    ("debrief", lambda scene: _told(scene, "served_goal", "real_cost", "what_held", "at_the_start", "clauses_next",
                                    "early_sign")),
    ("notes", _notes),
    ("letter", _parting(_letter)),
)  # fmt: skip
"""The sections in the order in which they are printed."""


@dataclass(frozen=True, slots=True)
class Table:
    """A section's rows under their heads; the `whole` section, or what follows its other lines."""

    heads: tuple[str, ...]
    rows: Callable[[Scene], Iterator[tuple[str, ...]]]
    whole: bool = True


def _scores(scene: Scene) -> Iterator[tuple[str, ...]]:
    yield from plan_rows.scores(scene)


def _earliest(scene: Scene) -> Iterator[tuple[str, ...]]:
    for name, day in plan_rows.candidate_days(scene):
        yield name, scene.book.almanac.long(day)


def _ladder(scene: Scene) -> Iterator[tuple[str, ...]]:
    for _, day, words in plan_rows.ladder(scene):
        yield _BOX + scene.book.almanac.short(day), words


def _answers(scene: Scene) -> Iterator[tuple[str, ...]]:
    for asked, answer, holds in plan_rows.rehearsed(scene):
        yield asked, _weak(scene, holds) + answer


def _followers(scene: Scene) -> Iterator[tuple[str, ...]]:
    yield from plan_rows.successors(scene)


def _passed_on(scene: Scene) -> Iterator[tuple[str, ...]]:
    for day, item, owner in plan_rows.transfer(scene):
        yield _BOX + scene.book.almanac.short(day), item, owner_in_words(scene, owner)


_BOX = "☐ "

TABLES: dict[str, Table] = {
    "decision": Table(("score", "value"), _scores, whole=False),
    "date": Table(("reason", "day"), _earliest, whole=False),
    "milestones": Table(("when", "todo"), _ladder),
    "questions": Table(("asked", "answer"), _answers),
    "candidates": Table(("candidate", "state"), _followers),
    "transfer": Table(("when", "item", "owner"), _passed_on),
}
"""The sections that are printed as tables."""
