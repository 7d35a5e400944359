"""Where one document holds the minutes of several sessions."""

from collections.abc import Iterator
from itertools import pairwise

from council.minutes.session import session_number
from council.minutes.spelling import lowered, pattern
from council.text import ZWNJ, fold

_HEADING = pattern(
    r"[^\w\n]{0,6}(?:متن )?(?:صورت ?جلسه\b|(?:خلاصه )?(?:مصوبات|تصمیمات|گزارش)"
    r"_(?:<N>_)?(?:جلسه|نشست)\b"
    r"|<N>_?(?:مین )?(?:جلسه|نشست)\b|(?:جلسه|نشست)_(?:شماره ?:? ?)?<N>\b)"
)
_NO_HEADING = pattern(r"(?:جلسه|نشست) (?:بعد|آینده|آتی|قبل|گذشته)|پیگیری|مرور|\bمصوبه_|قرائت|امضا")
_TITLES = pattern(r"[^\w\n]{0,6}(?:ب[ها]?سمه? ?تعالی|بنام|به نام|باسمه)")
_LONGEST_HEADING = 160
_SHORTEST_SESSION = 150
_LINES_ABOVE = 12


def session_texts(text: str) -> tuple[str, ...]:
    """Return the text of each session, in order; the whole text where there is one.

    A session begins at a heading that numbers it otherwise than the one before; the blessing or
    letterhead right above the heading belongs to it.
    """
    starts = list(_starts(text))
    edges = [0, *starts[1:], len(text)]
    parts = tuple(text[start:end] for start, end in pairwise(edges))
    long_enough = all(len(part.strip()) >= _SHORTEST_SESSION for part in parts)
    return parts if len(parts) > 1 and long_enough else (text,)


def _starts(text: str) -> Iterator[int]:
    """Yield where each session's heading stands, with what belongs above it."""
    known: set[int] = set()
    lines: list[tuple[int, str]] = []
    at = 0
    for line in lowered(fold(text)).split("\n"):
        number = _numbered(line)
        if number is not None and number not in known:
            known.add(number)
            yield _above(lines, at)
        lines.append((at, line))
        at += len(line) + 1


def _numbered(line: str) -> int | None:
    """Return the number of the session that a line announces as a heading."""
    if len(line) > _LONGEST_HEADING or line.rstrip().endswith((".", "؛", "،")):
        return None
    if not _HEADING.match(line) or _NO_HEADING.search(line):
        return None
    return session_number(line.replace(ZWNJ, ""))


def _above(lines: list[tuple[int, str]], at: int) -> int:
    """Return where the blessing within the few lines above a heading begins, else the heading."""
    for start, line in reversed(lines[-_LINES_ABOVE:]):
        if _TITLES.match(line):
            return start
    return at
