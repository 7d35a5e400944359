"""Who must act: the place in a sentence that makes a named body act, help, or neither."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from council.minutes import body_words as known
from council.minutes.body_names import (
    Word,
    is_head,
    name_end,
    names,
    names_in_cell,
    words_of,
)
from council.minutes.spelling import lowered, pattern
from council.text import fold

_GLUED_VERBS = tuple(fold("کنند کند نمایند نماید دهند دهد").split())
_PREPOSITIONS = frozenset(fold("به از با در برای بین").split())
_PRONOUNS = frozenset(fold("وی او ایشان آنها آنان ما همان هیچ").split())
_TIMES = frozenset(fold("ماه روز هفته سال جاری آینده").split())
_VERB_WITHIN_WORDS = 80
_TOLD = frozenset(fold("اطلاع اعلام گزارش ارجاع").split())
_PANEL = pattern(r"(?:کمیته|کمیسیون|کارگروه|شورا|هیات|ستاد)")
_TOGETHER = frozenset(fold("همراه بهمراه بههمراه").split())
_CONDITIONS = frozenset(fold("صورتی درصورتی زمانی مواردی").split())
_CHAIN = pattern(r"\s*(?:،|,|؛|،?_و_|_و_|_و‌)_?(?:یا_)?(?:کلیه_|تمامی_)?")


@dataclass(frozen=True)
class Mention:
    """A body named in a text: offsets, its names (a shared head noun split), and its role.

    Roles: agent, helper, place («در کمیته … بررسی شود»), told («به … اطلاع داده شود»).
    """

    start: int
    end: int
    names: tuple[str, ...]
    role: str


def mentions(text: str) -> list[Mention]:
    """Return the bodies named in one resolution that have a role in it, in order of the text."""
    folded = fold(text)
    words = words_of(folded)
    found: list[Mention] = []
    place, role, last_end = 0, "", -1
    while place < len(words):
        if not is_head(folded, words[place]) and not _is_named_doer(words, place):
            place += 1
            continue
        stop = name_end(folded, words, place)
        if _is_duty(words, place, stop):
            place += 1
            continue
        if not (role and _continues(folded, last_end, words[place].start)):
            role = _role(words, place, stop)
        if role:
            printed = names(text, folded, words[place:stop])
            found.append(Mention(words[place].start, words[stop - 1].end, printed, role))
            last_end = words[stop - 1].end
        place = stop if role else place + 1
    return found


def _is_named_doer(words: list[Word], place: int) -> bool:
    """Tell whether «توسط» stands before the word: whoever it is, they do it («توسط مربی …»)."""
    word = words[place]
    if place == 0 or words[place - 1].plain != "توسط" or word.opens:
        return False
    return word.plain not in known.STOPS | known.OBJECTS | known.TASKS | known.EVERY | _PRONOUNS


def _is_duty(words: list[Word], place: int, stop: int) -> bool:
    """Tell whether «مسئول» is what somebody is made, not somebody: «… مسئول اجرا می‌باشد»."""
    if words[place].plain not in ("مسیول", "مسیولین"):
        return False
    after = words[stop] if stop < len(words) else None
    named = words[place + 1 : stop]
    return not named or named[0].plain in known.TASKS or (after is not None and not named)


def _continues(folded: str, end: int, start: int) -> bool:
    return end >= 0 and start - end < 15 and _CHAIN.fullmatch(folded[end:start]) is not None


def _role(words: list[Word], place: int, stop: int) -> str:
    before = place - 1
    while before >= 0 and words[before].plain in known.EVERY and not words[before + 1].opens:
        before -= 1
    opened = words[before + 1].opens
    previous = "" if opened or before < 0 else words[before].plain
    if previous in known.BY:
        # «مشکلات مطرح‌شده توسط …» tells what somebody did, not what is to be done.
        return "" if before >= 1 and words[before - 1].plain.endswith("شده") else "agent"
    if previous in known.WITH:
        return "helper"
    if previous in _TOGETHER:
        return "agent"
    after = words[stop].plain if stop < len(words) and not words[stop].opens else ""
    if _is_charged(words, stop, previous, after):
        return "agent"
    if after in known.DECIDES:
        return ""
    voice = _voice(words, stop)
    if voice == "passive" and previous == "در" and _PANEL.match(words[place].plain):
        return "place"
    if voice == "passive" and previous == "به" and after in _TOLD:
        return "told"
    if voice == "passive" or not _may_open(words, before, opened, previous, after):
        return ""
    return "agent" if voice or previous in known.OPENERS else ""


def _is_charged(words: list[Word], stop: int, previous: str, after: str) -> bool:
    """Tell whether the sentence lays a duty on the body: «… موظف شد», «به … ارجاع شد تا»."""
    if after in known.OBLIGED:
        return previous not in _PREPOSITIONS
    if previous != "به":
        return False
    to_do = stop + 2 < len(words) and words[stop + 2].plain == "تا"
    return after in known.ENTRUSTED or (after in known.REFERRED and to_do)


def _may_open(words: list[Word], before: int, opened: bool, previous: str, after: str) -> bool:
    """Tell whether a clause may begin after the word before: then the body is its subject."""
    if previous == "که" and before >= 1 and words[before - 1].plain in _CONDITIONS:
        return False
    if opened or previous in known.OPENERS or previous in _TIMES:
        return True
    if previous == "و" and before >= 1:
        return words[before - 1].plain in known.ACTIVE | known.PASSIVE
    return after == "نسبت" and previous not in _PREPOSITIONS


def _voice(words: list[Word], place: int) -> str:
    """Return whether the next finite verb is active or passive; empty where there is none."""
    for at, word in enumerate(words[place : place + _VERB_WITHIN_WORDS], start=place + 1):
        if word.plain in known.PARTICIPLES and at < len(words) and words[at].plain in known.PASSIVE:
            return "passive"
        if word.plain in known.ACTIVE and words[at - 2].plain in known.DECIDES:
            return ""
        if word.plain in known.ACTIVE or word.plain.endswith(_GLUED_VERBS):
            return "active"
        if word.plain in known.PASSIVE:
            return "passive"
    return ""


_OBLIGED = pattern(
    r"(?:^|[،؛:.]\s*|(?:مقرر|مصوب) (?:شد|گردید|است)_(?:که_)?)"
    r"(?P<who>(?:[^\W\d]\S{0,20}_){1,5}?)(?:موظف|مکلف|ملزم)(?:‌?ا?ند)?\b"
)


def obliged(text: str) -> str | None:
    """Return whoever stands right before «موظف» or «مکلف», body or not («دبیران موظفند»)."""
    found = _OBLIGED.search(fold(text))
    return text[found.start("who") : found.end("who")].strip() if found else None


_WHO = pattern(
    r"\b(?:مسئول(?:ین|ان)? (?:پیگیری|اجرا|اقدام|انجام|پی‌گیری)?(?: و (?:اجرا|پیگیری))?"
    r"|(?:دستگاه|واحد)(?:‌های)? (?:اجرایی|مجری|مسئول|متولی|اقدام کننده)"
    r"|اقدام کننده|مجری|متولی|پیگیری|اقدام|owner|responsible|assignee|action by) ?: ?"
)
_AIDED = pattern(r"\bبا (?:همکاری|مشارکت|هماهنگی|همراهی|کمک)_")
_HELP = pattern(r"\b(?:همکاران?|دستگاه(?:‌های)? همکار|با همکاری) ?: ?")
_LABEL_END = pattern(
    r"\n|\||؛|[)]|\s[—–/-]\s(?=[^\n:]{2,25}:)|(?:\s{2,}|_|[،,(]\s*)"
    r"(?=(?:مهلت|موعد|زمان|تاریخ|همکار|سررسید|وضعیت)[^\n:]{0,15}:)"
)


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
