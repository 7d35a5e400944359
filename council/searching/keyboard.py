"""Words meant for the Persian keyboard and typed with the Latin one on: «;v,kh» is «کرونا»."""

import re

_KEYS = str.maketrans("qwertyuiop[]asdfghjkl;'zxcvbnm,\\HC", "ضصثقفغعهخحجچشسیبلاتنمکگظطزرذدئوپآژ")
"""As Windows lays them out."""


def persian_keys(typed: str) -> str:
    """What the same keys write in Persian; "" for words that hold other letters than Latin ones."""
    latin = typed.isascii() and re.search("[a-z]", typed)
    return typed.translate(_KEYS) if latin else ""
