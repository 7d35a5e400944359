"""The verb that closes a clause: where it stands, and whether its subject acts."""

from dataclasses import dataclass
from itertools import pairwise

from council.minutes import body_words as known
from council.minutes.body_names import Word, is_active
from council.text import fold

_VERB_WITHIN_WORDS = 80
_GLUED_VERBS = tuple(fold("کنند کند نمایند نماید دهند دهد").split())
_ENDS_IN_D = frozenset(
    fold(
        "درصد مورد سند بند چند هرچند مانند روند پیوند واحد قرارداد تعداد اعتماد پیشنهاد شهید "
        "جدید خرید تولید اسناد افراد موارد اعضا حد عدد رشد بازدید تایید مفاد مصوبه باید "
        "اقتصاد بنیاد جهاد نهاد بلند کارمند نیازمند هدفمند توانمند مفید سفید کلید ستاد امداد "
        "قند سود زود ورود حدود عمود خود وجود کمبود بهبود رکود سرود دانشمند فرد درد گرد سرد مرد "
        "عید دید امید تهدید تشدید تمدید تجدید تحدید تاکید تردید بخشید استاد آزاد زیاد ایراد ایجاد "
        "ابعاد اعداد استعداد قصد رصد مقصد معبد مسجد گنبد سبد کالبد باند"
    ).split()
)
"""Nouns that end as a verb of the third person does."""
_SAYS = frozenset(
    fold("گفت گفتند افزود افزودند اظهار گفته میتواند میتوانند تواند توانند بتواند بتوانند").split()
)
"""Verbs that tell or allow something: who stands before them is ordered nothing."""
_DID = frozenset(fold("کرد کردند نمود نمودند ساخت ساختند").split())
_TELLS = frozenset(fold("کرد کردند نمود نمودند داد دادند").split())
"""Verbs of what has been done: who stands before them reports or decides, under no order."""
_LONGEST_RELATIVE = 9
_PROMISE = frozenset(fold("قول تعهد").split())
_COMES = frozenset(fold("حضور حاضر مستقر").split())
"""What makes «یابد» and «شود» something that the subject does: «حضور یابد», «مستقر شود»."""
_OBJECT_MARK, _TOWARDS, _ACT = fold("را"), fold("نسبت"), fold("اقدام")
_ABOUT = frozenset(fold("که").split())


@dataclass(frozen=True)
class Verb:
    """The next finite verb: its place among the words; `voice` is active, passive or empty."""

    place: int
    voice: str
    plain: str


_NONE = Verb(-1, "", "")


def voice_of(words: list[Word], place: int) -> str:
    """Return whether the next finite verb is active or passive; empty where there is none."""
    return verb_after(words, place).voice


def verb_after(words: list[Word], place: int) -> Verb:
    """Return the verb of the clause that the place is in; what «که …» says in between is skipped.

    «برق چاه‌هایی را که معرفی می‌شوند قطع کند»: the verb of the order is the last one.
    """
    told_about = False
    for at, word in enumerate(words[place : place + _VERB_WITHIN_WORDS], start=place):
        if word.plain in _ABOUT and at > place and not _complements(words[at - 1]):
            told_about = True
            continue
        verb = _verb_at(words, at)
        if verb is None:
            continue
        if not told_about or verb.voice == "" or at + 1 >= len(words):
            done = verb.voice == "passive" and _done_before(words[place:at])
            return Verb(at, "active", verb.plain) if done else verb
        told_about = False
    return _NONE


def _done_before(words: list[Word]) -> bool:
    """Tell whether a deed whose verb is left out stands before a verb that hides who acts.

    «… نسبت به اصلاح معابر اقدام و گزارش آن ارسال گردد», «… موضوع را بررسی و نتیجه اعلام شود»
    """
    plain = [word.plain for word in words]
    if _OBJECT_MARK in plain[1:] and "و" in plain[plain.index(_OBJECT_MARK, 1) + 2 :]:
        return True
    return _TOWARDS in plain and (_ACT, "و") in pairwise(plain)


def _complements(before: Word) -> bool:
    """Tell whether «که» after the word begins what was decided, said or asked."""
    return before.plain in known.ACTIVE | known.PASSIVE | known.OBLIGED | known.OPENERS


def _is_relative(words: list[Word], at: int) -> bool:
    """Tell whether the verb belongs to a clause with «که» that tells which one is meant."""
    for place in range(at - 1, max(0, at - _LONGEST_RELATIVE), -1):
        if words[place + 1].opens:
            return False
        if words[place].plain == "که":
            return not _complements(words[place - 1])
    return False


def _verb_at(words: list[Word], at: int) -> Verb | None:
    word, before = words[at], words[at - 1].plain if at else ""
    following = words[at + 1] if at + 1 < len(words) else None
    if word.plain in known.PASSIVE and before in _COMES:
        return Verb(at, "active", word.plain)
    if word.plain in known.PARTICIPLES and following and following.plain in known.PASSIVE:
        return Verb(at, "passive", word.plain)
    asks = word.plain in known.ASKED and before != "از"
    decides = word.plain in known.ACTIVE and before in known.DECIDES
    states = word.plain == "هستند" and before not in known.OBLIGED
    if word.plain in _TELLS and _is_relative(words, at):
        return None  # «طرحی را که کمیسیون ارائه کرد»
    told = word.plain in _SAYS or (word.plain in _TELLS and before not in _PROMISE)
    if asks or decides or states or told or _obliges(word.plain, before):
        return Verb(at, "", word.plain)
    stem = word.plain.removeprefix("ن").removeprefix("می")
    if (
        known.ACTIVE & {word.plain, stem}
        or is_active(word.plain)
        or word.plain.endswith(_GLUED_VERBS)
    ):
        return Verb(at, "active", stem if stem in known.ACTIVE else word.plain)
    if known.PASSIVE & {word.plain, stem}:
        return Verb(at, "passive", word.plain)
    if _closes(words, at) and word.plain.endswith("د") and word.plain not in _ENDS_IN_D:
        return Verb(at, "active", word.plain)
    return None


def _obliges(plain: str, before: str) -> bool:
    """Tell whether somebody lays a duty on others: «هیئت وزیران، دستگاه‌ها را مکلف کرد»."""
    return plain in _DID and before in known.OBLIGED


def _closes(words: list[Word], at: int) -> bool:
    """Tell whether a clause ends after the word: there a word in «د» is a verb."""
    if at + 1 >= len(words):
        return True
    return words[at + 1].opens or words[at + 1].plain == "و"
