"""Small pieces of wording: directions, digits, dates, excerpts."""

from datetime import date

import pytest
from aiogram.utils.formatting import Bold, Text

from bot.i18n import use_language
from bot.saying import wording
from bot.saying.taps import Choose
from bot.views import calendar
from bot.views.calendar import NO_DAY, PAST

HOSTILE = ("<b>&amp;", "a\u202eb", "@ali_reza", '"quoted" {name}', "(IT)", "۷۲/۳")


def rendered(text: Text) -> str:
    return text.render()[0]


@pytest.mark.parametrize(
    ("line", "marked"),
    [
        ("وضعیت: ابلاغ‌شده", False),
        ("🔎 «\u2068کرونا\u2069»", True),
        ("۱. \u2068کمیسیون صنعت\u2069", True),
        ("@ali_reza پیگیری کرد", True),
        ("   ▓▓░░ ۲۰٪", True),
    ],
)
def test_persian_line_without_a_leading_persian_letter_is_marked(line: str, marked: bool) -> None:
    with use_language("fa"):
        assert rendered(wording.lines(line)) == ("\u200f" + line if marked else line)


@pytest.mark.parametrize("value", HOSTILE)
def test_what_fills_a_place_is_never_markup(value: str) -> None:
    text = wording.compose("به {name} گفته شد", name=Bold(wording.isolate(value)))

    words, entities = text.render()

    assert words == f"به \u2068{value}\u2069 گفته شد"
    assert [(e.type, e.offset, e.length) for e in entities] == [("bold", 3, len(value) + 2)]


@pytest.mark.parametrize(
    ("manner", "expected"),
    [
        ("fa", "سه‌شنبه ۲۲ مهر ۱۴۰۴"),
        ("en", "Tuesday 22 Mehr 1404"),
        ("fa-u-ca-gregory", "سه‌شنبه ۱۴ اکتبر ۲۰۲۵"),
        ("en-u-ca-gregory", "Tuesday 14 October 2025"),
        ("fa-u-nu-latn", "سه‌شنبه 22 مهر 1404"),
    ],
)
def test_day_is_in_the_calendar_and_digits_that_the_reader_chose(
    manner: str, expected: str
) -> None:
    with use_language(manner):
        assert wording.day(date(2025, 10, 14)) == expected


def test_month_of_keys_follows_the_readers_calendar() -> None:
    def labels(manner: str) -> list[str]:
        with use_language(manner):
            year, month = calendar.shown_month(0, date(2026, 11, 22))
            rows = calendar.month_rows(
                year,
                month,
                today=date(2026, 11, 22),
                on_day=lambda day: Choose(what="day", value=day.isoformat()),
                on_month=lambda y, m: Choose(what="month", value=f"{y}-{m}"),
            )
        return [key.text for row in rows[3:] for key in row if key.text not in PAST + NO_DAY]

    assert len(labels("fa")) == 30
    assert labels("en-u-ca-gregory") == [str(n) + "•" * (n == 27) for n in range(22, 31)]


def test_excerpt_is_cut_at_a_word_and_says_so() -> None:
    assert wording.excerpt("مقرر شد  گزارش\nدو هفتگی، تهیه شود", 24) == "مقرر شد گزارش دو هفتگی…"


@pytest.mark.parametrize(("value", "full"), [(0, 0), (4, 0), (40, 4), (100, 10), (140, 10)])
def test_bar_shows_tenths(value: int, full: int) -> None:
    assert wording.bar(value) == "▓" * full + "░" * (10 - full)
