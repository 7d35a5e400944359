"""Reads the yes and the no of everyday speech, alone or before what else somebody types."""

import re

from council.days.typed_days import one_line

_APPROVES = (
    r"(?:ت[اأ]یید|قبول)"
    r"(?:ه| است|ش?[ \u200c](?:شد(?:ه| است)?|گردید|کردم|می[ \u200c]?کنم))?(?! ?ن(?!ه))"
    r"|پذیرفته(?: شد| است)?|موافقم|approved|accepted"
)
_YES = (
    r"بله|بلی|بعله|[آا]ره|[آا]ری|باشه|درسته|درست(?: است| فهمید(?:ی|ید|ین)|(?=\W*$))|همینه"
    r"|حتما\u064b?|اوکیه?|اکی"
    r"|yes|yeah|yep|okay|ok|sure|right|correct"
    rf"|{_APPROVES}"
)
_NO = (
    r"نه(?:[ \u200c]?خیر)?|نخیر|خیر|درست (?:نیست|نفهمید(?:ی|ید|ین))|اشتباهه|اشتباه است|غلطه|غلط است"
    r"|no|nope|wrong"
)
_COURTESY = r"لطفا|ممنون|مرسی|متشکرم|دیگه|please|thanks"
_ONE = re.compile(
    rf"(?:(?P<no>{_NO})|(?P<yes>{_YES})|(?:{_COURTESY}))(?![\w\u200c])[\s،؛,.;!–-]*", re.IGNORECASE
)


_APPROVED = re.compile(
    rf"(?:(?:{_YES}|مورد|این|گزارش|خوبه|عالیه?|آفرین)[\s،,.!]+)*(?:{_APPROVES})"
    r"(?=\s*(?:[،؛,.;!]|$)|\s+(?:ولی|اما|فقط|و|ممنون|مرسی|است)(?!\w))",
    re.IGNORECASE,
)


def approves(typed: str) -> bool:
    """Whether a report is accepted with it: a yes alone, or an approval, whatever stands behind it:
    «تأیید شد، فقط عکس هم بفرستید»."""
    return read_answer(typed) == (True, "") or bool(_APPROVED.match(one_line(typed)))


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
