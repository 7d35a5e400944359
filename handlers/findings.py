"""Correcting one finding: its words, who follows it up, cutting, joining, leaving it out."""

from datetime import datetime
from typing import Any

from aiogram import F, Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.enums import ChatType
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.i18n import _
from bot.saying.replies import Answer, answer, edit, toast
from bot.saying.taps import DraftStep, MapBody
from bot.updates.gate import right
from bot.views import findings as views
from council import owners
from council.access import Viewer
from council.minutes import corrections, drafts
from handlers.drafts import confirm, summary
from handlers.finding_screen import finding_screen
from handlers.minutes_form import MinutesForm, draft_asked_about, leave_question
from storage.database import Session

router = Router(name="findings")
router.message.filter(F.chat.type == ChatType.PRIVATE)

MEMBERS_A_PAGE = 8


@router.callback_query(DraftStep.filter(F.order), flags=right("read_minutes"))
@router.callback_query(MapBody.filter(F.order), flags=right("read_minutes"))
async def show_anew(
    callback: CallbackQuery,
    callback_data: DraftStep | MapBody,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    now: datetime,
) -> Answer:
    """Show the list below a page on which a finding's place is another one's by now."""
    opened = await drafts.open_draft(session, viewer=viewer, minutes_id=callback_data.id)
    if callback_data.order == opened.draft.order:
        raise SkipHandler
    await state.clear()
    shown = await summary(session, viewer, opened, DraftStep(do="sum", id=opened.id), now)
    said = _("The resolutions stand in another order by now; this is the list as it is.")
    return [edit(callback, shown), toast(callback, said)]


@router.callback_query(DraftStep.filter(F.do == "txt"), flags=right("edit"))
async def ask_text(
    callback: CallbackQuery,
    callback_data: DraftStep,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
) -> Answer:
    """Wait for another wording."""
    opened = await drafts.open_draft(session, viewer=viewer, minutes_id=callback_data.id)
    drafts.finding(opened, callback_data.at)
    await state.set_state(MinutesForm.text)
    await state.set_data({"id": opened.id, "at": callback_data.at})
    return [edit(callback, views.ask_text(opened, callback_data.at)), toast(callback)]


@router.message(MinutesForm.text, F.text, ~F.text.startswith("/"), flags=right("edit"))
async def type_text(
    message: Message, session: Session, viewer: Viewer, state: FSMContext, now: datetime
) -> Answer:
    """Take the wording that was sent."""
    asked = await state.get_data()
    if await draft_asked_about(session, viewer, asked) is None:
        return await leave_question(message, viewer, state)
    opened = await corrections.set_text(
        session,
        viewer=viewer,
        minutes_id=asked["id"],
        index=asked["at"],
        words=message.text or "",
    )
    await state.clear()
    return answer(message, await finding_screen(session, viewer, opened, asked["at"], now))


@router.callback_query(DraftStep.filter(F.do == "own"), flags=right("edit"))
async def choose_owner(
    callback: CallbackQuery,
    callback_data: DraftStep,
    session: Session,
    viewer: Viewer,
) -> Answer:
    """Offer those who may follow it up."""
    opened = await drafts.open_draft(session, viewer=viewer, minutes_id=callback_data.id)
    drafts.finding(opened, callback_data.at)
    everyone = await owners.of_draft(session, viewer=viewer)
    page = max(0, callback_data.n)
    first = page * MEMBERS_A_PAGE
    offered = everyone[first : first + MEMBERS_A_PAGE]
    shown = views.choose_owner(
        opened,
        callback_data.at,
        offered,
        page=page,
        more=first + MEMBERS_A_PAGE < len(everyone),
    )
    return [edit(callback, shown), toast(callback)]


@router.callback_query(
    DraftStep.filter(F.do.in_({"own=", "conf", "skip", "keep", "cut", "join"})),
    flags=right("edit"),
)
async def correct(
    callback: CallbackQuery,
    callback_data: DraftStep,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    now: datetime,
) -> Answer:
    """Do what one tap says, and show the finding as it is now."""
    step = callback_data
    which: dict[str, Any] = {"viewer": viewer, "minutes_id": step.id, "index": step.at}
    said = ""
    match step.do:
        case "own=":
            opened = await corrections.set_owner(session, **which, membership_id=step.n or None)
        case "conf":
            opened = await corrections.set_confidential(session, **which, confidential=step.n == 1)
        case "cut":
            opened = await corrections.split(session, **which, place=step.n)
        case "join":
            opened, gone = await corrections.merge(session, **which)
            said = views.deadline_gone(gone) if gone else ""
        case _:
            opened = await corrections.set_kept(session, **which, kept=step.do == "keep")
    await state.clear()
    at = step.at - 1 if step.do == "join" else step.at
    shown = await finding_screen(session, viewer, opened, at, now)
    return [edit(callback, shown), toast(callback, said, alert=bool(said))]


@router.callback_query(DraftStep.filter(F.do == "split"), flags=right("edit"))
async def choose_cut(
    callback: CallbackQuery, callback_data: DraftStep, session: Session, viewer: Viewer
) -> Answer:
    """Show where the text can be cut."""
    opened = await drafts.open_draft(session, viewer=viewer, minutes_id=callback_data.id)
    places = corrections.cuts(drafts.finding(opened, callback_data.at))
    return [edit(callback, views.choose_cut(opened, callback_data.at, places)), toast(callback)]


@router.callback_query(DraftStep.filter(F.do.in_({"yes", "no"})), flags=right("edit"))
async def decide(
    callback: CallbackQuery,
    callback_data: DraftStep,
    session: Session,
    viewer: Viewer,
    now: datetime,
) -> Answer:
    """Say whether it was resolved, and go on with the next question before publishing."""
    step = callback_data
    opened = await corrections.set_kept(
        session, viewer=viewer, minutes_id=step.id, index=step.at, kept=step.do == "yes"
    )
    said = "" if step.do == "yes" else _("Left out.")
    return [
        edit(callback, await confirm(session, viewer, opened, step, now)),
        toast(callback, said),
    ]
