"""Words for groups: binding them, and the one line for a group that is not bound."""

from collections.abc import Sequence
from dataclasses import replace

from aiogram.types import InlineKeyboardButton
from aiogram.utils.formatting import Bold, Code, Text

from bot.i18n import _
from bot.saying import keyboards, taps
from bot.saying.replies import Saying
from bot.saying.taps import GroupStep, HomeStep
from bot.saying.wording import compose, isolate, lines
from bot.service.hearing import Trouble
from council.groups import CODE_MINUTES, PATIENCE_MINUTES, Bound
from storage.models import Body

BOT_FATHER = "@BotFather"
"""Telegram's own bot, by which an operator sets up theirs."""


def choose_body(bodies: Sequence[Body], bound_groups: Sequence[Bound] = ()) -> Saying:
    """Whose group is to be bound, and which groups are."""
    if not bodies:
        return Saying(Text(_("There are no bodies yet; they come with the first minutes.")))
    rows = [
        [keyboards.button(body.name, taps.Choose(what="body", value=str(body.id)))]
        for body in bodies
    ]
    for group in bound_groups:
        sign = "👥" if group.reachable else "🔇"
        label = _("{sign} Unbind: {body}").format(sign=sign, body=group.body_name)
        rows.append([keyboards.button(label, GroupStep(do="ask", id=group.chat_id))])
    mute = not all(group.reachable for group in bound_groups)
    return Saying(
        lines(
            _("Which body's group do you want to bind?"),
            _("🔇: I cannot write to this group any more.") if mute else None,
        ),
        keyboards.keyboard(rows),
    )


def with_troubles(shown: Saying, found: Sequence[Trouble]) -> Saying:
    """The same screen, beginning with what stands in the way of groups."""
    words = {
        Trouble.NO_GROUPS: _(
            "⚠️ Telegram does not let me into groups. The operator allows it with {command} at {bot}"
            " and then starts me again."
        ),
        Trouble.READS_ALL: _(
            "⚠️ I am shown everything that is written in groups; replies and commands are all I"
            " need. The operator ends it with {command} at {bot} and then adds me anew."
        ),
    }
    commands = {Trouble.NO_GROUPS: "/setjoingroups", Trouble.READS_ALL: "/setprivacy"}
    told = [
        compose(words[one], command=isolate(commands[one]), bot=isolate(BOT_FATHER))
        for one in found
    ]
    return replace(shown, text=lines(*told, "", shown.text))


def code(body_name: str, secret: str, username: str) -> Saying:
    """The one-time code, as a link that carries it and as a command to type."""
    link = f"https://t.me/{username}?startgroup={secret}"
    add = InlineKeyboardButton(text=_("➕ Add me to the group"), url=link)
    return Saying(
        lines(
            compose(_("Group of {body}:"), body=Bold(isolate(body_name))),
            _("1. Add me to the group."),
            compose(
                _("2. Send this there within {minutes} minutes; it works once:"),
                minutes=CODE_MINUTES,
            ),
            Code(f"/bind {secret}"),
            _("Or press the button: it does both.") if username else None,
        ),
        keyboards.keyboard([*([[add]] if username else []), [_back()]]),
    )


def bound(body_name: str) -> Saying:
    """Said in the group after binding."""
    return Saying(
        lines(
            compose(_("This group is now bound to {body}."), body=Bold(isolate(body_name))),
            _("Its items come here; reply to one of them to report progress."),
        )
    )


def ask_unbind(group: Bound) -> Saying:
    """Unbinding is asked twice."""
    row = [keyboards.button(_("Yes, unbind"), GroupStep(do="unbind", id=group.chat_id)), _back()]
    words = _("Unbind the group of {body}? Nothing from the council will go there any more.")
    return Saying(compose(words, body=Bold(isolate(group.body_name))), keyboards.keyboard([row]))


def unbound_now(body_name: str) -> Saying:
    """Said in private after unbinding."""
    words = _("The group of {body} is unbound. I leave it in {minutes} minutes.")
    return Saying(
        compose(words, body=isolate(body_name), minutes=PATIENCE_MINUTES),
        keyboards.keyboard([[_back()]]),
    )


def _back() -> keyboards.Button:
    """To the bodies and the groups that are bound."""
    return keyboards.button(_("◀ Back"), HomeStep(do="groups"))


def unbound() -> Saying:
    """The one neutral line for a group that nobody bound."""
    return Saying(Text(_("I work only in groups that the secretariat has bound.")))


def answered_in_private() -> Saying:
    """Said in a group where the answer is for one person's eyes."""
    return Saying(Text(_("I answered in our private chat.")))


def help_in_group(username: str = "") -> Saying:
    """What works in a bound group, with the way to the private chat."""
    words = _(
        "Reply to one of my messages here to report progress; for everything else, write "
        "in private."
    )
    way = InlineKeyboardButton(text=_("💬 Write in private"), url=f"https://t.me/{username}")
    return Saying(Text(words), keyboards.keyboard([[way]] if username else []))


def left() -> Saying:
    """A question in the group was given up."""
    return Saying(Text(_("Nothing has changed.")))


def lost(body_name: str) -> Saying:
    """The bot is no longer in a bound group."""
    words = _("I was removed from the group of {body}; its reminders go to its people only. /bind")
    return Saying(compose(words, body=Bold(isolate(body_name))))


def mute(body_name: str) -> Saying:
    """The bot may not write in a bound group."""
    words = _("I may not write in the group of {body}. Its admin can allow it.")
    return Saying(compose(words, body=Bold(isolate(body_name))))
