"""What a resolution says in a few words: where a long preamble ends and the decision begins."""

import re
from functools import lru_cache

from council.text import fold

_DECIDES = re.compile(
    r"(?:مقرر|مصوب|تصویب|موافقت|موظف|مکلف) ?(?:شد|گردید|شده|است|شدند|گردیدند|کرد|نمود)"
)
LONG_PREAMBLE = 30
_SAYS_NOTHING = 12


@lru_cache(maxsize=1_000)
def gist(text: str) -> str:
    """The text on one line from its decision on; the whole of it where there is no preamble."""
    flat = " ".join(text.split())
    match = _DECIDES.search(fold(flat))
    if match is None or match.start() < LONG_PREAMBLE or match.end() > len(flat) - _SAYS_NOTHING:
        return flat  # «با عضویت … موافقت شد»: what was decided stands before
    return "…" + flat[match.start() :]


TITLE_CHARS = 90


def title_words(text: str) -> str:
    """The words by which people know the resolution: the first of what was decided."""
    start = gist(text).lstrip("…")
    return start if len(start) <= TITLE_CHARS else start[:TITLE_CHARS].rsplit(" ", 1)[0]
