"""The settings of reminders as numbers, so that a button can carry any of them.

Nothing waits between the tap that tries a setting and the tap that keeps it: `encode` and `decode`
are each other's inverse.
"""

import re
from collections.abc import Iterable
from typing import Any

from council import text
from council.errors import SettingNotUsableError

Settings = dict[str, Any]
LONGEST_BEFORE = 28
DAYS_OF_WEEK = 7

OF_ITEMS = ("on", "before", "overdue_every", "overdue_times", "to_owner", "to_secretary",
            "to_chair", "in_group", "stale_days")  # fmt: skip
"""What can be set for one item, otherwise than its council has it."""
FIELDS = (*OF_ITEMS, "chair", "hour", "quiet", "weekend", "weekly", "digest", "second")
GROUPS = {
    "reminders": ("on", "before", "overdue_every", "overdue_times", "stale_days", "in_group"),
    "raising": ("to_owner", "to_secretary", "to_chair", "chair"),
    "days": ("hour", "quiet", "weekend", "closures"),
    "messages": ("weekly", "digest", "welcome", "second"),
}
"""What a council sets, in groups that a phone shows on a screen each; closures and the welcome are
no numbers and are kept otherwise."""
SWITCHES = ("on", "in_group", "second")
MOST = {"overdue_every": 30, "overdue_times": 30, "stale_days": 180, "to_owner": 60,
        "to_secretary": 60, "to_chair": 60, "digest": 1}  # fmt: skip
"""The largest value of each setting that is a plain number."""
AT_PUBLISHING = ("off", "offer")
"""What becomes of a session's digest when its minutes are published."""


def group_of(field: str) -> str:
    """The group in which a setting of the council stands."""
    return next((one for one, fields in GROUPS.items() if field in fields), "reminders")


def encode(field: str, value: object) -> int:
    """The number of a value: days as bits, switches as 0 and 1, hours as FROM·100 + TO."""
    if field == "before":
        return sum(1 << day for day in value if day <= LONGEST_BEFORE)  # type: ignore[attr-defined]
    return int(value)  # type: ignore[call-overload,no-any-return]


def decode(field: str, number: int) -> Settings:
    """What is to be kept for the number of a setting. SettingNotUsableError for no such value."""
    if field in SWITCHES and number in (0, 1):
        return {field: bool(number)}
    if field == "before" and 0 <= number < 1 << (LONGEST_BEFORE + 1):
        return {field: [day for day in range(LONGEST_BEFORE, -1, -1) if number >> day & 1]}
    if field == "hour" and 0 <= number < 24:
        return {"reminder": number}
    if field == "quiet" and number // 100 < 24 and number % 100 < 24:
        return {"quiet_from": number // 100, "quiet_to": number % 100}
    if field == "weekend" and (days := _days(number)) is not None:
        return days
    if field == "weekly" and 0 <= number <= DAYS_OF_WEEK:
        return {"weekly": number - 1 if number else None}
    if field == "chair":
        return {"chair": number or None}
    if field in MOST and 0 <= number <= MOST[field]:
        return {"at_publishing": AT_PUBLISHING[number]} if field == "digest" else {field: number}
    raise SettingNotUsableError


def weekend_number(weekend: Iterable[int], half_days: Iterable[int]) -> int:
    """The number of a weekend and its half days, days as date.weekday()."""
    return sum(1 << day for day in weekend) + sum(1 << day + DAYS_OF_WEEK for day in half_days)


def _days(number: int) -> Settings | None:
    free = [day for day in range(DAYS_OF_WEEK) if number >> day & 1]
    half = [day for day in range(DAYS_OF_WEEK) if number >> day + DAYS_OF_WEEK & 1]
    if len(free) > 3 or number >> 2 * DAYS_OF_WEEK:
        return None
    return {"weekend": free, "half_days": [day for day in half if day not in free]}


def read_days(typed: str) -> int:
    """The number of typed days before the date: «۷ و ۳ و ۱». SettingNotUsableError else."""
    found = [int(one) for one in re.findall(r"\d{1,3}", text.en_digits(typed))]
    if not found or any(day > LONGEST_BEFORE for day in found):
        raise SettingNotUsableError
    return encode("before", set(found))
