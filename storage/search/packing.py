"""Packed numbers of the search index: postings, the order of a text, and spelling keys."""

from collections.abc import Collection, Iterable, Iterator
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.uint32]

MOST_PLACES = 1 << 24
MOST_TERMS = 1 << 23
HEAVIEST = 255
"""A posting is a place (24 bits) and a weight (8 bits); an ordered term has 23 bits."""

FIELD_END = 0
SAME_PLACE = 1 << 23
"""Marks a further form of the word before it."""

POSTING_BYTES = 4
ORDER_BYTES = 3

_KEY_BITS = 8
_DRAWER_BITS = 12


def read(stored: bytes) -> Numbers:
    """Return stored postings, entries or the like as numbers."""
    return np.frombuffer(stored, dtype="<u4")


def postings(places: Numbers, weights: Numbers) -> Numbers:
    """Return postings of places (below MOST_PLACES) with weights (0 to HEAVIEST)."""
    return (places << np.uint32(8)) | weights


def places_of(some: Numbers) -> Numbers:
    """Return the places of postings, in their order."""
    return some >> np.uint32(8)


def weights_of(some: Numbers) -> Numbers:
    """Return the weights of postings, in their order."""
    return some & np.uint32(HEAVIEST)


def first_place(stored: bytes) -> int:
    """Return the place of the first of stored postings."""
    return int.from_bytes(stored[:POSTING_BYTES], "little") >> 8


def standing(among: Numbers, places: Numbers) -> NDArray[np.intp]:
    """Return where in `among`, which is in order, those of the places stand that are there."""
    if not len(among):
        return np.zeros(0, dtype=np.intp)
    at = np.minimum(np.searchsorted(among, places), len(among) - 1)
    there: NDArray[np.intp] = at[among[at] == places]
    return there


def without(stored: bytes, places: Collection[int]) -> bytes:
    """Return stored postings less those of the places."""
    some = read(stored)
    gone = standing(places_of(some), np.fromiter(places, dtype=np.uint32, count=len(places)))
    if not len(gone):
        return stored
    kept = np.ones(len(some), dtype=np.bool_)
    kept[gone] = False
    return some[kept].tobytes()


def split_by(owners: NDArray[Any], some: Numbers) -> Iterator[tuple[int, bytes]]:
    """Yield each owner with the numbers that are its own, stored; owners are in their order."""
    stored = some.astype("<u4").tobytes()
    different, starts = np.unique(owners, return_index=True)
    bounds = [*(starts * POSTING_BYTES).tolist(), len(stored)]
    for owner, (start, stop) in zip(different.tolist(), pairwise(bounds), strict=True):
        yield owner, stored[start:stop]


def write_order(terms: Numbers) -> bytes:
    """Return terms in three bytes each; with SAME_PLACE and FIELD_END among them."""
    return terms.astype("<u4").view(np.uint8).reshape(-1, 4)[:, :ORDER_BYTES].tobytes()


def read_order(stored: bytes) -> Numbers:
    """Return what `write_order` was given."""
    four = np.zeros((len(stored) // 3, 4), dtype=np.uint8)
    four[:, :3] = np.frombuffer(stored, dtype=np.uint8).reshape(-1, 3)
    order: Numbers = four.view("<u4").reshape(-1)
    return order


def terms_of(stored: bytes) -> set[int]:
    """Return the numbers of the different terms in a stored order."""
    order = read_order(stored) & np.uint32(SAME_PLACE - 1)
    return set(order[order != FIELD_END].tolist())


def drawer(key: int) -> int:
    """Return the drawer that holds a spelling key of 32 bits."""
    return key >> (32 - _DRAWER_BITS)


def drawers(keys: Numbers) -> Numbers:
    """Return the drawer of each key."""
    return keys >> np.uint32(32 - _DRAWER_BITS)


def entries_of(keys: Numbers, numbers: Numbers) -> Numbers:
    """Return what drawers keep of keys and the terms that have them."""
    short = (keys >> np.uint32(32 - _DRAWER_BITS - _KEY_BITS)) & np.uint32(0xFF)
    return (short << np.uint32(24)) | numbers


def terms_under(entries: Numbers, keys: Iterable[int]) -> set[int]:
    """Return the terms that a drawer keeps under keys of its own; rarely one too many."""
    found: set[int] = set()
    shelves = entries >> np.uint32(24)
    for short in {_short(key) for key in keys}:
        found.update((entries[shelves == short] & np.uint32(0xFFFFFF)).tolist())
    return found


def _short(key: int) -> int:
    return (key >> (32 - _DRAWER_BITS - _KEY_BITS)) & 0xFF
