"""Whether words that report nothing ask for more time, or to be reminded later."""

import re

from council.reports.clauses import clauses
from council.reports.understanding import understand
from council.text import fold

_ASKED = re.compile(
    r"\b(?:مهلت|فرصت|زمان|وقت)\w* (?:را )?(?:بیشتر|دیگر|اضافه)\w*\b(?! (?:\w+ )?HAVE-)"
    r"|\b(?:مهلت|فرصت|زمان|وقت|فرجه)\w* (?:WANT\+PRES|GIVE\+(?:IMP|SUBJ)|(?:لازم|نیاز) HAVE\+PRES)"
    r"|\b(?:تمدید|استمهال)\w*(?! (?:\w+ )?(?:BECOME|DO)[+-]PAST)"
    r"|\b(?:درخواست|تقاضا)\w* (?:\w+ )?(?:مهلت|فرصت)"
    r"|\b(?:مهلت|موعد|سررسید)\w* (?:\w+ )?(?:عقب (?=ب\w*نداز)|ب\w*نداز\w* عقب)"
    r"|\bبه تعویق ب\w*نداز"
    r"|\b(?:more|extra|additional) (?:time|days?|weeks?|months?)\b|\bexten(?:d|sion)\b"
)
_SPEAKS_OF_IT = re.compile(
    "مهلت|فرصت|زمان|وقت|فرجه|موعد|سررسید|تعویق|تمدید|استمهال|more|extra|additional|exten",
    re.IGNORECASE,
)
_WANTED = re.compile(
    r"\bWANT\+PRES|\b(?:GIVE|DO|SAY)\+IMP|\bب(?:ی|یا)?نداز(?:ید|ین)\b"
    r"|\b(?:لازم|نیاز|احتیاج|درخواست|تقاضا)\w* (?:\w+ ){0,3}(?:HAVE|BE)\+PRES|\bلازمه\b"
    r"|\b(?:need|want|please|can (?:i|we)|could (?:i|we)|may (?:i|we))\b"
)

_SPEAKS_OF_REMINDING = re.compile("یاد|پیام|خبر|زنگ|تماس|پرس|remind", re.IGNORECASE)
_REMIND = re.compile(
    r"\b(?:یادم|یادمان|یادمون|به یاد(?:م|مان|مون)|یاداوری(?: را| رو)?(?: به (?:من|ما))?) "
    r"(?:ب[ین]\S*|بی?ا?ندا\S*|بیار\S*|(?:GIVE|DO|SEND|BRING|SAY)[+-](?:IMP|SUBJ)|کن|نکنید?|بده|بفرست)"
    r"|\b(?:فردا|\w*شنبه|دیگر|بعد|بعدا|اینده)"
    r" (?:(?:صبح|عصر|دوباره|مجدد|مجددا|هم|باز|از (?:ما|من)) )*"
    r"(?:پیام GIVE|خبر TAKE|زنگ HIT|تماس TAKE|ASK)\+IMP$"
    r"|\bremind (?:me|us)\b",
    re.IGNORECASE,
)


def asks_to_wait(reply: str) -> bool:
    """Whether it asks to be reminded later: «دو روز دیگه یادم بنداز»."""
    return any(_REMIND.search(one.words) for one in clauses(reply))


def asks_for_time(reply: str) -> bool:
    """Whether it asks for more time, in Persian or English; how long the time is, is no such
    question."""
    return any(_ASKED.search(one.words) for one in clauses(reply))


def wants_time(words: str) -> bool:
    """Whether words of which nobody knows what they are for ask for more time in a sentence, and
    report nothing for certain; «تمدید مهلت» may as well be searched for."""
    if not _SPEAKS_OF_IT.search(fold(words)):
        return False  # as nearly all that is searched for
    if not asks_for_time(words) or not any(_WANTED.search(one.words) for one in clauses(words)):
        return False
    return _reports_nothing(words)


def wants_reminder(words: str) -> bool:
    """The same of words that ask to be reminded later: «فردا یادم بنداز مصوبه ۵ رو»."""
    if not _SPEAKS_OF_REMINDING.search(fold(words)):
        return False
    return asks_to_wait(words) and _reports_nothing(words)


def _reports_nothing(words: str) -> bool:
    said = understand(words)
    return said.unsure or not said.is_update
