"""Jalali dates, working days, and what people write for a day."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from council import dates
from council.dates import Jalali, from_jalali, to_jalali
from council.days.printed_days import read_date

BASE = from_jalali(1404, 6, 22)  # a Saturday
DAYS = st.dates(min_value=date(1930, 1, 1), max_value=date(2090, 1, 1))


def test_now_is_aware_and_utc() -> None:
    assert dates.utc_now().tzinfo is UTC


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2025, 9, 13, 20, 29, tzinfo=UTC), date(2025, 9, 13)),
        (datetime(2025, 9, 13, 20, 30, tzinfo=UTC), date(2025, 9, 14)),
        (datetime(2021, 7, 1, 19, 30, tzinfo=UTC), date(2021, 7, 2)),
    ],
)
def test_local_date_turns_at_midnight_in_tehran(moment: datetime, day: date) -> None:
    assert dates.local_date(moment) == day


@given(DAYS)
def test_jalali_round_trip(day: date) -> None:
    assert from_jalali(*to_jalali(day)) == day


def test_known_days() -> None:
    assert to_jalali(date(2025, 9, 13)) == Jalali(1404, 6, 22)
    assert from_jalali(1399, 1, 10) == date(2020, 3, 29)
    assert dates.WEEKDAY_NAMES[date(2020, 3, 29).weekday()] == "یکشنبه"
    assert dates.MONTH_NAMES[5] == "شهریور"


@pytest.mark.parametrize("day", [(1404, 12, 30), (1404, 7, 31), (1404, 13, 1), (1404, 1, 0)])
def test_no_such_day_is_refused(day: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match=r".+"):
        from_jalali(*day)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        ((1404, 6, 31), 1, (1404, 7, 30)),
        ((1404, 6, 15), 1, (1404, 7, 15)),
        ((1404, 11, 30), 1, (1404, 12, 29)),
        ((1403, 11, 30), 1, (1403, 12, 30)),
        ((1404, 12, 1), 1, (1405, 1, 1)),
        ((1404, 1, 31), -1, (1403, 12, 30)),
        ((1403, 12, 30), 12, (1404, 12, 29)),
    ],
)
def test_months_are_added_in_the_jalali_calendar(
    day: tuple[int, int, int], months: int, later: tuple[int, int, int]
) -> None:
    assert to_jalali(dates.add_jalali_months(from_jalali(*day), months)) == later


@given(DAYS, st.integers(min_value=-200, max_value=200))
def test_added_months_land_in_the_wanted_month(day: date, months: int) -> None:
    start, end = to_jalali(day), to_jalali(dates.add_jalali_months(day, months))

    assert end.year * 12 + end.month == start.year * 12 + start.month + months
    assert end.day <= start.day


def test_month_end() -> None:
    assert dates.jalali_month_end(1403, 12) == from_jalali(1403, 12, 30)
    assert dates.jalali_month_end(1404, 12) == from_jalali(1404, 12, 29)


def test_holidays_and_weekends_are_not_worked() -> None:
    nowruz, friday, thursday = from_jalali(1404, 1, 1), date(2025, 9, 19), date(2025, 9, 18)

    assert "نوروز" in (dates.holiday_name(nowruz) or "")
    assert dates.holiday_name(friday) is None
    assert not dates.is_working_day(nowruz)
    assert not dates.is_working_day(friday)
    assert dates.is_working_day(thursday)
    assert not dates.is_working_day(thursday, weekend=frozenset({3, 4}))


def test_working_days_skip_weekends_and_holidays() -> None:
    assert to_jalali(dates.add_working_days(BASE, 10)) == (1404, 7, 2)
    assert to_jalali(dates.add_working_days(BASE, 10, weekend=frozenset({3, 4}))) == (1404, 7, 5)
    assert dates.add_working_days(BASE, 0) == BASE
    with pytest.raises(ValueError, match="forward"):
        dates.add_working_days(BASE, 1, weekend=frozenset(range(7)))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("۱۴۰۴/۰۷/۳۰", (1404, 7, 30)),
        ("مورخ ۱۴۰۳/۱۲/۳۰", (1403, 12, 30)),
        ("۲۲/۶/۱۴۰۴", (1404, 6, 22)),
        ("۰۴/۰۶/۲۲", (1404, 6, 22)),
        ("٩٩/١/١٠", (1399, 1, 10)),
        ("date 2025-09-13", (1404, 6, 22)),
        ("۱۳ سپتامبر ۲۰۲۵", (1404, 6, 22)),
        ("۲۲ شهریور", (1404, 6, 22)),
        ("۲۱ شهریور", (1405, 6, 21)),
        ("۲۵ مهر ۱۴۰۴", (1404, 7, 25)),
        ("۲۲شهریورماه", (1404, 6, 22)),
        ("بیست و پنجم مهر ماه ۱۴۰۴", (1404, 7, 25)),
        ("جمعه سی ام اسفند ۱۳۸۷", (1387, 12, 30)),
        ("پنجم آبان", (1404, 8, 5)),
        ("تا ۱۵ آبان‌ماه سال ۱۴۰۵", (1405, 8, 15)),
        ("تا پایان مهر", (1404, 7, 30)),
        ("تا پايان شهريور", (1404, 6, 31)),
        ("تا پایان خرداد ماه ۹۹", (1399, 3, 31)),
        ("نیمه اول آبان", (1404, 8, 15)),
        ("نیمه دوم آبان", (1404, 8, 30)),
        ("تا پایان سال", (1404, 12, 29)),
        ("تا پایان سال آینده", (1405, 12, 29)),
        ("پایان ماه جاری", (1404, 6, 31)),
        ("تا آخر همین ماه", (1404, 6, 31)),
        ("آخر این هفته", (1404, 6, 28)),
        ("تا پایان هفته آینده", (1404, 7, 4)),
        ("امروز", (1404, 6, 22)),
        ("فردا", (1404, 6, 23)),
        ("پس‌فردا", (1404, 6, 24)),
        ("دیروز", (1404, 6, 21)),
        ("شنبه", (1404, 6, 29)),
        ("سه‌شنبه آینده", (1404, 6, 25)),
        ("یک شنبه", (1404, 6, 23)),
        ("دوشنبه هفته بعد", (1404, 6, 31)),
        ("هفته آینده", (1404, 6, 29)),
        ("ماه آینده", (1404, 7, 22)),
        ("ظرف یک ماه", (1404, 7, 22)),
        ("ظرف مدت ۱۵ روز", (1404, 7, 6)),
        ("حداکثر ظرف مدت ده روز کاری", (1404, 7, 2)),
        ("تا دو هفته دیگر", (1404, 7, 5)),
        ("دو هفته بعد", (1404, 7, 5)),
        ("هفته بعد", (1404, 6, 29)),
        ("۱۰ روز دیگر", (1404, 7, 1)),
        ("۱۰ روز", (1404, 7, 1)),
        ("ظرف ۴۸ ساعت", (1404, 6, 24)),
    ],
)
def test_written_day_is_read(text: str, day: tuple[int, int, int]) -> None:
    found = read_date(text, BASE)

    assert found is not None
    assert to_jalali(found) == day


@pytest.mark.parametrize(
    "text",
    [
        *["", "مصوبه شماره ۷۲", "مبلغ ۲۵۰٬۰۰۰ ریال", "روز جهانی کودک", "سال گذشته", "۱۴۰۴/۱۲/۳۰"],
        *["۱۴۰۴/۰۷/۳۱", "۳۱ مهر", "مهر", "خبرگزاری مهر", "هر دو هفته", "دو ماه یک بار", "هر شنبه"],
        *["هر هفته", "هفته‌ای یک بار", "شنبه گذشته", "۱۰ روز پیش", "ظرف ۹۹۹۹۹۹ روز", "۷۲/۳"],
        *["۶۰٪ انجام شد", "۰۲۱-۸۸-۱۲", "امروزه", "شماره ۱۲۳/۴۵/۶۷۸۹"],
    ],
)
def test_what_names_no_day_stays_none(text: str) -> None:
    assert read_date(text, BASE) is None


@given(st.text(max_size=60))
def test_reading_never_fails(text: str) -> None:
    found = read_date(text, BASE)

    assert found is None or date.min <= found <= date.max
