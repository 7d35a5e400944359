"""One pattern for many spellings: patterns over folded text, tolerant of spaces, ZWNJ and glue."""

import re

from council.text import NUMBER, ZWNJ, fold

GAP = rf"[\s{ZWNJ}]{{0,2}}"
BREAK = rf"[\s{ZWNJ}]{{1,3}}"

# Digits may be glued to the word before («سال۱۳۹۹»), number words may not («جلسه چهارم»).
_WHOLE_NUMBER = rf"(?:(?=\d)|(?<![^\W\d]))(?:{NUMBER})"


def pattern(source: str) -> re.Pattern[str]:
    """Compile a pattern that is searched in folded text.

    A space may be missing in the text («مقررگردید»), an underscore must be some gap, ZWNJ may be
    anything or nothing, and <N> stands for a number in digits or words. Runs of white space are
    bounded, so that a page of blanks costs no more than a page of words.
    """
    folded = fold(source).replace(ZWNJ, "\0")
    folded = folded.replace(r"\s*", r"\s{0,9}").replace(r"\s+", r"\s{1,9}")
    folded = folded.replace(r"\s{2,}", r"\s\s")
    folded = folded.replace("هیات", "هی[ای]ت")  # «هیأت» and «هیئت» are one word
    folded = folded.replace(" ", GAP).replace("_", BREAK).replace("\0", rf"[ {ZWNJ}]?")
    return re.compile(folded.replace("<N>", _WHOLE_NUMBER))


def lowered(folded: str) -> str:
    """Return folded text in lower case where that keeps every offset, else as it is."""
    lower = folded.lower()
    return lower if len(lower) == len(folded) else folded


def joined(word: str) -> str:
    """Return the folded word without ZWNJ: «کمیسیون‌ها» and «کمیسیونها» are one word."""
    return word.replace(ZWNJ, "")
