"""All of a document that is no finding can be shown, with its place, and nothing twice."""

from collections import Counter
from pathlib import Path

import pytest

from council.minutes.proposal import SHORTEST_LEFTOVER, leftovers, propose
from council.minutes.reader import read_minutes

DOCUMENTS = sorted((Path(__file__).parents[1] / "documents").glob("*.txt"))
TEXT = """صورتجلسه شماره ۳ شورای روستای بهارک
دهیار گفت راه باید تعریض شود.
۱- مقرر شد دهیاری لوله را تعمیر کند.
پیشنهاد شد مدرسه نوسازی شود.
"""


def test_look_alikes_come_first_with_their_reasons_and_then_the_other_lines() -> None:
    left = leftovers(TEXT, propose(read_minutes(TEXT)))

    assert [(one.text, one.reason) for one in left] == [
        ("دهیار گفت راه باید تعریض شود.", "speech"),
        ("پیشنهاد شد مدرسه نوسازی شود.", "proposal"),
        ("صورتجلسه شماره ۳ شورای روستای بهارک", ""),
    ]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_every_letter_is_once_in_a_finding_or_left_over_or_in_a_scrap(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    draft = propose(read_minutes(text))
    left = leftovers(text, draft)

    covered = [(one.start, one.end) for one in draft.findings]
    covered += [(one.start, one.end) for one in left]
    places = Counter(place for start, end in covered for place in range(start, end))
    bare = "".join("\n" if places[place] else sign for place, sign in enumerate(text))
    scraps = [one.strip() for one in bare.splitlines() if any(map(str.isalpha, one))]

    assert all(one.text == text[one.start : one.end] for one in left)
    assert max(places.values()) == 1
    assert max(map(len, scraps), default=0) < SHORTEST_LEFTOVER
