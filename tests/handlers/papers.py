"""Documents that the conversation's tests bring to the bot."""

import io
from pathlib import Path

import docx

import simulator

SCENES = Path(simulator.__file__).parent / "scenes"

SHORT = """صورت‌جلسه پنجمین جلسه هیأت نمایندگان اتاق بازرگانی اصفهان
تاریخ: یکشنبه ۲۴ آبان ۱۴۰۵

مصوبات:
۱- مقرر شد واحد بررسی‌های اقتصادی ظرف دو هفته از ابلاغ، فهرست تعرفه‌های پیشنهادی صادرات را تهیه کند.
"""
"""One resolution with one item, 5/1, due two weeks after it is published."""


def document(name: str) -> bytes:
    """The retold document that ships with the project."""
    return (SCENES / name).read_bytes()


ROWS = (
    ("۱", "انتشار گزارش صادرات استان", "واحد بررسی‌های اقتصادی", "۱۵ آذر ۱۴۰۵"),
    ("۲", "برگزاری دورهٔ آموزشی ارز", "مرکز متسا", "یک ماه"),
    ("۳", "گزارش هزینه‌ها", "خزانه‌دار", "هر سه ماه"),
)


def three_pages() -> bytes:
    """A Word file as offices send it: a head, two pages of talk, and a table of decisions."""
    written = docx.Document()
    written.add_heading("صورت‌جلسه هشتمین نشست هیأت نمایندگان اتاق بازرگانی اصفهان", 1)
    written.add_paragraph("تاریخ: یکشنبه ۱۰ آبان ۱۴۰۵    محل: سالن اجتماعات اتاق")
    written.add_paragraph("خلاصه مذاکرات:")
    for number in range(30):
        written.add_paragraph(
            f"یکی از اعضا دربارهٔ پروندهٔ {number + 1} گفت دستگاه‌ها باید پاسخ روشن بدهند و پیشنهاد "
            "شد نظر کارشناسان نیز شنیده شود. " * 3
        )
    written.add_paragraph("مصوبات:")
    table = written.add_table(rows=1, cols=4)
    for cell, title in zip(
        table.rows[0].cells, ("ردیف", "شرح مصوبه", "مسئول", "مهلت"), strict=True
    ):
        cell.text = title
    for row in ROWS:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    buffer = io.BytesIO()
    written.save(buffer)
    return buffer.getvalue()


PRINTED = Path(__file__).parents[1] / "documents" / "office.pdf"
"""A PDF that a browser printed; it ships with the tests."""

NEWS = (PRINTED.parent / "news.txt").read_text(encoding="utf-8")
"""A page of news as it is pasted: talk, proposals, and two decisions."""
