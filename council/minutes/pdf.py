"""The text of a PDF: a draft at best, since PDF keeps where letters stand and not what they say."""

import re
import shutil
import subprocess
import unicodedata
from itertools import groupby
from typing import TYPE_CHECKING

from council.errors import FileFault, FileRefusedError

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfTextPage

MOST_PAGES = 200
_LETTERS_A_PAGE = 20
"""Fewer letters than this on every page: the pages are pictures."""
_SECONDS = 10
_EMBEDDED = re.compile("\u202a([^\u202a-\u202e\n]*)\u202c")
_NUMBER_OR_SIGN = re.compile(r"\d[\d٬٫,./]*\d|\d|.")


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
    if done.returncode != 0:
        return None
    return _EMBEDDED.sub(_right_to_left, done.stdout.decode("utf-8", "replace"))


def _right_to_left(run: re.Match[str]) -> str:
    """Return numbers and signs that stand in a Persian line as they are read there.

    pdftotext writes them from the left: « -۱» before «مقرر» is «۱- ». Latin words stay.
    """
    if any(unicodedata.bidirectional(sign) == "L" for sign in run[1]):
        return run[1]
    return "".join(reversed(_NUMBER_OR_SIGN.findall(run[1])))


def _readable(letters: "PdfTextPage") -> str:
    """Return a page's text with each word turned that runs from left to right on the page.

    A browser's or an office's PDF often stores Persian words in the order of their looks, and
    pdfium gives them so; where the first letter stands left of the last, the word is backwards.
    """
    import pypdfium2  # noqa: PLC0415  as above

    unicode_at = pypdfium2.raw.FPDFText_GetUnicode
    signs = [chr(unicode_at(letters.raw, at)) for at in range(letters.count_chars())]
    pieces: list[str] = []
    for persian, run in groupby(range(len(signs)), key=lambda at: _is_persian(signs[at])):
        places = list(run)
        first, last = places[0], places[-1]
        turned = persian and letters.get_charbox(first)[0] < letters.get_charbox(last)[0]
        pieces += (signs[at] for at in (reversed(places) if turned else places))
    return "".join(pieces)


def _is_persian(sign: str) -> bool:
    return unicodedata.bidirectional(sign) in ("R", "AL", "NSM")


def _pages(document: "PdfDocument") -> list[str]:
    pages = []
    for page in document:
        letters = page.get_textpage()
        pages.append(_readable(letters).replace("\r\n", "\n"))
        letters.close()
        page.close()
    return pages
