"""A document to print: US Letter, numbered pages, tables whose heads stand on every page."""

from __future__ import annotations

import logging
from pathlib import Path

from fpdf import FPDF
from fpdf.enums import TableBordersLayout, TableCellFillMode, VAlign, WrapMode
from fpdf.fonts import FontFace, TTFFont

from bot.documents.word import shares
from flows.model import Block, Document

FONTS = Path(__file__).parent / "fonts"
_FAMILY = "DejaVu"
_MARGIN = 20.0
_INK, _QUIET, _LINE, _SHADE = 30, 105, 190, 242
_BOX, _MISSING = "☐", "□"
_SHAPELESS = frozenset("\n\t\u200b\u200c\u200d\ufe0f")
"""Characters that need no shape."""
_SMALL = 8
"""Rows up to which a table is kept on one page."""

for library in ("fpdf", "fontTools"):
    logging.getLogger(library).setLevel(logging.ERROR)  # their warnings quote the text


class _Pages(FPDF):
    """Pages with the title and a number at the foot."""

    def __init__(self, document: Document) -> None:
        super().__init__(format="letter")
        self.add_font(_FAMILY, fname=FONTS / "DejaVuSansCondensed.ttf")
        self.add_font(_FAMILY, "B", FONTS / "DejaVuSansCondensed-Bold.ttf")
        self.set_text_shaping(True)
        self.set_margins(_MARGIN, _MARGIN, _MARGIN)
        self.set_auto_page_break(True, 22)
        self.heading = " ".join(document.name.split())
        self.set_title(self.heading)
        self.set_creation_date(document.made_at)
        self.set_producer("Good Terms")

    def footer(self) -> None:
        """The title on the left, the page on the right."""
        self.set_y(-14)
        self.set_font(_FAMILY, size=8)
        self.set_text_color(_QUIET)
        short = self.heading if len(self.heading) <= 80 else self.heading[:79] + "…"
        self.cell(self.epw - 20, 5, self.shown(short))
        self.cell(20, 5, f"{self.page_no()} / {{nb}}", align="R")

    def shown(self, text: str) -> str:
        """A text in which a box stands for each character that the font has no shape for."""
        font = self.fonts[_FAMILY.lower()]
        assert isinstance(font, TTFFont)
        return "".join(mark if ord(mark) in font.cmap or mark in _SHAPELESS else _MISSING for mark in text)


def write(document: Document) -> bytes:
    """The file's bytes."""
    pages = _Pages(document)
    pages.add_page()
    for block in document.blocks:
        _block(pages, block)
    return bytes(pages.output())


def _block(pages: _Pages, block: Block) -> None:
    match block.style:
        case "title":
            _line(pages, " ".join(block.text.split()), size=18, bold=True, after=3)
        case "heading":
            _heading(pages, block.text)
        case "table":
            _table(pages, block)
        case "strong":
            _line(pages, block.text, bold=True, after=2.5)
        case "small":
            _line(pages, block.text, size=8.5, shade=_QUIET, after=3)
        case "label":
            if pages.will_page_break(14):  # nor does it stand at the foot of a page
                pages.add_page()
            _line(pages, block.text, size=8.5, shade=_QUIET, after=0.5)
        case "bullet":
            _listed(pages, "•", block.text)
        case "check":
            _listed(pages, _BOX, block.text)
        case "signature":
            pages.ln(12)
            _line(pages, block.text, after=2.5)
        case _:
            _line(pages, block.text, after=2.5)


def _heading(pages: _Pages, text: str) -> None:
    if pages.will_page_break(32):  # a heading never stands alone at the foot of a page
        pages.add_page()
    pages.ln(4)
    _line(pages, text, size=12, bold=True, after=1)
    pages.set_draw_color(_LINE)
    pages.line(pages.l_margin, pages.get_y(), pages.w - pages.r_margin, pages.get_y())
    pages.ln(2.5)


def _line(pages: _Pages, text: str, size: float = 10, bold: bool = False, shade: int = _INK, after: float = 0) -> None:
    pages.set_font(_FAMILY, "B" if bold else "", size)
    pages.set_text_color(shade)
    pages.multi_cell(0, size * 0.5, pages.shown(text), align="L", new_x="LMARGIN", new_y="NEXT")
    pages.ln(after)


def _listed(pages: _Pages, mark: str, text: str) -> None:
    """A line with its mark hanging on the left."""
    pages.set_font(_FAMILY, "", 10)
    pages.set_text_color(_INK)
    if pages.will_page_break(5):
        pages.add_page()
    pages.cell(6, 5, mark)
    pages.multi_cell(0, 5, pages.shown(text), align="L", new_x="LMARGIN", new_y="NEXT")
    pages.ln(1.2)


def _table(pages: _Pages, block: Block) -> None:
    if len(block.rows) <= _SMALL and pages.will_page_break(len(block.rows) * 7.5):
        pages.add_page()
    pages.set_font(_FAMILY, "", 9)
    pages.set_text_color(_INK)
    pages.set_draw_color(_LINE)
    widths = shares([*zip(*block.rows, strict=True)], pages.epw)
    heads = FontFace(emphasis="BOLD", fill_color=_SHADE)
    with pages.table(
        col_widths=tuple(widths), line_height=4.6, padding=1.2, text_align="LEFT", headings_style=heads,
        borders_layout=TableBordersLayout.HORIZONTAL_LINES, cell_fill_mode=TableCellFillMode.NONE,
        wrapmode=WrapMode.WORD, repeat_headings=1, v_align=VAlign.T,
    ) as table:  # fmt: skip
        for row in block.rows:
            table.row([pages.shown(cell) for cell in row])
    pages.ln(3)
