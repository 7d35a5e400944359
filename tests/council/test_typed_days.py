"""Days and hours as people type them, in both languages."""

from datetime import date, time

import pytest

from council.days.typed_days import read_day, read_span
from council.days.typed_hours import read_hour, read_hours, read_quiet_hours
from council.errors import DateNotUnderstoodError, WeekdayDiffersError, YearMissingError
from council.session_words import read_when

TODAY = date(2026, 11, 23)  # 2 Azar 1405, a Monday
SATURDAY, FIFTEENTH = date(2026, 11, 28), date(2026, 12, 6)


@pytest.mark.parametrize(
    ("typed", "day", "hour", "place"),
    [
        ("شنبه ساعت ۱۷، سالن اجتماعات", SATURDAY, time(17), "سالن اجتماعات"),
        ("شنبه ساعت ۳ بعدازظهر", SATURDAY, time(15), None),
        ("شنبه ساعت ۳ بعد از\u200cظهر سالن", SATURDAY, time(15), "سالن"),
        ("شنبه ساعت ۵ عصر، دفتر رئیس", SATURDAY, time(17), "دفتر رئیس"),
        ("شنبه ساعت ۵ عصر تو سالن اتاق", SATURDAY, time(17), "سالن اتاق"),
        ("شنبه ساعت ۱۷ توی دفتر رئیس", SATURDAY, time(17), "دفتر رئیس"),
        ("شنبه ساعت ۱۷، در محل اتاق", SATURDAY, time(17), "اتاق"),
        ("شنبه ساعت ۱۷؛ محل برگزاری: داخل سالن ۲.", SATURDAY, time(17), "سالن 2"),
        ("شنبه ساعت ۱۷، مکان: درمانگاه", SATURDAY, time(17), "درمانگاه"),
        ("جلسه سالن غدیر، شنبه ۷ آذر ساعت ۱۰", SATURDAY, time(10), "سالن غدیر"),
        ("در سالن غدیر سه شنبه ۳ آذر", date(2026, 11, 24), None, "سالن غدیر"),
        ("دفتر رئیس، ساعت ۱۰ شنبه", SATURDAY, time(10), "دفتر رئیس"),
        ("انتقال جلسه به شنبه ساعت ۱۰", SATURDAY, time(10), None),
        ("شنبه ۵ عصر", SATURDAY, time(17), None),
        ("شنبه ساعت ۵", SATURDAY, time(17), None),
        ("شنبه ساعت ۰۵:۰۰", SATURDAY, time(5), None),
        ("شنبه ساعت ۱۷ الی ۱۹ سالن", SATURDAY, time(17), "سالن"),
        ("جمعه هفته دیگه ساعت ۸ شب", date(2026, 12, 4), time(20), None),
        ("دو هفته دیگه ساعت ۱۰", date(2026, 12, 7), time(10), None),
        ("امشب ساعت ۲۳", TODAY, time(23), None),
        ("امشب ساعت ۸", TODAY, time(20), None),
        ("فردا ۱۷", date(2026, 11, 24), time(17), None),
        ("فرداظهر", date(2026, 11, 24), time(12), None),
        ("۲۰/۹ ساعت ۱۰", date(2026, 12, 11), time(10), None),
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
        ("Friday at noon", date(2026, 11, 27), time(12), None),
        ("tonight at 11 pm", TODAY, time(23), None),
        ("in two weeks at 5 pm", date(2026, 12, 7), time(17), None),
        ("December 6th, 17:30", FIFTEENTH, time(17, 30), None),
        ("شنبه شب ساعت ۸، سالن", SATURDAY, time(20), "سالن"),
        ("شنبه سالن ب ساعت ۱۷", SATURDAY, time(17), "سالن ب"),
        ("عصر ۱۵ آذر سالن ب", FIFTEENTH, None, "سالن ب"),
        ("۱۵ آذر بعد از ظهر", FIFTEENTH, None, None),
        ("به ۱۵ آذر منتقل شود", FIFTEENTH, None, None),
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
        ("in a week", date(2026, 11, 30)),
        ("ten days", date(2026, 12, 3)),
        ("10days", date(2026, 12, 3)),
        ("10 days from now", date(2026, 12, 3)),
        ("next Monday", date(2026, 11, 30)),
        ("day after tomorrow", date(2026, 11, 25)),
        ("whenever", None),
    ],
)
def test_day_in_english(typed: str, day: date | None) -> None:
    assert read_day(typed, TODAY) == day


@pytest.mark.parametrize("typed", ["شنبه ۱۵ آذر", "Saturday 15 Azar", "سه‌شنبه ۱۴۰۵/۹/۱۵"])
def test_day_of_the_week_that_does_not_fit_is_told(typed: str) -> None:
    with pytest.raises(WeekdayDiffersError):
        read_day(typed, TODAY)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("۱ آبان", None),
        ("1 Aban", None),
        ("20 November", None),
        ("۱ آبان ۱۴۰۶", date(2027, 10, 23)),
        ("۱ مرداد", date(2027, 7, 23)),
        ("یکشنبه ۱۵ آذر", FIFTEENTH),
        ("سه شنبه هفته بعد", date(2026, 12, 1)),
        ("یک سال دیگر", date(2027, 11, 23)),
        ("دهم ماه بعد", date(2026, 12, 31)),
        ("بیست و پنجم ماه آینده", date(2027, 1, 15)),
        ("ده ماه بعد", date(2027, 9, 24)),
    ],
)
def test_next_years_day_is_not_guessed_where_this_years_passed_lately(
    typed: str, day: date | None
) -> None:
    if day is None:
        with pytest.raises(YearMissingError):
            read_day(typed, TODAY)
    else:
        assert read_day(typed, TODAY) == day


@pytest.mark.parametrize(
    ("typed", "start", "span"),
    [
        ("از شنبه سه روز", None, (SATURDAY, date(2026, 11, 30))),
        ("از امروز به مدت سه روز", None, (TODAY, date(2026, 11, 25))),
        ("سه روز", SATURDAY, (date(2026, 11, 30), None)),
        ("۳روز", SATURDAY, (date(2026, 11, 30), None)),
        ("10 Dec - 15 Dec", None, (date(2026, 12, 10), date(2026, 12, 15))),
        ("for 3 days", SATURDAY, (date(2026, 11, 30), None)),
    ],
)
def test_length_of_days(typed: str, start: date | None, span: tuple[date, date | None]) -> None:
    assert read_span(typed, TODAY, start) == span


def test_two_days_in_english() -> None:
    assert read_span("1 to 10 Dey", TODAY) == (date(2026, 12, 22), date(2026, 12, 31))
    assert read_span("from Saturday until Monday", TODAY) == (SATURDAY, date(2026, 11, 30))


@pytest.mark.parametrize(
    ("typed", "hour"),
    [("۱۷", time(17)), ("ساعت ۱۷:۳۰", time(17, 30)), ("۵ عصر", time(17)), ("هفت", time(7)),
     ("هشت و نیم", time(8, 30)), ("ده و ربع", time(10, 15)), ("۱۷ و ۳۰", time(17, 30))],
)  # fmt: skip
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
        ("ده شب تا هفت صبح", (22, 7)),
        ("نیمه شب تا ۸ صبح", (24, 8)),
        ("ظهر", (12,)),
        ("۲۵", ()),
    ],
)
def test_full_hours(typed: str, hours: tuple[int, ...]) -> None:
    assert read_hours(typed) == hours


@pytest.mark.parametrize(
    ("typed", "quiet"),
    [
        ("۲۲ تا ۷", (22, 7)),
        ("۱۰ تا ۷", (22, 7)),
        ("۸ تا ۲۰", (8, 20)),
        ("۱۳ تا ۱۵", (13, 15)),
        ("۲۲", None),
    ],
)
def test_quiet_hours(typed: str, quiet: tuple[int, int] | None) -> None:
    assert read_quiet_hours(typed) == quiet
