"""What holds for every conversation, whoever has it: short messages, no gaps, no repetition, small buttons."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from flows.model import Reply

LONGEST = 75
"""Words of a chat message. Documents and the answer to a crisis may be longer."""

MOST_BYTES = 64
"""What a button may carry on the narrowest channel."""

AGAIN = re.compile(r"after_card|card:|afterwards|patient_more|look_again|safety_next")
"""Questions that come again by design: a rehearsed card, and what is asked until somebody has had enough."""

_GAP = re.compile(r"\[[a-z][a-z ]*\]")
_REMOVED = "[removed]"

Said = tuple[str, Reply]
"""A reply and the step in which it was said."""


def broken(said: Iterable[Said]) -> list[str]:
    """The laws that these replies break, each with the words that break it."""
    said = list(said)
    return [*_messages(said), *_repeated(said)]


def _messages(said: Sequence[Said]) -> Iterator[str]:
    for step, reply in said:
        yield from (f"{len(data)} bytes in a button: {data!r}" for data in _data(reply) if len(data) > MOST_BYTES)
        if not reply.text.strip():
            yield f"an empty message in {step}"
        if reply.title is None and step != "crisis" and (words := len(reply.text.split())) > LONGEST:
            yield f"{words} words in {step}: {reply.text}"
        if reply.title is None and (gap := _GAP.search(reply.text.replace(_REMOVED, ""))):
            yield f"a gap {gap[0]} in {step}: {reply.text}"


def _data(reply: Reply) -> Iterator[bytes]:
    return (choice.data.encode() for choice in reply.choices)


def _repeated(said: Sequence[Said]) -> Iterator[str]:
    """The same words twice in a row; a document may be given again."""
    chat = [reply.text for _, reply in said if reply.title is None]
    yield from (f"said twice in a row: {now}" for before, now in pairwise(chat) if before == now)


def asked_again(asked: Iterable[str]) -> list[str]:
    """Questions that were asked more than once though they were answered."""
    return [name for name, times in Counter(asked).items() if times > 1 and not AGAIN.match(name)]
