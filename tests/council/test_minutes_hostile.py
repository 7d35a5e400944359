"""No text hangs or breaks the reader: it is linear in the length of whatever it is given."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from council.minutes import council_name, session
from council.minutes.deadline_shapes import PROSE
from council.minutes.reader import read_minutes

LENGTH = 60_000
SECONDS = 5.0
"""Of the processor, not of the clock: a guard against growth, not a measurement."""
WORDS = [
    *("مقرر شد", "شهرداری", "و", "۱-", "\n", "هر", "ظرف", "دو", "ماه", "نماید", "."),
    *("شورای", "(", "|", "\t", "جلسه", "مصوبات:", "•", "۱۴۰۳/۰۱/۰۱", "باید", "کمیسیون‌های"),
    *("توسط", "تبصره ۱-", "بند", "موظف", "استاندار گفت:"),
]


@pytest.mark.parametrize(
    "piece",
    [
        *("(", "1", "۱", "و ", " ", "\u200c", "مقرر شد ", "موظف ", "کمیسیون ", "،", "1. 2. "),
        *("\n", "- ", "| ", "\t", "بیست و ", "شورای ", "جلسه ", "در محل ", "1/", ": ", "ظرف "),
        *("بند 1 ", "*\n", "کلیه ", "توسط ", "1400/01/01 ", "پیش از ", "هر "),
        *("کمیسیون صنعت و ", "۱- مسئول پیگیری: "),
    ],
)
def test_long_monotony_is_read_in_time(piece: str) -> None:
    started = time.process_time()

    read_minutes(piece * (LENGTH // len(piece)))

    assert time.process_time() - started < SECONDS


@pytest.mark.parametrize(
    ("shape", "piece"),
    [
        (session._LABEL_END, " "),
        *((council_name._NAME_END, " "), *((shape, "مهلت ") for shape, *_ in PROSE)),
        *((shape, "_") for shape, *_ in PROSE[:1]),
    ],
)
def test_twice_the_monotony_takes_about_twice_the_time(shape: re.Pattern[str], piece: str) -> None:
    def seconds(length: int) -> float:
        text, started = piece * (length // len(piece)), time.process_time()
        for _ in range(3):
            assert sum(1 for _ in shape.finditer(text)) <= length
        return time.process_time() - started

    assert seconds(8_000) < 3 * seconds(4_000) + 0.02


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join))
def test_any_mixture_of_words_is_read_verbatim(text: str) -> None:
    record = read_minutes(text)

    for found in record.resolutions:
        assert found.text == text[found.start : found.end]
    for item in record.left_out:
        assert item.text == text[item.start : item.end]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400))
def test_any_text_is_read_without_failing(text: str) -> None:
    record = read_minutes(text)

    assert all(found.text == text[found.start : found.end] for found in record.resolutions)
