"""Words for invitations: whom, as what, the link, who came with it, and a whole roster."""

from collections.abc import Sequence

from aiogram.utils.formatting import Bold, Code, Italic, Text

from bot.i18n import _, ngettext
from bot.saying import keyboards
from bot.saying.replies import Saying
from bot.saying.taps import InviteStep, PeopleStep
from bot.saying.wording import compose, isolate, lines, number
from bot.views.members import role
from council import access
from council.access import Viewer
from council.people.admission import Newcomer
from council.people.invitations import Issued, OpenInvitation
from council.people.members import INVITATION_HOURS
from council.people.roster import Roster
from storage.models import Body
from storage.words import Role

PREVIEWED = 10


def link(username: str, code: str) -> str:
    """The link that opens the bot with an invitation's code."""
    return f"https://t.me/{username}?start={code}" if username else f"/start {code}"


def ask_role(viewer: Viewer) -> Saying:
    """As what the new person is to be invited."""
    rows = [
        [keyboards.button(role(one), PeopleStep(do="role", n=list(Role).index(one)))]
        for one in access.invitable(viewer)
    ]
    rows.append([back()])
    return Saying(Text(_("In which role do you invite them?")), keyboards.keyboard(rows))


def ask_body(bodies: Sequence[Body]) -> Saying:
    """For which body the new representative will speak."""
    if not bodies:
        none = _("There are no bodies yet; add one with /bodies.")
        return Saying(Text(none), keyboards.keyboard([[back()]]))
    rows = [[keyboards.button(body.name, PeopleStep(do="body", n=body.id))] for body in bodies]
    rows.append([back()])
    return Saying(Text(_("Which body do they speak for?")), keyboards.keyboard(rows))


def ask_name(invited_as: Role, body_name: str | None = None) -> Saying:
    """The name, and the phone where it is known, of whom the role, and the body, are for."""
    what = compose(
        _("Invitation as {role}{body}."),
        role=role(invited_as),
        body=f" · {isolate(body_name)}" if body_name else "",
    )
    return Saying(
        lines(
            Bold(what),
            _("Type their name or send their contact. Their mobile number may stand beside it:"),
            Code(_("Maryam Rezaei 09121234567")),
            Italic(_("With a number, they join by sharing it, and nobody else can use the link.")),
        ),
        keyboards.keyboard([keyboards.leave()]),
    )


def issued(one: Issued, username: str) -> Saying:
    """The link, under its picture."""
    speaks = _("speaks for {body}").format(body=isolate(one.body_name)) if one.body_name else None
    proof = (
        _("They must share the number that you typed.")
        if one.by_phone
        else _("When somebody comes with it, I ask you whether it is them.")
    )
    return Saying(
        lines(
            compose(
                _("Invitation for {name}, {role}"),
                name=Bold(isolate(one.name)),
                role=role(one.role),
            ),
            speaks,
            Text(isolate(link(username, one.code))),
            compose(_("It works once, within {hours} hours."), hours=INVITATION_HOURS),
            proof,
        )
    )


def open_links(found: Sequence[OpenInvitation]) -> Saying:
    """Invitations nobody used yet; a tap makes one void."""
    if not found:
        return Saying(Text(_("No link is active.")), keyboards.keyboard([[back()]]))
    rows: list[keyboards.Row] = [
        [
            keyboards.button(
                _("✖ {name}").format(name=_whose(one)),
                InviteStep(do="revoke", id=one.id),
            )
        ]
        for one in found[:20]
    ]
    text = lines(_("Active links; tap one to revoke it:"))
    return Saying(text, keyboards.keyboard([*rows, [back()]]))


def _whose(one: OpenInvitation) -> str:
    return " · ".join(filter(None, [one.name, one.body_name or role(one.role)]))


def asked(one: Newcomer) -> Saying:
    """Somebody came with a link: is it them?"""
    if not one.open:
        return Saying(
            compose(_("{name}: answered already."), name=isolate(one.invited_name)),
        )
    row = [
        keyboards.button(_("✅ Yes, let them in"), InviteStep(do="yes", id=one.invitation_id)),
        keyboards.button(_("⛔ Somebody else"), InviteStep(do="no", id=one.invitation_id)),
    ]
    return Saying(
        lines(
            compose(_("The link for {name} was used."), name=Bold(isolate(one.invited_name))),
            compose(_("On Telegram they are called {name}."), name=isolate(one.shown_name)),
            compose(
                _("They would join as {role}{body}."),
                role=role(one.role),
                body=f" · {isolate(one.body_name)}" if one.body_name else "",
            ),
            _("Is it them?"),
        ),
        keyboards.keyboard([row]),
    )


def came_by_phone(one: Newcomer) -> Saying:
    """Somebody of the roster came in."""
    return Saying(
        compose(
            _("{name} joined with the phone number on the roster."),
            name=Bold(isolate(one.invited_name)),
        )
    )


def confirmed(one: Newcomer) -> Saying:
    """Said to who confirmed."""
    return Saying(compose(_("{name} has joined the council."), name=isolate(one.invited_name)))


def declined(one: Newcomer) -> Saying:
    """Said to who declined."""
    words = _("Nobody joined; the link for {name} is void. Make a new one in /members.")
    return Saying(compose(words, name=isolate(one.invited_name)))


def ask_roster() -> Saying:
    """What a roster looks like."""
    return Saying(
        lines(
            _("Send the roster as an .xlsx or .csv file with these headings:"),
            Code(_("Name | Mobile | Role | Body")),
            _("Only the name is required. Whoever has a number joins by sharing it."),
        ),
        keyboards.keyboard([keyboards.leave()]),
    )


def roster(found: Roster) -> Saying:
    """What was read, before anybody is invited."""
    first = [
        compose(
            _("{place}. {name} · {role}{body}"),
            place=place,
            name=isolate(one.name),
            role=role(one.role),
            body=(f" · {isolate(one.body)}" if one.body else "") + (" · 📱" if one.phone else ""),
        )
        for place, one in enumerate(found.rows[:PREVIEWED], start=1)
    ]
    rest = len(found.rows) - len(first)
    count = ngettext("{n} person", "{n} people", len(found.rows))
    bad = _(", ").join(number(one) for one in found.unread[:20])
    row = [
        keyboards.button(_("✉️ Invite all"), PeopleStep(do="send")),
        keyboards.button(_("Cancel"), PeopleStep(do="drop")),
    ]
    return Saying(
        lines(
            Bold(_("Roster: {count}").format(count=count.format(n=number(len(found.rows))))),
            *first,
            compose(_("…and {n} more"), n=rest) if rest else None,
            compose(_("Rows I could not read: {rows}"), rows=bad) if bad else None,
        ),
        keyboards.keyboard([row] if found.rows else []),
    )


def roster_dropped() -> Saying:
    """Said after cancelling."""
    return Saying(Text(_("Nobody was invited.")))


def roster_sent(made: Sequence[Issued]) -> Saying:
    """How many were invited, and how they come in."""
    by_phone = sum(one.by_phone for one in made)
    count = ngettext("{n} invitation was made.", "{n} invitations were made.", len(made))
    sharing = ngettext(
        "{n} of them joins by pressing Start and sharing their number.",
        "{n} of them join by pressing Start and sharing their number.",
        by_phone,
    )
    return Saying(
        lines(
            count.format(n=number(len(made))),
            sharing.format(n=number(by_phone)) if by_phone else None,
            _("The file holds the links of the others; pass each one on to its owner.")
            if by_phone < len(made)
            else None,
        )
    )


def back() -> keyboards.Button:
    """The way to the members' screen."""
    return keyboards.button(_("◀ All members"), PeopleStep(do="page"))
