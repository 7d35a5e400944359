"""What the council of the two-year scene resolves, in the words of its minutes."""

import random
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from bot.i18n import use_language
from bot.saying import wording

SESSIONS, RESOLUTIONS = 24, 150
AGAIN = 4
"""So many topics come back in the session that is still to be published."""
REPEATING_SHARE, UNDATED_SHARE = 0.07, 0.1


def draw(book: Mapping[str, Any], dice: random.Random) -> list[list[str]]:
    """Every session's resolutions in words, and last those of the session to come."""
    topics = [(body["name"], topic) for body in book["bodies"] for topic in body["topics"]]
    dice.shuffle(topics)
    worded = [_worded(book, dice, body, topic) for body, topic in topics]
    drawn, used = [], 0
    for number in range(SESSIONS):
        many = RESOLUTIONS // SESSIONS + (number < RESOLUTIONS % SESSIONS)
        drawn.append(worded[used : used + many])
        used += many
    return [*drawn, [_worded(book, dice, body, topic) for body, topic in topics[:AGAIN]]]


def _worded(book: Mapping[str, Any], dice: random.Random, body: str, topic: str) -> str:
    chance = dice.random()
    kind = "orders"
    if chance < REPEATING_SHARE:
        kind = "repeating"
    elif chance < REPEATING_SHARE + UNDATED_SHARE:
        kind = "undated"
    words = {"body": body, "topic": topic, "when": dice.choice(book["periods"])}
    return str(dice.choice(book[kind])).format(**words)


def document(book: Mapping[str, Any], number: int, held_on: date, orders: Sequence[str]) -> str:
    """One session's minutes as its secretary would type them; sessions are counted from 0."""
    lines = [f"{place}- {words}" for place, words in enumerate(orders, start=1)]
    with use_language("fa"):
        printed = wording.day(held_on)
    return str(book["document"]).format(
        number=book["first_session"] + number,
        council=book["council"],
        date=printed,
        venue=book["venue"],
        chair=book["chair"],
        resolutions="\n".join(lines),
    )
