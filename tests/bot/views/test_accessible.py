"""Nothing is said by a sign or a picture alone: every button, line and file has words."""

import re
from collections.abc import Iterator

import pytest
from aiogram.types import InlineKeyboardMarkup, ReplyKeyboardMarkup

from bot.i18n import LANGUAGES, use_language
from bot.saying.replies import Saying
from bot.views.calendar import NO_DAY, PAST
from tests.bot.views.samples import NEVER_BARE, Kind, Sampler, every_view, sayings_in

WORDED = re.compile(r"\w")
SIGN = re.compile(r"[\u2190-\u2bff\u2600-\u27bf\U0001f300-\U0001faff]")
BLANK_DAYS = {PAST, NO_DAY}
"""Keys of a calendar that stand for no day; a tap on them is answered in words."""


def every_saying(language: str) -> Iterator[tuple[str, Saying]]:
    """Every message of every view, filled and bare."""
    with use_language(language):
        for name, view in every_view():
            for kind in Kind:
                if kind is Kind.FULL or name not in NEVER_BARE:
                    made = view(**Sampler(kind, "words").arguments(view))
                    yield from ((f"{name} ({kind.value})", one) for one in sayings_in(made))


def labels_on(saying: Saying) -> list[str]:
    """What stands on its buttons."""
    match saying.keyboard:
        case InlineKeyboardMarkup(inline_keyboard=rows) | ReplyKeyboardMarkup(keyboard=rows):
            return [key.text for row in rows for key in row]
    return []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_button_line_and_file_has_words(language: str) -> None:
    wordless = []
    for name, saying in every_saying(language):
        text = saying.text.render()[0]
        labels = [one for one in labels_on(saying) if one not in BLANK_DAYS]
        wordless += [f"{name}: [{one}]" for one in labels if not WORDED.search(one)]
        signs = [line for line in text.splitlines() if SIGN.search(line)]
        wordless += [f"{name}: {one}" for one in signs if not WORDED.search(one)]
        carries = saying.media or saying.unmade or saying.document
        wordless += [f"{name}: a file without words"] if carries and not text.strip() else []

    assert "\n".join(wordless) == ""
