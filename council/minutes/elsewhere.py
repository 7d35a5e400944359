"""Decisions of others that a sentence only speaks of: the cabinet's, a law's, those of a letter."""

import re

from council.minutes import cues
from council.minutes.spelling import lowered, pattern
from council.text import fold

_OTHERS = (
    r"(?:هیات_(?:محترم_)?(?:وزیران|دولت)|دولت|مجلس|مجمع_تشخیص|شورای_(?:محترم_)?(?:عالی|اقتصاد|پول"
    r"|نگهبان|رقابت)|ستاد_ملی|رییس ?_?جمهور|وزارت ?\w+|کمیسیون_(?:ماده|اصل)_\d+)(?!\w)"
)
_APPROVED_BY = pattern(
    rf"\bتصویب_(?:نهایی_)?(?P<who>{_OTHERS})"
    rf"|\b(?:در|طی|توسط)_(?:صحن_)?(?P<where>{_OTHERS})(?:(?!_(?:و|مطرح|بررسی|استماع)_)[^.؛:،\n]){{0,40}}?"
    r"_(?:تصویب|مصوب)_"
)
_THEY_DECIDED = pattern(
    rf"(?:^|[.؛:،]\s?|\bکه_)(?P<who>{_OTHERS})[^.؛:،\n]{{0,60}}?_(?:تصویب|مصوب|مقرر|موافقت)_?"
    r"(?:کرد|نمود)"
)
_IN_A_PAPER = pattern(r"\bکه_(?:در|طی|به موجب|بر ?اساس|مطابق|طبق)_(?:آن|آنها)_[^،]*$")
_TALKED_OF = pattern(
    r"(?:^|[.؛\n])(?![^.؛\n]*\b(?:نامه|مصوب[هات]+|قانون|آیین ?نامه|بخشنامه|ابلاغیه|دستورالعمل"
    r"|تصویب ?نامه|صورت ?جلسه|گزارش)\w{0,2}(?!\w))[^.؛\n]*"
    r"\b(?:بحث|بررسی|گفت ?و ?گو|مذاکر(?:ه|ات)|تبادل_نظر|شور|رای ?گیری|این_(?:جلسه|نشست))\w{0,2}"
    r"(?!\w)[^.؛\n]*$"
)
"""What a council does in its own session: «بحث شد که طی آن …» is its decision, of no paper."""
_BY_A_PAPER = pattern(
    r"\b(?:به موجب|بر ?اساس|طبق|مطابق|برابر)_(?:قانون|ماده|تبصره|آیین ?‌?نامه|بخشنامه|ابلاغیه"
    r"|دستورالعمل|مصوب[هات]+|مفاد|نامه|تصویب ?‌?نامه)"
)
_OF_A_THING = pattern(r"\bکه_(?:[^\s.؛:،]+_){0,3}?به_$")
_NAMED = pattern(r"تصویب_(?P<who>شورا|هیات|مجمع|کمیسیون|کمیته|کارگروه|ستاد)")
_SEATS = pattern(r"\b(?:نماینده|نمایندگی|عضو|عضویت|معرفی|انتخاب)\b")
"""Somebody is sent to another body: that is decided here."""
_PERFECT = pattern(r"ده است$")
_PERFECT_AHEAD = re.compile(r"ه(?!\w)")
_NEAR = 120
"""How far before its cue a sentence names who decided."""


def own_cues(sentence: str, council: str = "") -> list[re.Match[str]]:
    """Return the words in a folded sentence that decide, those of other bodies' decisions left out.

    What the council itself, by its name as printed, decides is never another body's.
    """
    ours = lowered(fold(council))
    return [cue for cue in cues.DECIDED.finditer(sentence) if not _of_others(sentence, cue, ours)]


def _of_others(sentence: str, cue: re.Match[str], ours: str) -> bool:
    before = sentence[max(0, cue.start() - _NEAR) : cue.start()]
    if _SEATS.search(before):
        return False
    for shape in (_APPROVED_BY, _THEY_DECIDED):
        for found in shape.finditer(sentence, max(0, cue.start() - _NEAR), cue.end()):
            name = next(filter(None, found.groups()))
            if found.end() > cue.start() and name not in ours:
                return True
    if not (_PERFECT.search(cue[0]) or _PERFECT_AHEAD.match(sentence, cue.end())):
        return False
    paper = _IN_A_PAPER.search(before)
    told = (paper and not _TALKED_OF.search(before[: paper.start()])) or _OF_A_THING.search(before)
    told = told or (cues.TASKED.match(cue[0]) and _BY_A_PAPER.search(before))
    named = _NAMED.match(cue[0])
    return bool(told or (named and ours and named["who"] not in ours))
