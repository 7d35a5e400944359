"""Reads the sentences out of the code, and the catalogues from and to their files."""

import ast
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

DOMAIN = "mosavabe"
LANGUAGES = ("fa", "en")
FOLDER = Path(__file__).parent
PROJECT = FOLDER.parent
SPEAKING = ("bot", "handlers", "jobs")
"""The packages whose sentences people read."""
KEYWORDS = {"_": None, "ngettext": (1, 2)}
PLURALS = "nplurals=2; plural=(n != 1);"
"""In both languages: Persian has no plural after a number, but it says «یک» rather than «۱»."""


def path_of(language: str, folder: Path = FOLDER) -> Path:
    """Where a language's catalogue is kept."""
    return folder / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def sources(project: Path = PROJECT) -> Iterator[Path]:
    """Every module that may speak, in a stable order."""
    for package in SPEAKING:
        yield from sorted((project / package).rglob("*.py"))


def extract(project: Path = PROJECT) -> Catalog:
    """Give the template: every sentence of the code, by file and then as it stands there."""
    template = Catalog(domain=DOMAIN)
    for path in sources(project):
        name = path.relative_to(project).as_posix()
        found = extract_from_file("python", path, keywords=KEYWORDS)
        for line, message, _comments, context in found:
            template.add(message, locations=[(name, line)], context=context)
    return template


def unreadable(project: Path = PROJECT) -> list[str]:
    """Give the places, `file:line`, that translate something else than a plain string."""
    places = []
    for path in sources(project):
        tree = ast.parse(path.read_text("utf-8"))
        calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
        for call in calls:
            name = call.func.id if isinstance(call.func, ast.Name) else None
            wanted = {"_": 1, "ngettext": 2}.get(name or "", 0)
            if not all(_is_string(one) for one in call.args[:wanted]):
                places.append(f"{path.relative_to(project).as_posix()}:{call.lineno}")
    return places


def _is_string(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def read(language: str, folder: Path = FOLDER) -> Catalog:
    """Give a language's catalogue; an empty one where there is no file yet.

    Raises PoFileError where the file is not well formed or has too many plural forms.
    """
    path = path_of(language, folder)
    if not path.exists():
        catalog = Catalog(language, domain=DOMAIN)
        catalog.mime_headers = [("Plural-Forms", PLURALS)]
        return catalog
    with path.open("rb") as source:
        return read_po(source, locale=language, domain=DOMAIN, abort_invalid=True)


def write(language: str, catalog: Catalog, folder: Path = FOLDER) -> None:
    """Write a catalogue without anything that changes by itself: no dates, no line numbers."""
    for message in messages(catalog):
        message.flags.discard("python-format")  # Babel sees one in “60% done”
    body = BytesIO()
    write_po(body, catalog, width=0, omit_header=True, include_lineno=False, ignore_obsolete=True)
    path = path_of(language, folder)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_header(language).encode() + body.getvalue().rstrip() + b"\n")


def _header(language: str) -> str:
    fields = (
        f"Language: {language}",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: 8bit",
        f"Plural-Forms: {PLURALS}",
    )
    return 'msgid ""\nmsgstr ""\n' + "".join(f'"{field}\\n"\n' for field in fields) + "\n"


def messages(catalog: Catalog) -> list[Message]:
    """Give the sentences of a catalogue, without its header."""
    return [message for message in catalog if message.id]


def forms(text: str | Sequence[str] | None) -> tuple[str, ...]:
    """Give a sentence or its translation as a row of forms: one, or one per number."""
    return (text or "",) if text is None or isinstance(text, str) else tuple(text)
