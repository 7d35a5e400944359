"""How far a body's name reaches in a sentence."""

import re
from dataclasses import dataclass
from functools import cache

from council.minutes import body_words as known
from council.minutes.spelling import joined, pattern
from council.text import ZWNJ, fold

_TOKEN = re.compile(rf"[\w{ZWNJ}]+")
_PLURALS = ("هایی", "های", "ها")
BROKEN_PLURALS = {
    fold(plural): one
    for plural, one in (
        *(("ادارات", "اداره"), ("مدیران", "مدیر"), ("روسای", "رئیس"), ("روسا", "رئیس")),
        *(("معاونین", "معاون"), ("معاونان", "معاون"), ("نمایندگان", "نماینده")),
        *(("مسئولین", "مسئول"), ("مسئولان", "مسئول"), ("فرمانداران", "فرماندار")),
        *(("بخشداران", "بخشدار"), ("شهرداران", "شهردار"), ("گمرکات", "گمرک")),
        *(("دفاتر", "دفتر"), ("موسسات", "مؤسسه"), ("مراکز", "مرکز"), ("شعب", "شعبه")),
        *(("مدارس", "مدرسه"), ("مناطق", "منطقه"), ("نواحی", "ناحیه"), ("مجامع", "مجمع")),
        *(("وزرای", "وزیر"), ("وزرا", "وزیر"), ("استانداران", "استاندار")),
        *(("دهیاران", "دهیار"), ("دبیران", "دبیر"), ("صنوف", "صنف")),
    )
}
"""Plurals without «ها» that share a head noun too: «ادارات برق و آب»."""
_APART = {
    *(("خزانه", "دار"), ("دبیر", "کل"), ("مدیر", "کل"), ("کار", "گروه"), ("روابط", "عمومی")),
    *(("هلال", "احمر"), ("به", "صورت"), ("به", "طور"), ("پیش", "نویس"), ("به", "منظور")),
    *(("عهده", "دار"), ("آتش", "نشانی")),
    *(("مدیر", "عامل"), ("قایم", "مقام"), ("راه", "اندازی"), ("ذی", "حساب")),
}
PERSONS = {fold("آقایان"): "آقای", fold("خانمها"): "خانم", fold("خانمهای"): "خانم"}
_GOES_ON = "می"
_MOST_WORDS = 10
_TIME_OR_DUTY = frozenset(fold("حداکثر حداقل ظرف موظف مکلف باید").split())
_NUMBERED = frozenset(fold("منطقه ناحیه شعبه کلانتری پایگاه دبستان دبیرستان").split())
_OF_SESSION = frozenset(fold("دبیر رئیس منشی").split())


_ADJECTIVES = frozenset(fold("مرکزی بانکی دانشگاهی گروهی بیمهای").split())
_NO_BODY = pattern(r"بانک (?:اطلاعات|اطلاعاتی|داده|داده های|مشاغل)(?!\w)")
"""What only begins as the name of a body does."""


@dataclass(frozen=True)
class Word:
    """A word with its offsets; `plain` is folded and without ZWNJ, `gap` what stands before it."""

    start: int
    end: int
    plain: str
    gap: str

    @property
    def opens(self) -> bool:
        """Whether punctuation or the beginning of the text stands before the word."""
        return self.gap != ""


def words_of(folded: str) -> list[Word]:
    """Return the words; two that are often written apart («خزانه دار», «X های») are one."""
    words: list[Word] = []
    end = 0
    for found in _TOKEN.finditer(folded):
        plain = joined(found[0])
        if not plain:
            continue
        gap = folded[end : found.start()].strip() if words else "^"
        last = words[-1] if words else None
        if last and not gap and (plain in _PLURALS or (last.plain, plain) in _APART):
            words[-1] = Word(last.start, found.end(), last.plain + plain, last.gap)
        else:
            words.append(Word(found.start(), found.end(), plain, gap))
        end = found.end()
    return words


@cache
def _heads() -> re.Pattern[str]:
    heads = sorted(known.OFFICES | known.GROUPS, key=lambda word: -len(word))
    return re.compile(f"(?:{'|'.join(heads)})(?:هایی|های|ها|ی)?")


@cache
def _compounds() -> re.Pattern[str]:
    return pattern(rf"(?:{known.COMPOUNDS})(?!\w)")


@cache
def _agencies() -> re.Pattern[str]:
    return pattern(rf"(?:{known.AGENCIES})(?!\w)")


def compounds_in(folded: str) -> list[tuple[int, int]]:
    """Return where names of several words stand that «و» or a comma does not part."""
    return [found.span() for found in _compounds().finditer(folded)]


def names_body(word: str) -> bool:
    """Tell whether a folded word alone is the head of a body's or office's name."""
    return _heads().fullmatch(joined(word)) is not None


def is_head(folded: str, word: Word) -> bool:
    """Tell whether a body's name may begin with the word."""
    if word.plain in _ADJECTIVES or _NO_BODY.match(folded, word.start):
        return False
    return bool(_heads().fullmatch(word.plain) or _agencies().match(folded, word.start))


def is_office(word: Word) -> bool:
    """Tell whether the word is a whole name alone («شهرداری»)."""
    return singular_of(word.plain) in known.OFFICES


def is_active(plain: str) -> bool:
    """Tell whether the word is a verb whose subject acts, also as it is spoken: «می‌گیره»."""
    spoken = plain.startswith(_GOES_ON) and f"ب{plain[len(_GOES_ON) :]}" in known.ACTIVE
    return spoken or plain in known.ACTIVE


def singular_of(plain: str) -> str:
    """Return the folded head of one body where the word is a plural, else the word itself."""
    if plain in BROKEN_PLURALS:
        return fold(BROKEN_PLURALS[plain])
    return next((plain[: -len(end)] for end in _PLURALS if plain.endswith(end)), plain)


def name_end(folded: str, words: list[Word], place: int) -> int:
    """Return the place after the last word of the name that begins at the place."""
    stop = _after_compound(folded, words, place) or place + 1
    if words[place].plain.endswith("ها") and words[place].plain not in PERSONS:
        return stop  # no ezafe after «ها»: «کمیسیون‌ها گزارش دهند»
    while stop < len(words) and stop - place < _MOST_WORDS:
        compound = None if words[stop].opens else _after_compound(folded, words, stop)
        if compound:
            stop = compound
        elif _belongs(folded, words, place, stop):
            stop += 1
        else:
            break
    while stop > place + 1 and words[stop - 1].plain == "و":
        stop -= 1
    after = words[stop].plain if stop < len(words) and not words[stop].opens else ""
    if stop > place + 2 and after in known.LIGHT_VERBS:
        stop -= 1  # «آزمایشگاه معتمد تکرار شود»: the last word belongs to the verb
    return _without_object(folded, words, place, stop)


def _after_compound(folded: str, words: list[Word], place: int) -> int | None:
    found = _compounds().match(folded, words[place].start)
    if found is None:
        return None
    stop = place + 1
    while stop < len(words) and words[stop].end <= found.end():
        stop += 1
    return stop


def _belongs(folded: str, words: list[Word], place: int, stop: int) -> bool:
    word = words[stop]
    following = words[stop + 1] if stop + 1 < len(words) else None
    if word.opens:
        return _is_listed(folded, words, place, stop)
    if word.plain in known.HONORIFICS:
        return True
    if word.plain.isdigit() and words[stop - 1].plain in _NUMBERED:
        return True  # «شهرداری منطقه ۲»
    if word.plain in known.TASKS and "را" in [one.plain for one in words[stop + 1 : stop + 3]]:
        return False  # «دانشکده طرح توجیهی را اصلاح کند»
    if stop == place + 1 and is_office(words[place]) and _before_another(folded, words, stop):
        return True  # «تعزیرات حکومتی و اصناف»
    if stop == place + 1 and (first := _right_after(folded, words[place], word, following)) != "":
        return first == "yes"
    if word.plain in known.OBJECTS | known.TASKS:
        return False
    if word.plain == "و":
        return following is not None and _joins(folded, following)
    return not _ends_names(folded, word)


def _before_another(folded: str, words: list[Word], stop: int) -> bool:
    """Tell whether the word is but an attribute: «و» and another body come right behind it."""
    if stop + 2 >= len(words) or words[stop + 1].plain != "و" or words[stop].plain == "و":
        return False
    plain = words[stop].plain not in known.STOPS | known.OBJECTS | known.TASKS
    return plain and is_head(folded, words[stop + 2])


def _right_after(folded: str, head: Word, word: Word, following: Word | None) -> str:
    """Judge the word directly after the head, which may be one that would end a longer name."""
    if is_office(head):
        several = head.plain in BROKEN_PLURALS and following and following.plain == "و"
        named = several and word.plain not in known.STOPS | known.OBJECTS | known.TASKS
        return "" if named or _follows_office(folded, word, following) else "no"
    if word.plain == "جلسه" and head.plain in _OF_SESSION:
        return "yes"
    if word.plain == "مسیول" and head.plain.endswith("های"):
        return "yes"
    if word.plain in known.TASKS:
        return "yes" if _is_attribute(following) else "no"
    if word.plain in known.OBJECTS and following and following.plain in _TIME_OR_DUTY:
        return "yes"  # «کمیسیون تعرفه حداکثر ظرف …»
    if word.plain in known.OBJECTS and following is not None and not following.opens:
        return "yes" if following.plain in known.OBJECTS | known.TASKS else ""
    return ""


def _ends_names(folded: str, word: Word) -> bool:
    return (
        word.plain in known.STOPS | known.PASSIVE
        or is_active(word.plain)
        or word.plain in known.PARTICIPLES | known.DECIDES
        or word.plain.isdigit()
        or folded[word.start : word.end].startswith(f"به{ZWNJ}")
    )


def _is_listed(folded: str, words: list[Word], place: int, stop: int) -> bool:
    """Tell whether a comma stands inside «کمیسیون‌های صنعت، معدن و کشاورزی»."""
    word = words[stop]
    head = words[place].plain
    if word.gap not in "،," or (head not in PERSONS and singular_of(head) == head):
        return False
    return (
        stop > place + 1
        and not is_head(folded, word)
        and word.plain not in known.STOPS | known.OBJECTS | known.TASKS
        and any(later.plain == "و" for later in words[stop + 1 : stop + 4])
    )


def _follows_office(folded: str, word: Word, following: Word | None) -> bool:
    if word.plain in known.SEATS or is_head(folded, word):
        return True
    closed = following is None or following.opens or following.plain in known.STOPS | known.OBLIGED
    return closed and word.plain != "و" and word.plain not in known.STOPS | known.OBJECTS


def _is_attribute(following: Word | None) -> bool:
    """Tell whether a task noun before this word belongs to a name: «معاونت هماهنگی امور»."""
    if following is None or following.opens:
        return False
    plain = following.plain
    return plain not in {"و", "را", "به", "نسبت"} | known.PASSIVE | known.ACTIVE | known.OBJECTS


def _joins(folded: str, following: Word) -> bool:
    return not (
        following.opens
        or following.plain in known.STOPS | known.OBJECTS | known.TASKS
        or following.plain in known.ACTIVE | known.PASSIVE
        or is_head(folded, following)
    )


def _without_object(folded: str, words: list[Word], place: int, stop: int) -> int:
    """Cut a name that ran into the object of the sentence («کمیته انضباطی شکایت واصله را»)."""
    if stop >= len(words) or words[stop].plain != "را" or words[stop].opens:
        return stop
    if words[place].plain in PERSONS:
        return stop  # names of persons are told apart by their length
    if is_office(words[place]) and words[place + 1].plain in known.SEATS:
        place += 1  # «بخشدار مرکزی را مأمور کرد»
    realms = [at for at in range(place + 1, stop - 1) if words[at].plain in known.REALMS]
    if realms:
        return realms[-1] + 1
    whole_head = place + 1 + (place + 1 < stop and words[place + 1].plain == "کل")
    for at in (place, whole_head):
        compound = _after_compound(folded, words, at) if at < stop else None
        if compound:
            return min(stop, compound)
    alone = is_office(words[place]) or words[place].plain in known.SEATS
    short = min(stop, whole_head + (not alone))
    object_words = 2 if words[stop - 1].plain in known.ADJECTIVES else 1
    nested = is_head(folded, words[place + 1]) if place + 1 < stop else False
    return max(short, stop - object_words) if nested else short
