"""Replies of a few words that say all they say by standing alone, and what a reply says at all."""

import re
from dataclasses import dataclass

from storage.words import ProgressStatus


@dataclass(frozen=True)
class Said:
    """What a reply reports: the likeliest status, and the share where one was said (0 to 100).

    `unsure` means that the person should be asked, once, with buttons. What is no report has
    neither status nor share.
    """

    is_update: bool
    status: ProgressStatus | None
    percent: int | None
    unsure: bool


NO_UPDATE = Said(is_update=False, status=None, percent=None, unsure=False)

_VAGUE = re.compile(
    r"^(?:والا |خب |اقا |فعلا )*(?:(?:طبق|روی) روال|(?:مثل|مانند) (?:قبل|سابق|همیشه|دفعه)\w*"
    r"(?: (?:BE\+PRES|قبل))*|(?:همان|همون)\w*(?: BE\+PRES)?(?: که(?: \S+){0,4})?"
    r"|(?:خوب|ای|بدک)(?: BE\+PRES)? ,? ?(?:بد|بدک) (?:BE-PRES|HAVE-PRES)"
    r"|(?:ما |هم |که )*قبلا (?:\w+ ){0,2}(?:گزارش|جواب|پاسخ)\w* (?:\w+ ){0,2}(?:GIVE|SEND)\+PAST"
    r"|(?:داستان|قصه|ماجرا|حکایت)\w* HAVE\+PRES(?: ,)?(?: \S+){0,4})$"
)


def standing_alone(whole: str) -> Said | None:
    """Replies of a word or two that say all they say by standing alone."""
    if _VAGUE.search(whole):
        return Said(True, ProgressStatus.IN_PROGRESS, None, unsure=True)
    words = re.sub(r"[ ,]+", " ", whole).strip()
    words = re.sub(r" (?:بالاخره|خدا را شکر|خداروشکر|دیگر)$", "", words)
    if re.fullmatch(r"✅(?: ✅)*", words):
        return Said(True, ProgressStatus.REPORTED_DONE, None, unsure=True)
    if re.fullmatch(r"بله(?: بله)*", words):
        return Said(True, ProgressStatus.IN_PROGRESS, None, unsure=True)
    if re.fullmatch(
        r"(?:بله |الحمدلله |خدا رو شکر |دیگر |خب |اقا )*(?:BECOME\+PAST|تمام|کامل|تکمیل|انجام"
        r"|تمام تمام)(?: ✅| دیگر| الحمدلله| اقا| BECOME\+PAST)*",
        words,
    ):
        percent = 100 if "کامل" in words else None
        return Said(True, ProgressStatus.REPORTED_DONE, percent, unsure=False)
    if re.fullmatch(r"نه(?: هنوز)?|هنوز نه", words):
        return Said(True, ProgressStatus.NOT_STARTED, None, unsure=True)
    return None
