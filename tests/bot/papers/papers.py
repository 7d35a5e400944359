"""A follow-up report for tests, with everything that has gone wrong in documents before."""

from datetime import date

from bot.papers.followup import (
    Evidence,
    FollowUpPaper,
    Outcome,
    Row,
    SessionTable,
    Words,
)

LONG = (
    "کمیسیون فناوری اطلاعات (IT) مکلف شد ظرف دو ماه سامانهٔ «ثبت‌نام» را با نشانی"
    " https://a.ir/x?y=1 راه‌اندازی و گزارش آن را به دبیرخانه ارسال کند؛ مبلغ ۲۵۰٬۰۰۰٬۰۰۰ ریال."
)
HOSTILE = (
    "=1+1",
    "+98913",
    "-2+3",
    "@SUM(A1)",
    "=HYPERLINK(\"http://x\",\"y\")",
    "{{ 7*7 }} {% for x in y %}",
    "<w:p/> & ]]>",
    "\x00\x07\x0b\x0c\x1b\x85\ufffe",
    "#set page(fill: red) $x^2$ *bold*",
    "http://example.org",
    "12345",
)  # fmt: skip

WORDS = Words(
    place="ردیف",
    code="کد",
    text="متن مصوبه",
    body="دستگاه مسئول",
    deadline="مهلت",
    due_on="سررسید (میلادی)",
    due_jalali="سررسید",
    report="آخرین گزارش",
    reported_on="روز گزارش (میلادی)",
    reported_jalali="روز گزارش",
    state="وضعیت",
    percent="پیشرفت",
    session="جلسه",
    evidence="پیوست: مستندات",
    file="پرونده",
    who="فرستنده",
    day="تاریخ",
    summary="خلاصه",
    items="مصوبات",
    count="شمار",
    page="صفحهٔ",
    nothing="مصوبه‌ای در این بازه نیست.",
    outcomes={
        Outcome.OPEN: "در دست اقدام",
        Outcome.LATE: "معوق",
        Outcome.BLOCKED: "دارای مانع",
        Outcome.WAITING: "در انتظار تأیید",
        Outcome.DONE: "انجام‌شده",
        Outcome.ENDED: "پایان‌یافتهٔ دیگر",
    },
    signatures=("دبیر شورا", "رئیس شورا"),
)


def row(place: int, text: str = LONG, body: str = "کمیسیون فناوری اطلاعات (IT)") -> Row:
    """An item of session 72."""
    outcome = list(Outcome)[place % len(Outcome)]
    return Row(
        code=f"۷۲/{place}".translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")),
        text=text,
        body=body,
        deadline="ظرف دو ماه از ابلاغ",
        due_on=date(2026, 12, 5) if place % 5 else None,
        due_jalali="۱۴۰۵/۰۹/۱۴" if place % 5 else "",
        report="نرگس احمدی: ۶۰٪ انجام شد، نامهٔ ۱۴۰۵/۱۲۳-ب ارسال شد" if place % 3 else "",
        reported_on=date(2026, 11, 20) if place % 3 else None,
        reported_jalali="۱۴۰۵/۰۸/۲۹" if place % 3 else "",
        state=WORDS.outcomes[outcome],
        percent=60 if place % 3 else 0,
        percent_words="۶۰٪" if place % 3 else "",
        outcome=outcome,
    )


def paper(*sessions: SessionTable) -> FollowUpPaper:
    """A report of these sessions, else of one with forty items and one with hostile ones."""
    return FollowUpPaper(
        persian=True,
        title="گزارش پیگیری مصوبات جلسات گذشته",
        council="شورای گفتگوی دولت و بخش خصوصی استان قم",
        scope="جلسه‌های ۷۱ و ۷۲",
        made_on="تهیه: ۱ آذر ۱۴۰۵",
        notice="",
        words=WORDS,
        sessions=sessions
        or (
            SessionTable("جلسهٔ ۷۲، شنبه ۲۲ شهریور ۱۴۰۴", "۷۲", tuple(row(n) for n in range(1, 41))),
            SessionTable(
                "جلسهٔ ۷۱", "۷۱", tuple(row(n, text, text) for n, text in enumerate(HOSTILE, 1))
            ),
        ),
        evidence=(
            Evidence("۷۲/۱", "نامهٔ شماره ۱۲.pdf", "نرگس احمدی", date(2026, 11, 20), "۱۴۰۵/۰۸/۲۹"),
            Evidence("۷۲/۲", "=cmd|x.png", "@مرادی", date(2026, 11, 20), "۱۴۰۵/۰۸/۲۹"),
        ),
    )
