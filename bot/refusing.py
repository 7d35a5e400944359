"""Refusals in the plain words that the bot uses, for the operator's terminal."""

from council.errors import CouncilError


def in_words(error: CouncilError | OSError) -> str:
    """Why a file was not taken, in one English sentence without names of classes."""
    if isinstance(error, OSError):
        return f"The file cannot be opened: {error.strerror or 'unknown reason'}."
    from bot.i18n import use_language  # noqa: PLC0415  the words bring the Telegram library along
    from bot.views.errors import refusal  # noqa: PLC0415

    with use_language("en"):
        words, _entities = refusal(error, "UTC").text.render()
    return words.translate(dict.fromkeys(map(ord, "\u2068\u2069\u200e\u200f")))
