"""Whether a line of a list is a decision of this session, judged by its words."""

from dataclasses import replace
from itertools import pairwise

from council.minutes import cues
from council.minutes.layout import Line
from council.minutes.spelling import lowered, pattern

_SHELVED = pattern(r"\b(?:مسکوت|منتفی|متوقف|به بعد موکول|رای نیاورد)\b")
_CLOSING_BRACKETS = pattern(r"\s*\([^()\n]{0,200}\)[\s.؛]*$")
_THANKS = pattern(
    r"(?:تقدیر|تشکر|قدردانی|سپاسگزاری|تسلیت|تبریک)[^.؛\n]{0,40}"
    r"(?:به ?‌?عمل آمد|شد|گردید|کردند?|نمودند?|گفت|گفته شد)"
    r"\s*\.?$"
    r"|^(?:تشکر|سپاس|سپاسگزاری|تسلیت|تبریک|عرض_\w+)_(?:و_\w+_)?(?:از|به|بابت)_"
    r"(?![^\n]*\b(?:شود|گردد|کند|نماید|کنند|نمایند)\b)"
)
_NAME = pattern(r"[^\d:.|\n]{3,70}")
_SIGNER = pattern(
    r"(?:نایب |قائم ?‌?مقام )?(?:رییس|دبیر|معاون|مدیر|مدیرکل|مدیرعامل|وزیر|استاندار|فرماندار|بخشدار"
    r"|شهردار|دهیار|سرپرست|منشی)(?! ?‌?(?:ها|ان|ی\b))(?!\w)"
)
"""Who signs below the last item: an office, with or without a name in a line above."""
_NAMES_BELOW = pattern(r"\b(?:زیر|ذیل)\b")
"""In an item whose next lines are its own: «افراد زیر معرفی شدند.»"""
_DECISION_KEYS = ("مصوبه", "تصمیم", "نتیجه", "نظر", "رای")
_SHORTEST = 20


def decides(text: str) -> bool:
    """Tell whether a short line is a decision or an order rather than a title."""
    return bool(cues.DECIDED.search(text) or cues.ORDERED.search(text))


def goes_along(text: str) -> bool:
    """Tell whether an item says nothing that would part it from the decisions around it."""
    parting = (cues.PROPOSED, cues.EARLIER, cues.SAID, cues.REPORTED, cues.MUST, _SHELVED)
    return len(text) > _SHORTEST and not any(shape.search(text) for shape in parting)


def is_order(text: str) -> bool:
    """Tell whether the text ends in an order, a label in brackets after it left aside."""
    return bool(cues.ORDERED.search(_CLOSING_BRACKETS.sub("", text)))


def is_named_decision(line: Line) -> bool:
    """Tell whether the mark itself says what the item is: «مصوبه شماره ۳:»."""
    mark = line.mark
    return mark is not None and mark.kind == "keyed" and mark.printed.startswith(_DECISION_KEYS)


def is_thanks(text: str) -> bool:
    """Tell whether a line only thanks or greets somebody."""
    return _THANKS.search(text) is not None


def carries_on(text: str) -> bool:
    """Tell whether a line that names an earlier decision decides on it anew («… و مقرر شد …»)."""
    if cues.PLUPERFECT.search(text) or not is_order(text):
        return False
    return any(cues.TASKED.match(cue[0]) for cue in cues.FORWARD.finditer(text, 20))


def is_aside(text: str) -> bool:
    """Tell whether a note below a list is about what was put off, proposed or decided before."""
    shapes = (_SHELVED, cues.PROPOSED)
    return any(shape.search(text) for shape in shapes) or bool(cues.EARLIER.search(text[:60]))


def is_task(line: Line, following: Line | None) -> bool:
    """Tell whether «مسئول: …» or «مهلت: …» stands in the line or right below it."""
    if cues.TASK_LABEL.search(lowered(line.text)):
        return True
    below = following if following and following.mark is None else None
    return below is not None and cues.TASK_LABEL.match(below.text) is not None


def orders_inside(text: str) -> bool:
    """Tell whether a sentence before the last one is an order, not what somebody holds needful."""
    return any(
        cues.ORDERED.search(piece) and not cues.MUST.search(piece)
        for piece in cues.SENTENCE_END.split(text)
    )


def before_lead_in(line: Line) -> Line | None:
    """Return what a line says before its last sentence, the one that leads to the list."""
    ends = [found.end() for found in cues.SENTENCE_END.finditer(line.text[:-1])]
    if not ends:
        return None
    return replace(line, end=line.start + ends[-1], text=line.text[: ends[-1]])


def without_signature(lines: list[Line]) -> list[Line]:
    """Take the names and offices of those who sign off the last item's lines, and return them."""
    for at, (above, below) in enumerate(pairwise(lines), start=1):
        ended = above.text.endswith(".") and not _NAMES_BELOW.search(above.text)
        if ended and below.mark is None and _signs(lines[at:]):
            signed = lines[at:]
            del lines[at:]
            return signed
    return []


def _signs(lines: list[Line]) -> bool:
    names = [line.text for line in lines if line.mark is None and _NAME.fullmatch(line.text)]
    whole = len(names) == len(lines) and not any(map(decides, names))
    return whole and any(map(_SIGNER.match, names))


def is_decision(text: str) -> bool:
    if cues.PROPOSED.search(text) or cues.SAID.search(text):
        return False
    work = cues.WORK.match(text) and not text.endswith(":")
    return bool(work or cues.DECIDED.search(text) or is_order(text))
