"""What became of a message to many: its report, the rest taken back, sent again, seen."""

from datetime import datetime

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from bot.i18n import _
from bot.saying.replies import Answer, answer, edit, relabel, toast
from bot.saying.taps import BroadcastStep
from bot.updates.gate import right
from bot.views import broadcast_accounts as views
from bot.views.broadcasts import thrown_away
from council.access import Viewer
from council.to_many import broadcast_accounts
from council.to_many.broadcast_accounts import Noted
from storage.database import Session

router = Router(name="broadcast_accounts")


@router.callback_query(BroadcastStep.filter(F.do.in_({"drop", "stop"})), flags=right("broadcast"))
async def cancel(
    callback: CallbackQuery,
    callback_data: BroadcastStep,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    now: datetime,
) -> Answer:
    """Throw a draft away, or take back what has not gone out yet."""
    account = await broadcast_accounts.cancel(
        session, viewer=viewer, broadcast_id=callback_data.id, now=now
    )
    if (await state.get_data()).get("broadcast") == callback_data.id:
        await state.clear()
    shown = views.report(account, viewer.zone) if callback_data.do == "stop" else thrown_away()
    return [edit(callback, shown), toast(callback)]


@router.callback_query(BroadcastStep.filter(F.do == "report"), flags=right("delivery_report"))
async def report(
    callback: CallbackQuery, callback_data: BroadcastStep, session: Session, viewer: Viewer
) -> Answer:
    """Who got it, who did not and why."""
    account = await broadcast_accounts.account(
        session, viewer=viewer, broadcast_id=callback_data.id
    )
    return [answer(callback, views.report(account, viewer.zone)), toast(callback)]


@router.callback_query(BroadcastStep.filter(F.do == "again"), flags=right("broadcast"))
async def send_again(
    callback: CallbackQuery,
    callback_data: BroadcastStep,
    session: Session,
    viewer: Viewer,
    now: datetime,
) -> Answer:
    """Send it again to those who missed it."""
    await broadcast_accounts.send_again(
        session, viewer=viewer, broadcast_id=callback_data.id, now=now
    )
    account = await broadcast_accounts.account(
        session, viewer=viewer, broadcast_id=callback_data.id
    )
    return [
        edit(callback, views.report(account, viewer.zone)),
        toast(callback, _("It is being sent again.")),
    ]


@router.callback_query(BroadcastStep.filter(F.do == "seen"), flags=right("own_items"))
async def seen(
    callback: CallbackQuery,
    callback_data: BroadcastStep,
    session: Session,
    viewer: Viewer,
    now: datetime,
) -> Answer:
    """Note who has seen it, and mark the button."""
    noted = await broadcast_accounts.see(
        session, viewer=viewer, broadcast_id=callback_data.id, now=now
    )
    told = toast(callback, views.noted(noted))
    if noted is Noted.NOT:
        return told
    return [*relabel(callback.message, callback.data, views.marked()), told]
