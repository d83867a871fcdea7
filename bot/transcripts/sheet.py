"""CSV that no spreadsheet takes for formulas."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""How a cell begins that a spreadsheet would work out instead of showing it."""


def sheet(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table as CSV, with its head."""
    return lines([head, *rows])


def lines(rows: Iterable[Sequence[object]]) -> str:
    """Lines of a table as CSV."""
    out = io.StringIO()
    csv.writer(out).writerows([defused(cell) for cell in row] for row in rows)
    return out.getvalue()


def defused(cell: object) -> object:
    """A cell that is shown as it is: an apostrophe stands before a text that would be a formula; numbers stay."""
    if not isinstance(cell, str):
        return "" if cell is None else cell
    return f"'{cell}" if cell.lstrip(" ").startswith(_FORMULA) else cell
