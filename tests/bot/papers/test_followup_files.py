"""Follow-up reports as files: opened again, every cell says what it was given, nothing runs."""

import io
import struct
import zipfile
import zlib
from dataclasses import replace
from datetime import date, datetime, time

import docx
import openpyxl
import pytest
from docx.table import Table
from lxml import etree

from bot.papers import followup_docx, followup_template, followup_xlsx, making
from bot.papers.followup import FollowUpPaper, Outcome, Row
from bot.papers.making import NotMadeError, make
from bot.papers.naming import file_name
from bot.papers.refusing import RefusedError
from bot.papers.text import plain
from tests.bot.papers.papers import HOSTILE, WORDS, paper

FIRST_ROW = 5
PAPER = paper()
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
UNKNOWN_TO_OPENPYXL = pytest.mark.filterwarnings(r"ignore:.*extension is not supported")
"""The bars in the cells of a share."""


def docx_cells(made: bytes) -> list[list[list[str]]]:
    """The texts of every table, the headings included."""
    document = docx.Document(io.BytesIO(made))
    return [_cells(table) for table in document.tables]


def _cells(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def printed(row: Row) -> list[str]:
    return [
        row.code,
        plain(row.text),
        plain(row.body),
        "\n".join(filter(None, [row.due_jalali, row.deadline])),
        "\n".join(filter(None, [row.reported_jalali, row.report])) or "—",
        f"{row.state}\n{row.percent_words}" if row.percent else row.state,
    ]


def test_document_says_in_every_cell_what_it_was_given() -> None:
    made = followup_docx.render(PAPER)

    headings = [WORDS.code, WORDS.text, WORDS.body, WORDS.deadline, WORDS.report, WORDS.state]
    tables = docx_cells(made)
    assert tables[:2] == [
        [headings, *(printed(row) for row in session.rows)] for session in PAPER.sessions
    ]
    assert tables[2][1:] == [
        ["۷۲/۱", "نامهٔ شماره ۱۲.pdf", "نرگس احمدی", "۱۴۰۵/۰۸/۲۹"],
        ["۷۲/۲", "=cmd|x.png", "@مرادی", "۱۴۰۵/۰۸/۲۹"],
    ]
    assert [cell.split("\n")[0] for cell in tables[3][0]] == list(WORDS.signatures)
    paragraphs = [one.text for one in docx.Document(io.BytesIO(made)).paragraphs if one.text]
    assert paragraphs == [
        PAPER.title,
        f"{PAPER.scope} · {PAPER.made_on}",
        *(session.title for session in PAPER.sessions),
        WORDS.evidence,
    ]


def test_document_is_laid_out_from_the_right_and_repeats_its_headings() -> None:
    with zipfile.ZipFile(io.BytesIO(followup_docx.render(PAPER))) as whole:
        body = whole.read("word/document.xml").decode()
        footer = whole.read("word/footer1.xml").decode()
        header = whole.read("word/header1.xml").decode()

    assert body.count("<w:bidiVisual/>") == body.count("<w:tbl>") == 4
    assert body.count("<w:tblHeader/>") == 3
    runs = etree.fromstring(body.encode()).iter(f"{{{W}}}r")
    told = [run for run in runs if run.find(f"{{{W}}}t") is not None]
    assert all(run.find(f"{{{W}}}rPr/{{{W}}}rtl") is not None for run in told)
    assert "PAGE" in footer
    assert "NUMPAGES" in footer
    assert PAPER.council in header


def test_empty_report_says_so() -> None:
    made = followup_docx.render(replace(PAPER, sessions=(), evidence=()))

    assert WORDS.nothing in [one.text for one in docx.Document(io.BytesIO(made)).paragraphs]


@UNKNOWN_TO_OPENPYXL
def test_workbook_says_in_every_cell_what_it_was_given() -> None:
    book = openpyxl.load_workbook(io.BytesIO(followup_xlsx.render(PAPER)))
    sheet = book[WORDS.items]

    told = [[_told(cell.value) for cell in line] for line in sheet.iter_rows(min_row=FIRST_ROW)]
    rows = [(session.short, row) for session in PAPER.sessions for row in session.rows]
    assert told == [
        [place, session, row.code, plain(row.text), plain(row.body), row.deadline,
         _midnight(row.due_on), row.due_jalali, row.report,
         _midnight(row.reported_on), row.reported_jalali, row.state, row.percent / 100]
        for place, (session, row) in enumerate(rows, 1)
    ]  # fmt: skip
    assert {cell.data_type for line in sheet.iter_rows() for cell in line} <= {"s", "n", "d"}
    assert sheet.sheet_view.rightToLeft
    assert sheet.freeze_panes == "C5"
    assert sheet.auto_filter.ref == f"A4:M{FIRST_ROW + len(rows) - 1}"
    assert (sheet.page_setup.orientation, sheet.print_title_rows) == ("landscape", "$4:$4")
    assert all(cell.hyperlink is None for line in sheet.iter_rows() for cell in line)


def _told(value: object) -> object:
    return "" if value is None else value


def _midnight(day: date | None) -> datetime | str:
    return datetime.combine(day, time()) if day is not None else ""


@UNKNOWN_TO_OPENPYXL
def test_summary_counts_every_item_once_and_has_its_charts() -> None:
    made = followup_xlsx.render(PAPER)
    sheet = openpyxl.load_workbook(io.BytesIO(made))[WORDS.summary]

    counted = {sheet.cell(at, 1).value: sheet.cell(at, 2).value for at in range(5, 11)}
    assert counted == {
        WORDS.outcomes[outcome]: sum(row.outcome is outcome for row in PAPER.rows)
        for outcome in Outcome
    }
    assert sum(v for v in counted.values() if isinstance(v, int)) == len(PAPER.rows)
    with zipfile.ZipFile(io.BytesIO(made)) as whole:
        assert [name for name in whole.namelist() if "charts/chart" in name] != []
        assert all(b"<f>" not in whole.read(name) for name in whole.namelist() if "sheet" in name)


@pytest.mark.parametrize("name", ["followup.docx", "followup.xlsx", "followup.pdf"])
async def test_each_file_is_made_in_the_child(name: str) -> None:
    if name.endswith("pdf"):
        pytest.importorskip("typst", reason="the extra `pdf` is not installed")
    made = await make(name, replace(PAPER, emblem=EMBLEM))

    assert made.startswith(b"%PDF-" if name.endswith("pdf") else b"PK")
    assert len(made) > 5_000


def _png() -> bytes:
    """One green point, as a picture."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        checked = kind + content
        return struct.pack(">I", len(content)) + checked + struct.pack(">I", zlib.crc32(checked))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
    point = chunk(b"IDAT", zlib.compress(b"\0\x1e\x5a\x3c"))
    return b"\x89PNG\r\n\x1a\n" + head + point + chunk(b"IEND", b"")


EMBLEM = _png()


def with_template(template: bytes) -> FollowUpPaper:
    return replace(PAPER, template=template)


def own_template(words: str) -> bytes:
    document = docx.Document()
    document.add_paragraph(words)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_councils_own_template_is_filled() -> None:
    template = own_template(
        "{{ council }}: {% for s in sessions %}{{ s.rows|length }} {% endfor %}"
    )

    made = followup_docx.render(with_template(template))

    assert docx.Document(io.BytesIO(made)).paragraphs[0].text == (
        f"{PAPER.council}: 40 {len(HOSTILE)} "
    )


@pytest.mark.parametrize(
    "template",
    [
        b"no document at all",
        own_template("{% for s in sessions %}"),
        own_template("{{ sessions.no_such.thing.deeper }}"),
        own_template("{{ ''.__class__.__mro__[1].__subclasses__() }}"),
        own_template("{{ cycler.__init__.__globals__.os.popen('id').read() }}"),
    ],
)
def test_template_that_cannot_be_filled_is_refused(template: bytes) -> None:
    with pytest.raises(RefusedError):
        followup_docx.render(with_template(template))


async def test_template_that_never_ends_ends_with_its_child(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(making, "MAKING", replace(making.MAKING, wall_seconds=4))
    endless = "{% for a in range(99999) %}{% for b in range(99999) %}x{% endfor %}{% endfor %}"

    with pytest.raises(NotMadeError):
        await make("followup.docx", with_template(own_template(endless)))


def test_our_own_template_is_one_that_a_council_may_hand_in() -> None:
    ours = followup_template.build(persian=True)

    assert docx_cells(followup_docx.render(with_template(ours))) == docx_cells(
        followup_docx.render(PAPER)
    )
    assert file_name(PAPER.title, "docx") == "گزارش پیگیری مصوبات جلسات گذشته.docx"
