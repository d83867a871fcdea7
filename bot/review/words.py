"""How things are called and explained on the page, in the words of `review.toml` and those that people meet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from textwrap import shorten
from typing import Any

from flows.book import Book
from flows.model import FLAGS, Cue, Signal
from storage.review.values import RISKS, SAMPLED, Head, Queued

LONGEST_QUOTE = 48
"""Characters of a person's words below what they said."""

RANKS = (*RISKS, "sampled", "ordinary", "settled")
"""The ranks of the queue by name."""


class Words:
    """The words of one language. What has no name of its own is shown as it is stored."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self.page: Mapping[str, Any] = book.table("review.page")
        """All that stands on the pages."""

    # -- names --------------------------------------------------------------------------------

    def step(self, name: str) -> str:
        """A step of the conversation."""
        return str(self.steps.get(name, _plain(name)))

    def kind(self, name: str) -> str:
        """A kind of client."""
        return self.kinds.get(name, _plain(name))

    def outcome(self, name: str) -> str:
        """How a case ended."""
        return str(self.page["outcomes"].get(name, _plain(name)))

    def flag(self, name: str) -> str:
        """What was flagged, or what a detector found."""
        return str(self.page["flags"].get(name, _plain(name)))

    def decision(self, name: str) -> str:
        """What a person decided."""
        return str(self._book.table("words.decisions").get(name, _plain(name)))

    def pause(self, name: str) -> str:
        """The way that a person took when a pause was offered."""
        return str(self.page["talk"]["pauses"]["ways"].get(name, _plain(name)))

    def reminder(self, name: str, client: str | None) -> str:
        """What a reminder is about."""
        titles = self._book.table("reminders.titles")
        title = str(titles.get(name, titles.get(name.split(":")[0], _plain(name))))
        return title.format(client=client or self._book.wordings("words.this_client")[0])

    def rank(self, rank: int) -> str:
        """How soon a human should look."""
        return str(self.page["queue"]["ranks"][RANKS[rank]])

    def title(self, talk: Queued | Head) -> str:
        """What a conversation is called."""
        words, number = self.page["queue"], talk.conversation
        if number < 0:
            return str(words["lobby"])
        unnamed = words["moments" if talk.level == "flagged" else "unnamed"]
        return talk.client or str(unnamed.format(number=number))

    def who(self, key: str, own: str) -> str:
        """Somebody at the desk: a coach, the operator, or whoever is looking (`own`)."""
        names = self.page["log"]
        if key == own:
            return str(names["you"])
        if key in ("operator", "person"):
            return str(names["operator" if key == "operator" else "person_self"])
        return str(names["coach"].format(name=key.partition(":")[2] or key))

    def place(self, conversation: int) -> str:
        """What a conversation is called of which nothing but its number is known."""
        words = self.page["queue"]
        return str(words["lobby"] if conversation < 0 else words["unnamed"].format(number=conversation))

    # -- what there is to choose from -----------------------------------------------------------

    @property
    def steps(self) -> Mapping[str, str]:
        """The steps by name."""
        return self._book.table("words.steps")

    @property
    def kinds(self) -> Mapping[str, str]:
        """The kinds of client by name."""
        return {name: str(row["label"]) for name, row in self._book.table("kinds.kinds").items()}

    @property
    def flags(self) -> Mapping[str, str]:
        """What may be flagged, the gravest first."""
        return {name: self.flag(name) for name in FLAGS}

    # -- explanations ---------------------------------------------------------------------------

    def why(self, queued: Queued) -> str:
        """Why a conversation stands where it stands in the queue."""
        return "; ".join(self._reasons(queued))

    def _reasons(self, queued: Queued) -> Iterator[str]:
        words = self.page["queue"]["why"]
        for flag in queued.flags:
            if flag == "heat" and queued.heat is not None:
                yield words["heat_of"].format(heat=f"{queued.heat:g}")
            else:
                yield words[flag]
        if queued.rank >= SAMPLED and queued.reviewed_at is None:
            yield words[RANKS[queued.rank]]

    def cue(self, signal: Signal, cue: Cue) -> str:
        """The words that made a detector speak, and what they may mean."""
        words, meaning = self.page["talk"], self._meaning(signal.kind, cue.cue)
        if cue.end > cue.start:
            return str(words["cue"].format(words=quote(cue.text), meaning=meaning))
        return str(words["context"].format(meaning=meaning, value=cue.text)) if cue.text else meaning

    def _meaning(self, kind: str, cue: str) -> str:
        if kind == "blame":
            reasons = self._book.table("linter.why").get(cue)
            return _first(reasons) if reasons else _plain(cue)
        return str(self.page["meaning"].get(cue, _plain(cue)))


def quote(words: str) -> str:
    """Words as they are quoted: on one line, and not too long."""
    line = " ".join(words.split())
    return shorten(line, LONGEST_QUOTE, placeholder=" …") if " " in line[:LONGEST_QUOTE] else line[:LONGEST_QUOTE]


def _first(wordings: str | Sequence[str]) -> str:
    return wordings if isinstance(wordings, str) else wordings[0]


def _plain(name: str) -> str:
    """A name that has no words of its own."""
    return name.replace("_", " ")
