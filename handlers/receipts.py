"""After a report: taking it back, correcting it, and seeing its files."""

from datetime import datetime

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from bot.i18n import _
from bot.saying.replies import Answer, Reply, answer, edit, toast
from bot.saying.taps import ReceiptStep
from bot.updates.gate import right
from bot.views import progress as views
from council import items, progress
from council.access import Viewer
from handlers.files_sent import send_file
from handlers.progress import ReportForm
from storage.database import Session

router = Router(name="receipts")
CORRECTS = F.do.in_({"edit", "edit_one"})


@router.callback_query(
    ReceiptStep.filter(F.do.in_({"back", "back_one"})), flags=right("withdraw_report")
)
async def take_back(
    callback: CallbackQuery,
    callback_data: ReceiptStep,
    session: Session,
    viewer: Viewer,
    now: datetime,
) -> Answer:
    """Take the report back; the item stands as before."""
    update = await progress.withdraw(session, viewer=viewer, progress_id=callback_data.id, now=now)
    item = await items.open_card(session, viewer=viewer, item_id=update.item_id, now=now)
    say = edit if callback_data.do == "back" else answer
    return [say(callback, views.taken_back(item)), toast(callback)]


@router.callback_query(
    ReceiptStep.filter(CORRECTS),
    F.message.chat.type != ChatType.PRIVATE,
    flags=right("withdraw_report"),
)
async def correct_in_group(callback: CallbackQuery) -> Answer:
    """In a group only a reply says whose words they are."""
    return toast(callback, _("Reply here with the right words; your newest report counts."), True)


@router.callback_query(ReceiptStep.filter(CORRECTS), flags=right("withdraw_report"))
async def correct(
    callback: CallbackQuery,
    callback_data: ReceiptStep,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    now: datetime,
) -> Answer:
    """Walk the steps again; words and files stay, and only submitting replaces the report."""
    written = await progress.to_correct(
        session, viewer=viewer, progress_id=callback_data.id, now=now
    )
    await state.set_state(ReportForm.steps)
    await state.set_data(
        {
            "item": written.item_id,
            "replaces": callback_data.id,
            "note": written.note,
            "evidence": [vars(piece) for piece in written.evidence],
        }
    )
    item = await items.open_card(session, viewer=viewer, item_id=written.item_id, now=now)
    say = edit if callback_data.do == "edit" else answer
    return [say(callback, views.ask_status(item)), toast(callback)]


@router.callback_query(ReceiptStep.filter(F.do == "files"), flags=right("search"))
async def show_evidence(
    callback: CallbackQuery,
    callback_data: ReceiptStep,
    session: Session,
    viewer: Viewer,
) -> Answer:
    """Send the files that came with a report, to whoever may see its item."""
    evidence = await progress.evidence_of(session, viewer=viewer, progress_id=callback_data.id)
    chat_id = callback.from_user.id
    return [*(Reply(send_file(chat_id, piece)) for piece in evidence), toast(callback)]
