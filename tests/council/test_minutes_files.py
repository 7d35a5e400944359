"""Word, PDF and text files become the text that a person sees in them."""

import io
import shutil
import subprocess
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml

from council.errors import FileFault, FileRefusedError
from council.minutes.files import opened
from tests.council.hostile_files import OLE, W

OLD_WORD = OLE + "WordDocument".encode("utf-16-le")
PAGE = """<html lang="fa" dir="rtl"><body style="font-family: 'Noto Sans Arabic'">
<p>صورتجلسه شماره ۲۵ مورخ ۱۴۰۴/۰۷/۳۰</p>
<p>مقرر شد مبلغ ۲۵۰٬۰۰۰٬۰۰۰ ریال تا ۱۴۰۴/۰۸/۱۵ پرداخت شود.</p>
</body></html>"""


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


@pytest.mark.browser
def test_a_pdf_keeps_the_digits_of_its_numbers_in_order(tmp_path: Path) -> None:
    browser = shutil.which("chromium")
    if browser is None:
        pytest.skip("no Chromium here to print a PDF")
    page, printed = tmp_path / "page.html", tmp_path / "page.pdf"
    page.write_text(PAGE, encoding="utf-8")
    command = (*(browser, "--headless", "--no-sandbox"), f"--print-to-pdf={printed}", str(page))
    subprocess.run(command, check=True, capture_output=True, timeout=60)

    file = opened(printed.read_bytes())

    assert file.rough
    for number in ("۱۴۰۴/۰۷/۳۰", "۲۵۰٬۰۰۰٬۰۰۰", "۱۴۰۴/۰۸/۱۵"):
        assert number in file.text
