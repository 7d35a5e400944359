"""Everything that can be made apart: a name for each renderer, and the module that it lives in.

A renderer is a module with one function, `render(given: T) -> bytes`, where T is a frozen dataclass
of plain values that stands in a light module of its own. It knows no clock, no database and no
rights: what it may show was chosen before, in words of the reader's language. The module imports
its library at its top, because nobody but the child process ever imports it.
"""

from importlib.util import find_spec

RENDERERS: dict[str, str] = {
    "followup.docx": "bot.papers.followup_docx",
    "followup.xlsx": "bot.papers.followup_xlsx",
    "followup.pdf": "bot.papers.followup_pdf",
    "chart.png": "bot.papers.pictures",
    "session.ics": "bot.papers.calendar_file",
    "followup.blank": "bot.papers.followup_blank",
}
NEEDS: dict[str, str] = {"followup.pdf": "typst"}
"""The library of a renderer that comes as an extra of the package, by the renderer's name."""
HEAVY = frozenset({"chart.png", "followup.pdf"})
"""Whose libraries are loaded for each piece of work, because they hold much memory."""


def is_installed(name: str) -> bool:
    """Whether this renderer can work here; a button for another is not worth showing."""
    return name not in NEEDS or find_spec(NEEDS[name]) is not None
