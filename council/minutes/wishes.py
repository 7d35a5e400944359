"""What a secretary writes about a draft instead of tapping: one change in a sentence."""

import re
from dataclasses import dataclass
from enum import StrEnum

from council import text
from council.minutes.proposal import Draft
from council.minutes.spelling import pattern

LONGEST = 300


class Deed(StrEnum):
    """What is to be done; UNCLEAR where a change is wanted and it is not plain which."""

    LEAVE_OUT = "leave_out"
    KEEP = "keep"
    BODIES = "bodies"
    HELPERS = "helpers"
    NO_BODY = "no_body"
    DEADLINE = "deadline"
    FIELD = "field"
    LOOK = "look"
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class Wish:
    """One change to a draft, in the words that answer its question, '' where it is to be asked.

    `item` is the number of the finding as its page names it, None for the one that is shown;
    `added` tells that the bodies come to those named already. `field` is one of the session's.
    """

    deed: Deed
    item: str | None = None
    words: str = ""
    field: str = ""
    added: bool = False


def read_wish(said: str) -> Wish | None:
    """The change that the words ask for; None where they are no sentence about a draft."""
    plain = _POLITE.sub("", said).strip(" \t.!،؛")
    if "\n" in plain or not 0 < len(plain) <= LONGEST:
        return None
    folded = text.fold(plain).replace(text.ZWNJ, " ")
    if _ASKS.search(folded):
        asked = _NAMED.search(folded)
        return Wish(Deed.LOOK, _item_of(asked)) if asked and _CHANGES.search(folded) else None
    for deed, shape in _SHAPES:
        if found := shape.search(folded):
            return _wish(deed, found, plain)
    named = _NAMED.search(folded)
    if named and _CHANGES.search(folded) and _ENDS.search(folded):
        return Wish(Deed.UNCLEAR, _item_of(named))
    return None


def places(draft: Draft, item: str) -> tuple[int, ...]:
    """Where the findings stand that have this number, as printed or else by their place."""
    labels = (text.fold(one.number or str(at + 1)) for at, one in enumerate(draft.findings))
    return tuple(at for at, label in enumerate(labels) if label == item)


def _wish(deed: Deed, found: re.Match[str], plain: str) -> Wish:
    groups, item = found.groupdict(), _item_of(found)
    if "words" not in groups:
        return Wish(deed, item, "مهلت ندارد" if deed is Deed.DEADLINE else "")
    start, end = found.span("words")
    words, folded = plain[start:end], found["words"]
    before = _LEADS.match(folded)
    start = before.end() if before else 0
    tail = _TAIL.search(folded, start)
    end = tail.start() if tail else len(folded)
    rest, words = folded[start:end], words[start:end].strip(" :،")
    if _DENIED.search(rest) or (deed is not Deed.FIELD and _ANOTHER.search(rest)):
        return Wish(Deed.UNCLEAR, item)
    field = next((name for group, name in _FIELDS.items() if groups.get(group)), "")
    if groups.get("helper"):
        deed = Deed.HELPERS
    added = bool(tail and tail["also"])
    return Wish(deed, item, "" if _WRONG.fullmatch(rest.strip()) else words, field, added)


def _item_of(found: re.Match[str]) -> str | None:
    named = found["item"] if "item" in found.re.groupindex else None
    if named is None:
        return None
    number = text.number_from_words(named)
    return str(number) if number is not None else named.strip()


_NUMBER = r"(?P<item>\d+[-/]\d+|<N>|(?<![^\W\d])(?:الف|[بپجد]))(?!\w)"
_NUMBERED = rf"(?:بند|ماده|مصوبه|مورد|ردیف|حکم)(?: ی)?(?:_شماره(?: ی)?)? {_NUMBER}"
_THIS = r"(?:این|همین)(?:_(?:بند|ماده|مصوبه|مورد|ردیف|حکم))?(?!\w)"
_ITEM = rf"(?:{_NUMBERED}|{_THIS})(?: (?:را|رو)(?!\w))?"
_DO = r"(?:ب?کن(?:ید|ین|یم|د)?|ب?شود|بشه|شه|شوند|بشن|گردد)"
_OUT = (
    rf"(?:از_[^\n]{{3,20}}_)?(?:(?:حذف|پاک|خارج|کنار_گذاشته)(?:_{_DO})?|ب?ردار(?:ید|ین)?"
    r"|بردار(?:ید|ین)?|کنار_ب(?:گ)?ذار(?:ید|ین)?)"
)
_BE = r"(?:است|هست|بود|ب?اشد|باشه|شد|بشه|ب?شود|شه|گردد|ب?کن(?:ید|ین)?|بگذار(?:ید)?|بذار(?:ید|ین)?)"
_BE_NOT = r"(?:نباشد|نباشه|نیست|نبود|ندارد|نداره|نشود|نشه|نکن(?:ید|ین)?)"
_WHEN = r"(?:مهلت|موعد|سررسید)"
_WHO = r"(?:(?P<helper>همکار)|مسئول|مجری|متولی)(?:یت)?"
_OF = r"(?: ی)?(?:_(?:اجرا(?: ی)?|انجام|اقدام))?"
_ITS = r"(?:(?: ا)?ش|_آن|_اون)?(?:_(?:را|رو)(?!\w))?"
_MET = r"(?:جلسه|نشست)"
_FIELD = (
    rf"(?:(?P<number>شماره)|(?P<day>تاریخ)|(?P<chair>رئیس)|(?P<venue>محل|مکان)"
    rf"|(?P<subject>موضوع))(?: ی)?(?:_(?:برگزاری|تشکیل))?_{_MET}(?: ی)?(?:_(?:را|رو)(?!\w))?"
)
_AND_THEN = r"(?:\s*:\s*|_)"
_WORDS = r"(?P<words>\S.*)"
_SEEN = r"(?:_(?:نشان|نشون)_بد(?:ه|هید))?"

_SHAPES = tuple(
    (deed, pattern(f"^{shape}$"))
    for deed, shape in (
        (Deed.LEAVE_OUT, rf"{_ITEM}_{_OUT}"),
        (Deed.LEAVE_OUT, rf"(?:حذف|پاک)(?:_{_DO})?_{_ITEM}(?:_{_DO})?"),
        (Deed.LEAVE_OUT, rf"(?:حذف|پاک) ش_{_DO}"),
        (Deed.LEAVE_OUT, rf"{_ITEM}_مصوبه_(?:نیست|نبود)"),
        (Deed.KEEP, rf"{_ITEM}_(?:باز|بر)(?: )گرد(?:ان|ون)(?:ید|ین)?"),
        (Deed.KEEP, rf"{_ITEM}_(?:حذف_{_BE_NOT}|مصوبه_(?:است|هست))"),
        (Deed.DEADLINE, rf"{_WHEN}{_OF}_{_ITEM}_{_OUT}"),
        (Deed.DEADLINE, rf"(?:{_ITEM}_)?{_WHEN}{_ITS}_{_OUT}"),
        (Deed.DEADLINE, rf"{_ITEM}_{_WHEN}_(?:{_BE_NOT}|نمی ?خواهد|نمی ?خواد|نداشته_باشد)"),
        (Deed.NO_BODY, rf"{_WHO}{_OF}_{_ITEM}_{_OUT}"),
        (Deed.NO_BODY, rf"(?:{_ITEM}_)?{_WHO}{_ITS}_{_OUT}"),
        (Deed.NO_BODY, rf"{_ITEM}_{_WHO}_(?:ندارد|نداره)"),
        (Deed.DEADLINE, rf"{_WHEN}{_OF}_{_ITEM}{_AND_THEN}{_WORDS}"),
        (Deed.DEADLINE, rf"{_ITEM}_(?:با_)?{_WHEN}{_OF}{_ITS}{_AND_THEN}{_WORDS}"),
        (Deed.DEADLINE, rf"{_WHEN} ش(?:_(?:را|رو))?_{_WORDS}"),
        (Deed.BODIES, rf"{_WHO}{_OF}_{_ITEM}{_AND_THEN}{_WORDS}"),
        (Deed.BODIES, rf"{_ITEM}_{_WHO}{_OF}{_ITS}{_AND_THEN}{_WORDS}"),
        (Deed.BODIES, rf"{_WHO} ش(?:_(?:را|رو))?_{_WORDS}"),
        (Deed.BODIES, rf"{_ITEM}_به_{_WORDS}_(?:بده(?:ید)?|بسپار(?:ید)?|واگذار_{_DO})"),
        (Deed.BODIES, rf"{_ITEM}_بده(?:ید)?_به_{_WORDS}"),
        (Deed.FIELD, rf"{_FIELD}\s*[:=]\s*{_WORDS}"),
        (Deed.FIELD, rf"{_FIELD}_(?P<words>\S.*_{_BE})"),
        (Deed.FIELD, rf"{_FIELD}_(?P<words>(?:بگذار|بذار|بکن|بنویس)(?:ید|ین)?_\S.*)"),
        (Deed.LOOK, rf"{_NUMBERED}(?: (?:را|رو)(?!\w))?{_SEEN}"),
    )
)  # fmt: skip
_FIELDS = {"number": "number", "day": "held_on"} | {n: n for n in ("chair", "venue", "subject")}
_POLITE = re.compile(r"(?<!\w)(?:لطفا?ً?|خواهشاً?|بی‌?زحمت|ممنون|مرسی)(?!\w)")
_NAMED = pattern(rf"(?<!\w){_NUMBERED}")
_CHANGES = pattern(
    r"(?<!\w)(?:حذف|اصلاح|تغییر|عوض|ویرایش|مسئول|متولی|مجری|مهلت|موعد|متن|محرمانه|ادغام|تفکیک"
    r"|تقسیم|جدا|یکی|همکار|پیگیری)(?:یت)?(?:ش)?(?!\w)"
)
_ENDS = pattern(rf"_(?:{_BE}|{_BE_NOT}|{_DO})$")
_ASKS = pattern(
    r"[؟?]|(?<!\w)(?:کیه|کیست|کیا|چیه|چیست|چه|کجا\w*|چقدر\w*|چند\w*|کدام\w*|کدوم\w*|آیا|مگه"
    r"|کی(?:_(?:است|هست|بود|باید))?)(?!\w)"
)
_LEADS = pattern(r"(?:.*_نیست،?_)?(?:(?:به|با|=|:|همان|بگذار(?:ید)?|بذار|بکن|بنویس(?:ید)?)_)?")
_TAIL = pattern(
    r"(?P<also>_(?:هم|نیز)(?:_اضافه)?|_اضافه)?(?:_(?:تمدید|تعیین|ثبت|نوشته|گذاشته))?"
    rf"(?:_{_BE})$|(?:^|_)(?:عوض|اصلاح|تغییر|ویرایش|درست)_{_DO}$"
)
_DENIED = pattern(rf"_{_BE_NOT}$")
_ANOTHER = pattern(
    r"^پیگیری|(?<!\w)(?:مسئول|متولی|مجری|همکار|مهلت|موعد|سررسید|حذف)(?:یت)?(?: ا?ش)?(?!\w)"
)
"""Asks for another change beside the one."""
_WRONG = pattern(r"(?:اشتباه|غلط|نادرست|عوض|اصلاح|تغییر|ویرایش|درست)?")
"""Says that something is to change and not to what."""
