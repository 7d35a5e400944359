"""Whether words that report nothing ask for more time."""

import re

from council.reports.clauses import clauses

_ASKED = re.compile(
    r"\b(?:مهلت|فرصت|زمان|وقت)\w* (?:را )?(?:بیشتر|دیگر|اضافه)\w*(?! (?:\w+ )?HAVE-)"
    r"|\b(?:مهلت|فرصت|زمان|وقت)\w* (?:WANT\+PRES|GIVE\+(?:IMP|SUBJ)|(?:لازم|نیاز) HAVE\+PRES)"
    r"|\b(?:تمدید|استمهال)\w*(?! (?:\w+ )?(?:BECOME|DO)[+-]PAST)"
    r"|\b(?:درخواست|تقاضا)\w* (?:\w+ )?(?:مهلت|فرصت)"
    r"|\b(?:more|extra|additional) (?:time|days?|weeks?|months?)\b|\bexten(?:d|sion)\b"
)


def asks_for_time(reply: str) -> bool:
    """Whether it asks for more time, in Persian or English; how long the time is, is no such
    question."""
    return any(_ASKED.search(one.words) for one in clauses(reply))
