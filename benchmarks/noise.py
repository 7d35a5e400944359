"""Spoils clean Persian queries, seeded, the way phones and hurried thumbs do."""

import random
import re
from collections.abc import Callable

ZWNJ = "\u200c"

_ROWS = ("ضصثقفغعهخحجچ", "شسیبلاتنمکگ", "ظطزرذدپو")
_NEIGHBOURS = {
    letter: row[max(place - 1, 0) : place] + row[place + 1 : place + 2]
    for row in _ROWS
    for place, letter in enumerate(row)
}
_SAME_SOUND = ("سصث", "زذضظ", "تط", "حه", "قغ")
_ENDINGS = ("ها", "های", "ی", f"{ZWNJ}ها", " ها", f"{ZWNJ}های")
_LATIN = {
    **{"ا": "a", "آ": "a", "ب": "b", "پ": "p", "ت": "t", "ث": "s", "ج": "j", "چ": "ch"},
    **{"ح": "h", "خ": "kh", "د": "d", "ذ": "z", "ر": "r", "ز": "z", "ژ": "zh", "س": "s"},
    **{"ش": "sh", "ص": "s", "ض": "z", "ط": "t", "ظ": "z", "ع": "a", "غ": "gh", "ف": "f"},
    **{"ق": "gh", "ک": "k", "گ": "g", "ل": "l", "م": "m", "ن": "n", "و": "o", "ه": "h"},
    **{"ی": "i", ZWNJ: "", "ئ": "e", "أ": "a", "ؤ": "o"},
}
_DIGITS = ("۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩", "0123456789")

Noise = Callable[[str, random.Random], str]


def spelling(query: str, dice: random.Random) -> str:
    """The same words as another keyboard writes them: letters, half-spaces, marks, digits."""
    changes: tuple[Callable[[str], str], ...] = (
        lambda text: text.replace("ی", "ي").replace("ک", "ك"),
        lambda text: text.replace(ZWNJ, dice.choice(("", " "))),
        lambda text: re.sub(r"(?<=\w)(?=(?:های|ها|ترین)\b)", ZWNJ, text),
        lambda text: text.replace("آ", "ا").replace("أ", "ا").replace("ئ", "ی").replace("ؤ", "و"),
        lambda text: text.translate(_digits(dice)),
        lambda text: _marked(text, dice),
    )
    for change in dice.sample(changes, 3):
        query = change(query)
    return query


def errors(query: str, dice: random.Random) -> str:
    """Words typed wrongly: about one in three, each in one way; sometimes two words as one."""
    words = query.split()
    for place, word in enumerate(words):
        if len(word) > 3 and dice.random() < 0.35:
            words[place] = _spoilt(word, dice)
    if len(words) > 2 and dice.random() < 0.4:
        place = dice.randrange(len(words) - 1)
        words[place : place + 2] = [words[place] + words[place + 1]]
    return " ".join(words)


def phone(query: str, dice: random.Random) -> str:
    """Two to four of the query's longer words, with both kinds of noise on them."""
    return errors(spelling(_some(query, dice), dice), dice)


def latin(query: str, dice: random.Random) -> str:
    """Two to four of the query's longer words in Latin letters."""
    text = "".join(_LATIN.get(letter, letter) for letter in _some(query, dice))
    return text.translate(str.maketrans(_DIGITS[0], _DIGITS[2]))


KINDS: dict[str, Noise] = {
    "clean": lambda query, _dice: query,
    "spelling": spelling,
    "errors": errors,
    "phone": phone,
    "latin": latin,
}


def _some(query: str, dice: random.Random) -> str:
    words = re.findall(rf"[\w{ZWNJ}]+", query)
    longest = set(sorted(words, key=len, reverse=True)[: dice.randint(2, 4)])
    return " ".join(word for word in words if word in longest)


def _digits(dice: random.Random) -> dict[int, int]:
    return str.maketrans("".join(_DIGITS), dice.choice(_DIGITS) * 3)


def _marked(text: str, dice: random.Random) -> str:
    words = text.split(" ")
    place = dice.randrange(len(words))
    if len(words[place]) > 2:
        words[place] = words[place][0] + dice.choice("َُِّـ") + words[place][1:]
    return " ".join(words)


def _spoilt(word: str, dice: random.Random) -> str:
    place = dice.randrange(1, len(word) - 1)
    before, letter, after = word[:place], word[place], word[place + 1 :]
    sounds = next((group for group in _SAME_SOUND if letter in group), letter)
    return dice.choice(
        (
            before + after,
            before + letter + letter + after,
            before + after[:1] + letter + after[1:],
            before + dice.choice(_NEIGHBOURS.get(letter) or letter) + after,
            before + dice.choice(sounds) + after,
            f"{before}{letter} {after}",
            word + dice.choice(_ENDINGS),
        )
    )
