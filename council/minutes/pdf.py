"""The text of a PDF: a draft at best, since PDF keeps where letters stand and not what they say."""

import shutil
import subprocess
from typing import TYPE_CHECKING

from council.errors import FileFault, FileRefusedError

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

MOST_PAGES = 200
_LETTERS_A_PAGE = 20
"""Fewer letters than this on every page: the pages are pictures."""
_SECONDS = 10


def text_of_pdf(content: bytes) -> str:
    """Return the text, by pdftotext where it is installed, else by pdfium.

    Both keep the digits of a number in their order, as several readers of PDF do not. Raises
    FileRefusedError (locked, scanned, damaged, too many pages).
    """
    import pypdfium2  # noqa: PLC0415  a fifth of a second; only a process that opens a PDF pays

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        locked = "assword" in str(error)
        raise FileRefusedError(FileFault.LOCKED if locked else FileFault.DAMAGED) from error
    try:
        pages = len(document)
        if pages > MOST_PAGES:
            raise FileRefusedError(FileFault.TOO_MANY_PAGES)
        text = _by_pdftotext(content) or "\n".join(_pages(document))
    except pypdfium2.PdfiumError as error:
        raise FileRefusedError(FileFault.DAMAGED) from error
    finally:
        document.close()
    if sum(sign.isalpha() for sign in text) < _LETTERS_A_PAGE * max(1, pages):
        raise FileRefusedError(FileFault.SCANNED)
    return text


def _by_pdftotext(content: bytes) -> str | None:
    program = shutil.which("pdftotext")
    if program is None:
        return None
    done = subprocess.run(  # noqa: S603  a program of the server, fixed arguments
        [program, "-enc", "UTF-8", "-nopgbrk", "-", "-"],
        input=content,
        capture_output=True,
        timeout=_SECONDS,
        check=False,
    )
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else None


def _pages(document: "PdfDocument") -> list[str]:
    pages = []
    for page in document:
        letters = page.get_textpage()
        pages.append(letters.get_text_bounded().replace("\r\n", "\n"))
        letters.close()
        page.close()
    return pages
