"""Every view in both languages, kept as it reads, with what is invisible made visible.

After a change of words `MOSAVABE_SNAPSHOTS=1` writes the two files anew; the difference shows what
people will read.
"""

import gettext
import os
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from aiogram.types import InlineKeyboardMarkup
from aiogram.utils.formatting import Text

from bot import i18n
from bot.i18n import LANGUAGES, use_language
from bot.saying import keyboards, taps, wording
from bot.saying.replies import Saying
from bot.views.broadcasts import with_seen
from bot.views.members import LANGUAGE_NAMES
from council import dates
from tests.bot.views.samples import MOMENT, NEVER_BARE, Kind, Sampler, every_view, shown

FOLDER = Path(__file__).parent
NAME = {"fa": "نمونهٔ بلند، با <b> و & و (Latin)", "en": "a long sample with <b>, & and (فارسی)"}
LATIN = re.compile(
    r"https?://\S[^⟨\n]*|/[a-z]+|@\w+|\b(?:Word|Excel|PDF|docx|xlsx|pdf|txt|csv|json)\b"
)
"""What is written so in every language: commands, addresses, names of kinds of files."""


def said(language: str, words: str) -> Iterator[tuple[str, str]]:
    """Every view's name and kind, and what it says."""
    with use_language(language):
        for name, view in every_view():
            for kind in Kind:
                if kind is Kind.FULL or name not in NEVER_BARE:
                    yield (
                        f"{name} ({kind.value})",
                        shown(view(**Sampler(kind, words).arguments(view))),
                    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_view_reads_as_it_is_kept(language: str) -> None:
    pieces = (f"== {name}\n{text}\n" for name, text in said(language, NAME[language]))
    now = "\n".join(pieces)
    kept = FOLDER / f"views.{language}.txt"
    if os.environ.get("MOSAVABE_SNAPSHOTS"):
        kept.write_text(now, "utf-8")

    assert now.splitlines() == kept.read_text("utf-8").splitlines()


def test_what_joins_a_keyboard_leaves_its_rows_in_order() -> None:
    keys = [keyboards.button(one, taps.OpenItem(id=1)) for one in "۱۲۳"]
    with use_language("fa"):
        joined = with_seen(Saying(Text("x"), keyboards.keyboard([keys])), 7).keyboard

    assert isinstance(joined, InlineKeyboardMarkup)
    assert [[key.text for key in row] for row in joined.inline_keyboard] == [
        ["۳", "۲", "۱"], ["👁 دیدم"],
    ]  # fmt: skip


class Pseudo(gettext.NullTranslations):
    """A language of one letter: whatever else is read did not come out of a catalogue."""

    def gettext(self, message: str) -> str:
        """The sentence with every letter outside its places replaced."""
        pieces = re.split(r"(\{\w*\})", message)
        return "".join(
            one if one.startswith("{") else re.sub(r"[^\W\d_]", "ж", one) for one in pieces
        )

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """The same for so many."""
        return self.gettext(msgid1 if n == 1 else msgid2)


def words_of_their_own_language() -> set[str]:
    """What is said alike in every language: the calendar's own words, and names of languages."""
    days = (date(2026, 3, 21) + timedelta(days=n) for n in range(365))
    holidays = {name for day in days if (name := dates.holiday_name(day))}
    letters = (wording.weekday_letter(MOMENT.date() + timedelta(days=n)) for n in range(7))
    keys = {f"[{letter}]" for letter in letters}
    return {*dates.MONTH_NAMES, *dates.WEEKDAY_NAMES, *holidays, *keys, *LANGUAGE_NAMES.values()}


def test_no_view_says_words_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a pseudo-language, with samples without letters: what is left bypassed the catalogues."""
    monkeypatch.setattr(i18n, "catalogue", lambda _language: Pseudo())
    strange = {}
    for name, text in said("fa", "§ 1405 §"):
        bare = LATIN.sub(" ", text)
        for known in sorted(words_of_their_own_language(), key=len, reverse=True):
            bare = bare.replace(known.replace("\u200c", "¬"), " ")
        strange[name] = set(re.findall(r"[^\W\d_ж]+", re.sub(r"⟨\w+⟩", " ", bare)))

    left = [f"{name}: {words}" for name, words in strange.items() if words]
    assert "\n".join(left) == ""
