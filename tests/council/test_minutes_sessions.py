"""A document of several sessions is told apart, and one session is left whole."""

from council.minutes.reading import read_text, together

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


BOOK = """دفتر صورتجلسات شورای اسلامی روستای سرآسیاب
برگ ۷

صورتجلسه شماره ۳۴
روز شنبه ۵ آبان ۱۴۰۳ جلسه شورا در محل دهیاری به ریاست آقای یوسفی برگزار شد.
تصمیمات:
مصوب شد دهیاری تا پایان آبان جوی‌های محله بالا را لایروبی کند.
امضا: یوسفی - رضایی

"""
NEXT_LEAF = """صورتجلسه شماره ۳۵
روز شنبه ۳ آذر ۱۴۰۳ جلسه شورا در مسجد روستا به ریاست آقای یوسفی تشکیل و این موارد تصمیم گیری شد: \
۱. دهیاری فاکتورها را در جلسه بعد گزارش کند. ۲. ورود کامیون به کوچه‌ها ممنوع شد.
در آخر جلسه بخشدار قول داد قیر رایگان بدهد.
امضا: یوسفی - رضایی
"""


def test_later_sessions_of_a_book_have_the_council_of_its_cover() -> None:
    read = read_text(BOOK + NEXT_LEAF)

    assert [one.record.council for one in read.sessions] == 2 * ["شورای اسلامی روستای سرآسیاب"]
    assert [one.record.session_number for one in read.sessions] == [34, 35]


def test_sessions_laid_together_keep_their_places_in_the_document() -> None:
    whole = together(read_text(BOOK + NEXT_LEAF).sessions)

    assert whole.text == BOOK + NEXT_LEAF
    assert whole.record.session_number == 34
    assert [found.text for found in whole.record.resolutions] == [
        "مصوب شد دهیاری تا پایان آبان جوی‌های محله بالا را لایروبی کند.",
        "دهیاری فاکتورها را در جلسه بعد گزارش کند.",
        "ورود کامیون به کوچه‌ها ممنوع شد.",
    ]
    assert all(one.text == whole.text[one.start : one.end] for one in whole.record.resolutions)
