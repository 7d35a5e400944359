"""Photos and files that answer nothing: offered as a report, or added to one of a moment ago."""

from datetime import datetime
from typing import Any

from aiogram import F, Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.enums import ChatType
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import Message
from aiogram.utils.formatting import Text

from bot.gate import right
from bot.replies import Answer, Saying, answer
from bot.views import errors as error_views
from bot.views import progress as views
from council import access, progress
from council.access import Viewer
from council.reports import understand
from handlers.brought import brings_evidence, evidence_of, pieces, words_of
from handlers.minutes import is_minutes
from handlers.progress import ReportForm, offer, unaddressed
from storage.database import Session

router = Router(name="unasked")
router.message.filter(F.chat.type == ChatType.PRIVATE, ~F.reply_to_message)


def _may_be_evidence(message: Message, viewer: Viewer | None) -> bool:
    """Also an album's further documents from who takes minutes in: they may belong to a report."""
    if is_minutes(message, viewer):
        return False
    rest = message.media_group_id and not message.caption
    return brings_evidence(message, viewer) or bool(rest and evidence_of(message))


@router.message(
    StateFilter(None, ReportForm.meaning, ReportForm.which),
    _may_be_evidence,
    flags=right("own_items"),
)
async def take_files(
    message: Message, session: Session, viewer: Viewer, state: FSMContext, now: datetime
) -> Answer:
    """Files without words join one's report of the last minutes; all others may be a new one."""
    said, album = words_of(message), message.media_group_id
    form: dict[str, Any] = {"note": said, "evidence": evidence_of(message), "album": album}
    if await _joins_the_question(state, form):
        return None
    if not said and (
        added := await progress.add_evidence(session, viewer=viewer, evidence=pieces(form), now=now)
    ):
        return None if album else answer(message, views.evidence_added(added.card))
    if not brings_evidence(message, viewer):
        raise SkipHandler  # minutes
    if message.forward_origin is not None:
        return answer(message, views.forwarded())
    if access.can(viewer, "read_minutes") and not understand(said).is_update:
        return answer(message, error_views.not_text())  # a picture of minutes, as it mostly is
    offered = await offer(session, viewer, state, form, now)
    return unaddressed(message, offered or Saying(Text(views.nothing_to_report_on())))


async def _joins_the_question(state: FSMContext, form: dict[str, Any]) -> bool:
    """Whether it is more of an album about which a question stands open; kept with it then."""
    asked = await state.get_data()
    if form["album"] is None or asked.get("album") != form["album"]:
        return False
    evidence = [*asked["evidence"], *form["evidence"]]
    await state.update_data(evidence=evidence, note=form["note"] or asked["note"])
    return True
