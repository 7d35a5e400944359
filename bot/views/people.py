"""Words for the members' screen: who belongs, inviting, confirming, and changing what they are."""

from collections.abc import Sequence

from aiogram.utils.formatting import Bold, Italic, Text

from bot.i18n import _, ngettext
from bot.saying import keyboards
from bot.saying.replies import Saying
from bot.saying.taps import InviteStep, MemberStep, PeopleStep
from bot.saying.wording import compose, day, isolate, lines, names, number
from bot.views.invitations import back
from bot.views.members import role
from council import access
from council.access import Viewer
from council.people.admission import Newcomer
from council.people.standing import MemberSeen
from storage.models import Body
from storage.words import MembershipState, Role

LISTED = 10


def everybody(
    viewer: Viewer, shown: Sequence[MemberSeen], page: int, waiting: Sequence[Newcomer]
) -> Saying:
    """A page of the council's members, and for who manages them what can be done."""
    manages = bool(access.invitable(viewer))
    here = shown[page * LISTED : (page + 1) * LISTED]
    count = ngettext("{n} member", "{n} members", len(shown)).format(n=number(len(shown)))
    rows: list[keyboards.Row] = []
    if manages:
        for one in waiting:
            label = _("❓ {name}: is it them?").format(name=one.invited_name)
            rows.append([keyboards.button(label, InviteStep(do="ask", id=one.invitation_id))])
        rows += keyboards.in_columns(
            [
                keyboards.button(one.name, MemberStep(do="open", id=one.membership_id))
                for one in here
            ]
        )
    rows.append(_pages(page, len(shown)))
    if manages:
        invite = [keyboards.button(_("➕ Invite"), PeopleStep(do="invite"))]
        if Role.MEMBER in access.invitable(viewer):
            invite.append(keyboards.button(_("📋 Roster"), PeopleStep(do="roster")))
        rows.append([*invite, keyboards.button(_("✉️ Links"), PeopleStep(do="open"))])
    heading = compose(
        _("👥 {council}: {count}"), council=Bold(isolate(viewer.council_name)), count=count
    )
    listed = [line(one, page * LISTED + place) for place, one in enumerate(here, start=1)]
    return Saying(lines(heading, "", *listed), keyboards.keyboard(rows))


def line(one: MemberSeen, place: int) -> Text:
    """A member in the list: name, role, bodies; never a phone."""
    spoken_for = f" · {names(one.body_names)}" if one.body_names else ""
    paused = " · " + _("suspended") if one.state is MembershipState.SUSPENDED else ""
    return compose(
        _("{place}. {name} · {role}{more}"),
        place=place,
        name=isolate(one.name),
        role=role(one.role),
        more=spoken_for + paused,
    )


def _pages(page: int, total: int) -> keyboards.Row:
    row = []
    if page > 0:
        row.append(keyboards.button(_("◀ Back"), PeopleStep(do="page", n=page - 1)))
    if (page + 1) * LISTED < total:
        row.append(keyboards.button(_("More ▶"), PeopleStep(do="page", n=page + 1)))
    return row


def member(viewer: Viewer, one: MemberSeen) -> Saying:
    """One member with what the viewer may do about them."""
    paused = one.state is MembershipState.SUSPENDED
    parts = [
        Bold(isolate(one.name)),
        role(one.role) if one.role is not Role.REPRESENTATIVE or not one.body_names else None,
        compose(_("Speaks for: {bodies}"), bodies=names(one.body_names))
        if one.body_names
        else None,
        compose(_("Term ends on {day}"), day=day(one.ends_on)) if one.ends_on else None,
        _("⏸ Suspended: no rights until they are given back") if paused else None,
        Italic(_("This is you; only somebody else can change your role.")) if one.oneself else None,
    ]
    return Saying(lines(*parts), keyboards.keyboard(_deeds(viewer, one)))


def _deeds(viewer: Viewer, one: MemberSeen) -> list[keyboards.Row]:
    if one.oneself or not access.invitable(viewer):
        return [[back()]]

    def step(text: str, do: str, n: int = 0) -> keyboards.Row:
        return [keyboards.button(text, MemberStep(do=do, id=one.membership_id, n=n))]

    rows: list[keyboards.Row] = []
    suspended = one.state is MembershipState.SUSPENDED
    if access.may_suspend(viewer, one.role):
        rows.append(
            step(_("✅ Give rights back"), "restore")
            if suspended
            else step(_("⏸ Suspend at once (lost phone)"), "suspend")
        )
    if access.may_invite(viewer, one.role):
        rows.append(step(_("🔗 New link (new phone)"), "renew"))
    if any(access.may_give(viewer, one.role, other) for other in Role) and not suspended:
        rows.append(step(_("🎭 Role and bodies"), "roles"))
    if access.may_invite(viewer, one.role):
        rows.append(step(_("📅 Term of office"), "term"))
        rows.append(step(_("➖ Remove"), "remove"))
    if access.may_erase(viewer, one.role):
        rows.append(step(_("🗑 Erase their data"), "erase"))
    return [*rows, [back()]]


def roles(viewer: Viewer, one: MemberSeen, bodies: Sequence[Body]) -> Saying:
    """Which role somebody is to have, and whom they speak for."""
    rows: list[keyboards.Row] = [
        [
            keyboards.button(
                role(other), MemberStep(do="role", id=one.membership_id, n=list(Role).index(other))
            )
        ]
        for other in (Role.SECRETARY, Role.MEMBER, Role.OBSERVER)
        if other is not one.role and access.may_give(viewer, one.role, other)
    ]
    for body in bodies:
        speaks = body.id in one.body_ids
        label = ("✔ " if speaks else "") + body.name
        do = "unspeak" if speaks else "speak"
        rows.append([keyboards.button(label, MemberStep(do=do, id=one.membership_id, n=body.id))])
    rows.append([keyboards.button(_("◀ Back"), MemberStep(do="open", id=one.membership_id))])
    return Saying(
        lines(
            compose(_("{name} is now {role}."), name=Bold(isolate(one.name)), role=role(one.role)),
            _("Choose another role, or a body to speak for; a second tap takes the body away."),
        ),
        keyboards.keyboard(rows),
    )


def ask_remove(one: MemberSeen) -> Saying:
    """Removing is asked twice."""
    row = [
        keyboards.button(_("Yes, remove"), MemberStep(do="removed", id=one.membership_id)),
        keyboards.button(_("◀ Back"), MemberStep(do="open", id=one.membership_id)),
    ]
    words = _("Remove {name}? Their rights end at once; their reports stay.")
    return Saying(compose(words, name=Bold(isolate(one.name))), keyboards.keyboard([row]))


def removed(name: str) -> Saying:
    """Said after removing."""
    return Saying(
        compose(_("{name} no longer belongs to the council."), name=isolate(name)),
        keyboards.keyboard([[back()]]),
    )


def ask_term(one: MemberSeen) -> Saying:
    """By when somebody's membership ends."""
    words = _("On which day does the term of {name} end? For example “1407/02/31”; “-” for none.")
    return Saying(
        compose(words, name=Bold(isolate(one.name))), keyboards.keyboard([keyboards.leave()])
    )
