"""A reply to a message to many: an answer for who sent it; a reply to that: for who answered."""

from datetime import datetime
from typing import Any

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from bot.saying.replies import Answer, answer, relabel
from bot.saying.taps import BroadcastStep
from bot.updates.gate import right
from bot.views import broadcast_answers as views
from bot.views.broadcast_accounts import marked
from bot.views.broadcasts import preview
from council.access import Viewer
from council.reports import understand
from council.to_many import broadcast_answers
from handlers import asked
from handlers.broadcasts import written_in
from handlers.brought import words_of
from storage.database import Session

router = Router(name="broadcast_answers")


def _under_quoted(message: Message) -> list[str]:
    """What the buttons of the message bring that is replied to; nothing for a command."""
    markup = message.reply_to_message and message.reply_to_message.reply_markup
    if not markup or words_of(message).startswith("/"):
        return []
    return [key.callback_data or "" for row in markup.inline_keyboard for key in row]


def _to_a_broadcast(message: Message) -> dict[str, Any] | bool:
    """Which message to many is replied to, known by the button that says it was seen; a session's
    digest has others above it."""
    under = _under_quoted(message)
    ours = [data for data in under if data.startswith(f"{BroadcastStep.__prefix__}:seen:")]
    return bool(ours) and {"seen": BroadcastStep.unpack(ours[0]), "of_digest": len(under) > 1}


def _to_an_answer(message: Message) -> dict[str, Any] | bool:
    """Whose answer to which message to many is replied to, known by its one button."""
    under = _under_quoted(message)
    if len(under) != 1 or not under[0].startswith(f"{BroadcastStep.__prefix__}:report:"):
        return False
    step = BroadcastStep.unpack(under[0])
    return bool(step.n) and {"answered": step}


@router.message(F.chat.type == ChatType.PRIVATE, _to_a_broadcast, flags=right("own_items"))
async def pass_on(
    message: Message,
    seen: BroadcastStep,
    of_digest: bool,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    now: datetime,
) -> Answer:
    """Tell its author what is answered in words, be they those of a file, which stays behind, and
    mark it as seen; what may be a report hears where that goes. Of an album one file is answered,
    and the one with its words."""
    words, album = words_of(message), message.media_group_id
    before = asked.answered(await state.get_data(), album)
    await asked.note_answered(state, album)
    if not words:
        return None if before else answer(message, views.words_only())
    author = await broadcast_answers.answer(
        session,
        viewer=viewer,
        broadcast_id=seen.id,
        words=words,
        message_id=message.message_id,
        now=now,
    )
    report = of_digest and understand(words).is_update
    said = answer(message, views.passed_on(author, report=report, file=not message.text))
    return [*relabel(message.reply_to_message, seen.pack(), marked()), said]


@router.message(F.chat.type == ChatType.PRIVATE, _to_an_answer, flags=right("preview_broadcast"))
async def write_back(
    message: Message, answered: BroadcastStep, session: Session, viewer: Viewer, now: datetime
) -> Answer:
    """Show what is written back to who answered, as a message for them alone, before it goes."""
    written = written_in(message)
    if not written.text and not written.file_id:
        return answer(message, views.words_only())
    outline = await broadcast_answers.reply(
        session,
        viewer=viewer,
        broadcast_id=answered.id,
        person_id=answered.n,
        written=written,
        now=now,
    )
    return answer(message, preview(outline, viewer.zone))
