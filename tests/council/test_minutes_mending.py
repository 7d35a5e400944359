"""What scanners, keyboards and page widths spoil is mended before it is read."""

import pytest

from council.minutes.mending import mended
from council.minutes.reader import read_minutes

BROKEN = """صورتجلسه کمیته انرژی
مقرر شد شرکت توزیع برق نسبت به اصلاح شبکه روستاهای بخش مرکزی و نصب
ترانسفورماتور در روستای چنار حداکثر تا پایان مهر ۱۴۰۳ اقدام نماید و
گزارش آن را به دبیرخانه بدهد.
سپس درباره زمان جلسه بعد گفت‌وگو شد و همه اعضا از زحمات دبیر کمیته در
سال گذشته تشکر کردند و جلسه پایان یافت.
"""


@pytest.mark.parametrize(
    ("spoilt", "plain"),
    [
        ("مو ظف گردیدند حدا کثر", "موظف گردیدند حداکثر"),
        ("مقرر شدکلیه ادارات باهمکاری", "مقرر شد کلیه ادارات با همکاری"),
        ("موظّف شد", "موظف شد"),
        ("ســازمان", "سازمان"),
        ("۱ـ۳. شهرداری", "۱-۳. شهرداری"),
        ("مقرر شدند، مقرر شده است", "مقرر شدند، مقرر شده است"),
    ],
)
def test_spoilt_words_are_mended(spoilt: str, plain: str) -> None:
    assert mended(spoilt).text == plain


def test_what_was_found_stands_where_it_was_printed() -> None:
    text = (
        "مصوبات:\n۱ـ ادارات مو ظف گردیدند آمار را ظرف ۷ روز ارسال نما یند .\n"
        "۲ـ مقرر شدشهرداری اقدام کند."
    )

    first, second = read_minutes(text).resolutions

    assert first.text == "ادارات مو ظف گردیدند آمار را ظرف ۷ روز ارسال نما یند ."
    assert second.text == "مقرر شدشهرداری اقدام کند."
    assert [text[one.start : one.end] for one in (first, second)] == [first.text, second.text]
    assert second.responsible == ("شهرداری",)


def test_lines_broken_by_a_page_are_one_sentence() -> None:
    (found,) = read_minutes(BROKEN).resolutions

    assert found.text.startswith("مقرر شد شرکت توزیع برق")
    assert found.text.endswith("به دبیرخانه بدهد.")
    assert (found.responsible, found.deadline.norm) == (("شرکت توزیع برق",), "1403-07-30")


def test_an_order_that_fills_its_line_is_not_joined_to_the_next() -> None:
    text = (
        "در این نشست که بخشدار، مدیر آبفا و دهیار حضور داشتند، مقرر گردید:\n"
        "لوله‌گذاری مسیر یک کیلومتری ظرف سه هفته توسط آبفا انجام شود\n"
        "دهیاری نیروی کارگری را در همان سه هفته برای آبفا تأمین کند\n"
        "بخشداری ده تن سیمان برای ساخت مخزن آب روستا اختصاص دهد\n"
    )

    assert len(read_minutes(text).resolutions) == 3


def test_a_letter_with_a_joiner_begins_a_line_of_its_own() -> None:
    work = "اعطای پاداش پایان سال به همه کارکنان شرکت معادل یک ماه حقوق پایه"
    text = "مصوبات:\n" + "\n".join(f"{mark}) {work}" for mark in ("ج", "د", "ه\u200d", "و"))

    assert [found.number for found in read_minutes(text).resolutions] == ["ج", "د", "ه", "و"]


def test_rows_of_a_table_are_not_taken_for_broken_lines() -> None:
    rows = "".join(f"{place} | نصب تابلوهای راهنمای مسیر | شهرداری | مهر\n" for place in (1, 2, 3))
    text = f"کارگروه گردشگری استان گیلان - جلسه چهارم - یکشنبه\nردیف | مصوبه | مجری | موعد\n{rows}"

    assert [found.number for found in read_minutes(text).resolutions] == ["1", "2", "3"]
