"""From a printed deadline to a date with its reason, and to the days of reminding."""

from datetime import date

import pytest

from council.deadlines import (
    Deadline,
    Due,
    Period,
    Reason,
    Unit,
    add_period,
    first_due,
    period_of,
)
from storage.words import DeadlineKind as Kind

TODAY = date(2026, 11, 21)
"""Saturday 30 Aban 1405."""


@pytest.mark.parametrize(
    ("deadline", "due"),
    [
        (Deadline(Kind.NONE), Due(None, Reason.NONE)),
        (Deadline(Kind.SOON, "در اسرع وقت", "asap"), Due(None, Reason.SOON)),
        (Deadline(Kind.AT_MEETING, "تا جلسه بعد", "next_session"), Due(None, Reason.NEXT_MEETING)),
        (
            Deadline(Kind.RECURRING, "هر دو هفته", "P2W"),
            Due(date(2026, 12, 5), Reason.EVERY, TODAY, Period(2, Unit.WEEK)),
        ),
        (Deadline(Kind.RECURRING, "هر جلسه", "each_session"), Due(None, Reason.EACH_MEETING)),
        (
            Deadline(Kind.RELATIVE, "ظرف یک ماه از ابلاغ", "P1M"),
            Due(date(2026, 12, 21), Reason.PERIOD, TODAY, Period(1, Unit.MONTH)),
        ),
        (
            Deadline(Kind.DATE, "تا ۲۰ مهر ۱۴۰۴", "1404-07-20"),
            Due(date(2025, 10, 12), Reason.PRINTED_DATE, past=True),
        ),
        (
            Deadline(Kind.DATE, None, "1405-11-25"),
            Due(date(2027, 2, 14), Reason.SET_DATE),
        ),
        (Deadline(Kind.DATE, "سی بهمن", "1405-13-40"), Due(None, Reason.UNREAD)),
    ],
)
def test_first_due_counts_from_notification_and_says_why(deadline: Deadline, due: Due) -> None:
    assert first_due(deadline, TODAY) == due


def test_working_days_are_read_from_the_printed_words() -> None:
    ten = Deadline(Kind.RELATIVE, "ظرف ۱۰ روز کاری", "P10D")

    assert period_of(ten) == Period(10, Unit.WORKING_DAY)


def test_a_month_ends_on_the_last_day_that_the_next_month_has() -> None:
    last_of_shahrivar = date(2026, 9, 22)  # 31 Shahrivar 1405; Mehr has 30 days

    assert add_period(last_of_shahrivar, Period(1, Unit.MONTH)) == date(2026, 10, 22)
