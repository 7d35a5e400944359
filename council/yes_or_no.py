"""Reads the yes and the no of everyday speech, alone or before what else somebody types."""

import re

from council.typed_days import one_line

_YES = (
    r"بله|بلی|بعله|[آا]ره|[آا]ری|باشه|درسته|درست(?: است| فهمید(?:ی|ید|ین)|(?=\W*$))|همینه"
    r"|حتما\u064b?|ت[اأ]یید(?:ه| می[ \u200c]?کنم)?|اوکیه?|اکی"
    r"|yes|yeah|yep|okay|ok|sure|right|correct"
)
_NO = (
    r"نه(?:[ \u200c]?خیر)?|نخیر|خیر|درست (?:نیست|نفهمید(?:ی|ید|ین))|اشتباهه|اشتباه است|غلطه|غلط است"
    r"|no|nope|wrong"
)
_COURTESY = r"لطفا|ممنون|مرسی|متشکرم|دیگه|please|thanks"
_ONE = re.compile(
    rf"(?:(?P<no>{_NO})|(?P<yes>{_YES})|(?:{_COURTESY}))(?![\w\u200c])[\s،؛,.;!–-]*", re.IGNORECASE
)


def read_answer(typed: str) -> tuple[bool | None, str]:
    """Whether a yes or a no stands first, and the words behind it: «نه، سالن ب».

    None where neither is said, or both: «نه، درسته».
    """
    line = one_line(typed)
    said: set[str] = set()
    end = 0
    while found := _ONE.match(line, end):
        end = found.end()
        said |= {found.lastgroup} if found.lastgroup else set()
    return ("yes" in said if len(said) == 1 else None), line[end:]
