"""Persian verbs in folded text: each finite verb becomes a tag such as `BECOME-PAST`.

A tag names the verb, whether it is affirmed (+) or denied (-), and its tense. Written and spoken
forms of one verb give one tag, so that what a sentence says can be asked in one short shape.
"""

import re
from collections.abc import Iterator
from functools import cache

# name: past stems | present stems | may stand without «می» (then spoken nouns would be mistaken)
_VERBS = {
    "BECOME": ("شد گردید گشت", "شو ش گرد"),
    "DO": ("کرد نمود", "کن نما"),
    "GIVE": ("داد", "ده د"),
    "TAKE": ("گرفت پذیرفت یافت", "گیر پذیر یاب"),
    "ARRIVE": ("رسید", "رس"),
    "BRING": ("رساند رسوند رسانید اورد", "رسان رسون اور ار"),
    "GO": ("رفت", "رو ر"),
    "COME": ("امد اومد", "ا ای"),
    "WANT": ("خواست", "خواه خوا"),
    "CAN": ("توانست تونست", "توان تون"),
    "REMAIN": ("ماند موند", "مان مون"),
    "PUT": ("گذاشت گذارد ذاشت", "گذار ذار"),
    "SEND": ("فرستاد", "فرست"),
    "WRITE": ("نوشت", "نویس"),
    "CLOSE": ("بست", "بند"),
    "HIT": ("زد", "زن"),
    "EAT": ("خورد", "خور"),
    "SEE": ("دید", "بین"),
    "SAY": ("گفت فرمود", "گو گ فرما"),
    "FALL": ("افتاد", "افت"),
    "MAKE": ("ساخت", "ساز"),
    "BUY": ("خرید", "خر"),
    "PULL": ("کشید", "کش"),
    "CARRY": ("برد", "بر"),
    "SLEEP": ("خوابید خوابوند خواباند", "خواب خوابون"),
    "TURN": ("برگشت", "گرد"),
    "LIFT": ("برداشت ورداشت", "بردار وردار"),
    "KNOW": ("دانست دونست", "دان دون"),
    "POUR": ("ریخت", "ریز"),
    "SEEK": ("جست", "جو"),
    "ASK": ("پرسید", "پرس"),
    "HEAR": ("شنید", "شنو"),
    "PAY": ("پرداخت", "پرداز"),
    "PASS": ("گذشت گذروند", "گذر گذرون"),
    "STAND": ("ایستاد وایساد نشست", "ایست وایس"),
    "LET": ("نهاد", "نه"),
    "LAY": ("چید", "چین"),
    "FIX": ("دوخت", "دوز"),
}
_NOUNS_TOO = frozenset(
    "خرید ساخت نشست گشت برد پرداخت گذشت بست دید چید کشید جست نهاد برگشت دوخت خواست گفت زد".split()
)
"""Past stems that are nouns as often: a verb only with a personal ending, except where listed."""
_BARE_PAST = frozenset("گفت زد خواست برگشت کشید گذشت".split())
_SUBJUNCTIVE_BARE = {
    "شود": "BECOME", "شوند": "BECOME", "شویم": "BECOME", "گردد": "BECOME", "گردند": "BECOME",
    "شه": "BECOME", "شن": "BECOME", "شم": "BECOME", "شیم": "BECOME",
    "کند": "DO", "کنند": "DO", "کنیم": "DO", "کنم": "DO", "کنه": "DO", "کنن": "DO",
    "نماید": "DO", "نمایند": "DO", "نماییم": "DO",
    "دهد": "GIVE", "دهند": "GIVE", "دهیم": "GIVE", "گیرد": "TAKE", "گیرند": "TAKE",
    "پذیرد": "TAKE", "یابد": "TAKE", "یابند": "TAKE", "رسد": "ARRIVE", "رسند": "ARRIVE",
}  # fmt: skip
_IMPERATIVE_BARE = {
    "کنید": "DO", "کنین": "DO", "نمایید": "DO", "دهید": "GIVE", "شوید": "BECOME",
    "فرمایید": "SAY", "گردانید": "DO",
}  # fmt: skip
_PAST_ENDINGS = ("", "م", "ی", "یم", "ید", "ین", "ند", "ن")
_PERFECT_ENDINGS = ("", "م", "ایم", "ام", "اند", "اید", "ست", "س", "است", "یم", "ن")
_PRESENT_ENDINGS = ("م", "ی", "د", "ه", "یم", "ند", "ن")
_ORDER_ENDINGS = ("ید", "ین", "")
_OBJECTS = ("", "ش", "شو", "شون", "شان", "مون", "تون", "اش", "شم")

_BE = {
    **dict.fromkeys("است هست هستم هستیم هستن هستند هستش".split(), "+PRES"),
    **dict.fromkeys("میباشد میباشند میباشیم".split(), "+PRES"),
    **dict.fromkeys("نیست نیستم نیستیم نیستن نیستند نیس".split(), "-PRES"),
    **dict.fromkeys("نمیباشد نمیباشند نمیباشیم".split(), "-PRES"),
    **dict.fromkeys("بود بودم بودیم بودن بودند بوده".split(), "+PAST"),
    **dict.fromkeys("نبود نبودم نبودیم نبودن نبودند نبوده".split(), "-PAST"),
    **dict.fromkeys("باشد باشند باشه باشیم باشم باشن".split(), "+SUBJ"),
    **dict.fromkeys("نباشد نباشند نباشه نباشیم نباشن".split(), "-SUBJ"),
    **dict.fromkeys("باشید باشین".split(), "+IMP"),
}  # fmt: skip
_HAVE = {
    **dict.fromkeys("دارد داره داریم دارم دارن دارند دارید دارین داریمش".split(), "+PRES"),
    **dict.fromkeys("ندارد نداره نداریم ندارم ندارن ندارند ندارید".split(), "-PRES"),
    **dict.fromkeys("داشت داشتیم داشتم داشتن داشتند داشته".split(), "+PAST"),
    **dict.fromkeys("نداشت نداشتیم نداشتم نداشتن نداشتند نداشته".split(), "-PAST"),
}
_AFTER_PARTICIPLE = frozenset("است هست ایم ام اند ان اید ست س BE+PRES".split())
_FORMERLY = frozenset("بود بودیم بودم بودند بودن بودید".split())
_SUBJUNCTIVE_AFTER = frozenset("باشد باشه باشیم باشند باشم باشن".split())
_BUSY = frozenset("مشغول حال درحال درگیر سرگرم برای جهت منوط".split())
_INFINITIVES = {"شدن": _BUSY | {"به"}, "کردن": _BUSY, "دادن": _BUSY, "گرفتن": _BUSY}
"""What a spoken «they did» is read as two words after these: «مشغول عوض کردن»."""
_BEFORE_INFINITIVES = frozenset("مشغول حال برای از در قبل پس بعد به جهت بابت درگیر دنبال".split())
_SHALL = re.compile(r"(ن?)خواه(?:م|ی|د|یم|ید|ند|ه)")


@cache
def _forms() -> dict[str, str]:
    """Every form that is one word, with its tag; rarer readings give way to commoner ones."""
    forms: dict[str, str] = {}
    for name, (past, present) in _VERBS.items():
        for form, tag in (*_past_forms(past.split()), *_present_forms(present.split())):
            forms.setdefault(form, name + tag)
    forms |= {form: f"{name}+SUBJ" for form, name in _SUBJUNCTIVE_BARE.items()}
    forms |= {f"ن{form}": f"{name}-SUBJ" for form, name in _SUBJUNCTIVE_BARE.items()}
    forms |= {form: f"{name}+IMP" for form, name in _IMPERATIVE_BARE.items()}
    forms |= {form: f"BE{tag}" for form, tag in _BE.items()}
    forms |= {form: f"HAVE{tag}" for form, tag in _HAVE.items()}
    return forms | _IRREGULAR


_IRREGULAR = {
    "میاد": "COME+PRES", "میایند": "COME+PRES", "میان": "COME+PRES", "میایم": "COME+PRES",
    "نمیاد": "COME-PRES", "نمیان": "COME-PRES", "بیاد": "COME+SUBJ", "بیاید": "COME+SUBJ",
    "بیایند": "COME+SUBJ", "بیان": "COME+SUBJ", "نیاد": "COME-SUBJ", "نیاید": "COME-SUBJ",
    "نیامد": "COME-PAST", "نیومد": "COME-PAST", "نیامده": "COME-PAST", "نیومده": "COME-PAST",
    "میاریم": "BRING+PRES", "میارم": "BRING+PRES", "بیاریم": "BRING+SUBJ",
    "نیفتاد": "FALL-PAST", "نیفتاده": "FALL-PAST", "میفته": "FALL+PRES", "میوفته": "FALL+PRES",
    "افتاده": "FALL+PAST", "بده": "GIVE+SUBJ", "بدن": "GIVE+SUBJ", "بدیم": "GIVE+SUBJ",
    "نره": "GO-SUBJ", "نرن": "GO-SUBJ", "نگن": "SAY-SUBJ",
    "بدید": "GIVE+IMP", "بدین": "GIVE+IMP", "ندن": "GIVE-SUBJ", "نده": "GIVE-SUBJ",
    "بره": "GO+SUBJ", "بریم": "GO+SUBJ", "برید": "GO+IMP", "میشود": "BECOME+PRES",
    "بشید": "BECOME+IMP", "میباشد": "BE+PRES", "بگین": "SAY+IMP", "بگید": "SAY+IMP",
    "بذارید": "PUT+IMP", "بذارین": "PUT+IMP", "بفرما": "SAY+IMP", "بفرمایید": "SAY+IMP",
    "نشین": "BECOME-SUBJ", "میتوان": "CAN+PRES", "نمیتوان": "CAN-PRES", "نتوان": "CAN-SUBJ",
    "میکشه": "PULL+PRES", "میخوایم": "WANT+PRES", "میخوام": "WANT+PRES", "میخواد": "WANT+PRES",
    "میخوان": "WANT+PRES", "نمیخواد": "WANT-PRES", "نمیخوان": "WANT-PRES",
    "میگه": "SAY+PRES", "میگن": "SAY+PRES", "میگویند": "SAY+PRES", "گفته": "SAY+PAST",
    "گفتن": "SAY+PAST", "شدس": "BECOME+PAST", "شدش": "BECOME+PAST",
    "شدن": "BECOME+PAST", "کردن": "DO+PAST", "دادن": "GIVE+PAST", "رفتن": "GO+PAST",
    "رسیدن": "ARRIVE+PAST", "نمونده": "REMAIN-PAST", "مونده": "REMAIN+PAST",
    "مونده ": "REMAIN+PAST", "ورداشت": "TAKE+PAST",
}  # fmt: skip


def _past_forms(stems: list[str]) -> Iterator[tuple[str, str]]:
    for stem in stems:
        bare = stem not in _NOUNS_TOO or stem in _BARE_PAST
        for ending in _PAST_ENDINGS:
            for object_ in _OBJECTS if ending else _OBJECTS[:1]:
                form = stem + ending + object_
                if bare or ending in {"م", "یم", "ند", "ید", "ین"}:
                    yield form, "+PAST"
                yield f"ن{form}", "-PAST"
                yield f"می{form}", "+PRES"
                yield f"نمی{form}", "-PRES"
        for ending in _PERFECT_ENDINGS:
            yield f"{stem}ه{ending}", "+PAST"
            yield f"ن{stem}ه{ending}", "-PAST"


def _present_forms(stems: list[str]) -> Iterator[tuple[str, str]]:
    for stem in stems:
        for glide in ("", "ی") if stem.endswith(("ا", "و")) else ("",):
            for ending in _PRESENT_ENDINGS:
                for object_ in _OBJECTS:
                    form = stem + glide + ending + object_
                    yield f"می{form}", "+PRES"
                    yield f"نمی{form}", "-PRES"
                    yield f"ب{form}", "+SUBJ"
                    if len(stem) > 1:
                        yield f"ن{form}", "-SUBJ"
            for ending in _ORDER_ENDINGS:
                form = stem + glide + ending
                if len(form) > 1:
                    yield f"ب{form}", "+IMP"
                    yield f"می{form}", "+PRES"
                    yield f"نمی{form}", "-PRES"


_BARE_INFINITIVES = frozenset(
    "کرد داد گرفت رفت رسید فرستاد زد گذاشت برد نوشت ساخت خرید بست گفت رساند رسوند".split()
)
_GOVERNING = frozenset("BECOME+PRES BECOME-PRES CAN+PRES CAN-PRES باید نباید".split())
# Words that look like a form above and are none, or mean something else as often.
_NO_VERBS = frozenset(
    "بخش بند بنده بندی بده‌ی بار باز بازی براد برا برای بر برده بس بسته بسته‌ی نبرد بین بینی میان "
    "میانی مید میدان میز نهاده نهادها بخر بخور بدون بدان میرزا بکش بگو برس برو بساز بزن بمان بنا "
    "میدانی بندر نامه نماینده نمایند بده بخواب نخست برنامه باید بایست بایستی بیان باران بران بارم "
    "بارش براش باره باری نرم نرخ نشان نشانی بهتر بازم میزان بزرگ میلیون میراث نزد نزدیک بعد نبش "
    "بنویس بفرست بریز نبرده بدهی نمونه نمان نبرد نبینی نماینده نماز نماد نمایی نمایش".split()
) - {"بده"}


def known_forms() -> tuple[str, ...]:
    """Every form of a verb that is one word."""
    return tuple(_forms())


def is_verb(word: str) -> bool:
    """Whether the word by itself is a form of a verb."""
    return word in _forms() and word not in _NO_VERBS


def tag(words: list[str]) -> list[str]:
    """The words with each finite verb, however many words it is written in, as one tag."""
    forms = _forms()
    out: list[str] = []
    at = 0
    while at < len(words):
        found, length = _verb_at(words, at, forms)
        if found and words[at] in _BARE_INFINITIVES and _is_governed(out):
            found = found.replace("PAST", "SUBJ")
        out.append(found or words[at])
        at += length
    return out


def _is_governed(before: list[str]) -> bool:
    """Whether the words before ask for an infinitive: «نمی‌شود … کرد», «باید … داد»."""
    for word in reversed(before[-6:]):
        if word in {".", "?", ","}:
            return False
        if word in _GOVERNING:
            return True
        if "+" in word or "-" in word:
            return False
    return False


def _verb_at(words: list[str], at: int, forms: dict[str, str]) -> tuple[str | None, int]:
    word = words[at]
    if at and word.endswith(("دن", "تن")) and words[at - 1] in _BEFORE_INFINITIVES:
        return None, 1
    if at > 1 and word in _INFINITIVES and words[at - 2] in _INFINITIVES[word]:
        return None, 1
    following = words[at + 1] if at + 1 < len(words) else ""
    if word == "کند" and following.startswith(("شد", "پیش", "است", "جلو", "می", "هست", "بود")):
        return None, 1
    if word in {"می", "نمی"} and f"{word}{following}" in forms:
        return forms[f"{word}{following}"], 2
    if shall := _SHALL.fullmatch(word):
        to_come = forms.get(f"ن{following}", "")
        if to_come.endswith("-PAST"):
            return f"{to_come.partition('-')[0]}{'-' if shall[1] else '+'}FUT", 2
    verb = None if word in _NO_VERBS else forms.get(word)
    if verb is None:
        return None, 1
    name = re.split(r"[+-]", verb)[0]
    if verb.endswith("PAST") and word.endswith(("ه", "هم")) and name not in {"BE", "HAVE"}:
        return _after_participle(words, at, verb, forms)
    return verb, 1


def _after_participle(
    words: list[str], at: int, verb: str, forms: dict[str, str]
) -> tuple[str, int]:
    """«شده است», «شده باشد», «فرستاده نشده است»: the participle with what completes it."""
    following = words[at + 1] if at + 1 < len(words) else ""
    if following in _SUBJUNCTIVE_AFTER:
        return verb.replace("PAST", "SUBJ"), 2
    if following in _FORMERLY:
        return verb.replace("PAST", "PLUP"), 2
    if following in _AFTER_PARTICIPLE:
        return verb, 2
    begins_passive = forms.get(following, "").startswith("BECOME") or _SHALL.fullmatch(following)
    if verb.startswith("BECOME") or not (begins_passive or following in {"می", "نمی"}):
        return verb, 1
    passive, length = _verb_at(words, at + 1, forms)
    if passive is not None and passive.startswith("BECOME"):
        return verb.partition("+")[0] + passive.removeprefix("BECOME"), 1 + length
    return verb, 1
