"""Whether somebody only says hello, as people do to a bot that they meet."""

import re

from council.text import fold

_HELLO = re.compile(
    r"(?:(?:سلام(?: علیکم| بر شما)?|درود(?: بر شما)?|وقت ?تان بخیر|(?:وقت|صبح|ظهر|عصر|شب|روز) ?بخیر"
    r"|خسته ?نباشید|با سلام(?: و (?:احترام|ادب|درود))?|hi|hello|good (?:morning|day|evening)"
    r"|start|شروع)[ !.،,؛]*)+"
)


def is_greeting(said: str) -> bool:
    """Whether there is nothing else in it; however it is spelt, in Persian or English."""
    return _HELLO.fullmatch(fold(said).replace("\u200c", " ").strip().lower()) is not None
