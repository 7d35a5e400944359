"""A month of the reader's calendar as keys: weeks begin on Saturday, days off are marked."""

from collections.abc import Callable
from datetime import date, timedelta

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton

from bot.i18n import _
from bot.saying.keyboards import Row, button
from bot.saying.taps import Blank
from bot.saying.wording import (
    from_calendar,
    in_calendar,
    isolate,
    month_name,
    number,
    short_day,
    weekday_letter,
)
from council import dates
from council.errors import DateNotUnderstoodError

DAYS_OF_WEEK = 7
SATURDAY = 5
OFF = "•"
NO_DAY = "\u2800"
"""Telegram takes no empty button; this sign has width and no ink."""
PAST = "–"
"""In place of the number of a day that has passed; a dot would look like the Persian zero."""
FRIDAY = 4


YEARS_AWAY = 20
"""So far from today does the calendar go."""


def shown_month(asked: int, today: date) -> tuple[int, int]:
    """The year and month to show: `asked` as YYYYMM, or the present one where that is none."""
    now = in_calendar(today)
    year, month = divmod(asked, 100)
    if not 1 <= month <= 12 or abs(year - now.year) > YEARS_AWAY:
        return now.year, now.month
    return year, month


def month_rows(
    year: int,
    month: int,
    *,
    today: date,
    on_day: Callable[[date], CallbackData],
    on_month: Callable[[int, int], CallbackData],
) -> list[Row]:
    """The keys of a month: neighbours, weekdays, days; past days cannot be chosen."""
    first, last = from_calendar(year, month)
    start = first - timedelta(days=(first.weekday() - SATURDAY) % DAYS_OF_WEEK)
    rows = [*_neighbours(year, month, today, on_month), _weekdays(start)]
    while start <= last:
        week = [start + timedelta(days=n) for n in range(DAYS_OF_WEEK)]
        rows.append([_key(day, first, last, today, on_day) for day in week])
        start += timedelta(days=DAYS_OF_WEEK)
    return rows


def days_off(year: int, month: int) -> list[str]:
    """The month's official holidays, one a line."""
    first, last = from_calendar(year, month)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    named = [(day, dates.holiday_name(day)) for day in days]
    return [
        _("{mark} {day}: {name}").format(mark=OFF, day=short_day(day), name=isolate(name))
        for day, name in named
        if name
    ]


def _key(
    day: date, first: date, last: date, today: date, on_day: Callable[[date], CallbackData]
) -> InlineKeyboardButton:
    if not first <= day <= last:
        return button(NO_DAY, Blank())
    shown = number(in_calendar(day).day)
    if day < today:
        return button(PAST, Blank(past=True))
    off = day.weekday() == FRIDAY or dates.holiday_name(day) is not None
    return button(f"{shown}{OFF}" if off else shown, on_day(day))


def _weekdays(start: date) -> list[InlineKeyboardButton]:
    week = [start + timedelta(days=n) for n in range(DAYS_OF_WEEK)]
    return [button(weekday_letter(day), Blank()) for day in week]


def _neighbours(
    year: int, month: int, today: date, on_month: Callable[[int, int], CallbackData]
) -> list[Row]:
    before, after = divmod(year * 12 + month - 2, 12), divmod(year * 12 + month, 12)
    title = _("{month} {year}").format(month=month_name(month), year=number(year))
    keys = [
        button(
            _("{month} ▶").format(month=month_name(after[1] + 1)), on_month(after[0], after[1] + 1)
        ),
    ]
    now = in_calendar(today)
    if (year, month) > (now.year, now.month):
        name = _("◀ {month}").format(month=month_name(before[1] + 1))
        keys.insert(0, button(name, on_month(before[0], before[1] + 1)))
    return [[button(title, Blank())], keys]


def day_of(ordinal: int) -> date:
    """The day that a key of the calendar stands for; DateNotUnderstoodError for a forged one."""
    try:
        return date.fromordinal(ordinal)
    except (ValueError, OverflowError):
        raise DateNotUnderstoodError from None
