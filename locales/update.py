"""Brings the catalogues up to what the code says: `python -m locales.update`."""

import sys
from pathlib import Path

from babel.messages.catalog import Catalog

from locales import catalogues, persian


def update(project: Path = catalogues.PROJECT, folder: Path = catalogues.FOLDER) -> dict[str, int]:
    """Merge the sentences of the code into both catalogues.

    New sentences come in untranslated in Persian and as themselves in English, those that the
    code no longer says go. Gives how many sentences each language still lacks.
    """
    template = catalogues.extract(project)
    lacking = {}
    for language in catalogues.LANGUAGES:
        catalog = catalogues.read(language, folder)
        catalog.update(template, no_fuzzy_matching=True)
        if language == "en":
            _say_as_written(catalog)
        else:
            _isolate(catalog)
        catalogues.write(language, catalog, folder)
        said = catalogues.messages(catalog)
        lacking[language] = sum(not all(catalogues.forms(one.string)) for one in said)
    return lacking


def _say_as_written(catalog: Catalog) -> None:
    for message in catalogues.messages(catalog):
        message.string = message.id


def _isolate(catalog: Catalog) -> None:
    for message in catalogues.messages(catalog):
        done = tuple(persian.isolated(form) for form in catalogues.forms(message.string))
        message.string = done if message.pluralizable else done[0]


if __name__ == "__main__":
    for name, count in update().items():
        sys.stdout.write(f"{name}: {count} to translate\n")
