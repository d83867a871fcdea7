"""A conversation as one page of HTML that needs nothing else: no script, nothing from anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from jinja2 import Environment, PackageLoader, StrictUndefined

from bot.transcripts.plain import noted, safe, title, who
from bot.transcripts.source import Told
from storage.review.values import Line


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text, with the cues that it carries."""

    text: str
    cues: tuple[str, ...] = ()


def pieces(line: Line) -> Iterator[Piece]:
    """A text cut where cues begin and end."""
    cues = [cue for signal in line.signals for cue in signal.cues if 0 <= cue.start < cue.end <= len(line.text)]
    cuts = sorted({0, len(line.text), *(cue.start for cue in cues), *(cue.end for cue in cues)})
    for start, end in pairwise(cuts):
        names = dict.fromkeys(cue.cue for cue in cues if cue.start <= start and end <= cue.end)
        yield Piece(safe(line.text[start:end]), tuple(names))


_PAGES = Environment(
    loader=PackageLoader("bot.transcripts", "."),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


_PAGES.filters["safely"] = safe  # direction marks would turn the words around it too
_PAGES.globals |= {"title": title, "who": who, "pieces": pieces, "noted": noted}


def document(all_told: list[Told]) -> str:
    """The page: one conversation or several."""
    return _PAGES.get_template("transcript.html").render(all_told=all_told)
