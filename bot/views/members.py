"""Words for coming in, and for choosing language and council."""

from collections.abc import Sequence

from aiogram.types import KeyboardButton, ReplyKeyboardMarkup
from aiogram.utils.formatting import Bold, Text

from bot.i18n import _
from bot.saying import keyboards, taps
from bot.saying.replies import Saying
from bot.saying.wording import compose, isolate, lines
from council.access import Viewer
from storage.words import Role

LANGUAGE_NAMES = {"fa": "فارسی", "en": "English"}


def role(value: Role) -> str:
    """A role in words."""
    words = {
        Role.ADMIN: _("admin"),
        Role.SECRETARY: _("secretary"),
        Role.REPRESENTATIVE: _("representative"),
        Role.MEMBER: _("member"),
        Role.OBSERVER: _("observer"),
    }
    return words[value]


def stranger(*, with_button: bool = False) -> Saying:
    """The one sentence for those who were not invited; the first time with the phone's button."""
    return Saying(
        Text(_("This bot serves council members. Ask your secretariat for an invitation link.")),
        phone_button() if with_button else None,
    )


def phone_button() -> ReplyKeyboardMarkup:
    """The button that shares one's own phone number, and nobody else's."""
    share = KeyboardButton(text=_("📱 Share my phone number"), request_contact=True)
    return ReplyKeyboardMarkup(
        keyboard=[[share]], resize_keyboard=True, one_time_keyboard=True, is_persistent=False
    )


def unknown_number() -> Saying:
    """The number that was shared is on no roster."""
    return Saying(
        lines(
            _("Your secretariat has not written down this number."),
            _("Ask it to do so, or to send you a link of your own."),
        )
    )


def refused() -> Saying:
    """An unknown, used, void or expired invitation, or too many tries: deliberately the same."""
    return Saying(
        Text(_("This invitation is not valid (any more). Ask your secretariat for a new link."))
    )


def ask_contact() -> Saying:
    """The link is good; the phone proves whom it is for."""
    words = _("This invitation is for a phone number. Share yours with the button below.")
    return Saying(Text(words), phone_button())


def wait_for_word(council_name: str) -> Saying:
    """The secretariat is asked first."""
    words = _(
        "Thank you. The secretariat of {council} has been asked whether it is you; I "
        "will write as soon as it answers."
    )
    return Saying(compose(words, council=isolate(council_name)))


def not_them() -> Saying:
    """Said to somebody whom the secretariat did not recognise."""
    words = _("The secretariat did not recognise you. Ask it for a new link.")
    return Saying(Text(words))


def languages() -> Saying:
    """Which languages there are."""
    row = [
        keyboards.button(name, taps.Choose(what="language", value=code))
        for code, name in LANGUAGE_NAMES.items()
    ]
    return Saying(Text(_("Which language shall I speak?")), keyboards.keyboard([row]))


def language_chosen() -> Saying:
    """Said in the new language."""
    return Saying(Text(_("I will speak English with you from now on.")))


def councils(mine: Sequence[tuple[int, str]], opened: int) -> Saying:
    """Which of one's councils is open, and the others."""
    rows = [
        [
            keyboards.button(
                ("● " if council_id == opened else "") + name,
                taps.Choose(what="council", value=str(council_id)),
            )
        ]
        for council_id, name in mine
    ]
    return Saying(Text(_("Which council shall I open?")), keyboards.keyboard(rows))


def council_opened(viewer: Viewer) -> Saying:
    """Said after a switch."""
    return Saying(compose(_("{council} is open now."), council=Bold(isolate(viewer.council_name))))
