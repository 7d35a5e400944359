"""What people write when they are asked how it stands, and what may be made of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from council.progress_words import Said, understand
from storage.words import ProgressStatus

DONE = """
انجام شد
انجام شده
انجام‌شده است
انجام گرفت
انجام دادیم
انجامش دادیم
بله انجام شد
امروز انجام شد
این هفته انجام شد
دیروز تمام شد
همه کارها انجام شد
کارمان تمام شد
کار را تمام کردیم
کار تمام است
تمومه
تموم شد
کامل
کامل شد
اجرا گردید
اجرایی شد
به اتمام رسید
پایان یافت
طرح تدوین و نهایی شد
قرارداد امضا شد و کار پایان یافت
بدون مشکل انجام شد
مانعی نیست، انجام شد
انجام شد و مشکلی وجود ندارد
مشکل حل شد و کار انجام شد
انجام شد و نیازی به اقدام دیگری نیست
انجام شد؛ مدارک پیوست است
انجام شد. عکس پیوست شد
انجام شد. گزارش بعدی کی است؟
انجام شد 👍
به استحضار می‌رساند اقدامات لازم انجام شد
با سلام و احترام، به اطلاع می‌رساند که مصوبه به طور کامل اجرا شد
انجـام شـد
done
completed
"""
DONE_BY_FIGURE = """
۱۰۰٪
100%
۱۰۰ درصد
صد درصد انجام شد
صددرصد تکمیل شد
"""
IN_PROGRESS = """
در دست اقدام
در حال انجام است
مستمر در حال انجام است
ادامه دارد
شروع کردیم
سلام، پیگیر هستم
پیگیری شد
چشم، پیگیری می‌کنیم
بخشی از کار انجام شد
بیشتر کارها انجام شد
۳ مورد از ۵ مورد انجام شد
فاز اول تمام شد
گزارش نوبت اول فرستاده شد
تا کنون سه جلسه برگزار شده است
تقریباً تمام شد
تقریباً تمام
رو به اتمام است
هنوز تمام نشده
به پایان نرسیده
کامل اجرا نشد
مدارک کامل نیست
طرح نهایی نشده است
نیمه‌کاره ماند
ناقص انجام شد
انجام شد اما ناقص
۲۰ درصد باقی مانده
نیمی از کار مانده است
بیش از ۵۰٪ انجام شد
کمتر از نصف
almost done
in progress
"""
WITH_FIGURE = {
    "۴۰٪ انجام شد، گزارش اول ارسال شد": 40,
    "۶۰٪": 60,
    "60%": 60,
    "٪۶۰": 60,
    "۶۰ درصد": 60,
    "٦٠ ٪": 60,
    "شصت درصد پیشرفت داشته‌ایم": 60,
    "سی و پنج درصد": 35,
    "۶۰ در صد": 60,
    "حدود ۷۰ درصد": 70,
    "نزدیک ۹۰ درصد": 90,
    "۹۹٪": 99,
    "۳۳٫۵ درصد": 33,
    "نصف کار انجام شد": 50,
    "یک‌سوم کار انجام شد": 33,
    "دو سوم انجام شد": 67,
    "از ۴۰ درصد به ۶۰ درصد رسید": 60,
    "۶۰٪ انجام شد و ۴۰٪ باقی مانده": 60,
    "۷۰ درصد و تا هفته بعد تمام می‌شود": 70,
    "انجام شد ولی ناقص، ۸۰٪": 80,
    "50% done": 50,
}
NOT_STARTED = """
هنوز شروع نشده
اقدامی صورت نگرفته است
هیچ کاری نشده
صفر درصد
"""
BLOCKED = """
منتظر پاسخ بانک مرکزی هستیم
در انتظار ابلاغ استانداری
نیاز به بودجه دارد
نیازمند همکاری دستگاه‌هاست
نیرو نداریم
متوقف شده است
گیر کرده‌ایم
با مشکل مواجه شدیم
همکاری نمی‌کنند
پاسخی نرسید
بی‌پاسخ مانده
اعتبار تخصیص نیافت
کار انجام نشده است چون اعتبار نداریم
"""
NOT_OURS = """
این موضوع مربوط به ما نیست
خارج از وظایف این کمیسیون است
در حیطهٔ وظایف ما نیست
وظیفهٔ ما نیست
"""
UNSURE = """
انجام نشد
انجام ندادیم
هنوز انجام نشده است
متاسفانه انجام نشد
نشد
نتوانستیم
اجرایی نشد
نه
نه هنوز
۱۰۰٪ انجام نشده
انجام خواهد شد
عملیاتی خواهد شد
تا شنبه انجام می‌شود
تا آخر هفته
فردا انجام می‌دهم
دو هفته دیگر تمام می‌شود
تا پایان ماه ۸۰٪ انجام می‌شود
٪۱۰۰ تکمیل نخواهد شد
بخشی از کار انجام خواهد شد
قرار است انجام شود
باید انجام شود
اگر بودجه برسد انجام شد
در صورت تأمین اعتبار انجام می‌شود
بعد از تأیید شما انجام شد
شاید انجام شد
گفتند انجام شد
انجام شده ولی ابلاغ نشده
کار به پایان رسید اما تأیید نشده
مکاتبه انجام شد
پیگیری انجام شد
بررسی‌های اولیه انجام شد
نامه‌نگاری انجام شد و منتظر جواب هستیم
نامه ارسال شد
گزارش ارسال شد
جلسه برگزار شد
بودجه تمام شد
مهلت تمام شد
لغو شد
به تعویق افتاد
پروژه متوقف نشده
موانع تولید رفع شد
۱۰ درصد افزایش صادرات محقق شد
۴۰ درصد اعتبار تخصیص یافت
۱۲۰٪
لطفا مهلت را تمدید کنید
بله
✅
not done yet
will be done tomorrow
"""
NO_REPORT = """
سلام
چشم
ممنون
سلام وقت بخیر، ممنون از پیگیری شما
دریافت شد، سپاس
خسته نباشید
تشکر از دبیرخانه
👍
🙏
مهلت تا کی است؟
انجام شد؟
انجام شد یا نه
آیا تمدید می‌شود؟
چند درصد انجام شد
...
thanks
"""


def replies(table: str) -> list[str]:
    """The replies of a table, one a line."""
    return table.strip().splitlines()


@pytest.mark.parametrize("reply", replies(DONE))
def test_finished_is_proposed_as_done(reply: str) -> None:
    assert understand(reply) == Said(True, ProgressStatus.REPORTED_DONE, None, False)


@pytest.mark.parametrize("reply", replies(DONE_BY_FIGURE))
def test_hundred_percent_is_proposed_as_done(reply: str) -> None:
    assert understand(reply) == Said(True, ProgressStatus.REPORTED_DONE, 100, False)


@pytest.mark.parametrize("reply", replies(IN_PROGRESS))
def test_running_or_partly_finished_is_in_progress(reply: str) -> None:
    assert understand(reply) == Said(True, ProgressStatus.IN_PROGRESS, None, False)


@pytest.mark.parametrize(("reply", "percent"), WITH_FIGURE.items())
def test_a_figure_is_read_in_every_spelling(reply: str, percent: int) -> None:
    assert understand(reply) == Said(True, ProgressStatus.IN_PROGRESS, percent, False)


@pytest.mark.parametrize("reply", replies(NOT_STARTED))
def test_nothing_done_is_not_started(reply: str) -> None:
    assert understand(reply) == Said(True, ProgressStatus.NOT_STARTED, None, False)


@pytest.mark.parametrize("reply", replies(BLOCKED))
def test_waiting_and_needing_is_blocked(reply: str) -> None:
    assert understand(reply) == Said(True, ProgressStatus.BLOCKED, None, False)


@pytest.mark.parametrize("reply", replies(NOT_OURS))
def test_refused_duty_is_not_ours(reply: str) -> None:
    assert understand(reply) == Said(True, ProgressStatus.NOT_ACTIONABLE, None, False)


@pytest.mark.parametrize("reply", replies(UNSURE))
def test_what_is_not_plain_is_asked_about(reply: str) -> None:
    assert understand(reply) == Said(True, None, None, True)


@pytest.mark.parametrize("reply", replies(NO_REPORT))
def test_greetings_thanks_and_questions_are_no_report(reply: str) -> None:
    assert understand(reply) == Said(False, None, None, False)


def test_a_block_keeps_its_figure() -> None:
    reply = "۶۰٪ انجام شد، منتظر تأیید بانک هستیم"

    assert understand(reply) == Said(True, ProgressStatus.BLOCKED, 60, False)


def test_a_bare_number_is_asked_about_and_kept() -> None:
    assert understand("۶۰") == Said(True, None, 60, True)


NEVER_DONE = ("هنوز {}", "{} ولی ناقص", "بخشی {}", "فردا {}", "قرار است {}", "شاید {}", "{} یا نه؟",
              "تقریباً {}", "اگر بشود {}")  # fmt: skip


@pytest.mark.parametrize("frame", NEVER_DONE)
@pytest.mark.parametrize(
    "words", ["انجام شد", "کامل شد", "به پایان رسید", "اجرا شد", "۱۰۰٪ انجام شد"]
)
def test_done_is_never_read_from_doubt_part_or_promise(frame: str, words: str) -> None:
    said = understand(frame.format(words))

    assert said.status is not ProgressStatus.REPORTED_DONE
    assert said.percent != 100


@given(st.text(max_size=300))
def test_any_text_is_read_without_trouble(reply: str) -> None:
    said = understand(reply)

    assert said.unsure == (said.is_update and said.status is None)
    assert said.percent is None or 0 <= said.percent <= 100
