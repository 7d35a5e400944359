"""Who must act: the place in a sentence that makes a named body act, help, or neither."""

import re
from dataclasses import dataclass, replace

from council.minutes import body_words as known
from council.minutes.body_names import (
    Word,
    is_head,
    name_end,
    names,
    words_of,
)
from council.minutes.spelling import pattern
from council.text import fold

_GLUED_VERBS = tuple(fold("کنند کند نمایند نماید دهند دهد").split())
_PREPOSITIONS = frozenset(fold("به از با در برای بین").split())
_PRONOUNS = frozenset(fold("وی او ایشان آنها آنان ما همان هیچ").split())
_TIMES = frozenset(fold("ماه روز هفته سال جاری آینده").split())
_VERB_WITHIN_WORDS = 80
_TOLD = frozenset(fold("اطلاع اعلام گزارش ارجاع").split())
_PANEL = pattern(r"(?:کمیته|کمیسیون|کارگروه|شورا|هیات|ستاد)")
_TOGETHER = frozenset(fold("همراه بهمراه بههمراه اتفاق باتفاق بهاتفاق").split())
_ENDS_IN_D = frozenset(
    fold(
        "درصد مورد سند بند چند هرچند مانند روند پیوند واحد قرارداد تعداد اعتماد پیشنهاد شهید "
        "جدید خرید تولید اسناد افراد موارد اعضا حد عدد رشد بازدید تایید مفاد مصوبه"
    ).split()
)
"""Nouns that end as a verb of the third person does."""
_IS = frozenset(fold("است میباشد خواهد هست").split())
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


People = re.Pattern[str] | None
"""Names of persons known from the document, searched in folded text."""


def people_named(names: tuple[str, ...]) -> People:
    """Return what finds these folded names; None where there are none."""
    if not names:
        return None
    longest_first = sorted(names, key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")


def mentions(text: str, people: People = None) -> list[Mention]:
    """Return the bodies named in one resolution that have a role in it, in order of the text."""
    folded = fold(text)
    words = words_of(folded)
    found: list[Mention] = []
    waiting: list[Mention] = []  # «ادارات برق و آبفا موظف شدند»: the last one shows the role
    place, role, last_end = 0, "", -1
    while place < len(words):
        person = people.match(folded, words[place].start) if people else None
        if not (person or is_head(folded, words[place]) or _is_named_doer(words, place)):
            place += 1
            continue
        stop = _person_end(words, place, person) or name_end(folded, words, place)
        if _is_duty(words, place, stop):
            place += 1
            continue
        if not (role and _continues(folded, last_end, words[place].start)):
            role = _role(words, place, stop)
            acted = role == "agent" and found and found[-1].role == "agent"
            if acted and words[place - 1].plain in known.PASSIVE and _is_object(words, stop):
                role = ""  # «فرمانداران مکلف شدند کمیته‌های … را تشکیل دهند»
        if role:
            printed = names(text, folded, words[place:stop])
            mention = Mention(words[place].start, words[stop - 1].end, printed, role)
            if waiting and role == "agent" and _continues(folded, waiting[-1].end, mention.start):
                found.extend(replace(one, role=role) for one in waiting)
            found.append(mention)
            last_end = mention.end
        waiting = [] if role else _waiting(text, folded, words, place, stop, waiting)
        place = stop if role else place + 1
    return found


def _is_object(words: list[Word], stop: int) -> bool:
    """Tell whether «را» follows within a few words: the body is what something is done to."""
    for word in words[stop : stop + 4]:
        if word.opens or word.plain in known.ACTIVE | known.PASSIVE:
            return False
        if word.plain == "را":
            return True
    return False


def _waiting(
    text: str, folded: str, words: list[Word], place: int, stop: int, before: list[Mention]
) -> list[Mention]:
    """Return the bodies that a list has named so far without saying what they are to do."""
    previous = words[place - 1].plain if place and not words[place].opens else ""
    chained = before and _continues(folded, before[-1].end, words[place].start)
    if not chained and (previous in _PREPOSITIONS | known.WITH or not _begins(words, place)):
        return []
    one = Mention(
        words[place].start, words[stop - 1].end, names(text, folded, words[place:stop]), ""
    )
    return [*before, one] if chained else [one]


def _begins(words: list[Word], place: int) -> bool:
    return words[place].opens or words[place - 1].plain in known.OPENERS


def _person_end(words: list[Word], place: int, person: re.Match[str] | None) -> int | None:
    if person is None:
        return None
    stop = place + 1
    while stop < len(words) and words[stop].end <= person.end():
        stop += 1
    return stop


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
    following = words[stop].plain if stop < len(words) else ""
    with_him = previous == "با" and following in _IS
    asked = previous == "از" and following in known.ASKED
    if previous in _TOGETHER or with_him or asked:
        return "agent"
    after = words[stop].plain if stop < len(words) and not words[stop].opens else ""
    if _is_charged(words, stop, previous, after):
        return "agent"
    if after in known.DECIDES:
        return ""
    voice = _voice(words, stop)
    if voice != "active" and previous == "در" and _PANEL.match(words[place].plain):
        return "place"
    if voice == "passive" and previous == "به" and after in _TOLD:
        return "told"
    if voice == "passive" or not _may_open(words, before, opened, previous, after):
        return ""
    return "agent" if voice or previous in known.OPENERS else ""


def _is_charged(words: list[Word], stop: int, previous: str, after: str) -> bool:
    """Tell whether the sentence lays a duty on the body: «… موظف شد», «به … ارجاع شد تا»."""
    if after == "را" and stop + 1 < len(words) and words[stop + 1].plain in known.OBLIGED:
        return True  # «شورا، شهرداری را مکلف کرد»
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
    if previous == "را" or (previous in ("هم", "نیز") and words[before - 1].plain == "را"):
        return True  # «رضایت‌نامه‌ها را خانم … جمع کند»
    if previous == "و" and before >= 1:
        return words[before - 1].plain in known.ACTIVE | known.PASSIVE
    return after == "نسبت" and previous not in _PREPOSITIONS


def _voice(words: list[Word], place: int) -> str:
    """Return whether the next finite verb is active or passive; empty where there is none."""
    for at, word in enumerate(words[place : place + _VERB_WITHIN_WORDS], start=place + 1):
        if word.plain in known.PARTICIPLES and at < len(words) and words[at].plain in known.PASSIVE:
            return "passive"
        asks = word.plain in known.ASKED and words[at - 2].plain != "از"
        if asks or (word.plain in known.ACTIVE and words[at - 2].plain in known.DECIDES):
            return ""
        if word.plain in known.ACTIVE or word.plain.endswith(_GLUED_VERBS):
            return "active"
        if word.plain in known.PASSIVE:
            return "passive"
        if _closes(words, at) and word.plain.endswith("د") and word.plain not in _ENDS_IN_D:
            return "active"
    return ""


def _closes(words: list[Word], following: int) -> bool:
    """Tell whether a clause ends before the word: there a word in «د» is a verb."""
    if following >= len(words):
        return True
    return words[following].opens or words[following].plain == "و"


_OBLIGED = pattern(
    r"(?:^|[،؛:.]\s*|\bکه_|(?:مقرر|مصوب) (?:شد|گردید|است)_(?:که_)?)"
    r"(?P<who>(?:[^\W\d]\S{0,20}_){1,5}?)(?:موظف|مکلف|ملزم)(?:‌?ا?ند)?\b"
)


def obliged(text: str) -> tuple[str, ...]:
    """Return who stands right before «موظف» or «مکلف», body or not («مالکین و مستأجرین موظفند»)."""
    found = _OBLIGED.search(fold(text))
    if found is None:
        return ()
    printed = text[found.start("who") : found.end("who")].strip()
    pair = printed.split(" و ")
    return tuple(pair) if all(" " not in one for one in pair) else (printed,)


_MOST_OF_SUBJECT = 5
_SHOWS_SUBJECT = frozenset(fold("را نسبت").split())


def subject(text: str) -> str | None:
    """Return whoever a plain order begins with, in words that name no known body.

    «معلم هنر نمایشگاه را آماده کند»: what stands before the object of an active verb acts. None
    where the order begins otherwise.
    """
    folded = fold(text)
    begin = _ORDERED_THAT.match(folded)
    words = words_of(folded[begin.end() :]) if begin else []
    unfit = known.STOPS | known.OBJECTS | known.TASKS | known.ACTIVE | known.PASSIVE | _PRONOUNS
    stop = 0
    while stop < len(words) and words[stop].plain not in unfit and not words[stop].plain.isdigit():
        if stop and (words[stop].opens or words[stop - 1].plain.endswith("ها")):
            break
        stop += 1
    marked = next((at for at, word in enumerate(words) if word.plain in _SHOWS_SUBJECT), None)
    if marked is None or not stop or _voice(words, 0) != "active":
        return None
    if words[min(stop, len(words) - 1)].plain == "را":
        stop = max(1, stop - 1)
    if begin is None or stop > _MOST_OF_SUBJECT or words[0].plain.endswith("ات"):
        return None
    return text[begin.end() + words[0].start : begin.end() + words[stop - 1].end]


_ORDERED_THAT = pattern(
    r"\s*(?:(?:همچنین|ضمنا|بنابراین)_)?(?:(?:مقرر|قرار|مصوب|بنا) (?:شد|گردید|است)_(?:که_)?)?(?=\w)"
)
