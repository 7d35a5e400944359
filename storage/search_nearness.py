"""How near each other the words of a query stand in a text, and whether as one phrase."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from storage import packing
from storage.search_words import Understood

_PHRASE = 0.3
_NEAR = 0.15
_NEAR_WORDS = 4
"""What a pair of neighbours is worth where it stands as typed, and where it stands within so many
words of each other; the share of such pairs in the query raises the score by so much."""


@dataclass(frozen=True)
class Shown:
    """A document that is looked at closely."""

    resolution_id: int
    place: int
    terms: bytes
    is_open: bool


def nearness(meant: Understood, shown: Sequence[Shown]) -> dict[int, float]:
    """Return for each place what its score is to be multiplied by, 1.0 or more."""
    words = [index for index, word in enumerate(meant.words) if word]
    if len(words) < 2:
        return {one.place: 1.0 for one in shown}
    pairs = [(one, two, meant.places[two] - meant.places[one]) for one, two in pairwise(words)]
    word_of = {term.number: index for index in words[::-1] for term, _ in meant.words[index]}
    found = _occurrences([one.terms for one in shown], word_of)
    return {one.place: 1.0 + _bonus(found.get(at, {}), pairs) for at, one in enumerate(shown)}


def _occurrences(
    orders: Sequence[bytes], word_of: dict[int, int]
) -> dict[int, dict[int, list[int]]]:
    """Return where each word stands in each text: {text: {word: [positions]}}."""
    joined = packing.read_order(b"".join(orders))
    numbers = joined & np.uint32(packing.SAME_PLACE - 1)
    steps = (joined < packing.SAME_PLACE).astype(np.int64)
    steps[joined == packing.FIELD_END] = 10 * _NEAR_WORDS
    positions = np.cumsum(steps)
    text_of = np.repeat(np.arange(len(orders)), [len(order) // 3 for order in orders])
    wanted = np.flatnonzero(np.isin(numbers, list(word_of), kind="sort"))
    found: dict[int, dict[int, list[int]]] = {}
    for text, number, position in zip(
        text_of[wanted].tolist(), numbers[wanted].tolist(), positions[wanted].tolist(), strict=True
    ):
        found.setdefault(text, {}).setdefault(word_of[number], []).append(position)
    return found


def _bonus(found: dict[int, list[int]], pairs: list[tuple[int, int, int]]) -> float:
    worth = 0.0
    for one, two, apart in pairs:
        first, second = found.get(one), found.get(two)
        if not first or not second:
            continue
        there = set(second)
        if any(position + apart in there for position in first):
            worth += _PHRASE
        elif min(abs(a - b) for a in first for b in second) <= _NEAR_WORDS:
            worth += _NEAR
    return worth / len(pairs)
