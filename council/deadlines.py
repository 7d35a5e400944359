"""Turns a printed deadline into a date with its reason, and a date into the days to remind on."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from council import dates
from storage.words import DeadlineKind

CADENCE = "P1M"
"""How often news is asked of a continuous or standing duty."""

_DURATION = re.compile(r"P(?:T(?P<hours>\d+)H|(?P<count>\d+)(?P<unit>[DWMY]))")


class Unit(StrEnum):
    """What a period is counted in."""

    HOUR = "hour"
    DAY = "day"
    WORKING_DAY = "working_day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True)
class Period:
    """So many of a unit."""

    count: int
    unit: Unit


@dataclass(frozen=True)
class Deadline:
    """What a resolution says about the time: the kind, the printed words, and their meaning.

    `norm` is a Jalali date `YYYY-MM-DD` (`--MM-DD` without a year), a duration such as `P2W`, or
    one of the words next_session, asap, event, continuous, each_session, this_year, next_year.
    A deadline that the secretariat set itself has no printed words.
    """

    kind: DeadlineKind
    text: str | None = None
    norm: str | None = None


class Reason(StrEnum):
    """Why a due date is what it is; the wording is made in the views."""

    NONE = "none"
    PRINTED_DATE = "printed_date"
    SET_DATE = "set_date"
    PERIOD = "period"
    YEAR_END = "year_end"
    EVERY = "every"
    CADENCE = "cadence"
    NEXT_MEETING = "next_meeting"
    EACH_MEETING = "each_meeting"
    SOON = "soon"
    UNREAD = "unread"


@dataclass(frozen=True)
class Due:
    """A computed due date (or none) and the reason, with what the sentence needs."""

    on: date | None
    reason: Reason
    counted_from: date | None = None
    period: Period | None = None
    past: bool = False


def read_kind(kind: str, norm: str | None) -> DeadlineKind:
    """The council's kind of a deadline as the reader of minutes found it."""
    words = {
        "next_session": DeadlineKind.AT_MEETING,
        "asap": DeadlineKind.SOON,
        "event": DeadlineKind.EVENT,
        "continuous": DeadlineKind.CONTINUOUS,
    }
    return words.get(norm or "") or DeadlineKind(kind)


def period_of(deadline: Deadline) -> Period | None:
    """The length in a norm such as `P2W` or `PT48H`; working days where the print says so."""
    match = _DURATION.fullmatch(deadline.norm or "")
    if match is None:
        return None
    if match["hours"]:
        return Period(int(match["hours"]), Unit.HOUR)
    units = {"D": Unit.DAY, "W": Unit.WEEK, "M": Unit.MONTH, "Y": Unit.YEAR}
    unit = units[match["unit"]]
    if unit is Unit.DAY and re.search("کاری|اداری", deadline.text or ""):
        unit = Unit.WORKING_DAY
    return Period(int(match["count"]), unit)


def add_period(day: date, period: Period) -> date:
    """The day that lies one period later; months and years are Jalali."""
    match period.unit:
        case Unit.HOUR:
            return day + timedelta(days=-(-period.count // 24))
        case Unit.DAY:
            return day + timedelta(days=period.count)
        case Unit.WORKING_DAY:
            return dates.add_working_days(day, period.count)
        case Unit.WEEK:
            return day + timedelta(weeks=period.count)
        case Unit.MONTH:
            return dates.add_jalali_months(day, period.count)
        case Unit.YEAR:
            return dates.add_jalali_months(day, 12 * period.count)


def repeats(deadline: Deadline) -> Period | None:
    """How often a report is due, or None where one report is all."""
    match deadline.kind:
        case DeadlineKind.RECURRING:
            return period_of(deadline)
        case DeadlineKind.CONTINUOUS | DeadlineKind.EVENT:
            return period_of(Deadline(deadline.kind, norm=CADENCE))
        case _:
            return None


def first_due(deadline: Deadline, notified_on: date) -> Due:
    """When the (first) report is due, counted from the day the bodies were notified, and why.

    Old minutes count from notification too: nothing is ever due before it, a printed date that
    has passed is given back with `past=True`.
    """
    period = repeats(deadline)
    if period is not None:
        reason = Reason.EVERY if deadline.kind is DeadlineKind.RECURRING else Reason.CADENCE
        return Due(add_period(notified_on, period), reason, notified_on, period)
    match deadline.kind:
        case DeadlineKind.NONE:
            return Due(None, Reason.NONE)
        case DeadlineKind.SOON:
            return Due(None, Reason.SOON)
        case DeadlineKind.AT_MEETING:
            return Due(None, Reason.NEXT_MEETING)
        case DeadlineKind.RECURRING:
            each = deadline.norm == "each_session"
            return Due(None, Reason.EACH_MEETING if each else Reason.UNREAD)
        case _:
            return _single_due(deadline, notified_on)


def _single_due(deadline: Deadline, notified_on: date) -> Due:
    if deadline.norm in ("this_year", "next_year"):
        year = dates.to_jalali(notified_on).year + (deadline.norm == "next_year")
        return Due(dates.jalali_month_end(year, 12), Reason.YEAR_END, notified_on)
    period = period_of(deadline)
    if period is not None:
        return Due(add_period(notified_on, period), Reason.PERIOD, notified_on, period)
    day = printed_day(deadline.norm, notified_on)
    if day is None:
        return Due(None, Reason.UNREAD)
    reason = Reason.PRINTED_DATE if deadline.text else Reason.SET_DATE
    return Due(day, reason, past=day < notified_on)


def printed_day(norm: str | None, notified_on: date) -> date | None:
    """The Gregorian date of a Jalali `YYYY-MM-DD`; None for anything else.

    Where the year is not printed (`--MM-DD`), it is the next such day from notification on.
    """
    if norm is None or not re.fullmatch(r"(?:\d{4}|-)-\d\d-\d\d", norm):
        return None
    year, month, day = norm.rsplit("-", 2)
    try:
        if year.isdigit():
            return dates.from_jalali(int(year), int(month), int(day))
        this_year = dates.to_jalali(notified_on).year
        candidates = (dates.from_jalali(this_year + n, int(month), int(day)) for n in (0, 1))
        return next(found for found in candidates if found >= notified_on)
    except ValueError:
        return None
