"""What stands inside a sentence and acts in none: brackets, and the name of a thing in «…»."""

import re

from council.minutes import body_words as known
from council.minutes.body_names import names_body
from council.minutes.spelling import joined
from council.text import ZWNJ, fold

_BRACKETS = re.compile(r"\([^()\n]{1,60}\)")
_QUOTED = re.compile(rf"(?P<before>[\w{ZWNJ}]+)\s*(?P<name>«(?P<inside>[^«»:؛\n]{{1,60}})»)")
_NO_NOUN = (
    known.STOPS | known.BY | known.WITH | known.OPENERS | known.EVERY | known.ACTIVE | known.PASSIVE
) | frozenset(fold("و یا").split())
"""Words behind which «…» is no name of the thing just named: «توسط «بانک ملی»»."""
_CLAUSE = known.ACTIVE | known.PASSIVE | known.OBLIGED


def without_asides(folded: str) -> str:
    """Blank what stands in brackets («شرکت پیمانکار (عمران سازه) موظف است») and names of things.

    «طرح «سازمان سبز» را اجرا کند» names no body; a clause in «…» may, and «اتحادیه «خیاطان»»
    is one name.
    """
    return _QUOTED.sub(_without_name, _BRACKETS.sub(lambda aside: " " * len(aside[0]), folded))


def _without_name(found: re.Match[str]) -> str:
    if names_body(found["before"]):
        return found[0].replace("«", " ").replace("»", " ")
    inside = {joined(word) for word in found["inside"].split()}
    if joined(found["before"]) in _NO_NOUN or inside & _CLAUSE:
        return found[0]
    return found[0][: -len(found["name"])] + " " * len(found["name"])
