"""Words for joining, for help, and for choosing language and council."""

from collections.abc import Sequence

from aiogram.types import KeyboardButton, ReplyKeyboardMarkup
from aiogram.utils.formatting import Bold, Text

from bot import keyboards
from bot.i18n import _
from bot.replies import Saying
from bot.wording import compose, isolate, lines, names
from council import access
from council.access import Viewer
from council.admission import Joined
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
        "Thank you. {council} has been asked whether it is you; I write as soon as it says so."
    )
    return Saying(compose(words, council=isolate(council_name)))


def not_them() -> Saying:
    """Said to somebody whom the secretariat did not recognise."""
    words = _("The secretariat did not recognise you. Ask it for a new link.")
    return Saying(Text(words))


def joined(who: Joined) -> Saying:
    """Welcome, with what this person can do now."""
    viewer = who.viewer
    speaks = (
        compose(_("You speak for: {bodies}"), bodies=Bold(names(who.body_names)))
        if who.body_names
        else None
    )
    return Saying(
        lines(
            compose(
                _("Welcome, {name}. You joined {council} as {role}."),
                name=isolate(viewer.name),
                council=Bold(isolate(viewer.council_name)),
                role=role(viewer.role),
            ),
            speaks,
            *(("", isolate(who.words)) if who.words else ()),
            "",
            *what_now(viewer),
        )
    )


def home(viewer: Viewer) -> Saying:
    """The first screen of somebody who is known."""
    return Saying(
        lines(
            compose(
                _("{council} · {role}"),
                council=Bold(isolate(viewer.council_name)),
                role=role(viewer.role),
            ),
            "",
            *what_now(viewer),
        )
    )


def what_now(viewer: Viewer) -> list[str]:
    """What this person can do now, a line each."""
    parts = [_("🔎 Type any words and I will search the resolutions.")]
    if access.can(viewer, "read_minutes"):
        parts.append(_("📄 Send me the minutes (text, Word, PDF or .txt), or press /minutes."))
    if access.can(viewer, "review"):
        parts.append(_("🗂 /review shows the reports that wait for you."))
    if access.can(viewer, "bind_group"):
        parts.append(_("👥 /bind gives a body's group its code."))
    parts.append(_("📌 /my shows your own work."))
    if viewer.role is Role.REPRESENTATIVE:
        parts.append(_("✍️ Reply to a reminder or card to report progress."))
    if access.can(viewer, "broadcast"):
        parts.append(_("📣 /broadcast sends a message or a digest to many."))
    parts.append(_("📅 /meetings shows the sessions to come."))
    parts.append(_("🧑‍🤝‍🧑 /members shows who belongs to the council."))
    if access.can(viewer, "edit"):
        parts.append(_("🏢 /bodies: the bodies and who speaks for them."))
    parts.append(_("📜 /log tells what was done; with the code of a resolution, its story."))
    parts.append(_("⚙️ /settings: hour, quiet hours, digests, calendar; /leave: a substitute."))
    parts.append(_("🌐 /language changes the language."))
    parts.append(_("🔐 /privacy says what I keep about you."))
    if viewer.councils > 1:
        parts.append(_("🏛 /council switches between your councils."))
    return parts


def help_for(viewer: Viewer | None) -> Saying:
    """What the bot is for, and what this person can do."""
    purpose = _(
        "I keep the council's resolutions: find them, report on them, and be reminded in time."
    )
    if viewer is None:
        return Saying(lines(purpose, stranger().text))
    return Saying(lines(purpose, "", *what_now(viewer)))


def languages() -> Saying:
    """Which languages there are."""
    row = [
        keyboards.button(name, keyboards.Choose(what="language", value=code))
        for code, name in LANGUAGE_NAMES.items()
    ]
    return Saying(Text(_("Which language shall I speak?")), keyboards.keyboard([row]))


def language_chosen() -> Saying:
    """Said in the new language."""
    return Saying(Text(_("I speak English with you from now on.")))


def councils(mine: Sequence[tuple[int, str]], opened: int) -> Saying:
    """Which of one's councils is open, and the others."""
    rows = [
        [
            keyboards.button(
                ("● " if council_id == opened else "") + name,
                keyboards.Choose(what="council", value=str(council_id)),
            )
        ]
        for council_id, name in mine
    ]
    return Saying(Text(_("Which council shall I open?")), keyboards.keyboard(rows))


def council_opened(viewer: Viewer) -> Saying:
    """Said after a switch."""
    return Saying(compose(_("{council} is open now."), council=Bold(isolate(viewer.council_name))))
