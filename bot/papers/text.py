"""Texts that a file can hold, whatever people typed."""

import re

_UNWANTED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff"
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)
"""What XML cannot hold (https://www.w3.org/TR/xml/#charsets), control characters that some program
takes for a break of page or cell, and marks of direction: a messenger needs them, word processors
show some of them as boxes. A line break and a tab stay."""


def plain(text: str) -> str:
    """The text without what no file can hold and without marks of direction; ZWNJ stays."""
    return _UNWANTED.sub("", text)
