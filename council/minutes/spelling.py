"""One pattern for many spellings: patterns over folded text, tolerant of spaces, ZWNJ and glue."""

import re

from council.text import NUMBER, ZWNJ, fold

GAP = rf"[\s{ZWNJ}]{{0,2}}"
BREAK = rf"[\s{ZWNJ}]{{1,3}}"


def pattern(source: str) -> re.Pattern[str]:
    """Compile a pattern that is searched in folded text.

    A space may be missing in the text («مقررگردید»), an underscore must be some gap, ZWNJ may be
    anything or nothing, and <N> stands for a number in digits or words.
    """
    folded = fold(source).replace(ZWNJ, "\0")
    folded = folded.replace(" ", GAP).replace("_", BREAK).replace("\0", rf"[ {ZWNJ}]?")
    return re.compile(folded.replace("<N>", f"(?:{NUMBER})"))


def joined(word: str) -> str:
    """Return the folded word without ZWNJ: «کمیسیون‌ها» and «کمیسیونها» are one word."""
    return word.replace(ZWNJ, "")
