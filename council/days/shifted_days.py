"""Reads days that are told from one that stands already: «یک هفته دیرتر», «فردای همان روز»."""

import re
from datetime import date, timedelta

from council import dates, text
from council.days.typed_days import one_line

_GAP = r"[\s\u200c]*"
_MOVE = rf"(?:بنداز|بیفت|بیافت|افتاد|ببر|بره|برود|بکش){_GAP}(?:یم|ید|ین|ه|د|ش)?"
_SHIFT = re.compile(
    rf"(?<!\w)(?P<number>یه|an?|one|two|three|{text.NUMBER}){_GAP}"
    rf"(?P<unit>روز|هفته|ماه|days?|weeks?|months?){_GAP}(?:{_MOVE}{_GAP})?(?:به\s+)?"
    rf"(?:(?P<later>(?:دیر|بعد|عقب){_GAP}تر|عقب|later)|(?P<earlier>(?:زود|جلو){_GAP}تر|جلو|earlier))"
    rf"(?:{_GAP}{_MOVE})?(?!\w)",
    re.IGNORECASE,
)
_THAT_DAY = rf"{_GAP}ی?{_GAP}(?:همان|همون|آن|اون){_GAP}روز"
_BESIDE = tuple(
    (re.compile(rf"(?<!\w)(?:{shape})(?!\w)", re.IGNORECASE), days)
    for shape, days in (
        (rf"پس{_GAP}فردا{_THAT_DAY}", 2),
        (rf"(?<!پس)(?<!پس[ \u200c])فردا{_THAT_DAY}|روز{_GAP}بعدش|the day after(?! tomorrow)", 1),
        (rf"روز{_GAP}قبلش|the day before", -1),
        (rf"هفته{_GAP}بعدش", 7),
    )
)
_NUMBERS = {"یه": 1, "a": 1, "an": 1, "one": 1, "two": 2, "three": 3}
_MOST = 400


def in_plain_days(typed: str, own: date) -> str:
    """The line with a day by its name in place of words that count from the own day."""
    line = one_line(typed)
    if found := _SHIFT.search(line):
        return _replaced(found, _shifted(found, own))
    for shape, days in _BESIDE:
        if found := shape.search(line):
            return _replaced(found, own + timedelta(days=days))
    return line


def _shifted(found: re.Match[str], own: date) -> date | None:
    said, unit = found["number"].casefold(), found["unit"].casefold()
    number = _NUMBERS.get(said) or text.number_from_words(said) or 0
    if not 0 < number <= _MOST:
        return None
    number = -number if found["earlier"] else number
    if unit.startswith(("ماه", "month")):
        return dates.add_jalali_months(own, number)
    return own + timedelta(days=number * (7 if unit.startswith(("هفته", "week")) else 1))


def _replaced(found: re.Match[str], day: date | None) -> str:
    if day is None:
        return found.string
    jalali = dates.to_jalali(day)
    named = f"{jalali.day} {dates.MONTH_NAMES[jalali.month - 1]} {jalali.year}"
    return f"{found.string[: found.start()]}{named}{found.string[found.end() :]}"
