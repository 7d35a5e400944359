"""A formatted text as Telegram takes it, in one walk through it."""

import re
from bisect import bisect_left
from typing import NamedTuple

from aiogram.types import MessageEntity
from aiogram.utils.formatting import Text

_WIDE = re.compile("[\U00010000-\U0010ffff]")
"""Letters that are two units of UTF-16, in which Telegram counts."""


class _Span(NamedTuple):
    """From which letter to which a piece of a certain kind reaches."""

    start: int
    end: int
    kind: Text


class Rendered(Text):
    """A text of which letters and entities are known; it stands alone, never within another."""

    def __init__(self, letters: str, entities: list[MessageEntity]) -> None:
        super().__init__(letters)
        self.entities = entities


def rendered(text: Text) -> tuple[str, list[MessageEntity]]:
    """The same letters and entities as `text.render()`.

    aiogram's own measures each piece again at every level above it, and everything that is said
    comes through here.
    """
    if isinstance(text, Rendered):
        return "".join(map(str, text)), text.entities
    pieces: list[str] = []
    spans: list[_Span] = []
    _walk(text, 0, pieces, spans)
    spans.sort(key=lambda span: span.start)
    letters = "".join(pieces)
    wide = [found.start() for found in _WIDE.finditer(letters)]
    return letters, [_entity(span, wide) for span in spans]


def _entity(span: _Span, wide: list[int]) -> MessageEntity:
    start = span.start + bisect_left(wide, span.start)
    end = span.end + bisect_left(wide, span.end)
    return span.kind._render_entity(offset=start, length=end - start)


def _walk(text: Text, start: int, pieces: list[str], spans: list[_Span]) -> int:
    """Note the letters and formatted pieces from `start` on, and give the letter after them."""
    end = start
    for part in text._body:
        if type(part) is not str and isinstance(part, Text):  # of a word that takes long
            end = _walk(part, end, pieces, spans)
        else:
            letters = str(part)
            pieces.append(letters)
            end += len(letters)
    if text.type:
        spans.append(_Span(start, end, text))
    return end
