"""Message text as Telegram keeps it: cleaned, trimmed, with checked and detected entities."""

import re

from simulator.errors import bad_request
from simulator.model import Json

ENTITY_TYPES = frozenset(
    {
        "mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number", "bold",
        "italic", "underline", "strikethrough", "spoiler", "blockquote", "expandable_blockquote",
        "code", "pre", "text_link", "text_mention", "custom_emoji", "date_time",
    }
)  # fmt: skip
NO_DETECTION_INSIDE = frozenset({"code", "pre", "text_link", "text_mention"})
# Telegram drops the old embedding controls and line separators, but keeps isolates (U+2066–2069).
DROPPED = dict.fromkeys([0x0D, *range(0x2028, 0x202F)])
CONTROLS = {code: " " for code in range(32) if code not in (0x0A, 0x0D)}
DETECTED = (
    ("url", re.compile(r"\b(?:https?://|t\.me/)[^\s<>«»()]+[^\s<>«»().,!?:;،؛]")),
    ("email", re.compile(r"\b[\w.+-]+@[\w-]+\.[A-Za-z]{2,}\b")),
    ("bot_command", re.compile(r"(?<![\w/@])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/])")),
    ("mention", re.compile(r"(?<![\w@])@[A-Za-z][A-Za-z0-9_]{2,31}\b")),
    ("hashtag", re.compile(r"(?<![\w#])#\w*[^\W\d]\w*")),
)


def utf16_length(text: str) -> int:
    """Count UTF-16 code units, Telegram's unit for offsets and lengths."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def utf16_slice(text: str, offset: int, length: int) -> str:
    """Cut by UTF-16 offset and length."""
    units = text.encode("utf-16-le", "surrogatepass")[offset * 2 : (offset + length) * 2]
    return units.decode("utf-16-le", "replace")


def prepare_text(text: str, entities: list[Json] | None = None) -> tuple[str, list[Json]]:
    """Clean, check, trim and detect, as Telegram does with any text that is sent.

    Raises ApiError with Telegram's words for entities that do not fit the text.
    """
    given = [dict(entity) for entity in entities or []]
    check_entities(text, given)
    text, given = _drop_controls(text, given)
    text, given = _trim(text, given)
    return text, sorted(given + _detected(text, given), key=lambda e: (e["offset"], -e["length"]))


def check_entities(text: str, entities: list[Json]) -> None:
    """Refuse entities of unknown type, beyond the text, cutting a symbol or crossing each other."""
    end = utf16_length(text)
    for entity in entities:
        offset, length = int(entity["offset"]), int(entity["length"])
        if entity["type"] not in ENTITY_TYPES:
            raise bad_request("can't parse MessageEntity: Unsupported type specified")
        if entity["type"] == "text_link" and not entity.get("url"):
            raise bad_request("can't parse MessageEntity: Can't find field \"url\"")
        if offset < 0:
            raise bad_request("receive an entity with incorrect offset")
        if length < 0:
            raise bad_request("receive an entity with incorrect length")
        if offset >= end and length:
            raise bad_request(f"entity begins after the end of the text at UTF-16 offset {offset}")
        if offset + length > end:
            raise _ends_late(offset, length)
        if _cuts_a_symbol(text, offset):
            raise bad_request("entity begins in a middle of a UTF-16 symbol at byte offset")
        if _cuts_a_symbol(text, offset + length):
            raise bad_request("entity ends in a middle of a UTF-16 symbol at byte offset")
    _check_nesting(entities)


def _ends_late(offset: int, length: int) -> Exception:
    return bad_request(
        f"entity beginning at UTF-16 offset {offset} ends after the end of the text "
        f"at UTF-16 offset {offset + length}"
    )


def _check_nesting(entities: list[Json]) -> None:
    ordered = sorted(entities, key=lambda e: (e["offset"], -e["length"]))
    open_ends: list[int] = []
    for entity in ordered:
        while open_ends and open_ends[-1] <= entity["offset"]:
            open_ends.pop()
        if open_ends and entity["offset"] + entity["length"] > open_ends[-1]:
            raise _ends_late(entity["offset"], entity["length"])
        open_ends.append(entity["offset"] + entity["length"])


def _cuts_a_symbol(text: str, offset: int) -> bool:
    units = text.encode("utf-16-le", "surrogatepass")
    if not 0 < offset < len(units) // 2:
        return False
    return 0xDC <= units[offset * 2 + 1] <= 0xDF


def _drop_controls(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """Take out what Telegram takes out and move the entities accordingly."""
    text = text.translate(CONTROLS)
    if text == text.translate(DROPPED):
        return text, [entity for entity in entities if entity["length"] > 0]
    kept: list[str] = []
    moved_to = [0]  # new offset of every old UTF-16 offset
    for symbol in text:
        width = utf16_length(symbol)
        shift = 0 if ord(symbol) in DROPPED else width
        moved_to += [moved_to[-1] + min(step, shift) for step in range(1, width)]
        moved_to.append(moved_to[-(width - 1) - 1] + shift)
        if shift:
            kept.append(symbol)
    for entity in entities:
        start, end = entity["offset"], entity["offset"] + entity["length"]
        entity["offset"] = moved_to[start]
        entity["length"] = moved_to[end] - moved_to[start]
    return "".join(kept), [entity for entity in entities if entity["length"] > 0]


def _trim(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """Strip both ends; entities keep only what is left of them."""
    cut = utf16_length(text) - utf16_length(text.lstrip())
    stripped = text.strip()
    end = utf16_length(stripped)
    kept = []
    for entity in entities:
        start = max(0, entity["offset"] - cut)
        stop = min(end, entity["offset"] + entity["length"] - cut)
        if stop > start:
            kept.append({**entity, "offset": start, "length": stop - start})
    return stripped, kept


def _detected(text: str, given: list[Json]) -> list[Json]:
    taken = [
        (e["offset"], e["offset"] + e["length"]) for e in given if e["type"] in NO_DETECTION_INSIDE
    ]
    edges = {(e["offset"], e["offset"] + e["length"], e["type"]) for e in given}
    found: list[Json] = []
    for kind, pattern in DETECTED:
        for match in pattern.finditer(text):
            offset = utf16_length(text[: match.start()])
            end = offset + utf16_length(match[0])
            if (offset, end, kind) in edges or _overlaps(offset, end, taken):
                continue
            taken.append((offset, end))
            found.append({"type": kind, "offset": offset, "length": end - offset})
    return [entity for entity in found if not _crosses(entity, given)]


def _overlaps(start: int, end: int, spans: list[tuple[int, int]]) -> bool:
    return any(start < other_end and other_start < end for other_start, other_end in spans)


def _crosses(entity: Json, given: list[Json]) -> bool:
    start, end = entity["offset"], entity["offset"] + entity["length"]
    for other in given:
        other_start, other_end = other["offset"], other["offset"] + other["length"]
        if start < other_start < end < other_end or other_start < start < other_end < end:
            return True
    return False


def split_long(text: str, limit: int) -> list[str]:
    """Cut a text as a Telegram client does: pieces of at most `limit` UTF-16 units.

    Cuts at a line end or a space where there is one in the second half of the piece.
    """
    pieces = []
    while utf16_length(text) > limit:
        head = utf16_slice(text, 0, limit).rstrip("\ufffd")
        cut = max(head.rfind("\n"), head.rfind(" "))
        cut = cut + 1 if cut > len(head) // 2 else len(head)
        pieces.append(text[:cut])
        text = text[cut:]
    return [piece for piece in [*pieces, text] if piece.strip()]
