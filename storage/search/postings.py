"""Turns texts of many resolutions into postings and orders at once, without a loop over words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

import numpy as np
from numpy.typing import NDArray

from storage.search import packing

LONGEST_TERM = 80
SATURATION = 0.4
_FORM_WEIGHT = 0.7
_LENGTH_SHARE = 0.5
_USUAL_LENGTH = 60.0

_Integers = NDArray[np.int64]

Fields = Sequence[tuple[str, float]]
"""Index text, and the importance of where it stands."""


@dataclass(frozen=True)
class Written:
    """Texts as they stand, place after place; the different places are told apart by number."""

    places: tuple[tuple[str, ...], ...]
    """What different places hold: a term and its further forms, or nothing at a field's end."""
    at: _Integers
    """Which of them each place of all the texts is."""
    importance: NDArray[np.float64]
    """Of each place of all the texts."""
    sizes: _Integers
    """How many places each text has, field ends included."""

    @property
    def terms(self) -> set[str]:
        """Return all the terms."""
        return set(chain.from_iterable(self.places))

    def packed(
        self, numbers: Mapping[str, int], first: int
    ) -> tuple[list[tuple[int, bytes]], list[bytes]]:
        """Return each term's number with its postings, and each text as its terms in order.

        The first text has the place `first`, the others those after it; postings are in the order
        of their places.
        """
        held = [_ordered(place, numbers) for place in self.places]
        counts = np.array([len(some) for some in held])
        terms = np.fromiter(chain.from_iterable(held), dtype=np.uint32)
        reps = counts[self.at]
        begins = np.cumsum(reps) - reps
        inside = np.arange(reps.sum()) - np.repeat(begins, reps)
        order = terms[np.repeat((np.cumsum(counts) - counts)[self.at], reps) + inside]
        weights = np.repeat(self.importance, reps)
        texts = np.repeat(np.repeat(np.arange(len(self.sizes)), self.sizes), reps)
        bounds = np.cumsum(np.bincount(texts, minlength=len(self.sizes)))
        orders = packing.write_order(order)
        ends = [0, *(bounds * packing.ORDER_BYTES).tolist()]
        return self._postings(order, weights, texts, first), [
            orders[start:stop] for start, stop in pairwise(ends)
        ]

    def _postings(
        self, order: packing.Numbers, weights: NDArray[np.float64], texts: _Integers, first: int
    ) -> list[tuple[int, bytes]]:
        further = order >= packing.SAME_PLACE
        times = np.where(further, weights * _FORM_WEIGHT, weights)
        terms = (order & np.uint32(packing.SAME_PLACE - 1)).astype(np.int64)
        word = terms != packing.FIELD_END
        lengths = np.bincount(texts[word & ~further], minlength=len(self.sizes))
        keys, same = np.unique((terms[word] << 24) | texts[word], return_inverse=True)
        often = np.bincount(same, times[word])
        whose = keys & (packing.MOST_PLACES - 1)
        norm = SATURATION * (1 - _LENGTH_SHARE + _LENGTH_SHARE * lengths[whose] / _USUAL_LENGTH)
        parts = np.maximum(1, np.rint(packing.HEAVIEST * often / (often + norm)))
        some = packing.postings((whose + first).astype(np.uint32), parts.astype(np.uint32))
        return list(packing.split_by(keys >> 24, some))


def lay_out(documents: Sequence[Fields]) -> Written:
    """Return the texts, each the fields of one document, ready to be packed."""
    flat: list[str] = []
    fields: list[int] = []
    importance: list[float] = []
    sizes: list[int] = []
    for document in documents:
        before = len(flat)
        for field, weight in document:
            if places := field.split():
                flat += places
                flat.append("")
                fields.append(len(places) + 1)
                importance.append(weight)
        sizes.append(len(flat) - before)
    number_of = {place: number for number, place in enumerate(dict.fromkeys(flat))}
    return Written(
        tuple(map(_terms, number_of)),
        np.fromiter(map(number_of.__getitem__, flat), dtype=np.int64, count=len(flat)),
        np.repeat(importance, fields) if fields else np.zeros(0),
        np.array(sizes, dtype=np.int64),
    )


def _terms(place: str) -> tuple[str, ...]:
    return tuple(term[:LONGEST_TERM] for term in place.split("|")) if place else ()


def _ordered(place: tuple[str, ...], numbers: Mapping[str, int]) -> list[int]:
    """Return a place of a text as `packing` keeps it."""
    if not place:
        return [packing.FIELD_END]
    main, *forms = [numbers[term] for term in place]
    return [main, *(packing.SAME_PLACE | form for form in forms)]
