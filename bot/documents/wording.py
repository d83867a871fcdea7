"""What people typed, made fit for files: without what XML and printers refuse or what turns text around."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

from flows.model import Appointment, Block, Document

_TURNING = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
"""Marks that change the direction of what follows: in a letter they could make it read as something else."""


def printable(document: Document) -> Document:
    """A document whose words any of the files can hold."""
    return replace(
        document,
        name=_kept(document.name),
        blocks=tuple(_block(block) for block in document.blocks),
        appointments=tuple(_appointment(row) for row in document.appointments),
    )


def _block(block: Block) -> Block:
    rows = tuple(tuple(_kept(cell) for cell in row) for row in block.rows)
    return Block(block.style, _kept(block.text), rows)


def _appointment(row: Appointment) -> Appointment:
    return replace(row, title=_kept(row.title), note=_kept(row.note))


def _kept(text: str) -> str:
    return "".join(mark for mark in text.replace("\r\n", "\n") if _is_kept(mark))


def _is_kept(mark: str) -> bool:
    if mark in "\n\t":
        return True
    return mark not in _TURNING and unicodedata.category(mark) not in ("Cc", "Cs", "Cn", "Co")
