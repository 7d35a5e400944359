"""Names of files that are handed out: Persian, readable, and safe on every phone and computer."""

import re

MAX_LETTERS = 80
_UNSAFE = re.compile(r'[\x00-\x1f\x7f-\x9f<>:"/\\|?*\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]')
"""Control characters, marks that turn the writing around, and what some system forbids:
https://learn.microsoft.com/windows/win32/fileio/naming-a-file"""


def file_name(title: str, ending: str) -> str:
    """The name of a file with this title: one line without directories, never empty or hidden."""
    words = " ".join(_UNSAFE.sub(" ", title).split())
    return f"{words[:MAX_LETTERS].strip(' .') or 'file'}.{ending}"
