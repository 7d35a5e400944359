"""Words typed in place of a tap: a screen's buttons, by what stands on them."""

import re
from functools import lru_cache

from aiogram.types import InlineKeyboardMarkup

from bot.saying.replies import Saying
from council import text
from council.yes_or_no import read_answer

_IN_CODE = re.compile(r"[/\\–-]")
_DO_IT = re.compile(r"(?P<what>\w.*?)(?:اش|ش)? (?:کن|بکن|کنید|بشه|بشود|شه|شود)")
"""Asks for what stands on a button: «ثبتش کن» for «ثبت شود»."""
_ANSWERS = {True: ("بله", "yes"), False: ("خیر", "نه", "no")}
_WORDS = re.compile(rf"\d+(?:{_IN_CODE.pattern}\d+)+|[^\W_]+")


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
    """The data of the button whose label was typed: all of it, its words without the count at
    their end, or only the number that it begins with. Several numbers are no beginning: they name
    what they name, whatever buttons there are."""
    said = _plain(typed)
    if not said:
        return None
    begun, worded = f"{said} ", any(map(str.isalpha, said))
    found = {
        data
        for label, data in labels.items()
        if label.startswith(begun)
        and (said.isdecimal() or (worded and label.removeprefix(begun).isdecimal()))
    }
    return labels.get(said) or (found.pop() if len(found) == 1 else None)


def chosen(typed: str, labels: dict[str, str], *, whole_words: bool = False) -> str | None:
    """The data of the button that is meant: by its whole label, else by a beginning or a whole
    word that no other button has; `whole_words` where a slip of the thumb must mean nothing, but
    any everyday yes or no means the button that says it. None where none, or several, could be
    meant."""
    said = _plain(typed)
    if not said:
        return None
    if said in labels:
        return labels[said]
    if whole_words:
        found = {data for label, data in labels.items() if _answers(label, typed)}
        return found.pop() if len(found) == 1 else None
    for fits in (str.startswith, _has_words):
        found = {data for label, data in labels.items() if fits(label, said)}
        if len(found) == 1:
            return found.pop()
    return None


def _has_words(label: str, said: str) -> bool:
    return f" {said} " in f" {label} "


def _answers(label: str, typed: str) -> bool:
    """Whether the label says the yes or no that was typed, and what was typed behind it."""
    answer, rest = read_answer(typed)
    words, label = _plain(rest), label.casefold()
    if asked := _DO_IT.fullmatch(words):
        words = asked["what"]
    if answer is None:
        return bool(words) and _has_words(label, words.casefold())
    says_it = any(_has_words(label, one) for one in _ANSWERS[answer])
    return says_it and (not words or _has_words(label, words.casefold()))


@lru_cache(maxsize=1_000)
def _label(words: str) -> str:
    """What stands on a button, as `_plain`: most buttons are shown again and again."""
    return _plain(words)


def _plain(label: str) -> str:
    """Folded words, numbers and codes only: no other signs, no leading zeros."""
    words = _WORDS.findall(text.fold(label).replace("\u200c", " "))
    return " ".join(_number(word) for word in words)


def _number(word: str) -> str:
    """A code with one slash, however it was typed, a number as it is counted, a word as it is."""
    parts = _IN_CODE.split(word)
    return "/".join(str(int(one)) for one in parts) if all(map(str.isdecimal, parts)) else word
