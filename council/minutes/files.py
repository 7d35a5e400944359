"""Opens files of minutes: bytes in, text out, or a clear refusal.

A file is what its content says it is; its name decides nothing. A file from outside is opened only
in a process of its own (council.minutes.apart).
"""

import codecs
import shutil
import subprocess
from dataclasses import dataclass

from council.errors import FileFault, FileRefusedError, NotTextError
from council.minutes.pdf import text_of_pdf
from council.minutes.word import text_of_docx

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ENCODINGS = ("utf-8", "cp1256")
_LINE_BREAKS = frozenset("\n\r\t\f\x0b\x1a")
MAX_CONTROLS = 0.005
"""A text has next to no control characters; a program, picture or archive is full of them."""


_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PDF = b"%PDF-"
_PDF_WITHIN = 1024
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_WORD_STREAM = "WordDocument".encode("utf-16-le")
_OTHERS = (b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"PK\x05\x06")
_ANTIWORD_SECONDS = 10


@dataclass(frozen=True)
class Opened:
    """The text of a file; `rough` where the file keeps pictures of letters rather than text."""

    text: str
    rough: bool = False


def is_plain(content: bytes) -> bool:
    """Tell whether the content can only be text or refused: opening it cannot do harm."""
    return not content.startswith((_ZIP, _OLE)) and _PDF not in content[:_PDF_WITHIN]


def opened(content: bytes) -> Opened:
    """Open a .txt, .docx, .doc or .pdf. Raises FileRefusedError and NotTextError."""
    if content.startswith(_ZIP):
        return Opened(text_of_docx(content))
    if content.startswith(_OLE):
        return Opened(_text_of_doc(content))
    if _PDF in content[:_PDF_WITHIN]:
        return Opened(text_of_pdf(content), rough=True)
    if content.startswith(_OTHERS):
        raise FileRefusedError(FileFault.OTHER_KIND)
    return Opened(text_of(content))


def _text_of_doc(content: bytes) -> str:
    """The text of a Word file of before 2007, by antiword where the server has it."""
    if _ENCRYPTED_PACKAGE in content:
        raise FileRefusedError(FileFault.LOCKED)
    if _WORD_STREAM not in content:
        raise FileRefusedError(FileFault.OTHER_KIND)
    program = shutil.which("antiword")
    if program is None:
        raise FileRefusedError(FileFault.OLD_WORD)
    done = subprocess.run(  # noqa: S603  a program of the server, fixed arguments
        [program, "-m", "UTF-8.txt", "-w", "0", "-"],
        input=content,
        capture_output=True,
        timeout=_ANTIWORD_SECONDS,
        check=False,
    )
    text = done.stdout.decode("utf-8", "replace")
    if done.returncode or not text.strip():
        raise FileRefusedError(FileFault.DAMAGED)
    return text


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
