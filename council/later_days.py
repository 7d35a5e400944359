"""The day until which more time is wished for, read from words about an item."""

import re
from collections.abc import Callable
from datetime import date

from council.days.typed_days import read_day, read_length, read_length_asked
from council.errors import DateNotUnderstoodError, NotLaterError
from council.items import ItemCard

_PAUSE = re.compile("[،,؛;.:]")


def counted_from(card: ItemCard) -> date:
    """The day behind which more time begins: the item's own, or today where that has passed."""
    return max(card.today, card.due_on or card.today)


def wanted_day(words: str, card: ItemCard) -> date:
    """The day that typed words name, later than today and than the item's own day; a length alone
    begins where more time does.

    Raises DateNotUnderstoodError, and NotLaterError for an earlier day.
    """
    return read_length(words, counted_from(card)) or _later_day(words, card)


def names_day(words: str, card: ItemCard) -> bool:
    """Whether typed words name a day at all, also one that is not later."""
    try:
        return wanted_day(words, card) is not None
    except NotLaterError:
        return True
    except DateNotUnderstoodError:
        return False


def _later_day(words: str, card: ItemCard) -> date:
    day = read_day(words, card.today)
    if day is None:
        raise DateNotUnderstoodError
    ensure_later(day, card.today, card.due_on)
    return day


def ensure_later(day: date, today: date, due_on: date | None) -> None:
    """Refuse a day that is not later than both. Raises NotLaterError."""
    if due_on is not None and due_on >= max(day, today):
        raise NotLaterError(due_on, is_deadline=True)
    if day <= today:
        raise NotLaterError(today, is_deadline=False)


def promised_day(words: str, card: ItemCard) -> date | None:
    """The day that a reply promises, where it lies behind the item's own day: worth a request."""
    return _behind_own(_later_day, words, card)


def named_day(words: str, card: ItemCard) -> date | None:
    """The day that a request in a sentence names, as `wanted_day`: «مهلت می‌خواهم، ده روز», «ده روز
    مهلت بیشتر می‌خواهیم»."""
    asked = read_length_asked(words, counted_from(card)) if card.due_on else None
    if asked is not None:
        return asked
    parts = (words, *_PAUSE.split(words))
    return next((day for one in parts if (day := _behind_own(wanted_day, one, card))), None)


def _behind_own(read: Callable[[str, ItemCard], date], words: str, card: ItemCard) -> date | None:
    if card.due_on is None:
        return None
    try:
        return read(words, card)
    except (DateNotUnderstoodError, NotLaterError):
        return None
