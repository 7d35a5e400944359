"""Opens files of minutes: bytes in, text out, or a clear refusal."""

import codecs

from council.errors import NotTextError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ENCODINGS = ("utf-8", "cp1256")
_LINE_BREAKS = frozenset("\n\r\t\f\x0b\x1a")
MAX_CONTROLS = 0.005
"""A text has next to no control characters; a program, picture or archive is full of them."""


def text_of(content: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 or Windows-1256. Raises NotTextError for all else."""
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return _checked(_decoded(content, encoding))
    for encoding in _ENCODINGS:
        decoded = _decoded(content, encoding)
        if decoded is not None and _looks_written(decoded):
            return decoded
    raise NotTextError


def _decoded(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _checked(decoded: str | None) -> str:
    if decoded is None or not _looks_written(decoded):
        raise NotTextError
    return decoded


def _looks_written(decoded: str) -> bool:
    sample = decoded[:20_000]
    controls = sum(
        1 for sign in sample if (sign < " " and sign not in _LINE_BREAKS) or "\x7f" <= sign < "\xa0"
    )
    return controls <= MAX_CONTROLS * max(1, len(sample))
