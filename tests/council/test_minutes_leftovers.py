"""Everything that is no resolution can be shown, with its place, and nothing twice."""

from pathlib import Path

import pytest

from council.minutes.leftovers import leftovers
from council.minutes.reader import read_minutes

DOCUMENTS = sorted((Path(__file__).parents[1] / "documents").glob("*.txt"))
TEXT = """صورتجلسه شماره ۳ شورای روستای بهارک
دهیار گفت راه باید تعریض شود.
۱- مقرر شد دهیاری لوله را تعمیر کند.
پیشنهاد شد مدرسه نوسازی شود.
"""


def test_look_alikes_and_other_lines_are_left_with_their_reasons() -> None:
    left = leftovers(TEXT, read_minutes(TEXT))

    assert [(one.text, one.reason) for one in left] == [
        ("صورتجلسه شماره ۳ شورای روستای بهارک", "other"),
        ("دهیار گفت راه باید تعریض شود.", "speech"),
        ("پیشنهاد شد مدرسه نوسازی شود.", "proposal"),
    ]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_every_letter_is_in_a_resolution_or_left_over(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    record = read_minutes(text)
    left = leftovers(text, record)

    covered = [(found.start, found.end) for found in record.resolutions]
    covered += [(one.start, one.end) for one in left]
    places = [place for start, end in covered for place in range(start, end)]
    marks = {place for place, sign in enumerate(text) if sign.isalpha()} - set(places)

    assert all(one.text == text[one.start : one.end] for one in left)
    assert not marks
