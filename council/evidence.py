"""What may be kept as evidence: which kinds of file, how large, and under which name of ours."""

MAX_COPY_BYTES = 20_000_000
"""What the Bot API hands out: https://core.telegram.org/bots/api#getfile"""
MAX_TRIES = 5

TOO_BIG, OTHER_KIND, EMPTY = "too_big", "other_kind", "empty"

_SIGNATURES = (
    (0, b"\xff\xd8\xff", "jpg"),
    (0, b"\x89PNG\r\n\x1a\n", "png"),
    (0, b"GIF8", "gif"),
    (8, b"WEBP", "webp"),
    (0, b"%PDF-", "pdf"),
    (0, b"OggS", "ogg"),
    (4, b"ftyp", "mp4"),
    (0, b"ID3", "mp3"),
    (0, b"\xd0\xcf\x11\xe0", "doc"),
)
_OFFICE = {b"word/": "docx", b"xl/": "xlsx", b"ppt/": "pptx"}


def ending_of(content: bytes) -> str | None:
    """The ending for a file of a kind that is kept, by its content and not by its name, else None.

    Pictures, PDF, voice, video, office documents and plain text are kept; programs, archives and
    web pages are not.
    """
    for start, signature, ending in _SIGNATURES:
        if content[start : start + len(signature)] == signature:
            return ending
    if content[:4] == b"PK\x03\x04":
        return next((end for mark, end in _OFFICE.items() if mark in content), None)
    return "txt" if _is_text(content) else None


def _is_text(content: bytes) -> bool:
    try:
        start = content.decode("utf-8")[:1000].lstrip("\ufeff \r\n\t").lower()
    except UnicodeDecodeError:
        return False
    return "\x00" not in start and not start.startswith(("<!doctype", "<html", "<script", "#!"))


def copy_name(council_id: int, attachment_id: int, ending: str) -> str:
    """Where a copy stands below the folder of evidence: made of ids, never of what people type."""
    return f"{council_id}/{attachment_id}.{ending}"


def refusal_of(content: bytes) -> str | None:
    """Why this content is not copied, or None where it is."""
    if not content:
        return EMPTY
    if len(content) > MAX_COPY_BYTES:
        return TOO_BIG
    return None if ending_of(content) else OTHER_KIND
