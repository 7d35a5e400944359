"""Days and hours as people type them, in both languages."""

from datetime import date, time

import pytest

from council.errors import DateNotUnderstoodError
from council.session_words import read_when
from council.typed_times import read_day, read_hour, read_hours, read_span

TODAY = date(2026, 11, 23)  # 2 Azar 1405, a Monday
SATURDAY, FIFTEENTH = date(2026, 11, 28), date(2026, 12, 6)


@pytest.mark.parametrize(
    ("typed", "day", "hour", "place"),
    [
        ("شنبه ساعت ۱۷، سالن اجتماعات", SATURDAY, time(17), "سالن اجتماعات"),
        ("شنبه ساعت ۳ بعدازظهر", SATURDAY, time(15), None),
        ("شنبه ساعت ۳ بعد از\u200cظهر سالن", SATURDAY, time(15), "سالن"),
        ("شنبه ساعت ۵ عصر، دفتر رئیس", SATURDAY, time(17), "دفتر رئیس"),
        ("شنبه ۵ عصر", SATURDAY, time(17), None),
        ("شنبه ساعت پنج و نیم عصر", SATURDAY, time(17, 30), None),
        ("شنبه ساعت ۱۰ و ربع صبح", SATURDAY, time(10, 15), None),
        ("شنبه ساعت ۹ و ۴۵ دقیقه", SATURDAY, time(9, 45), None),
        ("شنبه ساعت ۱۲ ظهر", SATURDAY, time(12), None),
        ("شنبه ساعت ۲ ظهر", SATURDAY, time(14), None),
        ("شنبه ساعت ۸ شب", SATURDAY, time(20), None),
        ("شنبه ساعت ۱۲ شب", SATURDAY, None, None),
        ("ساعت ۵ عصر شنبه", SATURDAY, time(17), None),
        ("شنبه، ۱۷:۳۰، سالن", SATURDAY, time(17, 30), "سالن"),
        ("۱۵ آذر، ۱۷:۳۰", FIFTEENTH, time(17, 30), None),
        ("۱۵ آذر", FIFTEENTH, None, None),
        ("Sunday 15 Azar at 17, main hall", FIFTEENTH, time(17), "main hall"),
        ("tomorrow at 5 pm", date(2026, 11, 24), time(17), None),
        ("Saturday at 5:30 in the afternoon", SATURDAY, time(17, 30), None),
        ("Saturday 10 a.m.", SATURDAY, time(10), None),
        ("December 6th, 17:30", FIFTEENTH, time(17, 30), None),
    ],
)
def test_day_hour_and_place_of_a_session(
    typed: str, day: date, hour: time | None, place: str | None
) -> None:
    when = read_when(typed, TODAY)

    assert (when.day, when.hour, when.place) == (day, hour, place)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("15 Azar", FIFTEENTH),
        ("Azar 15", FIFTEENTH),
        ("until the end of Azar", date(2026, 12, 21)),
        ("6 December", FIFTEENTH),
        ("the 6th of Dec", FIFTEENTH),
        ("6 January", date(2027, 1, 6)),
        ("6 January 2028", date(2028, 1, 6)),
        ("in 2 weeks", date(2026, 12, 7)),
        ("next Monday", date(2026, 11, 30)),
        ("day after tomorrow", date(2026, 11, 25)),
        ("whenever", None),
    ],
)
def test_day_in_english(typed: str, day: date | None) -> None:
    assert read_day(typed, TODAY) == day


def test_two_days_in_english() -> None:
    assert read_span("1 to 10 Dey", TODAY) == (date(2026, 12, 22), date(2026, 12, 31))
    assert read_span("from Saturday until Monday", TODAY) == (SATURDAY, date(2026, 11, 30))


@pytest.mark.parametrize(
    ("typed", "hour"),
    [("۱۷", time(17)), ("ساعت ۱۷:۳۰", time(17, 30)), ("۵ عصر", time(17)), ("هفت", time(7))],
)
def test_hour_alone(typed: str, hour: time) -> None:
    assert read_hour(typed) == hour


@pytest.mark.parametrize("typed", ["۲۵", "ساعت ۱۲ شب", "سالن", "ساعت سالن", ""])
def test_what_is_no_hour(typed: str) -> None:
    with pytest.raises(DateNotUnderstoodError):
        read_hour(typed)


@pytest.mark.parametrize(
    ("typed", "hours"),
    [
        ("از ۲۲ تا ۷", (22, 7)),
        ("۱۰ شب تا ۷ صبح", (22, 7)),
        ("12 شب - 6", (24, 6)),
        ("10 pm to 7:00 am", (22, 7)),
        ("۲۵", ()),
    ],
)
def test_full_hours(typed: str, hours: tuple[int, ...]) -> None:
    assert read_hours(typed) == hours
