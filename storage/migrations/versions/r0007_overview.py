"""The review for many: what there is of what, the queue by signal, longer beginnings of words in the index."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

Fact = tuple[str, str]

WAY = ("client", "reflect", "decide", "reframe", "set_notice", "answer_questions", "hand_off", "closed")
SPANS = {"hour": 1, "day": 24, "three_days": 72, "week": 168, "month": 720}
"""Hours."""
BESIDE = ("hold", "check", "safety", "crisis")
UNTAKEN = {"offered": "unanswered", "cannot_wait": "overridden", "not_needed": "not_needed"}
BARE = ("people", "cases", "reached", "stands", "outcome", "decided", "pause")

SEARCH = (
    "CREATE VIRTUAL TABLE search USING fts5("
    "text, content='messages', content_rowid='id', tokenize='unicode61 remove_diacritics 2', prefix='2 3 4')"
)
INDEX = (
    "INSERT INTO search (rowid, text) SELECT m.id, m.text FROM messages m"
    " JOIN shared s ON s.conversation = coalesce(m.case_id, -m.person_id)"
    " WHERE s.level = 'all' OR m.id IN (SELECT message_id FROM flags)"
)

_TALLIES = sa.table(
    "tallies",
    sa.column("shared", sa.Boolean),
    sa.column("day", sa.Date),
    sa.column("name", sa.String),
    sa.column("value", sa.String),
    sa.column("count", sa.Integer),
)


def upgrade() -> None:
    """Counts what there is, places what is flagged, and makes the indexes anew."""
    _tallies()
    _queue()
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE search")
        op.execute(SEARCH)
        op.execute(INDEX)


def _queue() -> None:
    for column in ("step", "kind", "outcome"):
        op.drop_index(f"ix_shared_{column}_rank_at", "shared")
        op.create_index(
            f"ix_shared_{column}_rank_at", "shared", [column, "rank", sa.text("at DESC"), sa.text("conversation DESC")]
        )
    op.create_table(
        "flagged",
        sa.Column("conversation", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("conversation", "kind", name="pk_flagged"),
        sa.ForeignKeyConstraint(
            ["conversation"], ["shared.conversation"], name="fk_flagged_conversation_shared", ondelete="CASCADE"
        ),
    )
    op.create_index(
        "ix_flagged_kind_rank_at", "flagged", ["kind", "rank", sa.text("at DESC"), sa.text("conversation DESC")]
    )
    op.execute(
        "INSERT INTO flagged (conversation, kind, rank, at) SELECT DISTINCT f.conversation, f.kind, s.rank, s.at"
        " FROM flags f JOIN shared s ON s.conversation = f.conversation"
    )


def _tallies() -> None:
    op.create_table(
        "tallies",
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(20), nullable=False),
        sa.Column("value", sa.String(40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("shared", "name", "value", "day", name="pk_tallies"),
        sqlite_with_rowid=False,
    )
    counts = Counter(_counted(op.get_bind()))
    rows = [
        {"shared": shared, "day": day, "name": name, "value": value, "count": count}
        for (shared, day, (name, value)), count in sorted(counts.items())
    ]
    if rows:
        op.get_bind().execute(_TALLIES.insert(), rows)


def _counted(connection: sa.Connection) -> Iterator[tuple[bool, date, Fact]]:
    stored = connection.execute(
        sa.text(
            "SELECT p.id, p.state AS person, c.state AS written FROM persons p"
            " LEFT JOIN cases c ON c.person_id = p.id ORDER BY p.id"
        )
    ).yield_per(1_000)
    last = None
    for row in stored:
        person, case = _json(row.person), _json(row.written)
        sharing = person.get("sharing", "nothing")
        if row.id != last:
            yield from _told(person.get("lobby", {}), sharing == "all", list(_of_person(person, case is not None)))
            last = row.id
        if case is not None:
            yield from _told(case, sharing == "all" or case.get("shared", False), list(_of_case(case)))


def _json(stored: Any) -> Any:
    return json.loads(stored) if isinstance(stored, str) else stored


def _told(case: dict[str, Any], shared: bool, facts: list[Fact]) -> Iterator[tuple[bool, date, Fact]]:
    day = _moment(case.get("created_at")).date()
    if shared:
        yield from ((True, day, fact) for fact in facts)
    else:
        yield from ((False, day.replace(day=1), fact) for fact in {fact for fact in facts if fact[0] in BARE})


def _of_person(person: dict[str, Any], has_case: bool) -> Iterator[Fact]:
    yield "people", "came"
    if person.get("agreed_at"):
        yield "people", "agreed"
    if has_case:
        yield "people", "named_a_client"


def _of_case(case: dict[str, Any]) -> Iterator[Fact]:
    yield "cases", "begun"
    step = case.get("step", "welcome")
    here = case.get("came_from") or step if step in BESIDE else step
    for name in WAY:
        if name in (here, WAY[0]) or f"arrived.{name}" in case.get("spoken", {}):
            yield "reached", name
    if case.get("outcome") is None:
        yield "stands", here
    yield "outcome", case.get("outcome") or "none"
    decision = case.get("answers", {}).get("decision")
    if decision and decision.get("value") not in (None, "undecided"):
        took = _moment(decision.get("at")) - _moment(case.get("created_at"))
        yield "decided", next((name for name, hours in SPANS.items() if took <= timedelta(hours=hours)), "longer")
    for hold in case.get("holds", ()):
        yield from _of_hold(hold)
    yield from _of_rehearsal(case.get("answers", {}))


def _of_hold(hold: dict[str, Any]) -> Iterator[Fact]:
    yield "pause", "offered"
    yield "pause", UNTAKEN.get(hold["way"], "taken")
    if hold["way"] in UNTAKEN:
        return
    yield "way", hold["way"]
    before, after = hold.get("heat"), hold.get("heat_now")
    if before is not None and after is not None:
        yield "heat_before", f"{round(before)}"
        yield "heat_after", f"{round(after)}"
        cooled = hold.get("ended") and (after <= 4 or before - after >= 3)
        yield "cooled" if cooled else "still_hot", hold["way"]


def _of_rehearsal(answers: dict[str, Any]) -> Iterator[Fact]:
    sittings = (answers.get("sittings") or {}).get("value")
    if not sittings:
        return
    days = [cards for _, cards in sorted(sittings.items())]
    for card in dict.fromkeys(card for cards in days for card in cards):
        score = (answers.get(f"score:{card}") or {}).get("value")
        if score:
            yield "points", f"{score['points']}"
    yield from (("first_sitting", "held" if held else "not_yet") for held in days[0].values())
    if len(days) > 1:
        yield from (("last_sitting", "held" if held else "not_yet") for held in days[-1].values())


def _moment(written: str | None) -> datetime:
    return datetime.fromisoformat(written).astimezone(UTC) if written else datetime(1970, 1, 1, tzinfo=UTC)
