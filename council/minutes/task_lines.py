"""Inside one item: the part that decides, and tasks drawn in parts («کار ← مسئول ← مهلت»)."""

import re
from dataclasses import dataclass
from datetime import date
from itertools import takewhile

from council.minutes import cues
from council.minutes.labels import acting_and_helping
from council.minutes.printed_deadlines import read_cell
from council.minutes.record import Deadline
from council.minutes.shared_names import group_of
from council.text import fold

_FULL_STOP = re.compile(r"(?<!\d)[.؟!](?=\s)")
_ARROW = re.compile("(?:[⬅←⟵➡→⟶◀▶👈👉⏳⌛⏰📅🗓👤👥🏛]\ufe0f?|[<=-]?[-=]>|<[-=]+)")
_DASH = re.compile(r"\s+[-–—/]\s+")
_ASIDE = re.compile(r"\s*\([^()\n]{1,40}\)\s*$")
_MOST_PARTS = 5
_LONGEST_TIME = 40


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
    """What the parts behind the work name; no deadline is None."""

    responsible: tuple[str, ...]
    supporting: tuple[str, ...]
    deadline: Deadline | None


def read_parts(body: str, held_on: date | None) -> Task | None:
    """Return who and when of a task drawn with arrows or dashes; None where none is drawn.

    Behind a dash stands a part only where it names bodies or a time and says nothing else.
    """
    parts = _ARROW.split(body, _MOST_PARTS)[1:] or _dashed(body, held_on)
    if not parts:
        return None
    deadline: Deadline | None = None
    acting: list[str] = []
    helping: list[str] = []
    for part in parts:
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


def _dashed(body: str, held_on: date | None) -> list[str]:
    """Return the parts at the end of «کار — واحد بین‌الملل — دو هفته»."""

    def stands_alone(part: str) -> bool:
        if len(part) <= _LONGEST_TIME and read_cell(part, held_on).kind != "none":
            return not cues.ORDERED.search(fold(part))
        return bool(group_of(part)) and not part.rstrip(" .؛")[-1:].isascii()

    behind = [_ASIDE.sub("", part).strip() for part in _DASH.split(body)[1:]]
    return [*takewhile(stands_alone, behind[::-1])][::-1]
