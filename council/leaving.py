"""Whether somebody only says that they leave: a question, their work for some days, the council."""

import re

from council.days import day_lists
from council.text import fold

_LEAVING = re.compile(r"(?:انصراف|لغو|خروج|کنسل|بی ?خیال|cancel|never ?mind)[ !.،؛]*")
_ME = (
    r"(?:سلام|من|بنده|لطفا|ببخشید|اینجانب|دیگه|دیگر|که|می ?خوا(?:م|هم)"
    r"|i m|i am|i want to)"
)
_ON_LEAVE = re.compile(
    r"(?<!\w)(?:(?:در|تو|توی|به) )?(?:مرخصی ?(?:ا?م|هستم|(?:می ?|ب)?(?:رم|روم)|خواهم (?:بود|رفت)"
    r"|می ?گیرم|دارم)"
    r"|(?:(?:می ?|ب)(?:رم|روم)) (?:به )?مرخصی|on (?:leave|vacation|holiday))(?!\w)"
)
_FROM_THE_COUNCIL = re.compile(
    rf"(?:{_ME} )*(?:از (?:این |گروه |ربات )?(?:شورا|هیات|هیات نمایندگان|ربات|بات|سامانه|کمیسیون)"
    r" (?:برم|بروم|میرم|می روم|خارج (?:ب?شم|شوم|میشم|می شوم)|بیام بیرون|بیرون (?:بیام|بیایم)"
    r"|حذف (?:ب?شم|شوم)|حذفم کن(?:ید|ین)?|استعفا (?:میدم|می دهم|ب?دم|بدهم))"
    r"|(?:منو|(?:من|اسمم|اطلاعاتم|حسابم)(?: (?:را|رو))?)(?: از \w+)? (?:حذف|پاک) کن(?:ید|ین)?"
    r"|حذفم کن(?:ید|ین)?|leave (?:the|this) (?:council|bot)"
    r"|(?:delete|erase) (?:me|my (?:data|account)))"
)
_SIGNS = re.compile(r"[!.،؛,'’]+")


def wants_to_leave(said: str) -> bool:
    """Whether somebody only says that they want to leave the council, or be forgotten:
    «می‌خوام از شورا برم»."""
    return _FROM_THE_COUNCIL.fullmatch(_line(_SIGNS.sub(" ", said))) is not None


def days_on_leave(said: str) -> str | None:
    """The words for the days, often none, of who only says that they go on leave: «من از فردا تا
    ۱۵ آذر مرخصی‌ام»; None for all other words, as «مرخصی کارکنان»."""
    line = _line(_SIGNS.sub(" ", said))
    found = _ON_LEAVE.search(line)
    if found is None:
        return None
    rest = f"{line[: found.start()]} {line[found.end() :]}"
    days = " ".join(re.sub(rf"(?<!\w){_ME}(?!\w)", " ", rest).split())
    return days if not days or day_lists.only_days(days) else None


def _line(said: str) -> str:
    return " ".join(fold(said).replace("\u200c", " ").lower().split())


def is_leaving(said: str) -> bool:
    """Whether there is nothing else in it; however it is spelt, in Persian or English."""
    return _LEAVING.fullmatch(_line(said)) is not None
