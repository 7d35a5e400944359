"""Asking for the follow-up report: which sessions, which form, and a typed number for secrets."""

from datetime import datetime

from aiogram import F, Router
from aiogram.filters import Command, CommandObject
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from bot.saying.paper_taps import ReportStep
from bot.saying.replies import Answer, answer, edit, edit_own, toast
from bot.updates.gate import right
from bot.views import followup_report as views
from bot.views import second_person as second_views
from council.access import Viewer
from council.errors import NotFoundError
from council.followup import followup_report, followup_scopes
from council.followup.followup_report import Outline
from council.followup.followup_scopes import Scope
from council.seconding.second_person import Asked
from council.text import en_digits
from storage.database import Session

router = Router(name="followup_report")


class ReportForm(StatesGroup):
    """What is still to be said."""

    secret = State()


@router.message(Command("report"), flags=right("export"))
async def begin(
    message: Message,
    command: CommandObject,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    now: datetime,
) -> Answer:
    """Which sessions; what is typed behind the command answers that at once."""
    await state.clear()
    if not (command.args or "").strip():
        choices = await followup_scopes.choices(session, viewer=viewer)
        return answer(message, views.choose(choices))
    scope = await followup_scopes.read_scope(
        session, viewer=viewer, typed=command.args or "", now=now
    )
    shown = await followup_report.outline(session, viewer=viewer, scope=scope, now=now)
    return answer(message, views.outline(shown))


@router.callback_query(ReportStep.filter(F.do == "list"), flags=right("export"))
async def begin_again(
    callback: CallbackQuery, session: Session, viewer: Viewer, state: FSMContext
) -> Answer:
    """The same by button."""
    await state.clear()
    choices = await followup_scopes.choices(session, viewer=viewer)
    return [edit(callback, views.choose(choices)), toast(callback)]


@router.callback_query(ReportStep.filter(F.do == "see"), flags=right("export"))
async def see(
    callback: CallbackQuery,
    callback_data: ReportStep,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    now: datetime,
) -> Answer:
    """How much the chosen report would tell."""
    await state.clear()
    shown = await _outline(callback_data, session, viewer, now)
    return [edit(callback, views.outline(shown)), toast(callback)]


@router.callback_query(ReportStep.filter(F.do == "body"), flags=right("export"))
async def choose_body(
    callback: CallbackQuery, callback_data: ReportStep, session: Session, viewer: Viewer
) -> Answer:
    """Whose items."""
    listed = await followup_scopes.leading_bodies(session, viewer=viewer)
    page = max(0, callback_data.at)
    said = views.choose_body(_scope(callback_data), listed, page)
    return [edit(callback, said), toast(callback)]


@router.callback_query(
    ReportStep.filter(F.do.in_({"make.docx", "make.xlsx", "make.pdf"})), flags=right("export")
)
async def make(
    callback: CallbackQuery,
    callback_data: ReportStep,
    session: Session,
    viewer: Viewer,
    now: datetime,
) -> Answer:
    """Have it made; the message says so until the file is there."""
    form = callback_data.do.removeprefix("make.")
    shown = await followup_report.order(
        session,
        viewer=viewer,
        scope=_scope(callback_data),
        form=form,
        message_id=callback.message.message_id if callback.message else None,
        now=now,
    )
    if isinstance(shown, Asked):
        return [edit(callback, second_views.asked(shown, viewer.zone)), toast(callback)]
    return [edit(callback, views.being_made(shown, form)), toast(callback)]


@router.callback_query(ReportStep.filter(F.do == "secret"), flags=right("export_confidential"))
async def ask_confirmation(
    callback: CallbackQuery,
    callback_data: ReportStep,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    now: datetime,
) -> Answer:
    """Taking confidential items out of the bot takes a typed number."""
    shown = await _outline(callback_data, session, viewer, now)
    await state.set_state(ReportForm.secret)
    asked = callback.message.message_id if callback.message else 0
    await state.set_data({"scope": shown.scope.packed(), "message": asked})
    return [edit(callback, views.ask_confirmation(shown)), toast(callback)]


@router.message(
    ReportForm.secret, F.text, ~F.text.startswith("/"), flags=right("export_confidential")
)
async def make_confidential(
    message: Message, session: Session, viewer: Viewer, state: FSMContext, now: datetime
) -> Answer:
    """The right number has it made; another leaves the question open."""
    form = await state.get_data()
    scope = followup_scopes.unpack(form["scope"])
    shown = await followup_report.outline(session, viewer=viewer, scope=scope, now=now)
    if en_digits((message.text or "").strip()) != str(shown.confidential):
        return answer(message, views.confirm_again(shown))
    await state.clear()
    ordered = await followup_report.order(
        session,
        viewer=viewer,
        scope=Scope(scope.which, scope.number, scope.body_id, scope.only, confidential=True),
        form="docx",
        message_id=form["message"] or None,
        now=now,
    )
    if isinstance(ordered, Asked):
        return answer(message, second_views.asked(ordered, viewer.zone))
    return edit_own(message.chat.id, form["message"], views.being_made(ordered, "docx"))


async def _outline(data: ReportStep, session: Session, viewer: Viewer, now: datetime) -> Outline:
    return await followup_report.outline(session, viewer=viewer, scope=_scope(data), now=now)


def _scope(data: ReportStep) -> Scope:
    """The scope of a button; what no button of ours says is not there."""
    try:
        return views.scope_of(data)
    except ValueError as error:
        raise NotFoundError from error
