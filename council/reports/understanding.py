"""Weighs the signs of a reply: whether it reports, what state, how much, and if one must ask.

Two readers have a say: the rules here, and `learned`, which knows wordings that no rule names.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import chain

from council.reports.alone import NO_UPDATE, Said, standing_alone
from council.reports.clauses import Clause, clauses
from council.reports.learned import NOTHING_SAID, chances
from council.reports.shares import share
from council.reports.signs import Sign, signs
from council.reports.signs_of_trouble import ASKED_WHY_US
from council.reports.signs_of_work import AWAITS_US, OF_THE_WORK
from council.reports.turns import overcome, undone
from storage.words import ProgressStatus

Shown = Sequence[tuple[Clause, frozenset[Sign]]]


_UNHEARD = replace(NO_UPDATE, unsure=True)
"""What the rules say of words that mean nothing to them."""


def understand(reply: str) -> Said:
    """Read a reply. "Done" is only ever said of what was reported as finished, in the past,
    without a negation, a condition or a promise, and not in part. Greetings, thanks, questions
    and requests are no report; what is a report and cannot be placed for certain is `unsure`."""
    every = clauses(reply)
    told = [one for one in every if one.tells]
    if (bare := standing_alone(" , ".join(one.words for one in told))) is not None:
        return bare
    ruled = _ruled(every, told)
    return _weighed(ruled, chances(reply, every), told)


RULES_WEIGH = 0.7
"""What a rule that is sure of itself adds to the chance of its answer."""
DONE_COSTS = 0.6
"""What "done" loses where no rule heard it: a wrong "done" closes what is open."""
DEEDS_WEIGH = 0.1
DEEDS_COST = 0.1
"""The same where all that is told are deeds with a result: the whole of it, or steps?"""
CLOSE = 0.15
"""Two answers as near as this are asked about."""
DOUBTED = 0.6
"""Where the rules would ask, the other reader must be as sure as this to spare the question."""
DONE_DOUBTED = 0.85
"""The same where it says "done"."""


def _weighed(ruled: Said, likely: Mapping[str, float], told: Sequence[Clause]) -> Said:
    """The likeliest answer of both readers."""
    by_rule = str(ruled.status) if ruled.status else NOTHING_SAID
    weights = dict(likely)
    heard = _heard(told)
    only_deeds = Sign.RESULT in heard and not heard - _DEEDS
    if not ruled.unsure:
        weights[by_rule] = weights.get(by_rule, 0) + (DEEDS_WEIGH if only_deeds else RULES_WEIGH)
        if ruled.percent and ruled.status is ProgressStatus.BLOCKED:
            weights[by_rule] += RULES_WEIGH
    if ruled.status is not ProgressStatus.REPORTED_DONE:
        costs = DEEDS_COST if only_deeds else DONE_COSTS
        weights[ProgressStatus.REPORTED_DONE] -= 1 if _speaks_against_done(told) else costs
    first, second = sorted(weights, key=lambda name: -weights[name])[:2]
    if first == NOTHING_SAID:
        return NO_UPDATE
    status, percent = ProgressStatus(first), ruled.percent
    if percent is None or status not in {ProgressStatus.REPORTED_DONE, ProgressStatus.NOT_STARTED}:
        percent = None if percent == 100 else percent
    elif 0 < percent < 100:
        status = ProgressStatus.IN_PROGRESS
    close = weights[first] - weights[second] < CLOSE
    hearsay = bool(_heard(told) & {Sign.MAYBE, Sign.HEARD, Sign.PROMISED})
    doubted = ruled.unsure and first == by_rule and (hearsay or likely[first] < DOUBTED)
    if ruled.unsure and status is ProgressStatus.REPORTED_DONE:
        doubted = likely[first] < DONE_DOUBTED
    return Said(True, status, percent, unsure=close or doubted)


def _heard(told: Sequence[Clause]) -> set[Sign]:
    return set(chain.from_iterable(found for _one, found in _shown(told)))


def _shown(told: Sequence[Clause]) -> Shown:
    return undone([(one, signs(one)) for one in told])


def _speaks_against_done(told: Sequence[Clause]) -> bool:
    against = not told or any(one.conditional for one in told)
    return against or bool(_heard(told) & _AGAINST_DONE)


_DEEDS = {Sign.DEED, Sign.RESULT}
_AGAINST_DONE = {
    Sign.DENIED, Sign.UNFINISHED, Sign.PROMISED, Sign.MAYBE, Sign.HEARD, Sign.PART, Sign.LATER,
    Sign.NOTHING, Sign.RUNNING,
}  # fmt: skip


def _ruled(every: Sequence[Clause], told: Sequence[Clause]) -> Said:
    """What the rules make of the clauses."""
    if any(ASKED_WHY_US.search(one.words) for one in every):
        return Said(True, ProgressStatus.NOT_ACTIONABLE, None, unsure=False)
    whole = " , ".join(one.words for one in told)
    if _EXCUSE.fullmatch(whole) and any(_BEGS_TIME.search(one.words) for one in every):
        return NO_UPDATE
    if _ABOUT_ONESELF.search(whole) or _NOT_KNOWN.search(whole):
        return NO_UPDATE
    shown = overcome(_shown(told))
    percent = share(told)
    certain = [(one, found) for one, found in shown if not one.conditional]
    sure = frozenset(chain.from_iterable(found for _one, found in certain))
    if AWAITS_US.search(" , ".join(one.words for one in every)):
        sure |= {Sign.AWAITS_US}
    if _AS_ASKED.search(whole) and sure <= {Sign.DEED, Sign.RESULT, Sign.DONE, Sign.CLOSED}:
        return Said(True, ProgressStatus.REPORTED_DONE, None, unsure=False)
    if re.match(r"نه(?: متاسفانه| فعلا)?(?: ,|$)", whole) and not sure - _FAINT:
        return Said(True, ProgressStatus.NOT_STARTED, None, unsure=False)
    faint = _FAINT | {Sign.RUNNING} if _ACKNOWLEDGES.search(whole) else _FAINT
    if percent is None and not sure and any(found for _one, found in shown):
        return NO_UPDATE if _ACKNOWLEDGES.search(whole) else _only_if(whole)
    if percent is None and not sure - faint:
        return _only_faint(sure, whole)
    status, unsure = _status(certain, sure, percent)
    if status is ProgressStatus.REPORTED_DONE:
        percent = 100 if percent == 100 or _WHOLLY.search(whole) else None
    elif percent == 100:
        percent = None
    return Said(True, status, percent, unsure)


_FAINT = {
    Sign.DEED,
    Sign.RESULT,
    Sign.MAYBE,
    Sign.HEARD,
    Sign.PROMISED,
    Sign.WEAKLY_BLOCKED,
    Sign.AWAITS_US,
}
_WHOLLY = re.compile(r"(?<!نه )\b(?:کامل|کاملا|به طور کامل)\b(?! [A-Z]+-)")
_ABOUT_ONESELF = re.compile(
    r"(?:^|, )(?:من |بنده |اینجانب |و |دیگر )*(?:بازنشسته|مستعفی|استعفا)"
    r"|(?:شماره|گوشی|خط|حساب) (?:\w+ ){0,2}من\b|\bیادم REMAIN|در جریان BE-PRES"
    r"|دیگر (?:عضو|رییس|دبیر|نماینده|مدیر|مسیول|من)\b[^,]*BE-PRES"
    r"|(?:عضو|رییس|دبیر|نماینده|مدیر) (?:\w+ ){0,3}BE-PRES"
    r"|\bشماره (?:\w+ ){0,2}عوض|\bاشتباه(?:ی)? SEND|\b(?:نامه|پیام|یاداوری)\w* (?:تون|تان"
    r"|شما) ARRIVE"
)
_EXCUSE = re.compile(r"(?:\w+ ){0,3}(?:درگیر|گرفتار)\b(?! (?:نصب|اجرا|انجام|ساخت|کار)\b)[^,]*")
_BEGS_TIME = re.compile(r"\b(?:مهلت|فرصت|وقت|زمان)\w* [^,]*(?:\+IMP|WANT)|\b(?:تمدید|استمهال)")
_AS_ASKED = re.compile(
    r"(?:WRITE|SEND|GIVE|DO|BECOME)\+PAST ,(?: \w+)? ,? ?(?:همین|همون|همان)\w*(?: \w+){0,3}"
    r" شما WANT"
    r"|که شما WANT\+PAST (?:[^,]*\+SUBJ )?,? ?(?:[^,]* )?(?:BECOME|GIVE|DO|SEND|HIT)\+PAST(?: ,|$)"
    r"|شما WANT\+PAST [^,]*\+SUBJ ,(?: ما)? (?:GIVE|DO|SEND)\+PAST$"
)
_NOT_KNOWN = re.compile(r"یا (?:BECOME-PAST|نه|خیر)\b[^.]*(?:KNOW-PRES|خبر HAVE-PRES)")


def _only_if(whole: str) -> Said:
    """All hangs on a condition: «اگر اعتبار برسد انجام می‌شود»."""
    wants = re.search(r"اعتبار|بودجه|مجوز|پول|تایید|موافقت|همکاری|پاسخ|جواب|تامین", whole)
    status = ProgressStatus.BLOCKED if wants else ProgressStatus.IN_PROGRESS
    return Said(True, status, None, unsure=True)


def _only_faint(sure: frozenset[Sign], whole: str) -> Said:
    """Deeds, promises and wants: a report where they are of the work and no mere answer."""
    if _ACKNOWLEDGES.search(whole) or _ANSWERS_ONLY.search(whole):
        return NO_UPDATE
    of_work, deeds = bool(OF_THE_WORK.search(whole)), Sign.DEED in sure
    if Sign.WEAKLY_BLOCKED in sure and not _LACKS_NOTHING.search(whole):
        return Said(True, ProgressStatus.BLOCKED, None, unsure=not of_work)
    of_work = of_work or bool(re.search(r"BECOME\+(?:PRES|FUT)", whole) and Sign.PROMISED in sure)
    if _DID_NOT.search(whole) and not _OF_DAILY_LIFE.search(whole) and not deeds:
        return Said(True, ProgressStatus.NOT_STARTED, None, unsure=False)
    if Sign.DEED in sure and not of_work:
        of_work = bool(_HAPPENED.search(whole)) and not _OF_DAILY_LIFE.search(whole)
    if sure & {Sign.DEED, Sign.PROMISED} and of_work:
        vague = bool(_VAGUE_DEED.search(whole)) and whole.count("+PAST") <= 2
        unsure = not deeds or (vague and Sign.PROMISED not in sure)
        return Said(True, ProgressStatus.IN_PROGRESS, None, unsure)
    return _UNHEARD


_DID_NOT = re.compile(r"\b(?!متوجه)\w+ (?:BECOME|GIVE|TAKE)-PAST")
_HAPPENED = re.compile(r"\b\w+ BECOME\+PAST")
_OF_DAILY_LIFE = re.compile(
    r"\b(?:عوض|گرم|سرد|گران|گرون|ارزان|قطع|متوجه|خسته|ناراحت|خوشحال|دیر|زود|مریض|بیدار|باز|روشن"
    r"|خاموش|پاک|گم"
    r"|مزاحم|بلند|کیف|تلویزیون|مصاحبه\w*|خانواده|هوا|یخ|ناهار|نهار|شام|پیاده|سوار|خراب|شارژ|وصل|انتخاب|منصوب|بازنشسته|متولد|شماره|تلفن|گوشی|تلگرام"
    r"|اینترنت|پیامک)\b"
)
_VAGUE_DEED = re.compile(
    r"\b(?:نامه|مکاتب|جلسه|نشست|عکس|مدارک|مستندات|گزارش|لیست|صحبت|قول|تماس|صورتجلسه|پیگیری|بررسی"
    r"|مذاکره"
    r"|پیوست|ضمیمه|خدمت|تقدیم)"
)
_ACKNOWLEDGES = re.compile(
    r"^(?:\S+ , )?(?:چشم|باشه|حتما|به روی چشم|اطاعت)\b|\b(?:خبر|اطلاع|جواب|جوابش را"
    r"|پاسخ) (?:\S+ ){0,3}(?:GIVE|SAY|DO)\+PRES"
    r"|^(?:\w+ ){0,2}(?:بررسی|پیگیری|چک|نگاه) DO\+PRES$"
)
_ANSWERS_ONLY = re.compile(
    r"\b(?:دریافت|رویت|ملاحظه|مشاهده|دیده) (?:BECOME|DO)\+PAST|\bپیام|\bیاداوری\w*"
    r"|\bمتوجه (?:BECOME|BE)"
    r"|\bASK\+|\bحضور (?:HAVE|TAKE|COME)|\b(?:حاضر|خدمت) (?:BECOME|ARRIVE)\+|\bجلسه (?:هستم"
    r"|BE\+PRES)|\bرانندگی|\bبعدا|\bشرکت DO\+PRES"
)
_LACKS_NOTHING = re.compile(
    r"\b(?:خبر|وقت|حوصله|سوال|کاری|نظر|نظری|علم|اطلاع|اطلاعی|شکی|فرق|فرقی|عیب|عیبی|اشکال|اشکالی"
    r"|حضور|یاد|دوست|ارزش|فایده|معنی)\w* (?:خاصی )?HAVE-"
)


def _status(
    shown: Shown, sure: frozenset[Sign], percent: int | None
) -> tuple[ProgressStatus, bool]:
    finished = bool(sure & {Sign.DONE, Sign.CLOSED}) or percent == 100
    part = percent is not None and 0 < percent < 100
    if Sign.NOT_OURS in sure and not part:
        return ProgressStatus.NOT_ACTIONABLE, Sign.MAYBE in sure
    going_on = sure & {Sign.DONE, Sign.DEED, Sign.RUNNING} and Sign.WEAKLY_BLOCKED not in sure
    if Sign.PENDING in sure and not going_on and not part:
        approval = any(_APPROVAL.search(one.words) for one, _found in shown)
        waits = approval or Sign.WEAKLY_BLOCKED in sure
        return (ProgressStatus.BLOCKED if waits else ProgressStatus.NOT_STARTED), False
    stuck = [one for one, found in shown if Sign.BLOCKED in found]
    if Sign.RUNNING in sure and all(_ONLY_WAITS.search(one.words) for one in stuck):
        sure -= {Sign.BLOCKED}
    if Sign.BLOCKED in sure and not (finished and Sign.AWAITS_US in sure):
        going = any(_FORWARD.search(one.words) for one, _found in shown)
        return (ProgressStatus.IN_PROGRESS if going else ProgressStatus.BLOCKED), going
    if part:
        return ProgressStatus.IN_PROGRESS, False
    if percent == 0:
        return ProgressStatus.NOT_STARTED, False
    if _ends_the_matter(shown):
        return ProgressStatus.REPORTED_DONE, False
    return _unfinished_status(shown, sure, finished)


_ONLY_WAITS = re.compile(r"^(?!.*-(?:PAST|PRES|FUT))(?:\S+ )*(?:منتظر|در انتظار|میز)\b")
_APPROVAL = re.compile(r"(?:تصویب|امضا|تایید|ابلاغ|منعقد|مصوب|رسمی|قطعی)(?: هم)? (?:BECOME|DO)-")
_FORWARD = re.compile(r"HAVE\+PRES (?:\w+ )*(?:GO|CARRY)\+PRES")


def _ends_the_matter(shown: Shown) -> bool:
    """Whether the last words on the work say that it is over, and nothing speaks against it."""
    told = [found for _one, found in shown if found]
    if not any(Sign.CLOSED in found for found in told):
        return False
    last = max(at for at, found in enumerate(told) if Sign.CLOSED in found)
    doubts = {Sign.MAYBE, Sign.HEARD, Sign.NOTHING, Sign.DENIED, Sign.UNFINISHED}
    if told[last] & (doubts | {Sign.PART, Sign.PROMISED}):
        return False
    if any(found & {Sign.MAYBE, Sign.HEARD} for found in told[:last]):
        return False
    return not any(found & (doubts | {Sign.LATER, Sign.RUNNING}) for found in told[last + 1 :])


def _unfinished_status(
    shown: Shown, sure: frozenset[Sign], finished: bool
) -> tuple[ProgressStatus, bool]:
    moving = sure & {Sign.PENDING, Sign.RUNNING, Sign.BEGUN, Sign.PART, Sign.UNFINISHED}
    if Sign.NOTHING in sure and (not finished or _ours_is_not_begun(shown)):
        moved = moving and not _ours_is_not_begun(shown)
        return (ProgressStatus.IN_PROGRESS if moved else ProgressStatus.NOT_STARTED), False
    against = moving | (
        sure & {Sign.NOTHING, Sign.LATER, Sign.PROMISED, Sign.DENIED, Sign.MAYBE, Sign.HEARD}
    )
    if finished and not against:
        return ProgressStatus.REPORTED_DONE, False
    if finished and against <= {Sign.MAYBE, Sign.HEARD}:
        return ProgressStatus.IN_PROGRESS, True
    done_so_far = any(Sign.DEED in found and not found & _NOT_YET for _one, found in shown)
    if Sign.LATER in sure and not moving and not finished and not done_so_far:
        return ProgressStatus.NOT_STARTED, False
    return ProgressStatus.IN_PROGRESS, not moving and not finished


_OTHER_MATTERS = re.compile(
    r"\b(?:بقیه|سایر|باقی) (?:کار|بند|پروژه|مورد|موارد|مصوب)\w*"
    r"|\b(?:کار|بند|پروژه|مورد|مصوب)\w*(?: ها(?:ی)?)? (?:دیگر|قبلی|بالا|پایین)\b"
    r"|\b(?:اون|ان) (?:یکی|قبلی)"
)
_NOT_YET = {Sign.LATER, Sign.NOTHING, Sign.PROMISED}


def _ours_is_not_begun(shown: Shown) -> bool:
    """«شهرداری کارش را کرد، ما هنوز شروع نکرده‌ایم»: what others did does not count."""
    last = next((one for one, found in reversed(shown) if Sign.NOTHING in found), None)
    if last is not None and any(_OTHER_MATTERS.search(one.words) for one, _found in shown):
        return True
    return last is not None and bool(
        re.search(r"\b(?:ما|ماست|خودمون|خودمان|این (?:یکی|مورد|کار|بند|مصوبه)|اینو)\b", last.words)
    )
