"""Minutes in: a text in one message or several, or a file, becomes one draft."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.filters import Command, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.saying.replies import Answer, Saying, answer, toast
from bot.saying.taps import HomeStep
from bot.updates.files import FileTrouble, ReceivedFile
from bot.updates.gate import right
from bot.updates.parts import PARTS_APART, MorePartsFollow
from bot.views import drafts as draft_views
from bot.views import errors as error_views
from bot.views import minutes as views
from council import access
from council.access import Viewer
from council.errors import DraftChangedError, DraftClosedError, MinutesKnownError, NotFoundError
from council.minutes import drafts, publishing
from council.minutes.drafts import OpenDraft
from council.minutes.reading import reads_as_minutes
from council.text import key
from handlers.broadcasts import BroadcastForm
from handlers.minutes_form import MinutesForm
from handlers.progress import ReportForm
from storage.database import Session

router = Router(name="minutes")
router.message.filter(F.chat.type == ChatType.PRIVATE)

MINUTES_LENGTH = 400
"""A text this long from a secretary is minutes, not something to search for."""
FEWEST_LINES = 3
"""So is a shorter one of so many lines that calls itself minutes in its first, or reads as some."""
MINUTES = "صورتجلسه"


@router.message(Command("minutes"), flags=right("read_minutes"))
async def ask(message: Message, session: Session, viewer: Viewer, state: FSMContext) -> Answer:
    """Ask for the text, and show drafts that wait."""
    return answer(message, await _asked(session, viewer, state))


@router.callback_query(HomeStep.filter(F.do == "minutes"), flags=right("read_minutes"))
async def ask_by_button(
    callback: CallbackQuery, session: Session, viewer: Viewer, state: FSMContext
) -> Answer:
    """The same by button."""
    return [answer(callback, await _asked(session, viewer, state)), toast(callback)]


async def _asked(session: Session, viewer: Viewer, state: FSMContext) -> Saying:
    await state.set_state(MinutesForm.source)
    await state.set_data({})
    waiting = await drafts.open_drafts(session, viewer=viewer)
    holders = await drafts.holders(session, viewer=viewer)
    elsewhere = {k: one.name for k, one in holders.items() if one.id != viewer.person_id}
    past = await publishing.any_published(session, viewer=viewer)
    if not waiting:
        return views.ask(past=past)
    return views.waiting(waiting, elsewhere, past=past)


@router.message(F.document, flags=right("read_minutes"))
async def take_file(
    message: Message,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    now: datetime,
    file: ReceivedFile | None = None,
) -> Answer:
    """Keep a file of minutes, which was fetched and read before; what is no text is said so."""
    if file is None or file.trouble is FileTrouble.NOT_FETCHED:
        return answer(message, error_views.not_fetched())
    if file.trouble is FileTrouble.TOO_BIG:
        return answer(message, error_views.big_file())
    opened = await drafts.take_in_all(
        session, viewer=viewer, documents=file.documents(), file_name=file.name, now=now
    )
    await state.clear()
    return answer(message, await _shown(session, viewer, opened, now))


async def _shown(
    session: Session, viewer: Viewer, opened: Sequence[OpenDraft], now: datetime
) -> Saying:
    if len(opened) > 1:
        return draft_views.several(opened)
    beside = await drafts.beside(session, viewer=viewer, opened=opened[0])
    return draft_views.summary(opened[0], publishing.notification_day(now, viewer), beside)


def is_minutes(message: Message, viewer: Viewer | None) -> bool:
    """Whether somebody who takes minutes in wrote a text that is read as minutes unasked."""
    if viewer is None or not access.can(viewer, "read_minutes"):
        return False
    words = _words(message)
    if len(words) >= MINUTES_LENGTH:
        return True
    written = [line for line in words.splitlines() if line.strip()]
    if len(written) < FEWEST_LINES:
        return False
    return MINUTES in key(written[0]).replace(" ", "") or reads_as_minutes(words)


async def _is_next_part(message: Message, viewer: Viewer | None, state: FSMContext) -> bool:
    """Whether the message came right behind another part of the same text."""
    if viewer is None or not _words(message) or message.reply_to_message is not None:
        return False
    pile = (await state.get_data()).get("pile")
    if pile is None or not access.can(viewer, "read_minutes"):
        return False
    since = message.date - datetime.fromisoformat(pile["at"])
    return timedelta() <= since <= PARTS_APART


def _words(message: Message) -> str:
    return message.text or message.caption or ""


def _is_words(message: Message) -> bool:
    return bool(_words(message)) and not _words(message).startswith("/")


@router.message(StateFilter(None), _is_words, _is_next_part, flags=right("read_minutes"))
async def take_next_part(
    message: Message,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    now: datetime,
    more: MorePartsFollow | None = None,
) -> Answer:
    """Add a message to the draft that the one before it began."""
    pile = (await state.get_data())["pile"]
    try:
        opened = await drafts.extend(
            session, viewer=viewer, minutes_id=pile["ids"][-1], part=_words(message), now=now
        )
    except (DraftChangedError, DraftClosedError, NotFoundError):
        opened = await _begin(message, session, viewer, now)
    except MinutesKnownError as error:  # said without raising: what the parts began must go
        await state.clear()
        return answer(message, error_views.refusal(error, viewer.zone))
    else:
        before = pile["ids"][:-1]
        shown = [await drafts.open_draft(session, viewer=viewer, minutes_id=one) for one in before]
        opened = (*shown, *opened)
    return await _show(message, session, viewer, state, opened, now, more)


@router.message(
    MinutesForm.source, F.text.regexp(r"^\s*\S+://\S+\s*$"), flags=right("read_minutes")
)
async def not_a_link(message: Message) -> Answer:
    """An address where minutes were asked for: nothing is fetched from the net; the question stays
    open."""
    return answer(message, error_views.not_text())


@router.message(MinutesForm.source, _is_words, flags=right("read_minutes"))
@router.message(
    StateFilter(None, ReportForm.steps, BroadcastForm.audience),
    ~F.reply_to_message,
    is_minutes,
    flags=right("read_minutes"),
)
async def take_text(
    message: Message,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    now: datetime,
    more: MorePartsFollow | None = None,
) -> Answer:
    """Read a pasted or forwarded text of minutes."""
    opened = await _begin(message, session, viewer, now)
    return await _show(message, session, viewer, state, opened, now, more)


async def _begin(
    message: Message, session: Session, viewer: Viewer, now: datetime
) -> tuple[OpenDraft, ...]:
    documents = drafts.read_documents(_words(message))
    return await drafts.take_in_all(
        session, viewer=viewer, documents=documents, file_name=None, now=now
    )


async def _show(
    message: Message,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    opened: Sequence[OpenDraft],
    now: datetime,
    more: MorePartsFollow | None,
) -> Answer:
    """Show what was read so far, unless the next part is here already and will be answered."""
    await state.clear()
    pile = {"ids": [one.id for one in opened], "at": message.date.isoformat()}
    await state.set_data({"pile": pile})
    return answer(message, await _shown(session, viewer, opened, now)) if more is None else None


@router.message(MinutesForm.source, ~F.text, flags=right("read_minutes"))
async def not_text(message: Message) -> Answer:
    """A picture or anything else where minutes were asked for; the question stays open."""
    return answer(message, error_views.not_text())
