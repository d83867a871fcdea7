"""The hand-over packet: state, what it is, open actions, contingencies, who tells whom, and the reading back.

It has the shape of I-PASS, which keeps things from being dropped, and holds no patient's data.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from flows.model import Block
from flows.plan_rows import transfer
from flows.scene import Scene

Section = Callable[[Scene], Iterator[Block]]

REMOVED = "[removed]"
"""What stands where a patient's data was taken out."""


def points_to_a_patient(scene: Scene, words: str) -> bool:
    """Whether words hold, or held, what could identify a patient."""
    return REMOVED in words or bool(scene.book.detectors.patient_data(words))


def packet(scene: Scene) -> tuple[Block, ...]:
    """The packet as it stands now; what nobody has said is a marked gap."""
    headings = scene.book.table("handover.headings")
    blocks = [Block("title", _words(scene, "title")), Block("small", _words(scene, "made_on", day=scene.today))]
    for name, section in _SECTIONS:
        blocks += [Block("heading", headings[name]), *section(scene)]
    return tuple(blocks)


def _words(scene: Scene, name: str, /, **facts: object) -> str:
    return scene.fill(scene.book.wordings(f"handover.paper.{name}")[0], **facts)


def _state(scene: Scene) -> Iterator[Block]:
    state = _clean(scene, [str(scene.value("handover_state") or "")])
    yield Block("text", state[0] if state else _words(scene, "no_state"))


def _summary(scene: Scene) -> Iterator[Block]:
    kinds = scene.book.table("handover.work")
    yield Block("text", kinds.get(scene.value("kind"), kinds["other"]))
    yield Block("text", _words(scene, "from", my_name=_my_name(scene)))
    yield Block("text", _words(scene, "last_day", exit_date=scene.day("exit_date")))
    if meeting := _clean(scene, [str(scene.value("hand_off_meeting") or "")]):
        yield Block("text", _words(scene, "meeting", meeting=meeting[0]))


def _actions(scene: Scene) -> Iterator[Block]:
    heads = scene.book.table("handover.columns")
    rows = [(scene.book.almanac.short(day), words, _owner(scene, owner)) for day, words, owner in transfer(scene)]
    if rows:
        yield Block("table", rows=((heads["by"], heads["action"], heads["owner"]), *rows))
    else:
        yield Block("text", _words(scene, "items_meanwhile"))


def _owner(scene: Scene, owner: str) -> str:
    named = scene.book.table("handover.owners")
    return scene.fill(named[owner], my_name=_my_name(scene)) if owner in named else owner


def _my_name(scene: Scene) -> str | None:
    return " ".join(str(scene.value("my_name") or "").split()) or None


def _listed(name: str, gap: str) -> Section:
    def section(scene: Scene) -> Iterator[Block]:
        lines = _clean(scene, scene.value(name) or [])
        yield from (Block("bullet", line) for line in lines or [_words(scene, gap)])

    return section


def _read_back(scene: Scene) -> Iterator[Block]:
    words = scene.book.table("handover.read_back")
    yield from (Block("check", line) for line in words["list"])
    yield Block("signature", words["line"])


def _clean(scene: Scene, lines: list[str]) -> list[str]:
    """The lines that say something and point to nobody."""
    return [line for line in lines if line.strip() and not points_to_a_patient(scene, line)]


_SECTIONS: tuple[tuple[str, Section], ...] = (
    ("state", _state),
    ("summary", _summary),
    ("actions", _actions),
    ("watch", _listed("handover_watch", "no_watch")),
    ("tells", _listed("handover_tells", "no_tells")),
    ("read_back", _read_back),
)
