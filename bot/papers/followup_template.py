"""Builds the .docx template of the follow-up report: ours, and what councils change into theirs."""

import io
from collections.abc import Sequence
from typing import Any

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

# What offices in Iran write with; whoever has none of them sees their own Persian font.
PERSIAN_FONT, LATIN_FONT = "B Nazanin", "Times New Roman"
_COLUMNS = (
    (1.6, "code"), (9.0, "text"), (3.8, "body"), (3.4, "deadline"), (5.2, "report"), (2.9, "state"),
)  # fmt: skip
_EVIDENCE = ((2.0, "code"), (11.9, "file"), (8.0, "who"), (4.0, "day"))
_SHADE = "DCE6F1"


def build(*, persian: bool) -> bytes:
    """The template as a .docx, for a right-to-left or a left-to-right language."""
    document = docx.Document()
    _page(document)
    _styles(document, persian)
    _header(document, persian)
    _body(document, persian)
    _footer(document, persian)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _page(document: Document) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21.0)
    section.left_margin = section.right_margin = Cm(1.9)
    section.top_margin, section.bottom_margin = Cm(1.6), Cm(1.6)


def _styles(document: Document, persian: bool) -> None:
    """Direction, fonts and sizes stand in the styles too, for what a council adds itself."""
    for name, size in (("Normal", 11), ("Title", 18), ("Heading 1", 14)):
        style: Any = document.styles[name]
        style.font.name, style.font.size = LATIN_FONT, Pt(size)
        style.font.color.rgb = RGBColor(0x1F, 0x2A, 0x44) if name != "Normal" else None
        run = style.element.get_or_add_rPr()
        run.rFonts.set(qn("w:cs"), PERSIAN_FONT)
        for attribute in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            run.rFonts.attrib.pop(qn(f"w:{attribute}"), None)
        run.append(_element("w:szCs", val=str(size * 2)))
        if name != "Normal":
            run.append(_element("w:bCs"))
        if persian:
            style.element.get_or_add_pPr().append(_element("w:bidi"))
            run.append(_element("w:rtl"))
            run.append(_element("w:lang", val="en-US", bidi="fa-IR"))
    normal: Any = document.styles["Normal"]
    normal.paragraph_format.space_after = Pt(2)


def _header(document: Document, persian: bool) -> None:
    section: Any = document.sections[0]
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _write(paragraph, "{{ emblem }} {{ council }}", persian, bold=True)


def _body(document: Document, persian: bool) -> None:
    title = document.add_paragraph(style="Title")
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _write(title, "{{ title }}", persian)
    told = document.add_paragraph()
    told.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _write(told, "{{ scope }} · {{ made_on }}", persian)
    _control(document, "{%p if notice %}")
    notice = document.add_paragraph()
    notice.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _write(notice, "{{ notice }}", persian, bold=True)
    _control(document, "{%p endif %}")
    _control(document, "{%p if not sessions %}")
    _write(document.add_paragraph(), "{{ words.nothing }}", persian)
    _control(document, "{%p endif %}")
    _control(document, "{%p for session in sessions %}")
    _write(document.add_heading(level=1), "{{ session.title }}", persian)
    _table(document, _COLUMNS, "row", "session.rows", persian)
    _control(document, "{%p endfor %}")
    _control(document, "{%p if evidence %}")
    _write(document.add_heading(level=1), "{{ words.evidence }}", persian)
    _table(document, _EVIDENCE, "one", "evidence", persian)
    _control(document, "{%p endif %}")
    _signatures(document, persian)


def _table(
    document: Document, columns: Sequence[tuple[float, str]], name: str, rows: str, persian: bool
) -> None:
    """A table whose headings stand on every page, and whose rows are not torn apart."""
    table = _grid(document, 4, [width for width, _ in columns], persian)
    for cell, (_, column) in zip(table.rows[0].cells, columns, strict=True):
        _fill(cell, f"{{{{ words.{column} }}}}", persian, bold=True)
        cell._tc.get_or_add_tcPr().append(_element("w:shd", val="clear", color="auto", fill=_SHADE))
    table.rows[0]._tr.get_or_add_trPr().append(_element("w:tblHeader"))
    _fill(table.rows[1].cells[0], f"{{%tr for {name} in {rows} %}}", persian)
    for cell, (_, column) in zip(table.rows[2].cells, columns, strict=True):
        _fill(cell, f"{{{{ {name}.{column} }}}}", persian)
    table.rows[2]._tr.get_or_add_trPr().append(_element("w:cantSplit"))
    _fill(table.rows[3].cells[0], "{%tr endfor %}", persian)


def _signatures(document: Document, persian: bool) -> None:
    """Two places to sign, kept together."""
    lead = document.add_paragraph()
    lead.paragraph_format.space_before = Pt(18)
    lead.paragraph_format.keep_with_next = True
    table = _grid(document, 1, [12.9, 12.9], persian, lines=False)
    for cell, at in zip(table.rows[0].cells, range(2), strict=True):
        _fill(cell, f"{{{{ words.signatures[{at}] }}}}", persian)
        line = cell.add_paragraph()
        line.paragraph_format.space_before = Pt(30)
        _write(line, "................................................", persian)


def _footer(document: Document, persian: bool) -> None:
    section: Any = document.sections[0]
    paragraph = section.footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _write(paragraph, "{{ words.page }} ", persian)
    _field(paragraph, "PAGE", persian)
    _write(paragraph, " / ", persian)
    _field(paragraph, "NUMPAGES", persian)


def _control(document: Document, tag: str) -> None:
    document.add_paragraph(tag)


def _grid(
    document: Document, rows: int, widths: Sequence[float], persian: bool, *, lines: bool = True
) -> Table:
    table: Table = document.add_table(rows=rows, cols=len(widths))
    if lines:
        table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    if persian:
        properties: Any = table._tbl.tblPr
        style = properties.find(qn("w:tblStyle"))
        place = 0 if style is None else 1
        properties.insert(place, _element("w:bidiVisual"))
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Cm(width)
    return table


def _fill(cell: _Cell, text: str, persian: bool, *, bold: bool = False) -> None:
    _write(cell.paragraphs[0], text, persian, bold=bold)


def _write(paragraph: Paragraph, text: str, persian: bool, *, bold: bool = False) -> None:
    """A run in the direction of the language; python-docx itself knows none."""
    run = paragraph.add_run(text)
    run.bold = bold or None
    properties = run._r.get_or_add_rPr()
    if bold:
        properties.append(_element("w:bCs"))
    if persian:
        bidi: Any = paragraph._p.get_or_add_pPr()
        if bidi.find(qn("w:bidi")) is None:
            # Its place among the properties is fixed by the schema: before spacing and jc.
            following = [bidi.find(qn(name)) for name in ("w:spacing", "w:ind", "w:jc", "w:rPr")]
            first = next((one for one in following if one is not None), None)
            if first is None:
                bidi.append(_element("w:bidi"))
            else:
                first.addprevious(_element("w:bidi"))
        properties.append(_element("w:rtl"))
        properties.append(_element("w:lang", bidi="fa-IR"))


def _field(paragraph: Paragraph, instruction: str, persian: bool) -> None:
    """A field that the word processor computes."""
    for kind in ("begin", None, "separate", "text", "end"):
        _write(paragraph, "1" if kind == "text" else "", persian)
        run = paragraph.runs[-1]._r
        if kind is None:
            element = _element("w:instrText")
            element.text = instruction
            run.append(element)
        elif kind != "text":
            run.append(_element("w:fldChar", fldCharType=kind))


def _element(name: str, **attributes: str) -> Any:  # noqa: ANN401  lxml has no types
    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    return element
