"""Fields of a printed form: each label has a line for itself, and its value stands below it."""

import re

from council.minutes.spelling import pattern

_FORM = pattern(r"(?:^|\n)[^\w\n]{0,4}(?:تاریخ|محل|مکان|ساعت)(?: (?:جلسه|تشکیل|برگزاری))? ?\n")
"""A label with a line for itself, its value below: the layout of a printed form."""
_FIELDS = {
    "chair": pattern(
        r"\n[^\w\n]{0,4}(?:رییس|ریاست)(?: (?:جلسه|نشست))? ?\n[^\w\n]{0,4}"
        r"((?:آقای|خانم|جناب|سرکار|حاج|دکتر|مهندس)_[^\n:]{3,60})"
    ),
    "subject": pattern(
        r"\n[^\w\n]{0,4}(?:دستور(?: کار)?(?: جلسه)?|موضوع(?: جلسه)?) ?\n([^\W\d][^\n:]{5,200})\n"
        r"(?=[^\n]{2,25}(?:\n|:))"
    ),
}


def in_form(folded: str, name: str) -> re.Match[str] | None:
    """Find the chair or the subject in folded text that is a form; its group 1 is the value."""
    shape = _FIELDS.get(name)
    return shape.search(folded) if shape and _FORM.search(folded) else None
