"""Checks that the catalogues are complete and well written: `python -m locales.check`."""

import re
import sys
import unicodedata
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError

from locales import catalogues, persian

_PLACE = re.compile(r"\{(\w+)\}")
_MIRRORED = str.maketrans("◀▶→←", "▶◀←→")


def problems(project: Path = catalogues.PROJECT, folder: Path = catalogues.FOLDER) -> list[str]:
    """Give every problem as one line; an empty list when the catalogues may be shipped."""
    template = catalogues.extract(project)
    odd = catalogues.unreadable(project)
    found = [f"{place}: only a plain string can be translated" for place in odd]
    for language in catalogues.LANGUAGES:
        if not catalogues.path_of(language, folder).exists():
            found.append(f"{language}: no catalogue")
            continue
        try:
            catalog = catalogues.read(language, folder)
        except PoFileError as error:
            found.append(f"{language}: not well formed: {error}")
            continue
        lines = [
            *_against_the_code(catalog, template),
            *(line for one in catalogues.messages(catalog) for line in of_message(one, language)),
        ]
        found += [f"{language}: {line}" for line in lines]
    return found


def _against_the_code(catalog: Catalog, template: Catalog) -> list[str]:
    """What the code says and the catalogue does not, and the other way round."""
    said = {_key(one): one for one in catalogues.messages(template)}
    kept = {_key(one): one for one in catalogues.messages(catalog)}
    lines = [f"not in the catalogue: {key}" for key in said if key not in kept]
    lines += [f"no longer said: {key}" for key in kept if key not in said]
    lines += [
        f"one form here, several in the code, or the other way round: {key}"
        for key in said
        if key in kept and kept[key].id != said[key].id
    ]
    return lines + [f"obsolete: {_key(one)}" for one in catalog.obsolete.values()]


def _key(message: Message) -> str:
    return catalogues.forms(message.id)[0]


def of_message(message: Message, language: str) -> list[str]:
    """What is wrong with one sentence and its translation."""
    key = _key(message)
    wanted = catalogues.forms(message.id)
    written = catalogues.forms(message.string)
    if message.fuzzy:
        return [f"fuzzy: {key}"]
    if not all(written):
        return [f"not translated: {key}"]
    if language == "en":
        return [] if written == wanted else [f"differs from the code: {key}"]
    lines = []
    for place, (original, form) in enumerate(zip(wanted, written, strict=True)):
        one = len(wanted) > 1 and place == 0
        odd = [*_unlike(original, form, one=one), *persian.faults(form)]
        lines += [f"{words}: {form}" for words in odd]
    return lines


def _unlike(original: str, form: str, *, one: bool) -> list[str]:
    """Where a translation does not keep what must stay: places, signs, spaces at the edges.

    The form for `one` may say «یک» instead of the figure.
    """
    mirrored = original.translate(_MIRRORED)
    places = _places_in(original) if "{n}" in form or not one else _places_in(original) - {"n"}
    checks = (
        ("other places in braces", places == _places_in(form)),
        ("other signs", _signs(mirrored) == _signs(form)),
        ("other spaces at the edges", _edges(mirrored) == _edges(form)),
    )
    return [words for words, kept in checks if not kept]


def _places_in(sentence: str) -> set[str]:
    return set(_PLACE.findall(sentence))


def _signs(sentence: str) -> list[str]:
    """The pictures and arrows; in Persian the arrows point the other way."""
    return sorted(sign for sign in sentence if unicodedata.category(sign) in {"So", "Sm"})


def _edges(sentence: str) -> tuple[int, int]:
    return (
        len(sentence) - len(sentence.lstrip(" ")),
        len(sentence) - len(sentence.rstrip(" ")),
    )


if __name__ == "__main__":
    found = problems()
    for problem in found:
        sys.stdout.write(f"{problem}\n")
    sys.exit(1 if found else 0)
