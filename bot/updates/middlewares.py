"""One transaction for each update: who speaks, in which language, and what they were asked."""

import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aiogram import BaseMiddleware, Bot
from aiogram.dispatcher.event.bases import UNHANDLED, CancelHandler, SkipHandler
from aiogram.dispatcher.middlewares.user_context import EventContext
from aiogram.enums import ChatMemberStatus, ChatType
from aiogram.exceptions import AiogramError
from aiogram.fsm.middleware import FSMContextMiddleware
from aiogram.fsm.storage.memory import DisabledEventIsolation
from aiogram.types import TelegramObject, Update, User

from bot.i18n import DEFAULT, use_language
from bot.saying.ways_out import with_way_out
from bot.updates.questions import Questions
from bot.updates.search_pages import PageAhead
from bot.updates.standing import standing_of
from bot.updates.typed_taps import keep_buttons, listen, said_below
from council.access import Place, Viewer
from council.errors import FINAL
from council.searching import search
from storage import inbox, questions, reach
from storage.database import Database, Session
from storage.database.at_the_end import DoneBeforeError
from storage.database.together import together
from storage.first_look import FirstLook, first_look
from storage.members import Account
from storage.sight import PUBLIC, see_as
from storage.trouble import is_passing

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]
Recognise = Callable[[Session, int, datetime], Awaitable[Viewer | None]]
Judge = Callable[[Session, int, Account | None, datetime], Awaitable[Viewer | None]]
"""As `Recognise`, where the account is known already."""

OF_THE_TRANSACTION = ("session", "state", "raw_state", "fsm_storage")
GONE = {ChatMemberStatus.KICKED, ChatMemberStatus.LEFT}


class TryAgainError(CancelHandler):
    """The database was busy or away: nothing took effect, and the same update may be fed again.

    A CancelHandler, because aiogram hands those on without asking any error handler.
    """


@dataclass
class Progress:
    """How far one update came: whether it took effect, and in which language to speak of it."""

    settled: bool = False
    language: str = DEFAULT


class TransactionMiddleware(BaseMiddleware):
    """Opens the update's one transaction and puts what handlers ask for into the data.

    Handlers get `session`, `now` (aware, UTC), `viewer` (None for those without rights here),
    `place`, `person_id` (None for accounts never seen), `state`, `database` and `language`. An
    update that took effect before has no second effect. Whatever is raised rolls everything back,
    the open question included, unless no other answer could help; error handlers get no session.
    """

    def __init__(self, database: Database, clock: Callable[[], datetime], judge: Judge) -> None:
        self._database = database
        self._clock = clock
        self._judge = judge

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:  # noqa: ANN401  whatever the handler returns
        """Work the update off; raises TryAgainError where the database let it down."""
        if not isinstance(event, Update):
            raise TypeError("this middleware belongs to updates")
        progress = data.setdefault("progress", Progress())
        try:
            async with self._database.writing(quick=True) as session:
                result = None
                if (look := await _look(session, event, data)) is not None:
                    result = await self._work(handler, event, data, session, look)
        except (SkipHandler, CancelHandler):
            raise
        except DoneBeforeError:
            result = None
        except Exception as error:
            answered = data.get("raw_state") is not None
            for name in OF_THE_TRANSACTION:
                data.pop(name, None)
            if is_passing(error):
                raise TryAgainError from error
            if answered and isinstance(error, FINAL):
                await self._end_question(event)
            data["still_asked"] = answered and not isinstance(error, FINAL)
            raise
        progress.settled = True
        return result

    async def _end_question(self, event: Update) -> None:
        """Let go of a question whose answer was refused for good: it would be asked for ever.

        Nothing ends where the refusal was about something else: a command, a reply, a button.
        """
        message = event.message
        if message is None or message.from_user is None or message.reply_to_message is not None:
            return
        if (message.text or "").startswith("/"):
            return
        async with self._database.writing() as session:
            if await inbox.still_waits(session, event.update_id):  # else what is asked now is newer
                whose = {"user_id": message.from_user.id, "chat_id": message.chat.id}
                await questions.end(session, **whose)

    async def _work(
        self,
        handler: Handler,
        event: Update,
        data: dict[str, Any],
        session: Session,
        look: FirstLook,
    ) -> Any:  # noqa: ANN401  whatever the handler returns
        now = self._clock()
        user: User | None = data["event_context"].user
        await _note_reach(session, event, now, closed=look.closed)
        if user is None:
            return None  # nobody spoke, so nobody waits for an answer
        viewer = await self._judge(session, user.id, look.account, now)
        language = viewer.language if viewer and not _in_group(data) else DEFAULT
        data["progress"].language = language
        heard, came = listen(event, look.questions, viewer), event
        event = heard.update
        stands = await standing_of(session, event, user, viewer, now)
        in_private = stands.place is Place.PRIVATE and stands.viewer is not None
        see_as(session, stands.viewer.sight if stands.viewer and in_private else PUBLIC)
        data.update(
            session=session,
            now=now,
            viewer=stands.viewer,
            place=stands.place,
            former=stands.former,
            person_id=stands.person_id,
            language=language,
            database=self._database,
            otherwise=heard.otherwise,
        )
        await _ask_on(Questions(session, now, look.questions), data)
        with use_language(language):
            result = await handler(event, data)
            if result is UNHANDLED and heard.otherwise is not None:
                event = heard.otherwise
                result = await handler(event, data)
            if await _leaves_open(event, data):
                result = with_way_out(result)
        if event is not came:
            result = said_below(came, result)
        await keep_buttons(session, heard, came, result, now)
        return result


def _in_group(data: dict[str, Any]) -> bool:
    """Whether what is answered is read by a whole group, which is spoken to as by the clock."""
    context: EventContext = data["event_context"]
    return context.chat is not None and context.chat.type != ChatType.PRIVATE


class OwnName(BaseMiddleware):
    """Puts the bot's own account into the data; asked once, before any transaction."""

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:  # noqa: ANN401  whatever the handler returns
        """Go on with `me`, None while the server cannot be asked, and `username`, then empty."""
        bot: Bot = data["bot"]
        me: User | None = None
        with contextlib.suppress(AiogramError, OSError):
            me = await bot.me()
        data["me"], data["username"] = me, (me.username if me else None) or ""
        return await handler(event, data)


class LanguageOfErrors(BaseMiddleware):
    """Lets error handlers speak the language of the person whose update failed, and shows the way
    out of a question that their refusal leaves open."""

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:  # noqa: ANN401  whatever the handler returns
        """Handle the error in the language that the transaction found out, else in Persian."""
        with use_language(data.get("language", DEFAULT)):
            result = await handler(event, data)
            asked = data.get("still_asked") and data.get("place") is Place.PRIVATE
            return with_way_out(result, beside_others=True) if asked else result


async def _look(session: Session, event: Update, data: dict[str, Any]) -> FirstLook | None:
    """Look who speaks; a page that was found ahead is dropped where it no longer holds."""
    context: EventContext = data["event_context"]
    bot: Bot = data["bot"]
    looking = first_look(
        session,
        event.update_id,
        bot_id=bot.id,
        chat_id=context.chat_id,
        user_id=context.user_id,
    )
    page: PageAhead | None = data.get("page_ahead")
    if page is None:
        return await looking
    holding = search.still_holds(session, viewer=page.viewer, hits=page.hits)
    look, holds = await together(session, looking, holding)
    if not holds:
        del data["page_ahead"]
    return look


async def _ask_on(asked: Questions, data: dict[str, Any]) -> None:
    """Put what stands open into the data, as aiogram's own middleware does."""
    data["fsm_storage"] = asked
    resolving = FSMContextMiddleware(asked, DisabledEventIsolation())
    state = resolving.resolve_event_context(data["bot"], data)
    if state is not None:
        data.update(state=state, raw_state=await state.get_state())


async def _leaves_open(event: Update, data: dict[str, Any]) -> bool:
    """Whether what somebody wrote left the question open that they were being asked."""
    asked = data.get("raw_state")
    if event.message is None or asked is None or data["place"] is not Place.PRIVATE:
        return False
    return bool(await data["state"].get_state() == asked)


async def _note_reach(session: Session, event: Update, now: datetime, *, closed: bool) -> None:
    """Keep up with who blocked the bot, who came back, and which group moved."""
    message = event.message
    if message is not None and message.migrate_to_chat_id is not None:
        old, new = message.chat.id, message.migrate_to_chat_id
        await reach.move_chat(session, old_id=old, new_id=new, now=now)
    elif message is not None and message.migrate_from_chat_id is not None:
        old, new = message.migrate_from_chat_id, message.chat.id
        await reach.move_chat(session, old_id=old, new_id=new, now=now)
    elif closed and message is not None and message.chat.type == ChatType.PRIVATE:
        await reach.open_chat(session, chat_id=message.chat.id)
    elif event.my_chat_member is not None:
        chat, status = event.my_chat_member.chat, event.my_chat_member.new_chat_member.status
        if status in GONE:
            why = "blocked" if chat.type == ChatType.PRIVATE else "removed from the group"
            await reach.close_chat(session, chat_id=chat.id, why=why, now=now)
        else:
            await reach.open_chat(session, chat_id=chat.id)
