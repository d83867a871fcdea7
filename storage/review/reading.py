"""What may be read. Every reader of somebody's words goes through `may_be_read`: conversation, search, export.

The queue has no words, and its rows are those of `shared` itself.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, Integer, case, exists, func, or_, select, true
from sqlalchemy.sql.functions import Function

from storage.review.tables import flags, reviews, shared
from storage.review.values import ORDINARY, RISKS, SAMPLED, SETTLED
from storage.tables import messages

ALL = "all"

SAMPLE = 0.1
"""The share of the conversations without any risk that a coach is asked to read."""


def conversation_of() -> Function[int]:
    """The number of the conversation that a message belongs to."""
    return func.coalesce(messages.c.case_id, -messages.c.person_id, type_=Integer)


def may_be_read(everything: bool = False) -> ColumnElement[bool]:
    """The condition under which a row of `messages` may be read.

    A coach may read it while its person shares all of its conversation, or shares flagged moments and it is
    part of one. `everything` is for the operator of the machine, whose own look is written to the audit log.
    """
    if everything:
        return true()
    moment, granted = flags.alias("moment"), shared.alias("granted")
    flagged = exists().where(moment.c.message_id == messages.c.id).correlate(messages)
    allowed = or_(granted.c.level == ALL, flagged)
    return exists().where(granted.c.conversation == conversation_of(), allowed).correlate(messages)


_SPREAD = 2654435761  # 2**32 over the golden ratio: neighbours land far apart, and evenly
_is_sampled = func.abs(shared.c.conversation) * _SPREAD % 2**32 < int(SAMPLE * 2**32)

_done_at = (
    select(reviews.c.at).where(reviews.c.conversation == shared.c.conversation).correlate(shared).scalar_subquery()
)
_gravest = (
    select(func.min(case({kind: place for place, kind in enumerate(RISKS)}, value=flags.c.kind)))
    .where(
        flags.c.conversation == shared.c.conversation,
        flags.c.kind.in_(RISKS),
        or_(_done_at.is_(None), flags.c.at > _done_at),
    )
    .correlate(shared)
    .scalar_subquery()
)

RANK = func.coalesce(_gravest, case((_done_at.is_not(None), SETTLED), (_is_sampled, SAMPLED), else_=ORDINARY))
"""The rank of a row of `shared`, worked out anew: the gravest risk since the last review, else the sample.

Who is in the sample hangs on the number of the conversation alone: neither on what was said nor on how much.
"""
