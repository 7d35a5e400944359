"""The numbers of a council: one screen, its tables, and the list behind each number."""

from datetime import datetime

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.saying.paper_taps import StatsStep
from bot.saying.replies import Answer, answer, edit, toast
from bot.updates.gate import right
from bot.views import stats as views
from council.access import Viewer
from council.errors import NotFoundError
from council.figures import stats
from council.figures.numbers import Figure
from storage.database import Session

router = Router(name="stats")


@router.message(Command("stats"), flags=right("see_stats"))
async def show(
    message: Message, session: Session, viewer: Viewer, state: FSMContext, now: datetime
) -> Answer:
    """The numbers of the newest year: of a representative's bodies, else of the council."""
    await state.clear()
    scope = stats.first_scope(viewer)
    shown = await stats.overview(session, viewer=viewer, scope=scope, now=now)
    return answer(message, views.overview(shown))


@router.callback_query(StatsStep.filter(F.do.in_({"all", "what"})), flags=right("see_stats"))
async def show_scope(
    callback: CallbackQuery,
    callback_data: StatsStep,
    session: Session,
    viewer: Viewer,
    now: datetime,
) -> Answer:
    """The numbers of another year or body, or what they mean, in place of what stood there."""
    shown = await stats.overview(session, viewer=viewer, scope=callback_data.scope, now=now)
    said = views.definitions(shown) if callback_data.do == "what" else views.overview(shown)
    return [edit(callback, said), toast(callback)]


@router.callback_query(StatsStep.filter(F.do == "list"), flags=right("see_stats"))
async def show_list(
    callback: CallbackQuery,
    callback_data: StatsStep,
    session: Session,
    viewer: Viewer,
    now: datetime,
) -> Answer:
    """A page of the items behind a number."""
    found = await stats.behind(
        session,
        viewer=viewer,
        scope=callback_data.scope,
        figure=_figure(callback_data.what),
        page=callback_data.page,
        now=now,
    )
    return [edit(callback, views.behind(found)), toast(callback)]


@router.callback_query(StatsStep.filter(F.do.in_({"bodies", "quarters"})), flags=right("see_stats"))
async def show_table(
    callback: CallbackQuery,
    callback_data: StatsStep,
    session: Session,
    viewer: Viewer,
    now: datetime,
) -> Answer:
    """The numbers of every body, or of every quarter."""
    scope, page = callback_data.scope, max(0, callback_data.page)
    shown = await stats.overview(session, viewer=viewer, scope=scope, now=now)
    if callback_data.do == "bodies":
        found = await stats.by_body(session, viewer=viewer, scope=shown.scope, now=now)
        return [edit(callback, views.by_body(shown, found, page)), toast(callback)]
    found = await stats.by_quarter(session, viewer=viewer, scope=shown.scope, now=now)
    return [edit(callback, views.by_quarter(shown, found, page)), toast(callback)]


def _figure(word: str) -> Figure:
    try:
        return Figure(word)
    except ValueError:
        raise NotFoundError from None
