"""Who speaks, as what, and where: judged for each update before any handler is chosen.

In a bound group a person is what they are in its council; a button, a reply and an open question
belong to the council of the thing they are about, whichever council the person has open.
"""

from dataclasses import dataclass
from datetime import datetime

from aiogram.enums import ChatType
from aiogram.types import CallbackQuery, Message, Update, User

from bot.saying.about import ASKED_ABOUT, about
from council import groups
from council.access import Place, Viewer
from council.people import members
from storage import messages, questions
from storage.database import Session
from storage.questions import ANSWERED, QuestionKey


@dataclass(frozen=True)
class Standing:
    """The speaker in this update; `former` is somebody who once belonged to a council."""

    viewer: Viewer | None
    place: Place = Place.PRIVATE
    person_id: int | None = None
    former: bool = False


async def standing_of(
    session: Session, update: Update, user: User | None, viewer: Viewer | None, now: datetime
) -> Standing:
    """Who `user`, recognised as `viewer` in the open council, is in this update."""
    if user is None:
        return Standing(None)
    event = update.message or update.edited_message or update.callback_query
    message = event.message if isinstance(event, CallbackQuery) else event
    person_id = viewer.person_id if viewer else None
    if message is not None and message.chat.type != ChatType.PRIVATE:
        place = await groups.place_of(session, telegram_id=message.chat.id)
        if viewer is None:
            return Standing(None, place)
        here = await groups.viewer_here(
            session, person_id=viewer.person_id, telegram_id=message.chat.id, now=now
        )
        return Standing(here, place, person_id)
    if viewer is None:
        known = await members.known_person(session, user.id)
        return Standing(None, Place.PRIVATE, known[0] if known else None, bool(known and known[1]))
    if viewer.councils > 1 and event is not None:
        viewer = await _in_its_council(session, event, viewer, now)
    return Standing(viewer, Place.PRIVATE, person_id)


async def _in_its_council(
    session: Session, event: Message | CallbackQuery, viewer: Viewer, now: datetime
) -> Viewer | None:
    thing = (
        about(event.data or "")
        if isinstance(event, CallbackQuery)
        else await _made_of(session, event)
        or await _replied_to(session, event)
        or await _asked_about(session, event)
    )
    if thing is None:
        return viewer
    return await members.viewer_of(
        session, viewer=viewer, kind=thing[0], object_id=thing[1], now=now
    )


async def _made_of(session: Session, message: Message) -> tuple[str, int] | None:
    """The report that was made of a message whose words are changed now."""
    if message.edit_date is None:
        return None
    place = {"chat_id": message.chat.id, "message_id": message.message_id}
    known = await messages.answer_to(session, **place)
    return ("progress", known.report_id) if known and known.report_id else None


async def _replied_to(session: Session, message: Message) -> tuple[str, int] | None:
    quoted = message.reply_to_message
    if quoted is None:
        return None
    known = await messages.items_of(session, chat_id=message.chat.id, message_id=quoted.message_id)
    if known:
        return "item", known[0]
    rows = quoted.reply_markup.inline_keyboard if quoted.reply_markup else []
    things = (about(button.callback_data or "") for row in rows for button in row)
    return next((thing for thing in things if thing), None)


async def _asked_about(session: Session, message: Message) -> tuple[str, int] | None:
    """What the question is about that a typed answer belongs to; a command belongs to none."""
    if message.from_user is None or message.bot is None or (message.text or "").startswith("/"):
        return None
    key = QuestionKey(message.bot.id, message.chat.id, message.from_user.id, 0, ANSWERED)
    asked = await questions.read(session, key)
    for name, kind in ASKED_ABOUT.items():
        if asked.state is not None and isinstance(asked.data.get(name), int):
            return kind, asked.data[name]
    return None
