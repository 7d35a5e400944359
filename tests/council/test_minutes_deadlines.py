"""Printed deadlines become days, durations and words of the exchange form, or nothing."""

from datetime import date

import pytest

from council.dates import from_jalali
from council.deadlines import Deadline as Due
from council.minutes.printed_deadlines import read_cell, read_deadline
from council.minutes.proposal import propose
from council.minutes.reader import read_minutes
from council.minutes.record import Deadline
from storage.words import DeadlineKind

HELD = from_jalali(1403, 5, 1)


@pytest.mark.parametrize(
    ("sentence", "kind", "value", "norm"),
    [
        ("شهرداری ظرف مدت ۲۰ روز اقدام کند", "relative", "ظرف مدت ۲۰ روز", "P20D"),
        ("ظرف ۲۰ روز پیشنهادها را تدوین کند", "relative", "ظرف ۲۰ روز", "P20D"),
        ("حداكثر ظرف ۳ روز كاري آماده كند", "relative", "حداكثر ظرف ۳ روز كاري", "P3D"),
        ("تا ۴۸ ساعت آینده ارسال نمایند", "relative", "تا ۴۸ ساعت آینده", "PT48H"),
        ("فرصتی پانزده روزه داده شود", "relative", "فرصتی پانزده روزه", "P15D"),
        ("در هفته جاری بازدید شود", "relative", "در هفته جاری", "P1W"),
        ("تا جلسه آتی تهیه نماید", "relative", "تا جلسه آتی", "next_session"),
        ("دراسرع وقت اقدام شود", "relative", "دراسرع وقت", "asap"),
        ("تا پایان سال جاری انجام شود", "relative", "تا پایان سال جاری", "this_year"),
        ("قبل از آغاز سفرها، اقدام شود", "relative", "قبل از آغاز سفرها", "event"),
        ("تا پایان شهریورماه اقدام کند", "date", "تا پایان شهریورماه", "1403-06-31"),
        ("تا پایان تیر اقدام کند", "date", "تا پایان تیر", "1404-04-31"),
        ("تا ۱۵ آبان اعلام کند", "date", "تا ۱۵ آبان", "1403-08-15"),
        ("تا اول مهر ۱۴۰۵ اعلام کند", "date", "تا اول مهر ۱۴۰۵", "1405-07-01"),
        ("حداکثر تا تاریخ ۱۴۰۳/۰۷/۲۵ اعلام کند", "date", None, "1403-07-25"),
        ("تا 30 نوامبر 2023 نهایی کند", "date", "تا 30 نوامبر 2023", "1402-09-09"),
        ("تا پایان سال ۱۴۰۱ انجام شود", "date", "تا پایان سال ۱۴۰۱", "1401-12-29"),
        ("تا ۲۰/۷ اعلام کند", "date", "تا ۲۰/۷", "1403-07-20"),
        ("یک روز در میان بازدید شود", "recurring", "یک روز در میان", "P2D"),
        ("روز شنبه مورخ ۱۴۰۳/۵/۷ انجام شود", "date", "روز شنبه مورخ ۱۴۰۳/۵/۷", "1403-05-07"),
        ("در مهلت حداکثر ۴۵ روزه رسیدگی شود", "relative", None, "P45D"),
        ("در نیمه اول مهرماه اجرا شود", "date", "در نیمه اول مهرماه", "1403-07-15"),
        ("تا هفته دوم مهر انجام شود", "date", "تا هفته دوم مهر", "1403-07-14"),
        ("در دهه آخر مهرماه اقدام کند", "date", "در دهه آخر مهرماه", "1403-07-30"),
        ("تا نیمه دوم مهر انجام شود", "date", "تا نیمه دوم مهر", "1403-07-30"),
        ("بصورت دو هفتگی اعلام گردد", "recurring", "بصورت دو هفتگی", "P2W"),
        ("هر دو هفته یک بار گزارش شود", "recurring", "هر دو هفته یک بار", "P2W"),
        ("در پايان هرماه تقديم نمايد", "recurring", "در پايان هرماه", "P1M"),
        ("هر سه ماه گزارش شود", "recurring", "هر سه ماه", "P3M"),
        ("سالی دو بار نشست برگزار کند", "recurring", "سالی دو بار", "P6M"),
        ("هفته‌ای یک بار بازدید شود", "recurring", "هفته‌ای یک بار", "P1W"),
        ("هر ۱۲ ساعت گزارش شود", "recurring", "هر ۱۲ ساعت", "PT12H"),
        ("ماهانه منتشر کند", "recurring", "ماهانه", "P1M"),
        ("هرپنجشنبه انجام میشود", "recurring", "هرپنجشنبه", "P1W"),
        ("در هر جلسه گزارش شود", "recurring", "در هر جلسه", "each_session"),
        ("ظرف پانزده روز پیش‌فاکتور بگیرد", "relative", "ظرف پانزده روز", "P15D"),
        ("تا پایان سه ماهه اول سال ۱۴۰۴ نصب کند", "date", None, "1404-03-31"),
        ("رصد مستمر شرایط انجام پذیرد", "recurring", "رصد مستمر", "continuous"),
        ("برنامه شش‌ماهه دوم را تا جلسه آینده دهد", "relative", "تا جلسه آینده", "next_session"),
        ("عملکرد در نیمه اول سال را ظرف یک ماه تحویل دهد", "relative", "ظرف یک ماه", "P1M"),
        ("پل را شش‌ماهه دوم سال تحویل دهد", "date", "شش‌ماهه دوم سال", "1403-12-30"),
        ("دوره را در سه‌ماهه سوم سال برگزار کند", "date", None, "1403-09-30"),
        ("تا آخر مهر ۴۰ پرونده بررسی شود", "date", "تا آخر مهر", "1403-07-30"),
        ("بیانیه تدوین شود؛ مهلت تدوین یک هفته است", "relative", None, "P1W"),
        ("بهزیستی مکلف شد سه ماهه سوم سال بانک اطلاعات بسازد", "date", None, "1403-09-30"),
        ("دوره را در دی‌ماه برگزار کند", "date", "در دی‌ماه", "1403-10-30"),
        ("طی ماه‌های مهر و آبان بازدید کنند", "date", "طی ماه‌های مهر و آبان", "1403-08-30"),
        ("در آذر ماه ۱۴۰۳ همایش برگزار شود", "date", "در آذر ماه ۱۴۰۳", "1403-09-30"),
    ],
)
def test_deadline_in_a_sentence(sentence: str, kind: str, value: str | None, norm: str) -> None:
    found = read_deadline(sentence, HELD)

    assert (found.kind, found.norm) == (kind, norm)
    assert value is None or found.value == value
    assert found.value in sentence if found.value else False


@pytest.mark.parametrize(
    ("words", "last"),
    [
        ("تا آخر همین ماه", "1403-05-31"),
        ("تا پایان ماه", "1403-05-31"),
        ("تاپایان‌ماه‌جاری", "1403-05-31"),
        ("تا آخر این برج", "1403-05-31"),
        ("تا پایان ماه آینده", "1403-06-31"),
        ("حداکثر تا پایان همین هفته", "1403-05-05"),
        ("تا اخرهفته", "1403-05-05"),
        ("تا پایان هفته آینده", "1403-05-12"),
        ("در هفته جاری", None),
        ("تا یک ماه", None),
        ("تا پایان ماه صفر", None),
    ],
)
def test_end_of_a_week_or_month_is_seen_from_the_session(words: str, last: str | None) -> None:
    assert read_deadline(f"گزارش را {words} ارائه کند", HELD).last == last
    assert read_cell(words, HELD).last == last
    assert read_deadline(f"گزارش را {words} ارائه کند", None).last is None


def test_end_of_this_month_is_a_day_in_the_draft() -> None:
    said = "جلسه شماره ۳ مورخ ۱۴۰۵/۰۹/۰۱\nمصوبات:\n۱- مقرر شد شهرداری تا آخر همین ماه گزارش دهد."

    (found,) = propose(read_minutes(said)).findings

    assert found.deadline == Due(DeadlineKind.DATE, "تا آخر همین ماه", "1405-09-30")


@pytest.mark.parametrize(
    "sentence",
    [
        "به مدت دو سال موافقت شد",
        "اسکان کارکنان بصورت بیست روزه قابل بررسی است",
        "تا ۲۰ درصد نمره اختصاص یابد",
        "از ساعت ۶ تا ۲۲ ممنوع است",
        "نامه شماره ۱۲ مورخ ۱۴۰۳/۰۱/۰۵ بررسی شود",
        "در دو سال گذشته کاری نشده است",
        "نظر مخالف فقط تا پیش از امضای صورتجلسه پذیرفته شود",
        "اطلاعات فروش سه ماهه ارسال شود",
        "برنامه نیمسال اول سال تحصیلی ۱۴۰۳-۱۴۰۲ به تصویب رسید",
        "گزارش هفته اول مهر بررسی شود",
        "سهمیه تا ۱۵/۵ درصد افزایش یابد",
        "اعتبار تا ۲/۵ میلیارد ریال افزایش یابد",
        "تا ۳۱ مهر اعلام کند",
        "نرخ سود تا ۱۸/۵ محاسبه شود",
        "حداکثر ۲۰/۵ کیسه توزیع شود",
        "دما تا ۲۲/۵ درجه حفظ شود",
        "گزارش بازدید روز شنبه ۱۴۰۳/۴/۲۰ ارائه شود",
        "در جلسه روز دوشنبه ۱۴۰۳/۵/۱ شهرداری پل را بسازد",
        "خسارت حوادث در نیمه دوم تیر پرداخت شود",
        "گزارش مصرف در هفته اول تیر تهیه شود",
        "در هفته اول مهر جلسه تشکیل و مقرر شد پل ساخته شود",
        "دو روز در میان بازدید شود",
        "گزارش سه‌ماهه اول را ارائه نماید",
        "برنامه شش‌ماهه دوم خود را تحویل دهند",
        "خسارات وارده در مهرماه برآورد شود",
        "گزارش مصرف آب در مهر و آبان را ارسال کند",
        "نمایشگاهی را که در مهرماه برگزار می‌شود تبلیغ کند",
        "در مهرماه جلسه تشکیل و مقرر شد پل ساخته شود",
    ],
)
def test_what_is_no_deadline_stays_none(sentence: str) -> None:
    assert read_deadline(sentence, HELD) == Deadline()


@pytest.mark.parametrize(
    ("cell", "kind", "norm"),
    [
        ("۱۴۰۲/۰۷/۲۵", "date", "1402-07-25"),
        ("۲۰ اسفند ۱۴۰۲", "date", "1402-12-20"),
        ("پایان مهر", "date", "1403-07-30"),
        ("هفته دوم مهر", "date", "1403-07-14"),
        ("31 May 2024", "date", "1403-03-11"),
        ("یک ماه", "relative", "P1M"),
        ("دو هفته", "relative", "P2W"),
        ("جلسه آینده", "relative", "next_session"),
        ("فوری", "relative", "asap"),
        ("قبل از آغاز سفرها", "relative", "event"),
        ("فصلی", "recurring", "P3M"),
        ("روزانه در ایام نوروز", "recurring", "P1D"),
        ("مستمر", "recurring", "continuous"),
        ("-", "none", None),
        ("", "none", None),
        ("نامشخص", "none", None),
    ],
)
def test_deadline_in_a_cell(cell: str, kind: str, norm: str | None) -> None:
    found = read_cell(cell, HELD)

    assert (found.kind, found.norm) == (kind, norm)


@pytest.mark.parametrize(
    ("held", "norm"),
    [
        (from_jalali(1403, 7, 1), "1403-08-15"),
        (from_jalali(1403, 9, 1), "1404-08-15"),
        (None, "--08-15"),
    ],
)
def test_year_comes_from_the_session(held: date | None, norm: str) -> None:
    assert read_deadline("تا ۱۵ آبان اعلام کند", held).norm == norm
