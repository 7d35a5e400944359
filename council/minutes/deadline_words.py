"""The words of which the shapes of printed deadlines are made, and the making of their tables."""

import re

from council.days.printed_days import MONTH_NUMBERS, NAMED_SPAN
from council.minutes import deadline_norms as norms
from council.minutes.spelling import pattern

type Shape = tuple[str, str, norms.Norm]
"""How a deadline is printed, what kind it is, and what makes its norm."""
type Table = tuple[tuple[re.Pattern[str], str, norms.Norm], ...]
"""Shapes that were made ready, in the order in which they are tried."""

MONTH = "(?P<month>" + "|".join(MONTH_NUMBERS) + r")(?: ماه)?(?!\w)"
YEAR = (
    r"(?:[\s,،]{0,3}(?:سال )?(?P<year>1[34]\d\d|\d\d(?=\s*(?:$|[.،؛():|])|\s+(?:اقدام|برگزار"
    r"|انجام|به|در|نسبت|گزارش|را|ارائه|ارسال|تهیه|تکمیل|اجرا|اعلام|و|که)\b))(?![\w/]))?"
)
"""Of two digits only where no number of things begins: «تا آخر مهر ۴۰ پرونده»."""
UNIT = r"(?P<unit>روز|هفته|ماه|نیم ?سال|سال|فصل|ساعت)(?!\w)"
WEEKDAY = "(?:یکشنبه|یک شنبه|دوشنبه|دو شنبه|سه شنبه|چهارشنبه|چهار شنبه|پنجشنبه|پنج شنبه|جمعه|شنبه)"
DIGITAL = r"(?P<a>\d{1,4}) ?[/\-] ?(?P<b>\d{1,2}) ?[/\-] ?(?P<c>\d{1,4})(?![\d/])"
WESTERN = "|".join(norms.WESTERN_MONTHS)
WESTERN_MONTH = (
    rf"(?P<western>(?!(?:می|مه|may|mar)(?![\w.,]{{0,2}} \d{{4}}))(?:{WESTERN}))"
    r"(?:[.,]{0,2} (?P<year>(?:19|20)\d\d)|(?!\w))"
)
"""A month of the Gregorian year; without a year none that is another word too («تا ۵ می رسد»)."""
DAY_OF_MONTH = rf"(?P<day><N>)(?: و <N>)?_?{MONTH}{YEAR}"
DAY_AND_MONTH = (
    r"(?P<a>\d{1,2}) ?/ ?(?P<b>\d{1,2})(?![\d/])"
    r"(?! ?(?:درصد|[%٪]|میلی|هزار|برابر|متر|تن\b|کیلو|واحد|لیتر|سانت|ریال|تومان|هکتار|مگا"
    r"|ساعت|روز|ماه|سال|هفته|درجه|دلار|یورو|گرم|سهم|امتیاز|نفر))"
)
PART_OF_MONTH = (
    r"(?P<part>هفته|دهه)(?:‌?ی)?_(?P<which>اول|نخست|دوم|سوم|چهارم|آخر|پایانی)_(?:ماه_)?"
    rf"{MONTH}{YEAR}"
)
END = "(?:پایان|آخر|انتهای|اواخر)"
SPAN = rf"(?P<unit>هفته|ماه|برج)(?!\w|{NAMED_SPAN}\b)"


def compiled(*groups: tuple[Shape, ...]) -> Table:
    """The shapes made ready, group after group."""
    return tuple((pattern(shape), kind, norm) for group in groups for shape, kind, norm in group)
