"""Pictures of the numbers: which there are, having one made, and the same as text."""

from datetime import datetime

from aiogram import F, Router
from aiogram.types import CallbackQuery, Message

from bot.saying.paper_taps import StatsStep
from bot.saying.replies import Answer, Reply, edit, toast
from bot.updates.gate import right
from bot.views import pictures as views
from council.access import Viewer
from council.errors import NotFoundError
from council.figures import pictures, stats
from council.figures.pictures import Kind
from storage.database import Session

router = Router(name="pictures")


@router.callback_query(StatsStep.filter(F.do == "pictures"), flags=right("see_stats"))
async def show_menu(
    callback: CallbackQuery,
    callback_data: StatsStep,
    session: Session,
    viewer: Viewer,
    now: datetime,
) -> Answer:
    """Which pictures there are."""
    shown = await stats.overview(session, viewer=viewer, scope=callback_data.scope, now=now)
    return [edit(callback, views.menu(shown)), toast(callback)]


@router.callback_query(StatsStep.filter(F.do == "draw"), flags=right("see_stats"))
async def order(
    callback: CallbackQuery,
    callback_data: StatsStep,
    session: Session,
    viewer: Viewer,
    now: datetime,
) -> Answer:
    """Have a picture made; the menu says so until it is there."""
    kind, message = _kind(callback_data.what), callback.message
    scope = callback_data.scope
    drawn = await pictures.draw(session, viewer=viewer, kind=kind, scope=scope, now=now)
    if drawn.empty:
        return [edit(callback, views.nothing(drawn)), toast(callback)]
    waiting = isinstance(message, Message) and message.text is not None
    await pictures.order(
        session,
        viewer=viewer,
        kind=kind,
        scope=scope,
        dark=callback_data.page == views.DARK,
        key=callback.id,
        progress=message.message_id if waiting and message else None,
        now=now,
    )
    said = views.on_its_way(kind)
    told: list[Reply] = [edit(callback, said)] if waiting else []
    return [*told, toast(callback, "" if waiting else said.text.render()[0])]


@router.callback_query(StatsStep.filter(F.do == "text"), flags=right("see_stats"))
async def show_text(
    callback: CallbackQuery,
    callback_data: StatsStep,
    session: Session,
    viewer: Viewer,
    now: datetime,
) -> Answer:
    """The same as a list."""
    drawn = await pictures.draw(
        session,
        viewer=viewer,
        kind=_kind(callback_data.what),
        scope=callback_data.scope,
        now=now,
    )
    return [edit(callback, views.as_text(drawn)), toast(callback)]


def _kind(word: str) -> Kind:
    try:
        return Kind(word)
    except ValueError:
        raise NotFoundError from None
