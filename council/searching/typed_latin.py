"""Everyday phrases typed in Latin letters: «kar haye man» is «کارهای من»."""

import re
from functools import cache

from council.text import fold
from storage.search.spelling import latin

_PHRASES = (
    *("کارهای من", "وظایف من", "پیگیری های من", "کارهای عقب افتاده", "کارهای معوق", "مصوبات معوق"),
    *("مصوبه های معوق", "همه مصوبات", "همه مصوبه ها"),
    *("جلسه بعد", "جلسه بعدی کیه", "جلسه بعدی کی هست", "جلسه آینده", "جلسه کیه", "آخرین جلسه"),
)
_MOST_LETTERS = 40
_SILENT = re.compile(r"(?<=..)h$|[aoi]")


def as_phrase(typed: str) -> str:
    """The phrase that all of the typed words spell; else the words as they are."""
    if not typed.isascii() or len(typed) > _MOST_LETTERS:
        return typed
    return _by_consonants().get(_consonants(typed), typed)


@cache
def _by_consonants() -> dict[str, str]:
    return {_consonants(phrase): phrase for phrase in _PHRASES}


def _consonants(words: str) -> str:
    """What all spellings of the words share, however they are cut."""
    every = re.findall(r"[\w']+", fold(words).lower())
    return "".join(_SILENT.sub("", latin(word)) for word in every)
