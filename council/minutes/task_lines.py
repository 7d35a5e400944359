"""Inside one item: the part that decides, and tasks drawn with arrows («کار ← مسئول ← مهلت»)."""

import re
from dataclasses import dataclass
from datetime import date

from council.minutes import cues
from council.minutes.labels import acting_and_helping
from council.minutes.printed_deadlines import read_cell
from council.minutes.record import Deadline
from council.text import fold

_FULL_STOP = re.compile(r"(?<!\d)[.؟!](?=\s)")
_ARROW = re.compile("(?:[⬅←⟵➡→⟶◀▶👈👉]\ufe0f?|[<=-]?[-=]>|<[-=]+)")
_MOST_PARTS = 5


def deciding_part(body: str) -> str:
    """Return the item from the sentence that decides on; talk printed before it is left aside.

    «رئیس اداره گزارشی داد. مقرر شد شهرداری زمین را معرفی کند» orders nothing of the رئیس. An item
    whose first sentences are orders themselves is returned whole.
    """
    folded = fold(body)
    cue = cues.DECIDED.search(folded)
    if cue is None:
        return body
    start = 0
    for stop in _FULL_STOP.finditer(folded, 0, cue.start()):
        if cues.ORDERED.search(folded[start : stop.end()]):
            return body
        start = stop.end()
    return body[start:]


@dataclass(frozen=True)
class Task:
    """What the parts after the first arrow name; no deadline is None."""

    responsible: tuple[str, ...]
    supporting: tuple[str, ...]
    deadline: Deadline | None


def read_arrows(body: str, held_on: date | None) -> Task | None:
    """Return who and when of a task written with arrows; None where there is no arrow."""
    parts = _ARROW.split(body, _MOST_PARTS)
    if len(parts) < 2:
        return None
    deadline: Deadline | None = None
    acting: list[str] = []
    helping: list[str] = []
    for part in parts[1:]:
        if cues.VERDICT.fullmatch(fold(part)):
            continue
        read = read_cell(part, held_on)
        if read.kind != "none":
            deadline = read
            continue
        leading, supporting = acting_and_helping(part)
        acting.extend(leading)
        helping.extend(supporting)
    return Task(tuple(acting), tuple(helping), deadline)
