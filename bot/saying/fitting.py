"""Whether the labels of a row of buttons stand whole on a small phone, and what to do if not."""

from collections.abc import Sequence
from functools import lru_cache
from unicodedata import bidirectional, category

from aiogram.types import InlineKeyboardButton

from bot.saying.wording import excerpt

LETTERS_ALONE = 60
"""So many letters stand on the two lines of a button as wide as the message."""
WIDTHS = (5 * LETTERS_ALONE, 83, 47, 40, 30, 25, 20, 20)
"""So wide a label stands whole on a button beside none, one, two… others, at 360 points."""


def fitting(keys: Sequence[InlineKeyboardButton]) -> list[list[InlineKeyboardButton]]:
    """The row in as many lines as its labels need; what is too long for a line is cut at a word."""
    row = [_short(key) for key in keys]
    for most in range(len(row), 1, -1):
        pieces = [row[n : n + most] for n in range(0, len(row), most)]
        if all(_width(key.text) <= WIDTHS[len(piece) - 1] for piece in pieces for key in piece):
            return pieces
    return [[key] for key in row]


def _short(key: InlineKeyboardButton) -> InlineKeyboardButton:
    short = excerpt(key.text, LETTERS_ALONE)
    return key if short == key.text else key.model_copy(update={"text": short})


def _width(label: str) -> int:
    """How wide a label is, in fifths of a Latin letter."""
    return sum(map(_width_of_sign, label))


@lru_cache(maxsize=2_000)
def _width_of_sign(sign: str) -> int:
    narrow = {"AL": 4, "NSM": 0, "BN": 0, "FSI": 0, "PDI": 0}
    return 10 if category(sign) == "So" else narrow.get(bidirectional(sign), 5)
