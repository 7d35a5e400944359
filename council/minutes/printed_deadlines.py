"""Deadlines as minutes print them: days, periods, recurrences, the next session, events."""

import re
from dataclasses import replace
from datetime import date

from council.dates import to_jalali
from council.days.printed_days import read_date
from council.minutes.cell_deadline_shapes import CELL, EVENT
from council.minutes.deadline_shapes import PROSE
from council.minutes.deadline_words import END, SPAN, Table
from council.minutes.record import Deadline
from council.minutes.spelling import lowered, pattern
from council.text import fold

_WRAPPED = re.compile(r"\s{2,}|\n")


def read_deadline(text: str, session: date | None) -> Deadline:
    """Return the deadline that one resolution prints; years are taken from the session's day."""
    folded = lowered(fold(text))
    if label := _LABEL.search(folded):
        end = _LABEL_END.search(folded, label.end())
        return read_cell(text[label.end() : end.start() if end else len(text)], session)
    flat = _WRAPPED.sub(" ", text)  # «تا\n  پایان اردیبهشت»: a line may end inside the words
    for said in dict.fromkeys((flat, text)):
        if found := _first_of(PROSE, said, lowered(fold(said)), session):
            return found
    return Deadline()


def read_cell(text: str, session: date | None) -> Deadline:
    """Return the deadline in a table cell or after «مهلت:», where a bare «یک ماه» is one."""
    printed = text.strip(" \t\n.:-–|)(")
    if not printed or len(printed) > 200:
        return Deadline()
    folded = lowered(fold(printed))
    tables = (CELL, PROSE, EVENT)
    found = next(filter(None, (_first_of(one, printed, folded, session) for one in tables)), None)
    return replace(found, value=printed) if found else Deadline()


def says_none(text: str) -> bool:
    """Tell whether the words say outright that there is no deadline: «مهلت ندارد»."""
    return _NONE.search(lowered(fold(text))) is not None


def says_only_none(text: str) -> bool:
    """Tell whether the words say that there is no deadline, and nothing else."""
    return _NONE.fullmatch(lowered(fold(text)).strip(" .!،")) is not None


def _first_of(
    table: Table,
    text: str,
    folded: str,
    session: date | None,
) -> Deadline | None:
    for shape, kind, norm_of in table:
        for found in shape.finditer(folded):
            try:
                norm = norm_of(found, session)
            except (ValueError, OverflowError):
                continue
            if norm is not None and not _LASTS.match(folded, found.end()):
                value = text[found.start() : found.end()].strip(" \u200c،")
                last = _last_day(found[0], session) if kind == "relative" else None
                return Deadline(kind, value, norm, last)  # type: ignore[arg-type]  # of the table
    return None


def _last_day(words: str, session: date | None) -> str | None:
    """The day on which the week or month ends whose end the folded words name."""
    said = _END_OF_SPAN.search(words)
    if said is None or session is None:
        return None
    day = read_date(f"پایان {said['unit']} {said['next'] or ''}", session)
    return "{}-{:02}-{:02}".format(*to_jalali(day)) if day else None


_END_OF_SPAN = pattern(rf"{END} (?:همین|این)? ?{SPAN}(?: (?P<next>آینده|آتی|بعدی|بعد))?")


_LASTS = pattern(
    r"[^.؛\n]{0,40}\b(?:بدون تغییر|بلاتغییر|(?:باقی|ثابت|پابرجا) (?:بماند|می ماند|خواهد ماند)"
    r"|(?:معتبر|برقرار|مجاز) (?:است|باشد|می باشد|خواهد بود|هستند))"
)
"""How long something holds is no deadline: «تا پایان صفر بدون تغییر باقی بماند»."""
_LABEL = pattern(
    r"\b(?:مهلت|موعد|(?:بازه )?زمان(?: ?‌?بندی|ی)?|تاریخ|سررسید|فرجه|due|due date|deadline)"
    r"(?: (?:اجرا|انجام|پیگیری|اقدام|ارائه|سررسید))? ?: ?"
)
_NONE = pattern(
    r"\b(?:بدون|بی|فاقد)_(?:تعیین_)?(?:مهلت|موعد|سررسید|ضرب ?‌?الاجل)\b"
    r"|\b(?:مهلت|موعد|سررسید)(?: ‌?ی)?(?:_(?:مشخص|معین|خاص|اجرا)(?: ‌?ی)?)?(?:_|\s*:\s*)"
    r"(?:ندارد|نداره|نمی ?(?:خواهد|خواد)|(?:تعیین|مشخص)_(?:نشد|نشده|نمی ?شود))\b"
    r"|\bno deadline\b"
)
_LABEL_END = pattern(
    r"\n|\||؛|\s[—–/-]\s(?=[^\n:]{2,25}:)|\s{2,}(?=[^\n:]{3,25}:)|_(?=(?:مسئول|همکار|وضعیت)[^\n:]{0,15}:)"
)
