"""Several days in one line, and the reason behind them."""

from datetime import date, timedelta

import pytest

from council.days.day_lists import only_days, read_days, split
from council.errors import DateNotUnderstoodError

SUNDAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("typed", "days", "reason"),
    [
        ("۱۰ تا ۱۲ آذر آلودگی هوا", (10, 11, 12), "آلودگی هوا"),
        ("شنبه و یکشنبه", (7, 8), ""),
        ("۱۰، ۱۱ و ۱۳ آذر به خاطر برف و کولاک", (10, 11, 13), "برف و کولاک"),
        ("شنبه، یکشنبه و دوشنبه", (7, 8, 9), ""),
        ("شنبه، ۱۴ آذر", (14,), ""),
        ("tomorrow, snow", (2,), "snow"),
        ("فردا و پس‌فردا برف", (2, 3), "برف"),
        ("tomorrow and the day after tomorrow, snow", (2, 3), "snow"),
        ("۱۰-۱۲ آذر آلودگی", (10, 11, 12), "آلودگی"),
        ("10-12 Azar", (10, 11, 12), ""),
        ("from Saturday for 3 days", (7, 8, 9), ""),
        ("فردا به دلیل برف و سرما در سال جاری", (2,), "برف و سرما در سال جاری"),
        ("۱۲ آذر شهادت امام ۸", (12,), "شهادت امام ۸"),
    ],
)
def test_days_and_the_reason_behind_them(typed: str, days: tuple[int, ...], reason: str) -> None:
    said = split(typed)

    assert said.reason == reason
    assert read_days(said.days, SUNDAY) == tuple(SUNDAY + timedelta(days=day - 1) for day in days)


@pytest.mark.parametrize("typed", ["برف", "شنبه و کلاس ۳", "۱۲ و ۱۰ آذر", "۱ آذر تا ۱ بهمن"])
def test_no_day_is_left_out(typed: str) -> None:
    with pytest.raises(DateNotUnderstoodError):
        read_days(split(typed).days, SUNDAY)


@pytest.mark.parametrize(
    ("typed", "alone"),
    [
        ("شنبه، ۱۴ آذر", True),
        ("از فردا تا آخر هفته آینده", True),
        ("پانزدهم آذر", True),
        ("the day after tomorrow", True),
        ("آسفالت خیابان ۲۲ بهمن", False),
        ("مصوبات هفته آینده", False),
        ("۲۲ بهمن آسفالت", False),
        ("سه", False),
    ],
)
def test_a_name_that_holds_a_day_is_no_day(typed: str, alone: bool) -> None:
    assert only_days(typed) is alone
