"""Who must act: the place in a sentence that makes a named body act, help, or neither."""

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from council.minutes import body_words as known
from council.minutes.asides import without_asides
from council.minutes.body_names import Word, is_head, name_end, names_body, words_of
from council.minutes.clauses import verb_after, voice_of
from council.minutes.shared_names import names
from council.minutes.spelling import pattern
from council.text import fold

_PREPOSITIONS = frozenset(fold("به از با در برای بین").split())
_LED_TO = {
    word: frozenset(fold(before).split())
    for word, before in (
        *((fold("سوی"), "از"), (fold("طرف"), "از"), (fold("عهده"), "به بر")),
        *((fold("مسئولیت"), "با به"), (fold("محوریت"), "با"), (fold("وسیله"), "به")),
        (fold("پیگیری"), "با"),
    )
}
"""Words that name the doer only after such a preposition: «از سوی …», «بر عهده …»."""
_FOLLOWS = fold("پیگیری")
_FOLLOWER = "follower"
"""The role of «با پیگیری فرمانداری» until it is known whether somebody else acts."""
_TIMES = frozenset(
    fold(
        "ماه روز هفته سال جاری آینده آتی فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی "
        "بهمن اسفند شنبه یکشنبه دوشنبه سهشنبه چهارشنبه پنجشنبه جمعه ماهه هفتگی ساعت"
    ).split()
)
_SESSION = frozenset(fold("جلسه نشست جلسات").split())
_BY_WHEN = frozenset(fold("تا ظرف طی حداکثر لغایت").split())
_TIME_AND_WORK = 8
"""How far before «و» the time of the first body stands, the work it does in between."""
_UNTIL = frozenset(fold("تا لغایت").split())
_THEY = tuple(fold("نند هند یند وند رند شند دند").split())
"""How verbs of several end; «کند» and «رساند» are of one."""
_LIGHT = frozenset(fold("مدیریت ریاست نمایندگی").split())
"""Heads that with a verb right behind them are a verb themselves: «مدیریت نمایند»."""
_TOLD = frozenset(fold("اطلاع اعلام گزارش ارجاع").split())
_PANEL = pattern(r"(?:کمیته|کمیسیون|کارگروه|شورا|هیات|ستاد)")
_CHAIR = fold("ریاست")
_TOGETHER = frozenset(fold("همراه بهمراه بههمراه اتفاق باتفاق بهاتفاق").split())
_IS = frozenset(fold("است میباشد خواهد هست").split())
_ARE = _IS | frozenset(fold("باشد میباشند هستند خواهند").split())
_MADE = frozenset(fold("مسئول مسئولین متولی مجری").split())
"""What somebody is made: «مسئول پیگیری آقای کریمی می‌باشد»."""
_FAR_FROM_OFFICE = 3
_REQUESTS = frozenset(fold("خواسته درخواست تقاضا دعوت").split())
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
    folded = without_asides(fold(text))
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
        if _is_duty(words, place, stop) or _is_verb(words, place, stop):
            place += 1
            continue
        apart = role == _FOLLOWER and words[place].opens
        if apart or not (role and _continues(folded, last_end, words[place].start)):
            role = _role(words, place, stop)
            if role == "agent" and place and words[place - 1].plain == _FOLLOWS:
                role = _FOLLOWER
            acted = role == "agent" and found and found[-1].role == "agent"
            if acted and words[place - 1].plain in known.PASSIVE and _is_object(words, stop):
                role = ""  # «فرمانداران مکلف شدند کمیته‌های … را تشکیل دهند»
        if role == "agent" and _lays_duty(words, place, stop):
            waiting = []  # «فرماندار، بخشدار را مأمور کرد»
        elif role == "agent" and _is_done_to(found, words, place, stop):
            role = ""  # «فدراسیون، مربی تیم ملی را معرفی کند»
        if role:
            printed = names(text, folded, words[place:stop])
            mention = Mention(words[place].start, words[stop - 1].end, printed, role)
            if waiting and role == "agent" and _continues(folded, waiting[-1].end, mention.start):
                found.extend(replace(one, role=role) for one in waiting)
            found.append(mention)
            last_end = mention.end
        waiting = [] if role else _waiting(text, folded, words, place, stop, waiting)
        place = stop if role or waiting else place + 1
    alone = all(one.role != "agent" for one in found)
    behind = "agent" if alone else "helper"
    return [replace(one, role=behind) if one.role == _FOLLOWER else one for one in found]


def _lays_duty(words: list[Word], place: int, stop: int) -> bool:
    """Tell whether whoever stands before the comma obliges the body: «…، شهرداری را مکلف کرد»."""
    after = [word.plain for word in words[stop : stop + 2]]
    return words[place].gap == "،" and after[:1] == ["را"] and after[-1] in known.OBLIGED


def _is_done_to(found: list[Mention], words: list[Word], place: int, stop: int) -> bool:
    """Tell whether «را» follows the name, and others before it act: «…، مربی را معرفی کند»."""
    acting = [one for one in found if one.role == "agent"]
    if not acting or words[place].gap not in ("،", ","):
        return False
    since = [word for word in words[:place] if word.start >= acting[-1].end]
    if any(word.plain in known.ACTIVE | known.PASSIVE for word in since):
        return False
    alone = len(acting) == 1 and not acting[0].names[0].split()[0].endswith(("ها", "ان", "ین"))
    plural = verb_after(words, stop).plain.endswith(_THEY)
    return "را" in [word.plain for word in words[stop : stop + 3]] and not (alone and plural)


def _is_verb(words: list[Word], place: int, stop: int) -> bool:
    following = words[place + 1] if place + 1 < len(words) else None
    if following is None or stop > place + 1 or words[place].plain not in _LIGHT:
        return False
    return following.plain in known.ACTIVE | known.PASSIVE


def _is_fronted(words: list[Word], stop: int) -> bool:
    """Tell whether who acts stands behind the object named: «اعضا را رئیس معرفی کند»."""
    near = words[stop : stop + 4]
    return any(
        one.plain == "را"
        and not (after.opens or after.plain in _LIGHT)
        and is_head(after.plain, replace(after, start=0))
        for one, after in pairwise(near)
    )


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
    """Tell whether «توسط» or the like stands before the word: whoever it is, they do it."""
    word = words[place]
    if not place or word.opens or not _leads_to_doer(words, place - 1):
        return False
    if words[place - 1].plain == _FOLLOWS:
        return False  # «با پیگیری جدی»
    verbs = known.ACTIVE | known.PASSIVE
    return word.plain not in (
        known.STOPS | known.OBJECTS | known.TASKS | known.EVERY | known.PRONOUNS | verbs
    )


def _leads_to_doer(words: list[Word], at: int) -> bool:
    """Tell whether the word says that the doer follows: «توسط», «از سوی», «بر عهده»."""
    plain, before = words[at].plain, words[at - 1].plain if at else ""
    if plain == _CHAIR:  # «کمیته‌ای به ریاست فرماندار تشکیل شود»
        return before == "به" and at >= 2 and _PANEL.match(words[at - 2].plain) is not None
    if plain not in known.BY:
        return False
    return plain not in _LED_TO or before in _LED_TO[plain]


def _is_duty(words: list[Word], place: int, stop: int) -> bool:
    """Tell whether «مسئول» is what somebody is made, not somebody: «… مسئول اجرا می‌باشد»."""
    if words[place].plain not in ("مسیول", "مسیولین"):
        return False
    after = words[stop] if stop < len(words) else None
    named = words[place + 1 : stop]
    of_person = any(names_body(word.plain) for word in named[1:])
    if after is not None and after.plain in _ARE and of_person:
        return True  # «مسئول تقسیم آقایان حیدری و صالحی هستند»
    return not named or named[0].plain in known.TASKS or (after is not None and not named)


def _is_made(words: list[Word], before: int, following: str) -> bool:
    """Tell whether «است» follows the name and «مسئول اجرای آن» stands right before it."""
    if following not in _ARE:
        return False
    near = range(before, max(-1, before - _FAR_FROM_OFFICE), -1)
    office = next((at for at in near if words[at].plain in _MADE), None)
    if office is None or not (words[office].opens or words[office - 1].plain == "و"):
        return False  # «خانم موسوی مسئول هماهنگی جشنواره تعاونی‌ها باشد»
    return not any(word.opens for word in words[office + 1 : before + 2])


def _continues(folded: str, end: int, start: int) -> bool:
    return end >= 0 and start - end < 15 and _CHAIN.fullmatch(folded[end:start]) is not None


def _role(words: list[Word], place: int, stop: int) -> str:
    before = place - 1
    while before >= 0 and words[before].plain in known.EVERY and not words[before + 1].opens:
        before -= 1
    opened = words[before + 1].opens
    previous = "" if opened or before < 0 else words[before].plain
    if previous and _leads_to_doer(words, before):
        return "" if _tells_of_deed(words, before, stop) else "agent"
    if previous in known.WITH:
        return "helper"
    following = words[stop].plain if stop < len(words) else ""
    with_him = previous == "با" and (following in _IS or _says_only_who(words, stop))
    asked = previous == "از" and (following in known.ASKED or _requested(words, stop))
    if previous in _TOGETHER or with_him or asked or _is_made(words, before, following):
        return "agent"
    after = words[stop].plain if stop < len(words) and not words[stop].opens else ""
    if _is_charged(words, stop, previous, after):
        return "agent"
    if after in known.DECIDES:
        return ""
    voice = voice_of(words, stop)
    if voice != "active" and previous == "در" and _PANEL.match(words[place].plain):
        return "place"
    if voice == "passive" and previous == "به" and after in _TOLD:
        return "told"
    if (
        voice == "passive"
        or _is_fronted(words, stop)
        or not _may_open(words, before, opened, previous, after)
    ):
        return ""
    return "agent" if voice or previous in known.OPENERS else ""


def _says_only_who(words: list[Word], stop: int) -> bool:
    """Tell whether the order ends with the name and has no verb: «تأمین خودرو با حسابداری»."""
    return stop == len(words) and verb_after(words, 0).place < 0


def _requested(words: list[Word], stop: int) -> bool:
    """Tell whether «… خواسته شد» or «… درخواست شد» follows the name, its seat in between."""
    near = words[stop : stop + 4]
    return any(
        one.plain in _REQUESTS and after.plain in known.PASSIVE for one, after in pairwise(near)
    )


def _tells_of_deed(words: list[Word], by: int, stop: int) -> bool:
    """Tell whether what somebody did is told, not ordered.

    «مشکلات مطرح‌شده توسط …», «چاه‌هایی را که از طرف … معرفی می‌شوند».
    """
    if by >= 1 and words[by - 1].plain.endswith("شده"):
        return True
    told, then = (word.plain for word in (*words[stop : stop + 2], _NOTHING, _NOTHING)[:2])
    if told in _WAS_TOLD and then in _AND_DECIDED:
        return True  # «گزارش توسط مدیر کارخانه ارائه و مقرر شد …»
    near = range(max(1, by - 3), by)
    return any(words[at].plain == "که" and words[at - 1].plain in _OF_WHICH for at in near)


_NOTHING = Word(0, 0, "", "")
_WAS_TOLD = frozenset(fold("ارائه قرائت مطرح تشریح بیان طرح").split())
_AND_DECIDED = frozenset(fold("شد گردید و").split())
_OF_WHICH = frozenset(fold("را هایی مواردی آنچه").split())


def _is_charged(words: list[Word], stop: int, previous: str, after: str) -> bool:
    """Tell whether the sentence lays a duty on the body: «… موظف شد», «به … ارجاع شد تا»."""
    beyond = words[stop + 1].plain if stop + 1 < len(words) else ""
    if after == "را" and beyond in known.OBLIGED:
        return True  # «شورا، شهرداری را مکلف کرد»
    if after == "دستور" and beyond.startswith("فرما"):
        return previous not in _PREPOSITIONS
    if after in known.OBLIGED:
        return previous not in _PREPOSITIONS
    if previous != "به":
        return False
    to_do = stop + 2 < len(words) and words[stop + 2].plain == "تا"
    given = any(word.plain in known.ENTRUSTED for word in words[stop : stop + 4])
    return given or (after in known.REFERRED and to_do)


def _may_open(words: list[Word], before: int, opened: bool, previous: str, after: str) -> bool:
    """Tell whether a clause may begin after the word before: then the body is its subject."""
    if previous == "که" and before >= 1 and words[before - 1].plain in _CONDITIONS:
        return False
    if opened or previous in known.OPENERS:
        return True
    if previous in _TIMES:  # but not «تا جلسه آتی شورا»
        return not (before and words[before - 1].plain in _SESSION)
    if previous.isdigit() and any(
        one.plain in _UNTIL for one in words[max(0, before - 4) : before]
    ):
        return True
    if previous == "را" or (previous in ("هم", "نیز") and words[before - 1].plain == "را"):
        return True  # «رضایت‌نامه‌ها را خانم … جمع کند»
    if previous == "و" and before >= 1:
        ended = words[before - 1].plain in known.ACTIVE | known.PASSIVE | _IS | known.TASKS
        near = {word.plain for word in words[max(0, before - _TIME_AND_WORK) : before]}
        return ended or (after in _BY_WHEN and bool(near & _BY_WHEN))  # «… تا دی و آبفا تا مهر …»
    return after == "نسبت" and previous not in _PREPOSITIONS
