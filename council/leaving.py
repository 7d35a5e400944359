"""Whether somebody only says that they want no more of what they are being asked."""

import re

from council.text import fold

_LEAVING = re.compile(r"(?:انصراف|لغو|کنسل|بی ?خیال|cancel|never ?mind)[ !.،؛]*")


def is_leaving(said: str) -> bool:
    """Whether there is nothing else in it; however it is spelt, in Persian or English."""
    return _LEAVING.fullmatch(fold(said).replace("\u200c", " ").strip().lower()) is not None
