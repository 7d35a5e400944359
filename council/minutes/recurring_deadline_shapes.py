"""The shapes of what recurs, as running text prints it, in the order in which they are tried."""

from council.minutes import deadline_norms as norms
from council.minutes.deadline_words import UNIT, WEEKDAY, Shape

RECURRING: tuple[Shape, ...] = (
    (
        r"(?<!روال\s)(?:\b\w+ly \()?(?:\b(?:در )?(?:پایان|ابتدای|آخر|اول|"
        rf"انتهای) )?\bهر (?P<number><N>)? ?{UNIT}"
        r"(?: ها)?(?: یک ?بار| یکبار)?(?:\))?",
        "recurring",
        norms.duration,
    ),
    (
        rf"\bهر(?P<number>دو|سه|چهار|پنج|شش|ده|پانزده) ?‌?{UNIT}(?: یک ?بار)?",
        "recurring",
        norms.duration,
    ),
    (
        r"(?<!دو\s)(?<!سه\s)(?<!چند\s)\b(?:یک )?(?P<unit>روز|هفته|ماه) در میان\b",
        "recurring",
        norms.every_other,
    ),
    (r"\bهر ?(?:ما ه|ماهه)\b", "recurring", norms.fixed("P1M")),
    (r"\b(?:همه ?‌?ساله|هر ?ساله)\b", "recurring", norms.fixed("P1Y")),
    (rf"(?<!ی\s)\b(?:روزهای )?{WEEKDAY} ?‌?ها\b", "recurring", norms.fixed("P1W")),
    (rf"\b(?P<number><N>) {UNIT} (?:یک ?بار|یکبار)", "recurring", norms.duration),
    (
        r"\b(?P<unit>سال|ماه|هفته|روز)(?:‌?ای|‌?ی|ی) (?P<times><N>) ?(?:بار|مرتبه|نوبت)",
        "recurring",
        norms.times_in,
    ),
    (
        r"\b(?P<times><N>) ?(?:بار|مرتبه|نوبت) در (?P<unit>سال|ماه|هفته|روز)\b",
        "recurring",
        norms.fixed_unit,
    ),
    (
        r"(?:\bب?ه? ?صورت |\bبطور )?(?P<number><N>) ?‌?(?P<unit>هفته|ماه|روز)(?:‌?گی|گی)",
        "recurring",
        norms.duration,
    ),
    (
        r"(?:\bب?ه? ?صورت |\bبطور )?(?P<number>دو|سه|چهار|شش|2|3|4|6) ?‌?هفتگی",
        "recurring",
        lambda found, _session: norms.period(norms.number_in(found), "هفته"),
    ),
    (rf"\bهر ?{WEEKDAY}", "recurring", norms.fixed("P1W")),
    (
        r"\b(?:در )?(?:هر|تمام|تمامی|همه|کلیه)(?: ‌?ی)? (?:جلسه|نشست|جلسات)\b(?!_(?:قبل|گذشته))",
        "recurring",
        norms.fixed("each_session"),
    ),
)
"""What names its period: «هر دو هفته», «سالی دو بار»."""
ADVERBS: tuple[Shape, ...] = (
    (
        r"(?:\b(?:به|ب) ?صورت |\bبه طور )(?P<unitly>روزانه|هفتگی|ماهانه|ماهیانه|فصلی|"
        r"سالانه|سالیانه)\b",
        "recurring",
        norms.unitly,
    ),
    (
        r"\b(?P<unitly>روزانه|ماهانه|ماهیانه|هفتگی|سالیانه|سالانه)(?=_(?:به|از|منتشر|"
        r"ارائه|ارسال|گزارش|اعلام|برگزار|"
        r"تهیه|انجام|در|توسط|بررسی|پرداخت|رصد|پایش|پخش|ثبت|اقدام|بازدید|کنترل|نسبت)\b)",
        "recurring",
        norms.unitly,
    ),
    (
        r"(?:\bرا_|[:،]\s?)(?P<unitly>روزانه|ماهانه|ماهیانه|هفتگی|سالیانه|سالانه)(?=[،.؛]|_)",
        "recurring",
        norms.unitly,
    ),
)
"""A lone word, which counts where a verb or a sign makes it one of time: «ماهانه گزارش دهد»."""
