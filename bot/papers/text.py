"""Texts that a file can hold, whatever people typed."""

import re

_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
"""What XML cannot hold (https://www.w3.org/TR/xml/#charsets), and control characters that some
program takes for a break of page or cell; a line break and a tab stay."""
_TURNS = dict.fromkeys(
    map(ord, "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
)
"""Marks of direction: a messenger needs them, word processors show some of them as boxes."""


def plain(text: str) -> str:
    """The text without what no file can hold and without marks of direction; ZWNJ stays."""
    return _FORBIDDEN.sub("", text.translate(_TURNS))
