"""How near each other the words of a query stand in a text, and whether as one phrase."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from storage.search import packing
from storage.search.words import Understood

_PHRASE = 0.3
_NEAR = 0.15
_NEAR_WORDS = 4
"""What a pair of neighbours is worth where it stands as typed, and where it stands within so many
words of each other; the share of such pairs in the query raises the score by so much."""

MOST_RAISED = 1.0 + _PHRASE

_BETWEEN_TEXTS = 1_000_000

_Integers = NDArray[np.int64]


def nearness(meant: Understood, shown: Sequence[bytes]) -> NDArray[np.float64]:
    """Return for each document what its score is to be multiplied by, 1.0 or more.

    `shown` holds of each document its terms in their order, as `packing` writes them.
    """
    words = [index for index, word in enumerate(meant.words) if word]
    if len(words) < 2 or not shown:
        return np.ones(len(shown))
    word_of = {term.number: index for index in words[::-1] for term, _ in meant.words[index]}
    texts, found, positions = _occurrences(shown, word_of)
    standing = {index: np.flatnonzero(found == index) for index in words}
    worth = np.zeros(len(shown))
    for one, two in pairwise(words):
        first, second = standing[one], standing[two]
        if len(first) and len(second):
            apart = meant.places[two] - meant.places[one]
            near, phrase = _pairs(positions[first], positions[second], apart)
            closeness = np.zeros(len(shown))
            closeness[texts[first[near]]] = _NEAR
            closeness[texts[first[phrase]]] = _PHRASE
            worth += closeness
    raised: NDArray[np.float64] = 1.0 + worth / (len(words) - 1)
    return raised


def _occurrences(
    orders: Sequence[bytes], word_of: Mapping[int, int]
) -> tuple[_Integers, _Integers, _Integers]:
    """Return the text, the word and the position of each occurrence, in their order.

    Positions of different texts, and of different fields, are far from each other.
    """
    joined = packing.read_order(b"".join(orders))
    numbers = joined & np.uint32(packing.SAME_PLACE - 1)
    known = np.array(sorted(word_of), dtype=np.uint32)
    at = np.flatnonzero(np.isin(numbers, known, kind="sort"))
    words = np.array([word_of[number] for number in known.tolist()])
    steps = (joined < packing.SAME_PLACE).astype(np.int64)
    steps[joined == packing.FIELD_END] = 10 * _NEAR_WORDS
    ends = np.cumsum([len(order) // 3 for order in orders])
    texts = np.searchsorted(ends, at, side="right")
    positions = np.cumsum(steps)[at] + texts * _BETWEEN_TEXTS
    return texts, words[np.searchsorted(known, numbers[at])], positions


def _pairs(
    first: _Integers, second: _Integers, apart: int
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Say of each position of a word whether the other is near it, and whether as typed."""
    last = len(second) - 1
    after = np.searchsorted(second, first)
    away = np.minimum(
        np.abs(second[np.minimum(after, last)] - first),
        np.abs(first - second[np.maximum(after - 1, 0)]),
    )
    wanted = first + apart
    there = second[np.minimum(np.searchsorted(second, wanted), last)]
    return away <= _NEAR_WORDS, there == wanted
