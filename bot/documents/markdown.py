"""A document as Markdown: readable as it is, and in anything that shows headings and tables."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flows.model import Block, Document

_MEANS_SOMETHING = re.compile(r"[\\`*_<|]|\](?=[(:\[])")
_BEGINS_SOMETHING = re.compile(r"^(\s*)([#>+=~-]|\d+(?=[.)]))", re.MULTILINE)


def write(document: Document) -> bytes:
    """The file's bytes, in UTF-8."""
    return ("\n\n".join(_parts(document.blocks)) + "\n").encode()


def _parts(blocks: tuple[Block, ...]) -> Iterator[str]:
    """Paragraphs, lists and tables; the lines of a list stay together."""
    lines: list[str] = []
    for block in blocks:
        if block.style in _LIST:
            lines.append(_LIST[block.style] + _escaped(block.text).replace("\n", "\n  "))
            continue
        if lines:
            yield "\n".join(lines)
            lines = []
        yield _part(block)
    if lines:
        yield "\n".join(lines)


_LIST = {"bullet": "- ", "check": "- [ ] "}


def _part(block: Block) -> str:
    text = _escaped(block.text).replace("\n", "  \n")
    match block.style:
        case "title":
            return f"# {_escaped(' '.join(block.text.split()))}"
        case "heading":
            return f"## {_escaped(' '.join(block.text.split()))}"
        case "strong":
            return f"**{text.strip()}**"
        case "table":
            return _table(block.rows)
    return text


def _table(rows: tuple[tuple[str, ...], ...]) -> str:
    lines = ["| " + " | ".join(" ".join(_escaped(cell).split()) for cell in row) + " |" for row in rows]
    return "\n".join([lines[0], "|" + "---|" * len(rows[0]), *lines[1:]])


def _escaped(text: str) -> str:
    """Words that stay words, whatever Markdown would make of them."""
    return _BEGINS_SOMETHING.sub(r"\1\\\2", _MEANS_SOMETHING.sub(lambda found: "\\" + found[0], text))
