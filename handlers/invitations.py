"""Inviting people: one by one with a link and its picture, or a whole roster; and who came."""

import csv
import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import segno
from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.methods import SendDocument, SendPhoto
from aiogram.types import BufferedInputFile, CallbackQuery, Message

from bot.i18n import _
from bot.saying.replies import Answer, Reply, answer, edit, toast
from bot.saying.taps import InviteStep, MemberStep, PeopleStep
from bot.updates.files import ReceivedFile
from bot.updates.gate import right
from bot.views import errors as error_views
from bot.views import invitations as views
from council import bodies
from council.access import Viewer
from council.people import admission, invitations, phones
from council.people.invitations import Issued
from council.people.roster import Roster, RosterRow
from handlers.menus import menu_of
from storage.database import Session
from storage.words import Role

router = Router(name="invitations")
router.message.filter(F.chat.type == ChatType.PRIVATE)

MAX_NAME_TYPED = 200
PIXELS = 8


class InviteForm(StatesGroup):
    """Somebody who is being invited."""

    name = State()
    roster = State()


# ---------------------------------------------------------------- one person


@router.callback_query(PeopleStep.filter(F.do == "invite"), flags=right("manage_members"))
async def ask_role(callback: CallbackQuery, viewer: Viewer, state: FSMContext) -> Answer:
    """As what."""
    await state.clear()
    return [edit(callback, views.ask_role(viewer)), toast(callback)]


@router.callback_query(PeopleStep.filter(F.do == "role"), flags=right("manage_members"))
async def ask_body_or_name(
    callback: CallbackQuery,
    callback_data: PeopleStep,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
) -> Answer:
    """For which body, where they speak for one; else who it is."""
    every = list(Role)
    role = every[callback_data.n] if 0 <= callback_data.n < len(every) else Role.ADMIN
    if role is Role.REPRESENTATIVE:
        known = await bodies.all_of(session, viewer=viewer)
        return [edit(callback, views.ask_body(known)), toast(callback)]
    await state.set_state(InviteForm.name)
    await state.set_data({"role": role.value, "body_id": None, "council": viewer.council_id})
    return [edit(callback, views.ask_name(role)), toast(callback)]


@router.callback_query(PeopleStep.filter(F.do == "body"), flags=right("manage_members"))
async def ask_name(
    callback: CallbackQuery,
    callback_data: PeopleStep,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
) -> Answer:
    """Who it is."""
    body = await bodies.one(session, viewer=viewer, body_id=callback_data.n)
    await state.set_state(InviteForm.name)
    form = {"role": Role.REPRESENTATIVE.value, "body_id": body.id}
    await state.set_data(form | {"council": viewer.council_id})
    asked = views.ask_name(Role.REPRESENTATIVE, body.name)
    return [edit(callback, asked), toast(callback)]


@router.message(
    InviteForm.name, F.contact | F.text & ~F.text.startswith("/"), flags=right("manage_members")
)
async def invite(
    message: Message,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    now: datetime,
    username: str,
) -> Answer:
    """Make the link and its picture; somebody's contact is their name and number."""
    form = await state.get_data()
    await state.clear()
    name, phone = phones.split(_typed(message)[:MAX_NAME_TYPED])
    if form["council"] != viewer.council_id or not name:
        return answer(message, error_views.what_was_that())
    made = await invitations.issue(
        session,
        viewer=viewer,
        name=name,
        role=Role(form["role"]),
        body_id=form["body_id"],
        phone=phone,
        now=now,
    )
    return _picture(viewer, made, username)


def _typed(message: Message) -> str:
    sent = message.contact
    if sent is None:
        return message.text or ""
    return " ".join(
        [sent.first_name, sent.last_name or "", phones.normalise(sent.phone_number) or ""]
    )


@router.callback_query(MemberStep.filter(F.do == "renew"), flags=right("manage_members"))
async def renew(
    callback: CallbackQuery,
    callback_data: MemberStep,
    session: Session,
    viewer: Viewer,
    now: datetime,
    username: str,
) -> Answer:
    """A link for somebody who comes back from a new phone."""
    made = await invitations.renew(session, viewer=viewer, membership_id=callback_data.id, now=now)
    return [_picture(viewer, made, username), toast(callback)]


def _picture(viewer: Viewer, made: Issued, username: str) -> Reply:
    """The invitation as a picture of its link, with the link under it; not to be passed through
    the bot again, so protected from nothing: it is meant to be forwarded to its person."""
    drawn = io.BytesIO()
    segno.make(views.link(username, made.code), error="m").save(
        drawn, kind="png", scale=PIXELS, border=3
    )
    caption, entities = views.issued(made, username).text.render()
    return Reply(
        SendPhoto(
            chat_id=viewer.telegram_id,
            photo=BufferedInputFile(drawn.getvalue(), "invitation.png"),
            caption=caption,
            caption_entities=entities,
            parse_mode=None,
        )
    )


@router.callback_query(PeopleStep.filter(F.do == "open"), flags=right("manage_members"))
async def open_links(
    callback: CallbackQuery, session: Session, viewer: Viewer, now: datetime
) -> Answer:
    """Links nobody used yet."""
    found = await invitations.open_ones(session, viewer=viewer, now=now)
    return [edit(callback, views.open_links(found)), toast(callback)]


@router.callback_query(InviteStep.filter(F.do == "revoke"), flags=right("manage_members"))
async def revoke(
    callback: CallbackQuery,
    callback_data: InviteStep,
    session: Session,
    viewer: Viewer,
    now: datetime,
) -> Answer:
    """Make one void."""
    await invitations.revoke(session, viewer=viewer, invitation_id=callback_data.id, now=now)
    found = await invitations.open_ones(session, viewer=viewer, now=now)
    return [edit(callback, views.open_links(found)), toast(callback)]


# ---------------------------------------------------------------- who came


@router.callback_query(InviteStep.filter(F.do == "ask"), flags=right("manage_members"))
async def ask_who(
    callback: CallbackQuery, callback_data: InviteStep, session: Session, viewer: Viewer
) -> Answer:
    """Who came, and whether it is them."""
    came = await admission.newcomer(session, viewer=viewer, invitation_id=callback_data.id)
    return [edit(callback, views.asked(came)), toast(callback)]


@router.callback_query(InviteStep.filter(F.do.in_({"yes", "no"})), flags=right("manage_members"))
async def decide_who(
    callback: CallbackQuery,
    callback_data: InviteStep,
    session: Session,
    viewer: Viewer,
    now: datetime,
) -> Answer:
    """It is them, or it is not."""
    which = callback_data.id
    if callback_data.do == "yes":
        came = await admission.confirm(session, viewer=viewer, invitation_id=which, now=now)
        menu = await menu_of(session, came.person_id, now)
        return [edit(callback, views.confirmed(came)), toast(callback), *menu]
    came = await admission.decline(session, viewer=viewer, invitation_id=which, now=now)
    return [edit(callback, views.declined(came)), toast(callback)]


# ---------------------------------------------------------------- the roster


@router.callback_query(PeopleStep.filter(F.do == "roster"), flags=right("manage_members"))
async def ask_roster(callback: CallbackQuery) -> Answer:
    """What to send."""
    return [answer(callback, views.ask_roster()), toast(callback)]


def _is_roster(message: Message, file: ReceivedFile | None = None) -> bool:
    del message
    return file is not None and file.is_roster


@router.message(F.document, _is_roster, flags=right("manage_members"))
async def preview(
    message: Message, viewer: Viewer, state: FSMContext, file: ReceivedFile
) -> Answer:
    """Show what was read; nobody is invited yet."""
    found: Roster = file.people()
    await state.set_state(InviteForm.roster)
    rows = [[row.name, row.phone, row.role.value, row.body] for row in found.rows]
    await state.set_data({"rows": rows, "council": viewer.council_id})
    return answer(message, views.roster(found))


@router.callback_query(
    PeopleStep.filter(F.do == "send"), InviteForm.roster, flags=right("manage_members")
)
async def send(
    callback: CallbackQuery,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    now: datetime,
    username: str,
) -> Answer:
    """Invite everybody of the preview."""
    form = await state.get_data()
    await state.clear()
    if form.get("council") != viewer.council_id:
        return toast(callback, _("This question is no longer open."), True)
    rows = [_row(cells) for cells in form["rows"]]
    made = await invitations.invite_all(session, viewer=viewer, rows=rows, now=now)
    said = edit(callback, views.roster_sent(made))
    linked = [one for one in made if not one.by_phone]
    return [said, *([_links(viewer, linked, username)] if linked else []), toast(callback)]


@router.callback_query(PeopleStep.filter(F.do.in_({"send", "drop"})), flags=right("manage_members"))
async def drop(callback: CallbackQuery, callback_data: PeopleStep, state: FSMContext) -> Answer:
    """Invite nobody."""
    if callback_data.do == "send":
        return toast(callback, _("This question is no longer open."), True)
    await state.clear()
    return [edit(callback, views.roster_dropped()), toast(callback)]


def _row(cells: Sequence[Any]) -> RosterRow:
    name, phone, role, body = cells
    return RosterRow(name, phone, Role(role), body)


def _links(viewer: Viewer, made: Sequence[Issued], username: str) -> Reply:
    """The links as a table that opens in any spreadsheet; it is made in memory only."""
    written = io.StringIO()
    table = csv.writer(written)
    for one in made:
        table.writerow([one.name.lstrip("=+-@\t"), views.link(username, one.code)])
    content = ("\ufeff" + written.getvalue()).encode()
    name = BufferedInputFile(content, "invitations.csv")
    return Reply(SendDocument(chat_id=viewer.telegram_id, document=name))
