"""Refusals in the plain words that the bot uses, for the operator's terminal."""

from council.errors import (
    CouncilError,
    EmptyMinutesError,
    FileFault,
    FileRefusedError,
    NotTextError,
    TooLongError,
)

FAULTS = {
    FileFault.LOCKED: "It is locked with a password; save it without one.",
    FileFault.SCANNED: "It holds pictures of pages and no text; give the Word file, or its text as "
    "a .txt.",
    FileFault.DAMAGED: "It is damaged; save it anew, or its text as a .txt.",
    FileFault.BOMB: "Reading it takes more time or memory than minutes should; save its text as a "
    ".txt.",
    FileFault.TOO_MANY_PAGES: "It has more pages than minutes do; give one session at a time.",
    FileFault.OLD_WORD: "Old Word files (.doc) cannot be opened here; save it as .docx.",
    FileFault.OTHER_KIND: "It is no file of minutes; .txt, .docx, .doc and .pdf are read.",
}
"""A chat asks for the text to be pasted; a terminal cannot."""
REFUSALS: dict[type[CouncilError], str] = {
    NotTextError: "It is no text that can be read; save it anew, in UTF-8.",
    EmptyMinutesError: "There is no text in it.",
    TooLongError: "It is longer than minutes are; give one session at a time.",
}


def in_words(error: CouncilError | OSError) -> str:
    """Why a file was not taken, in one English sentence without names of classes."""
    if isinstance(error, OSError):
        return f"The file cannot be opened: {error.strerror or 'unknown reason'}."
    if isinstance(error, FileRefusedError):
        return FAULTS[error.why]
    if type(error) in REFUSALS:
        return REFUSALS[type(error)]
    from bot.i18n import use_language  # noqa: PLC0415  the words bring the Telegram library along
    from bot.views.errors import refusal  # noqa: PLC0415

    with use_language("en"):
        words, _entities = refusal(error, "UTC").text.render()
    return words.translate(dict.fromkeys(map(ord, "\u2068\u2069\u200e\u200f")))
