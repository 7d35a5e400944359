"""The benchmark of identifiers writes and asks them in many ways, and the product answers."""

import pytest

from benchmarks import codes
from benchmarks.answers import Text
from benchmarks.codes import in_words, marked, ordinal
from council.text import number_from_words


def test_words_of_numbers_are_read_back() -> None:
    for number in range(1, 1_000):
        assert number_from_words(in_words(number)) == number
        assert number_from_words(f"{ordinal(number)}") == number


async def test_identifiers_are_found_however_they_are_written(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(codes, "QUERIES", 40)
    documents, marks = marked([Text(str(n), f"متن بلند شمارهٔ پایانی {n}") for n in range(60)], 5)
    queries, relevant = codes.asked(documents, marks, 5)

    answers = await codes.of_product(documents, queries)

    mean = float(codes.line("this product", answers, relevant).split()[-1])
    assert sum(map(len, queries.values())) == 40
    assert mean >= 0.95
