"""Who an order begins with, in words that name no known body: «معلم هنر نمایشگاه را آماده کند»."""

from council.minutes import body_words as known
from council.minutes.body_names import Word, is_head, name_end, words_of
from council.minutes.clauses import verb_after
from council.minutes.shared_names import names
from council.minutes.spelling import pattern
from council.text import fold

_OBLIGED = pattern(
    r"(?:^|[،؛:.]\s*|\bکه_|(?:مقرر|مصوب) (?:شد|گردید|است)_(?:که_)?)"
    r"(?P<who>(?:[^\W\d][^\s:]{0,20}_){1,5}?)(?:(?:موظف|مکلف|ملزم|متعهد)(?:‌?ا?ند)?\b"
    r"|مسئول_(?:شد|شدند|شدن|گردید|گردیدند)_)"
)
_ORDERED_THAT = pattern(
    r"\s*(?:(?:همچنین|ضمنا|بنابراین|لذا|پس|خب)_)?"
    r"(?:(?:مقرر|قرار|مصوب|بنا|تصویب) (?:شد|گردید|است)_(?:که_)?)?"
    r"(?:(?:با|به|طبق|مطابق|بر ?اساس|در|ظرف|طی|تا|حداکثر|پس|قبل|پیش|جهت|برای)_[^،\n]{3,70}،\s*)?"
    r"(?:(?:هر ?یک|هر ?کدام|هر|کلیه|تمامی|تمام|همه|همه ی)_(?:از_)?)?(?=\w)"
)
_CUE = pattern(r"\b(?:مقرر|قرار|مصوب|بنا|تصویب) (?:شد|گردید)_")
_MOST_OF_SUBJECT = 5
_SHOWS_OBJECT = frozenset(fold("را نسبت").split())
_REACHES_OUT = frozenset(fold("از با به در تا ظرف طی حداکثر جهت برای هر روز هفته ماه").split())
_HAPPENS = frozenset(fold("باشد باشند باشه دارد دارند خواهد خواهند").split())
_BEFALLS = frozenset(fold("پیدا تغییر ادامه کفایت حکم صدق").split())
"""What comes before «کند» where something happens by itself: «تغییر کند»."""
_UNFIT = known.STOPS | known.OBJECTS | known.TASKS | known.ACTIVE | known.PASSIVE | known.PRONOUNS
_COUNTS = frozenset(fold("یک دو سه چهار پنج شش هفت هشت ده").split())
_NO_DOER = tuple(fold("ات تن دن").split())
"""How words for things and for deeds end: «اقدامات», «بستن»."""
_MOST_OF_NAME = 3


def obliged(text: str) -> tuple[str, ...]:
    """Return who stands right before «موظف» or «مکلف», body or not («مالکین و مستأجرین موظفند»)."""
    found = _OBLIGED.search(fold(text))
    if found is None:
        return ()
    return _apart(text[found.start("who") : found.end("who")].strip())


def subject(text: str) -> tuple[str, ...]:
    """Return whoever a plain order begins with, in words that name no known body.

    What stands before the object of an active verb acts. Empty where the order begins otherwise.
    """
    folded = fold(text)
    cue = _CUE.search(folded)
    begin = _ORDERED_THAT.match(folded, cue.start() if cue else 0)
    words = words_of(folded[begin.end() :]) if begin else []
    if begin is None or not words:
        return ()
    stop = _end_of_subject(folded[begin.end() :], words)
    verb = verb_after(words, 0)
    if not stop or verb.voice != "active" or not _acts(words, verb.place):
        return ()
    shown = any(word.plain in _SHOWS_OBJECT for word in words[: verb.place])
    bounded = stop < len(words) and (words[stop].opens or words[stop].plain in _REACHES_OUT)
    if not (shown or (bounded and stop <= _MOST_OF_NAME)):
        return ()
    if words[min(stop, len(words) - 1)].plain == "را":
        stop = max(1, stop - 1)
    if stop > _MOST_OF_SUBJECT or words[0].plain.endswith(_NO_DOER) or _is_present(words[0]):
        return ()
    start = begin.end()
    return _apart(text[start + words[0].start : start + words[stop - 1].end])


_DEEDS = frozenset(fold("الزام مکاتبه رایزنی مذاکره بازدید هماهنگی پیگیری نظارت مراجعه").split())
_WITH_WHOM = frozenset(fold("با از بر در جهت به").split())


def doer_of_deed(text: str) -> tuple[str, ...]:
    """Return who does what an order without a verb names: «مکاتبه رئیس اتاق با بانک مرکزی»."""
    folded = fold(text)
    words = words_of(folded)
    if len(words) < 3 or words[0].plain not in _DEEDS or not is_head(folded, words[1]):
        return ()
    stop = name_end(folded, words, 1)
    if stop >= len(words) or words[stop].plain not in _WITH_WHOM:
        return ()
    return names(text, folded, words[1:stop])


def _is_present(word: Word) -> bool:
    return word.plain.startswith("می") and word.plain.endswith("د")


def _end_of_subject(folded: str, words: list[Word]) -> int:
    """Return how many of the first words may name who acts."""
    stop = int(words[0].plain in _COUNTS)
    while stop < len(words) and words[stop].plain not in _UNFIT and not words[stop].plain.isdigit():
        after_several = words[stop - 1].plain.endswith("ها") and words[stop].plain != "و"
        if stop and (words[stop].opens or after_several):
            break
        stop += 1
    return 0 if stop and words[stop - 1].plain == "و" else stop


def _acts(words: list[Word], verb: int) -> bool:
    """Tell whether the verb is something that somebody does, not what happens or is."""
    before = words[verb - 1].plain if verb else ""
    befalls = _HAPPENS | known.PASSIVE
    return words[verb].plain not in befalls and before not in _BEFALLS


def _apart(printed: str) -> tuple[str, ...]:
    """Return both of «مالکین و مستأجرین», «عمو کاظم و دایی ناصر»; one name stays whole."""
    pair = [one.strip() for one in printed.split(" و ")]
    short = all(one and len(one.split()) <= _MOST_OF_NAME for one in pair)
    return tuple(pair) if short else (printed,)
