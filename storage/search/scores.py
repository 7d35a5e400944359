"""What postings add up to: the places that hold the words, how much of them each, and the best."""

from collections.abc import Mapping, Sequence
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from storage.search import packing
from storage.search.postings import SATURATION
from storage.search.words import Reading

_SPARSE = 8
"""Where so few of the documents hold a word, sorting them is faster than a table of all."""

_HALVINGS = 10
"""So often the bar between what is high and what is not is moved before what is high is sorted."""

_FEW = 4
"""So many times what is wanted are sorted at once."""

_SAID_ONCE = 1 / (1 + SATURATION)
"""The weight of what a text of usual length says once: a code or a day counts no less."""

Scores = NDArray[np.float64]


def weighed(
    kept: Sequence[Reading], stored: Sequence[bytes], told_by: Mapping[int, frozenset[int]]
) -> tuple[packing.Numbers, Scores, Scores]:
    """Return the places of all the postings, and what each adds to the part and to the cover."""
    postings = packing.read(b"".join(stored))
    places = packing.places_of(postings)
    weights = packing.weights_of(postings) / packing.HEAVIEST
    sizes = [len(one) // packing.POSTING_BYTES for one in stored]
    gains = np.repeat([gain for _, gain in kept], sizes)
    runs = [slice(stop - size, stop) for size, stop in zip(sizes, accumulate(sizes), strict=True)]
    at = {term.number: (run, gain) for run, (term, gain) in zip(runs, kept, strict=True)}
    for number, forms in told_by.items():
        whole, _ = at.get(number, (slice(0), 0.0))
        weights[whole] = np.maximum(weights[whole], _SAID_ONCE)
        for form, gain in (at[form] for form in forms & at.keys()):
            gains[whole] += gain
            gains[form][np.isin(places[form], places[whole])] = 0.0
    weights *= gains
    weights *= SATURATION + 1
    return places, weights, gains


def summed(
    places: packing.Numbers, parts: Scores, gains: Scores
) -> tuple[packing.Numbers, Scores, Scores]:
    """Return the different places in their order, and the sums of parts and gains at each."""
    if not len(places):
        return places, parts, gains
    most = int(places.max())
    if len(places) * _SPARSE < most:
        order = np.argsort(places, kind="stable")  # merges runs that are in order already
        sorted_places = places[order]
        starts = np.flatnonzero(np.diff(sorted_places, prepend=sorted_places[0] + 1))
        part, gain = (np.add.reduceat(some[order], starts) for some in (parts, gains))
        return sorted_places[starts], part, gain
    at = places.astype(np.intp)
    there = np.zeros(most + 1, dtype=np.bool_)
    there[at] = True
    different = np.flatnonzero(there)
    rank = np.empty(most + 1, dtype=np.int32)  # so that sums have no room for who is not there
    rank[different] = np.arange(len(different), dtype=np.int32)
    of = rank[at]
    return different.astype(np.uint32), np.bincount(of, parts), np.bincount(of, gains)


def best(places: packing.Numbers, scores: Scores, most: int) -> NDArray[np.intp]:
    """Return where the highest scores stand, highest first, the newest where too many are alike."""
    some = np.arange(len(places))
    if len(some) > most:
        least = np.sort(_upper(scores, most))[-most]
        some = np.flatnonzero(scores >= least)
    return some[np.lexsort((places[some], scores[some]))[::-1][:most]]


def _upper(scores: Scores, most: int) -> Scores:
    """Return `most` or more of the scores with the highest among them, as a rule not many more: to
    see which of them are high is quick, and to find the one at a place among many alike is not."""
    low, high = 0.0, float(scores.max())
    for _ in range(_HALVINGS):
        if len(scores) <= _FEW * most:
            break
        bar = (low + high) / 2
        above = scores >= bar
        if np.count_nonzero(above) >= most:
            scores, low = scores[above], bar
        else:
            high = bar
    return scores
