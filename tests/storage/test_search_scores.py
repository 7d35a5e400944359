"""The best of many scores are those that a plain sort puts first, however they are spread."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.search.scores import best


@given(
    scores=st.lists(st.sampled_from([0.1, 1.0, 1.5, 2.0, 2.9, 3.0]), max_size=60),
    most=st.integers(1, 20),
)
def test_best_are_the_first_of_all_in_order(scores: list[float], most: int) -> None:
    places = np.arange(7, 7 + len(scores), dtype=np.uint32)
    sorted_by_hand = sorted(range(len(scores)), key=lambda at: (-scores[at], -at))

    assert best(places, np.array(scores), most).tolist() == sorted_by_hand[:most]


@pytest.mark.parametrize("low", [0, 50])
def test_best_of_very_many(low: int) -> None:
    """With as many high ones as are asked for, and with too few of them."""
    scores = np.concatenate([np.full(1_000, 1.0), np.linspace(9.0, 10.0, 60 - low)])
    places = np.arange(len(scores), dtype=np.uint32)

    found = best(places, scores, 60)

    assert found[: 60 - low].tolist() == list(range(len(scores) - 1, 999, -1))
    assert found[60 - low :].tolist() == list(range(999, 999 - low, -1))
