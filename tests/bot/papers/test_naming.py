"""Names of files that are handed out."""

import pytest

from bot.papers.naming import file_name


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("گزارش پیگیری جلسهٔ ۷۲", "گزارش پیگیری جلسهٔ ۷۲.docx"),
        ("مصوبه‌های ۱۴۰۵/۰۹", "مصوبه‌های ۱۴۰۵ ۰۹.docx"),
        ("../../etc/passwd", "etc passwd.docx"),
        ("\u202efdp.exe\u202c\n\tدو", "fdp.exe دو.docx"),
        ("", "file.docx"),
        ("...", "file.docx"),
        ("م" * 200, "م" * 80 + ".docx"),
    ],
)
def test_file_name_is_one_safe_line(title: str, name: str) -> None:
    assert file_name(title, "docx") == name
