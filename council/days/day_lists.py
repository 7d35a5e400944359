"""Reads several days of one line, and what is said behind them: «۱۰ تا ۱۲ آذر، آلودگی هوا»."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from council import dates, text
from council.days import printed_days, typed_days
from council.days.typed_days import counts_from_today, one_line, read_day, read_span, single_spaced
from council.errors import DateNotUnderstoodError

MOST_DAYS = 31

_AND = re.compile(r" (?:و|and) |(?<!شنبه)(?<!جمعه)[،,] ?|[،,] ?(?![\d ])")
"""Between two days; «شنبه، ۱۴ آذر» is one."""
_DAY_ALONE = re.compile(r"(?<![\d/.-])\d{1,2}$")
_MONTH_BEHIND = re.compile(r"(?<=\d) [^\d/]+(?: \d{4})?$")
"""What a day that ends in its number has from the last one: «۱۰ و ۱۲ آذر»."""
_STOPS = " ،,;؛:.–-"
_BECAUSE = re.compile(
    r"^(?:به (?:خاطر|دلیل|علت|سبب)|بابت|برای|چون|زیرا|because(?: of)?|for)(?:\s+|$)", re.IGNORECASE
)
_ANOTHER_FOLLOWS = frozenset("و تا الی لغایت and to until till".split())
_OTHERS = (
    "شنبه فردا پسفردا امروز امشب دیروز روز روزه هفته ماه سال کاری اداری اینده اتی بعد بعدی دیگر"
    " دیگه جاری همین tomorrow today tonight next day days week weeks month months year"
)
_BESIDE_A_DAY = frozenset(
    "و تا الی لغایت از در ظرف به مدت حداکثر برای پایان اخر اواخر اول اوایل همان این پس روزهای"
    " یه مهلت and to until till from in on by the of end for a after now".split()
)
"""What stands between, before and behind the words that name days, as numbers in words do."""


@dataclass(frozen=True)
class Said:
    """A line: what of it names days, and the reason behind; `apart` where a stop or a word for a
    reason stands between them, so that it cannot be anything else."""

    days: str
    reason: str
    apart: bool


def split(typed: str) -> Said:
    """Cut a line behind the first words for days that nothing else interrupts: a number or a year
    further on belongs to the reason, which keeps its digits."""
    words = single_spaced(typed).split()
    end = _end_of_days(words)
    days, behind = " ".join(words[:end]), " ".join(words[end:])
    stopped = days.rstrip(_STOPS) != days or behind[:1] in _STOPS
    reason = behind.strip(_STOPS)
    bare = _BECAUSE.sub("", reason)
    return Said(days.rstrip(_STOPS), bare, bool(bare) and (stopped or bare != reason))


def before(typed: str) -> str:
    """What stands in a line before the first words for a day."""
    words = single_spaced(typed).split()
    end = next((at for at, word in enumerate(words) if _names_day(word)), len(words))
    while end and _beside_a_day(words[end - 1]) and words[end - 1][-1] not in _STOPS:
        end -= 1  # «سه شنبه»
    return " ".join(words[:end])


def _end_of_days(words: Sequence[str]) -> int:
    end = 0
    for at, word in enumerate(words):
        if _names_day(word):
            end = at + 1
        elif end and words[end] not in _ANOTHER_FOLLOWS and not _beside_a_day(word):
            break
    return end


def only_days(typed: str) -> bool:
    """Whether a line says days and nothing else, so that it is no search for what bears the name
    of one: «مدرسه ۱۵ خرداد»."""
    words = one_line(typed).split()
    return any(map(_names_day, words)) and all(_names_day(w) or _beside_a_day(w) for w in words)


def _beside_a_day(word: str) -> bool:
    plain = _plain(word)
    return not plain or plain in _BESIDE_A_DAY or text.number_from_words(plain) is not None


def _names_day(word: str) -> bool:
    plain = _plain(word)
    return plain[:1].isdecimal() or plain in _day_words()


def _plain(word: str) -> str:
    return text.fold(word).replace("\u200c", "").strip(_STOPS).lower()


@cache
def _day_words() -> frozenset[str]:
    english = (
        *typed_days.ENGLISH_MONTHS, *typed_days.ENGLISH_GREGORIAN_MONTHS,
        *typed_days.ENGLISH_WEEKDAYS,
    )  # fmt: skip
    persian = (
        *printed_days.MONTH_NUMBERS, *printed_days.WESTERN_MONTH_NUMBERS, *dates.WEEKDAY_NAMES
    )  # fmt: skip
    known = {text.fold(name).replace("\u200c", "") for name in persian}
    known |= {short for name in english for short in (name.lower(), name[:3].lower())}
    return frozenset(known | set(_OTHERS.split()))


def read_days(typed: str, today: date) -> tuple[date, ...]:
    """Read one day or several: «۱۰ تا ۱۲ آذر», «شنبه و یکشنبه», «۱۰ و ۱۲ آذر».

    Raises DateNotUnderstoodError, also where they do not stand in their order or are more than a
    month; no day is left out.
    """
    parts = [part.strip() for part in _AND.split(one_line(typed)) if part.strip()]
    month = _MONTH_BEHIND.search(parts[-1]) if parts else None
    found: list[date] = []
    for part in parts:
        seen_from = found[-1] if found and not counts_from_today(part, today) else today
        whole = part + month[0] if month and _DAY_ALONE.search(part) else part
        first, last = _read(whole, seen_from)
        if not 0 <= (last - first).days < MOST_DAYS or (found and first <= found[-1]):
            raise DateNotUnderstoodError
        found += [first + timedelta(days=n) for n in range((last - first).days + 1)]
    if not 0 < len(found) <= MOST_DAYS:
        raise DateNotUnderstoodError
    return tuple(found)


def _read(part: str, seen_from: date) -> tuple[date, date]:
    first, last = read_span(part, seen_from)
    if last is not None:
        return first, last
    alone = read_day(part, seen_from) or first
    return alone, alone
