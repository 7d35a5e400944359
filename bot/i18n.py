"""The catalogues: every sentence a person reads goes through here, Persian by default."""

import gettext as stdlib_gettext
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

import locales
from council import text

FOLDER = Path(locales.__file__).parent
LANGUAGES = ("fa", "en")
DEFAULT = "fa"
GREGORIAN, LATIN = "-ca-gregory", "-nu-latn"
"""What a tag such as “fa-u-ca-gregory-nu-latn” says beside the language (BCP 47, RFC 6067)."""

_language: ContextVar[str] = ContextVar("language", default=DEFAULT)
_gregorian: ContextVar[bool] = ContextVar("gregorian", default=False)
_latin: ContextVar[bool] = ContextVar("latin", default=False)


@cache
def catalogue(language: str) -> stdlib_gettext.GNUTranslations:
    """The language's sentences, straight from the .po file: there is nothing to compile."""
    with (FOLDER / language / "LC_MESSAGES" / "mosavabe.po").open("rb") as source:
        read = read_po(source, locale=language)
    compiled = BytesIO()
    write_mo(compiled, read)
    compiled.seek(0)
    return stdlib_gettext.GNUTranslations(compiled)


@contextmanager
def use_language(code: str) -> Iterator[None]:
    """Speak that language inside the block; an unknown code means Persian.

    The code may say more: which calendar and which digits the reader chose (GREGORIAN, LATIN).
    """
    base = code.partition("-")[0]
    language = _language.set(base if base in LANGUAGES else DEFAULT)
    gregorian, latin = _gregorian.set(GREGORIAN in code), _latin.set(LATIN in code)
    try:
        yield
    finally:
        _language.reset(language)
        _gregorian.reset(gregorian)
        _latin.reset(latin)


def current_language() -> str:
    """The language that is spoken now."""
    return _language.get()


def right_to_left() -> bool:
    """Whether the language that is spoken now is written from the right."""
    return _written_from_the_right(_language.get())


@cache
def _written_from_the_right(language: str) -> bool:
    return Locale.parse(language).text_direction == "rtl"


def gregorian() -> bool:
    """Whether the reader chose the Gregorian calendar."""
    return _gregorian.get()


def persian_digits() -> bool:
    """Whether numbers are written in Persian digits: in Persian, unless the reader chose others."""
    return _language.get() == "fa" and not _latin.get()


def _(message: str) -> str:
    """The sentence in the language that is spoken now."""
    return _in_own_digits(catalogue(_language.get()).gettext(message))


def ngettext(singular: str, plural: str, count: int) -> str:
    """The sentence for so many; zero is worded apart by the caller."""
    return _in_own_digits(catalogue(_language.get()).ngettext(singular, plural, count))


def _in_own_digits(sentence: str) -> str:
    """The sentence with the digits that stand in it, as in examples, as the reader chose them."""
    return text.en_digits(sentence) if _latin.get() else sentence
