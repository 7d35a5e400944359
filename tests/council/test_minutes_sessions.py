"""A document of several sessions is told apart, and one session is left whole."""

from council.minutes.reading import read_text

FIRST = """به نام خدا
صورتجلسه شماره ۱۱ شورای اسلامی شهر بهارستان
تاریخ: ۱۴۰۳/۰۴/۰۵
مصوبات:
۱- شهرداری گزارش عملکرد سه‌ماهه را ظرف ده روز به شورا ارائه نماید.
۲- با تقاضای اهالی کوی بهار برای نصب دو تیر برق موافقت شد.
"""
SECOND = """به نام خدا
صورتجلسه شماره ۱۲ شورای اسلامی شهر بهارستان
تاریخ: ۱۴۰۳/۰۴/۱۹
پیگیری مصوبات جلسه شماره ۱۱:
- گزارش عملکرد ارائه شد.
مصوبات:
۱- دبیر شورا پاسخ اعتراض واصله را تا جلسه آینده آماده کند و به اطلاع اعضا برساند.
"""


def test_two_sessions_are_read_apart_each_with_its_own_text() -> None:
    read = read_text(f"{FIRST}\n{SECOND}")

    assert [one.record.session_number for one in read.sessions] == [11, 12]
    assert [one.record.date_jalali for one in read.sessions] == ["1403-04-05", "1403-04-19"]
    assert [len(one.record.resolutions) for one in read.sessions] == [2, 1]
    assert "".join(one.text for one in read.sessions) == f"{FIRST}\n{SECOND}"
    for one in read.sessions:
        for found in one.record.resolutions:
            assert found.text == one.text[found.start : found.end]


def test_a_session_that_names_another_is_one() -> None:
    assert len(read_text(SECOND).sessions) == 1
