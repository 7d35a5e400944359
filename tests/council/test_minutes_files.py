"""Word, PDF and text files become the text that a person sees in them."""

import io
import shutil
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml

from council.errors import FileFault, FileRefusedError
from council.minutes.files import opened
from council.minutes.proposal import propose
from council.minutes.reader import read_minutes
from council.text import clean, key
from tests.council.hostile_files import OLE, W

OLD_WORD = OLE + "WordDocument".encode("utf-16-le")
DOCUMENTS = Path(__file__).parents[1] / "documents"


def saved(document: object) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)  # type: ignore[attr-defined]  # python-docx's document
    return buffer.getvalue()


def test_paragraphs_tables_and_numbers_come_in_their_order() -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "شمارهٔ جلسه: ۱۲"
    document.add_paragraph("مصوبات:")
    document.add_paragraph("گزارش تهیه شود.", style="List Number")
    document.add_paragraph("زمین معرفی شود.", style="List Number")
    document.add_paragraph("یادآوری", style="List Bullet")
    table = document.add_table(rows=2, cols=3)
    for cell, said in zip(table.rows[0].cells, ("ردیف", "شرح", "مهلت"), strict=True):
        cell.text = said
    table.cell(1, 0).text = "۱"
    table.cell(1, 1).merge(table.cell(1, 2)).text = "دو خانهٔ\nیکی‌شده"
    document.add_paragraph("پایان")

    assert opened(saved(document)).text.split("\n") == [
        "شمارهٔ جلسه: ۱۲",
        "مصوبات:",
        "1. گزارش تهیه شود.",
        "2. زمین معرفی شود.",
        "• یادآوری",
        "ردیف | شرح | مهلت",
        "۱ | دو خانهٔ یکی‌شده",
        "پایان",
    ]


def test_cells_of_a_table_keep_their_columns_however_they_are_merged() -> None:
    rows = (
        ("ردیف", "شرح مصوبه", "مسئول پیگیری", "مهلت انجام"),
        ("۱", "فهرست واحدهای راکد تهیه شود", "سازمان صمت", "پایان دی ۱۴۰۵"),
        ("۲", "زمین نمایشگاه معرفی شود", "", "ظرف دو ماه"),
        ("۳", "گزارش مصرف آب ارائه شود", "شرکت آب و فاضلاب", "جلسه آینده"),
    )
    for header, counted in ((True, False), (False, False), (True, True), (False, True)):
        document = docx.Document()
        document.add_paragraph("صورت‌جلسه شماره ۱۲، ۲۰ آبان ۱۴۰۵")
        told = rows if header else rows[1:]
        table = document.add_table(rows=len(told) + 1, cols=4)
        table.cell(0, 0).merge(table.cell(0, 3)).text = "مصوبات جلسه"
        for at, row in enumerate(told, start=1):
            for column, said in enumerate(row):
                table.cell(at, column).text = said
        for cell in table.columns[0].cells[-3:] if counted else ():
            cell.text = ""
            cell.paragraphs[0].style = document.styles["List Number"]
        first = len(told) - 2
        table.cell(first, 2).merge(table.cell(first + 1, 2)).text = "سازمان صمت"

        found = propose(read_minutes(opened(saved(document)).text)).findings

        assert [one.text for one in found] == [row[1] for row in rows[1:]]
        assert [one.number for one in found] == ["1", "2", "3"]
        wanted = [("سازمان صمت",), ("سازمان صمت",), ("شرکت آب و فاضلاب",)]
        assert [one.bodies for one in found] == wanted
        assert [one.deadline_norm for one in found] == ["1405-10-30", "P2M", "next_session"]


def test_reviewed_text_is_read_as_it_will_stand() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("مهلت ")
    for change, text in (("ins", "یک ماه"), ("del", "دو هفته")):
        name = "delText" if change == "del" else "t"
        paragraph._p.append(
            parse_xml(
                f'<w:{change} xmlns:w="{W}" w:id="1" w:author="x"><w:r><w:{name}>{text}</w:{name}>'
                f"</w:r></w:{change}>"
            )
        )

    assert opened(saved(document)).text == "مهلت یک ماه"


def test_an_old_word_file_needs_its_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(FileRefusedError) as refused:
        opened(OLD_WORD)
    assert refused.value.why is FileFault.OLD_WORD

    program = tmp_path / "antiword"
    program.write_text("#!/bin/sh\necho مقرر شد\n", encoding="utf-8")
    program.chmod(0o755)

    assert opened(OLD_WORD).text == "مقرر شد\n"


PRINTED = (
    "مقرر شد واحد بررسی های اقتصادی گزارش صادرات نیمه نخست سال را حداکثر تا ۱۵ آذر ۱۴۰۵ منتشر کند.",
    "مرکز متسا دوره آموزشی پیمان سپاری ارزی را ظرف یک ماه با هزینه ۲۵۰٬۰۰۰٬۰۰۰ ریال برگزار نماید.",
    "با عضویت اتاق در اتحادیه صادرکنندگان موافقت شد.",
    "دبیرخانه صورت هزینه ها را هر سه ماه یک بار به خزانه دار گزارش دهد.",
)


@pytest.mark.parametrize("program", ["pdftotext", "pdfium"])
def test_a_browsers_pdf_is_read_word_for_word(
    program: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such a PDF keeps some words backwards, and signs before the numbers that they follow."""
    if program == "pdfium":
        monkeypatch.setattr(shutil, "which", lambda _name: None)
    elif shutil.which("pdftotext") is None:
        pytest.skip("no pdftotext here")

    file = opened((DOCUMENTS / "office.pdf").read_bytes())

    record = read_minutes(clean(file.text))
    assert file.rough
    assert record.date_jalali == "1405-08-10"
    assert [found.number for found in record.resolutions] == ["1", "2", "3", "4"]
    found = [key(found.text).replace(" ", "") for found in record.resolutions]
    assert found == [key(line).replace(" ", "") for line in PRINTED]
