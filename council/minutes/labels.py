"""Who must act where a label says so: «مسئول پیگیری: …», «شهرداری: …», brackets at the end."""

import re
from collections.abc import Iterator, Sequence

from council.minutes import cues
from council.minutes.shared_names import group_of, names_in_cell
from council.minutes.spelling import lowered, pattern
from council.text import fold

_WHO = pattern(
    r"\b(?:مسئول(?:ین|ان)? (?:پیگیری|اجرا|اقدام|انجام|پی‌گیری)?(?: و (?:اجرا|پیگیری))?"
    r"|(?:دستگاه|واحد)(?:‌های)? (?:اجرایی|مجری|مسئول|متولی|اقدام کننده)"
    r"|مسئول(?:ین)?(?:_\w+){1,2}|اقدام کننده|مجری|متولی|هماهنگ ?‌?کننده|هماهنگی|پیگیری|اقدام"
    r"|owner|responsible|assignee|action by) ?: ?"
)
_AIDED = pattern(r"\bبا (?:همکاری|مشارکت|هماهنگی|همراهی|کمک)_")
_TIME = r"(?:فوری|آنی|ظرف|تا|حداکثر|مهلت|هر|ماهانه|مستمر|در_اسرع)(?!\w)"
"""How a deadline in brackets begins: «اقدام: مترون (تا ۳۰ مهر)»."""
_HELP = pattern(r"\b(?:همکار(?:ان)?|دستگاه(?:‌های)? همکار|با همکاری) ?: ?")
_LABEL_END = pattern(
    rf"\n|\((?=(?:{_TIME}|<N>_(?:روز|هفته|ماه)(?!\w)|\d{{1,4}} ?/ ?\d))|"
    r"\||؛(?=[^\n؛]{0,40}:)|[)\]]|\.\s|\s[—–/-]\s(?=[^\n:]{2,25}:)|(?:\s{2,}|_|[،,(]\s*)"
    r"(?=(?:مهلت|موعد|زمان|تاریخ|همکار|سررسید|وضعیت)[^\n:]{0,15}:)"
)


_LED = re.compile(r"\s*([^:\n]{3,90}?)\s*:\s")
_BRACKETED = re.compile(r"[(\[]([^()\[\]\n]{3,80})[)\]]([^()\n]{0,25})$")
_TIMED = pattern(_TIME)
_OR_TIME = re.compile(r"\s*[؛،,/]\s*|\s[-–]\s")


def led_by(text: str) -> tuple[str, ...]:
    """Return the bodies in front of a colon: «شهرداری: جمع‌آوری نخاله‌ها»."""
    found = _LED.match(text)
    return group_of(found[1]) if found else ()


_CALLED_UPON = pattern(r"\s*([^:\n.،(]{2,30})\s*:_")
_FEW = 3


def calls_by_name(bodies: Sequence[str]) -> bool:
    """Tell whether a list gives each task to somebody by name: «پیمان: رفع خطا», «همه: …»."""
    folded = [fold(one) for one in bodies]
    called = [(one, found) for one in folded if (found := _CALLED_UPON.match(one))]
    if any(cues.WORK.match(found[1]) for _one, found in called):
        return False
    tasks = sum(cues.WORK.match(one, found.end()) is not None for one, found in called)
    return len(called) >= _FEW and 2 * len(called) > len(bodies) and 2 * tasks > len(called)


def called_by_name(text: str) -> tuple[str, ...]:
    """Return who is named in front of the colon, known as a body or not."""
    found = _CALLED_UPON.match(fold(text))
    if found is None:
        return ()
    return tuple(name.strip() for name in re.split(r"\sو\s", text[slice(*found.span(1))]))


def bracketed(text: str) -> tuple[tuple[str, ...], str | None]:
    """Return the bodies in the brackets at the end, and what else stands there, as a deadline may.

    «… معرفی شوند (اداره بهزیستی؛ ۱۰ روز)»
    """
    found = _BRACKETED.search(text)
    parts = [*_OR_TIME.split(found[1]), found[2].strip(" .؛")] if found else []
    bodies = [(part, group_of(part)) for part in parts]
    named = tuple(name for _part, names in bodies for name in names)
    rest = [part for part, names in bodies if not names]
    line = text[: found.start()].rpartition("\n")[2] if found else ""
    told = named or led_by(line) or _WHO.search(fold(line))
    timed = [part for part in rest if part and (told or _TIMED.match(fold(part)))]
    return named, timed[0] if timed else None


def labelled(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names after «مسئول پیگیری:» and after «همکار:»."""
    folded = lowered(fold(text))
    acting: list[str] = []
    helping: list[str] = []
    for printed in _after(text, folded, _WHO):
        leading, supporting = acting_and_helping(printed)
        acting.extend(leading)
        helping.extend(supporting)
    for printed in _after(text, folded, _HELP):
        helping.extend(names_in_cell(printed))
    return tuple(acting), tuple(helping)


def acting_and_helping(printed: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names in a cell, and those after «با همکاری» in it."""
    aided = _AIDED.search(fold(printed))
    if aided is None:
        return names_in_cell(printed), ()
    return names_in_cell(printed[: aided.start()]), names_in_cell(printed[aided.end() :])


def _after(text: str, folded: str, label: re.Pattern[str]) -> Iterator[str]:
    for printed in label.finditer(folded):
        end = _LABEL_END.search(folded, printed.end(), printed.end() + 300)
        stop = end.start() if end else min(len(text), printed.end() + 300)
        yield text[printed.end() : stop]
