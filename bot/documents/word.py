"""A document for Word and everything that opens its files: on US Letter paper, ready to be edited."""

from __future__ import annotations

import zipfile
from io import BytesIO

import docx
from docx.document import Document as Paper
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Inches, Pt, RGBColor
from docx.table import Table
from docx.text.paragraph import Paragraph

from flows.model import Block, Document

FONT = "Calibri"
"""On most machines there is this one, or one made to its measure."""

_INK = RGBColor(0x1F, 0x1F, 0x1F)
_QUIET = RGBColor(0x55, 0x55, 0x55)
_BOX = "☐\t"
_WIDE = 6.3
"""Inches between the margins."""
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The date of each part of the file: the earliest that the format knows, so that it is always the same."""


def write(document: Document) -> bytes:
    """The file's bytes."""
    paper = docx.Document()
    _set_up(paper, document)
    for block in document.blocks:
        if block.style == "table":
            _table(paper, block)
        else:
            _paragraph(paper, block)
    stored = BytesIO()
    paper.save(stored)
    return _same_every_time(stored)


def _set_up(paper: Paper, document: Document) -> None:
    section = paper.sections[0]
    section.page_width, section.page_height = Inches(8.5), Inches(11)
    section.left_margin = section.right_margin = Inches(1.1)
    section.top_margin = section.bottom_margin = Inches(1)
    normal = paper.styles["Normal"]
    normal.font.name, normal.font.size, normal.font.color.rgb = FONT, Pt(11), _INK
    normal.paragraph_format.space_after = Pt(9)
    normal.paragraph_format.line_spacing = 1.15
    normal.paragraph_format.widow_control = True
    about = paper.core_properties
    about.title, about.author, about.comments = " ".join(document.name.split())[:255], "", ""
    about.created = about.modified = document.made_at.replace(tzinfo=None)


def _paragraph(paper: Paper, block: Block) -> Paragraph:
    paragraph = paper.add_paragraph()
    shape = paragraph.paragraph_format
    run = paragraph.add_run((_BOX if block.style == "check" else "") + block.text)
    match block.style:
        case "title":
            run.bold, run.font.size, shape.space_after = True, Pt(18), Pt(4)
        case "heading":
            run.bold, run.font.size = True, Pt(13)
            shape.space_before, shape.space_after, shape.keep_with_next = Pt(14), Pt(4), True
        case "strong":
            run.bold, shape.keep_with_next = True, True
        case "small":
            run.font.size, run.font.color.rgb = Pt(9), _QUIET
        case "bullet":
            paragraph.style = "List Bullet"
            shape.space_after = Pt(3)
        case "check":
            shape.left_indent, shape.first_line_indent, shape.space_after = Inches(0.25), Inches(-0.25), Pt(3)
            shape.tab_stops.add_tab_stop(Inches(0.25))
        case "signature":
            shape.space_before, shape.keep_together = Pt(36), True
    return paragraph


def _table(paper: Paper, block: Block) -> None:
    head, *rows = block.rows
    table = paper.add_table(rows=0, cols=len(head), style="Table Grid")
    _light_lines(table)
    table.alignment = WD_TABLE_ALIGNMENT.LEFT
    for place, row in enumerate((head, *rows)):
        cells = table.add_row().cells
        for cell, words in zip(cells, row, strict=True):
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
            run = paragraph.add_run(words)
            run.bold, run.font.size = place == 0, Pt(10)
    _widths(table, block.rows)
    _repeat_the_heads(table)
    paper.add_paragraph().paragraph_format.space_after = Pt(4)


_AFTER_BORDERS = ("w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")
"""What the format wants to come after a table's lines."""


def _light_lines(table: Table) -> None:
    """Thin grey lines between the rows, and none beside them."""
    lines = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{side}")
        line.set(qn("w:val"), "nil" if side in ("left", "right", "insideV") else "single")
        line.set(qn("w:sz"), "4")
        line.set(qn("w:color"), "BEBEBE")
        lines.append(line)
    table._tbl.tblPr.insert_element_before(lines, *_AFTER_BORDERS)


def _widths(table: Table, rows: tuple[tuple[str, ...], ...]) -> None:
    """Columns as wide as what stands in them, within reason; said twice, as programs read one or the other."""
    table.autofit = False
    for column, inches in zip(table.columns, shares([*zip(*rows, strict=True)], _WIDE), strict=True):
        column.width = Inches(inches)
        for cell in column.cells:
            cell.width = Inches(inches)


def shares(columns: list[tuple[str, ...]], width: float) -> list[float]:
    """The width of each column: by the longest of its cells, none so narrow that its words are torn."""
    wanted = [min(max(max(len(cell) for cell in column), 17), 60) for column in columns]
    return [width * part / sum(wanted) for part in wanted]


def _repeat_the_heads(table: Table) -> None:
    """The heads stand at the top of each page, and no row is torn between two pages."""
    for place, row in enumerate(table.rows):
        properties = row._tr.get_or_add_trPr()
        for name in ("w:tblHeader", "w:cantSplit") if place == 0 else ("w:cantSplit",):
            mark = OxmlElement(name)
            mark.set(qn("w:val"), "true")
            properties.append(mark)


def _same_every_time(stored: BytesIO) -> bytes:
    """The same file without the time at which it was written."""
    again = BytesIO()
    with zipfile.ZipFile(stored) as parts, zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as file:
        for part in parts.infolist():
            entry = zipfile.ZipInfo(part.filename, _FIRST_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            file.writestr(entry, parts.read(part))
    return again.getvalue()
