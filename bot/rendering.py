"""A formatted text as Telegram takes it, in one walk through it."""

from aiogram.types import MessageEntity
from aiogram.utils.formatting import Text


def rendered(text: Text) -> tuple[str, list[MessageEntity]]:
    """The same letters and entities as `text.render()`.

    aiogram's own measures each piece again at every level above it, and everything that is said
    comes through here.
    """
    pieces: list[str] = []
    entities: list[MessageEntity] = []
    _walk(text, 0, pieces, entities)
    entities.sort(key=lambda entity: entity.offset)
    return "".join(pieces), entities


def _walk(text: Text, start: int, pieces: list[str], entities: list[MessageEntity]) -> int:
    """Note the letters and entities from `start` on, and give where they end, in UTF-16 units."""
    end = start
    for part in text._body:
        if not isinstance(part, str) and isinstance(part, Text):  # of a word that takes long
            end = _walk(part, end, pieces, entities)
        else:
            letters = str(part)
            pieces.append(letters)
            end += len(letters.encode("utf-16-le")) // 2
    if text.type:
        entities.append(text._render_entity(offset=start, length=end - start))
    return end
