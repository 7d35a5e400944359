"""Words typed in place of a tap: a screen's buttons, by what stands on them."""

import re
from functools import lru_cache

from aiogram.types import InlineKeyboardMarkup

from bot.replies import Saying
from council import text

_WORDS = re.compile(r"[^\W_]+")


def labels_of(saying: Saying) -> dict[str, str]:
    """What stands on each button, as somebody would type it, and the button's data.

    What stands on two buttons of different data names neither.
    """
    keyboard = saying.keyboard
    if not isinstance(keyboard, InlineKeyboardMarkup):
        return {}
    keys = [key for row in keyboard.inline_keyboard for key in row if key.callback_data]
    meant: dict[str, set[str]] = {}
    for key in keys:
        meant.setdefault(_label(key.text), set()).add(key.callback_data or "")
    return {label: data.pop() for label, data in meant.items() if label and len(data) == 1}


def named(typed: str, labels: dict[str, str]) -> str | None:
    """The data of the button whose label was typed: all of it, all but the count at its end, or
    only the number that it begins with."""
    said = _plain(typed)
    if not said:
        return None
    begun = f"{said} "
    found = {
        data
        for label, data in labels.items()
        if label.startswith(begun) and (said.isdecimal() or label.removeprefix(begun).isdecimal())
    }
    return labels.get(said) or (found.pop() if len(found) == 1 else None)


def chosen(typed: str, labels: dict[str, str]) -> str | None:
    """The data of the button that is meant: by its whole label, else by a beginning or a whole
    word that no other button has. None where none, or several, could be meant."""
    said = _plain(typed)
    if not said:
        return None
    if said in labels:
        return labels[said]
    for fits in (str.startswith, _has_words):
        found = {data for label, data in labels.items() if fits(label, said)}
        if len(found) == 1:
            return found.pop()
    return None


def _has_words(label: str, said: str) -> bool:
    return f" {said} " in f" {label} "


@lru_cache(maxsize=1_000)
def _label(words: str) -> str:
    """What stands on a button, as `_plain`: most buttons are shown again and again."""
    return _plain(words)


def _plain(label: str) -> str:
    """Folded words and numbers only: no signs, no leading zeros."""
    words = _WORDS.findall(text.fold(label).replace("\u200c", " "))
    return " ".join(str(int(word)) if word.isdecimal() else word for word in words)
