"""Persian typed in Latin letters: words found by their consonants, which every spelling shares."""

import re
from functools import cache

from council.reports.lexicon import FINGLISH, KEY_WORDS, SPOKEN, WRITTEN_OFTEN
from council.reports.verbs import known_forms

_PAIRS = (("kh", "x"), ("sh", "$"), ("ch", "c"), ("gh", "q"), ("zh", "j"), ("ph", "f"), ("ck", "k"))
_LETTERS = dict(
    zip(
        "بپتطثسصجچحهخدذزضظرژشغقفکگلمنوی",
        "b p t t s s s j c _ _ x d z z z z r j $ q q f k g l m n _ _".replace("_", "").split(" "),
        strict=True,
    )
)
_ENDINGS = ("", "e", "ye", "esh", "esho", "sh", "o", "ro", "am", "im", "eman", "emoon")


def persian(word: str) -> str:
    """What a Latin word means here, written in Persian; the word itself where that is unknown."""
    if word in FINGLISH:
        return FINGLISH[word]
    for ending in _ENDINGS:
        stem = word.removesuffix(ending) if ending else word
        if stem in FINGLISH:
            return FINGLISH[stem]
    for ending in _ENDINGS:
        stem = word.removesuffix(ending) if ending and word.endswith(ending) else word
        bones = _bones(stem)
        if len(bones) >= 3 and bones in _by_bones():
            return _by_bones()[bones]
    return word


def _bones(latin: str) -> str:
    for pair, one in _PAIRS:
        latin = latin.replace(pair, one)
    latin = re.sub(r"[aeiouyvwh'’]", "", latin)
    return re.sub(r"(.)\1", r"\1", latin)


@cache
def _by_bones() -> dict[str, str]:
    """Known words by their consonants, the commoner first."""
    found: dict[str, str] = {}
    for word in (*WRITTEN_OFTEN, *sorted(KEY_WORDS), *SPOKEN, *known_forms()):
        bones = re.sub(r"(.)\1", r"\1", "".join(_LETTERS.get(letter, "") for letter in word))
        if len(bones) >= 3:
            found.setdefault(bones, word)
    return found
