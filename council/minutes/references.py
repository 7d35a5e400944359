"""Mentions of resolutions of earlier sessions."""

import re

from council.dates import from_jalali
from council.days.printed_days import full_year
from council.minutes.record import Reference
from council.minutes.spelling import pattern
from council.text import fold, number_from_words

_DATE = r"\d{2,4} ?/ ?\d{1,2} ?/ ?\d{2,4}"
_REFERENCE = pattern(
    r"\b(?:مصوبه|بند|تصمیم|مصوبات|صورتجلسه)(?: شماره)?"
    r"(?: [«\"(]?(?P<number>\d{1,4}|<N>|(?:الف|[بپتثجچحخد])(?!\w))[»\")]?)?"
    r"(?: (?:از|در|مصوبه|مصوبات))?_(?:صورت‌?جلسه|جلسه|نشست|اجلاس)(?:‌ی(?!\w))?"
    r"(?: (?:شماره )?(?P<session><N>)(?! ?/)\b)?"
    rf"(?:(?: در)? (?:مورخه?|تاریخ) (?P<date>{_DATE}))?"
)
_OF_DAY = pattern(
    r"\b(?:مصوبه|تصمیم|تصویب ?‌?نامه)(?: شماره)? (?P<number>\d{1,6}(?: ?[-/] ?\w{1,8}){0,2})"
    rf"_(?:مورخه?|تاریخ) (?P<date>{_DATE})"
)
_OF_SESSION = pattern(
    r"\bدر_(?:جلسه|نشست)(?:‌?ی)?_(?:شماره_)?(?P<session><N>)"
    r"(?:_(?:این_)?(?:شورا|کمیسیون|کمیته|کارگروه|ستاد|انجمن|هیات)\b"
    r"|(?=_(?:مقرر|مصوب|قرار|تصویب) (?:شده|گردیده|بود)))"
)
_TAIL = pattern(r"_(?:شورای گفت‌?و?‌?گو|این شورا|شورا|کمیسیون|کارگروه|ستاد)\b")


def references(text: str) -> tuple[Reference, ...]:
    """Return what the text says of resolutions of other sessions, in order.

    A mention without a session's number or date is not a reference.
    """
    folded = fold(text)
    found: list[Reference] = []
    for match in _REFERENCE.finditer(folded):
        session = number_from_words(match["session"]) if match["session"] else None
        day = _iso(match["date"]) if match["date"] else None
        if session is None and day is None:
            continue
        number = _number(match["number"])
        tail = _TAIL.match(folded, match.end())
        printed = text[match.start() : (tail or match).end()].strip()
        found.append(Reference(printed, session, number, day))
    found.extend(
        Reference(_printed(text, match), None, match["number"], _iso(match["date"]))
        for match in _OF_DAY.finditer(folded)
    )
    for match in _OF_SESSION.finditer(folded):
        session = number_from_words(match["session"])
        if all(session != known.session for known in found):
            found.append(Reference(_printed(text, match), session, None, None))
    return tuple(found)


def _printed(text: str, match: re.Match[str]) -> str:
    return text[match.start() : match.end()].strip()


def _number(printed: str | None) -> str | None:
    """Return the number in ASCII digits, or the letter of «بند «ج»» as it is."""
    if printed is None:
        return None
    value = number_from_words(printed)
    return printed.strip() if value is None else str(value)


def _iso(printed: str) -> str | None:
    """Return `YYYY-MM-DD` of a printed Jalali date; None where there is no such day."""
    first, month, last = (int(part) for part in re.split(r"\s*/\s*", printed))
    year, day = (last, first) if last > 31 >= first else (first, last)
    year = full_year(year)
    try:
        from_jalali(year, month, day)
    except ValueError:
        return None
    return f"{year}-{month:02d}-{day:02d}"
