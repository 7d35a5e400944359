"""A message to many: written, addressed, tried on oneself, confirmed."""

from datetime import datetime, timedelta
from typing import Any

from aiogram import F, Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.enums import ChatType
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from bot.i18n import _
from bot.saying.choices import chosen, labels_of
from bot.saying.replies import Answer, Saying, answer, edit, toast
from bot.saying.taps import BroadcastStep
from bot.updates.gate import right
from bot.updates.questions import OVER_AT
from bot.views import broadcasts as views
from council import access, bodies, digests
from council.access import Viewer
from council.to_many import broadcast_accounts, broadcasts
from council.to_many.broadcasts import Written
from handlers import asked
from handlers.screens import open_screen
from storage.database import Session
from storage.words import BroadcastState

router = Router(name="broadcasts")
router.message.filter(F.chat.type == ChatType.PRIVATE)

NAMES_SHOWN = 60
TIME_TO_WRITE = timedelta(hours=3)
"""What is typed later was not meant for others: somebody left the question open."""
TYPED = (F.text, ~F.text.startswith("/"))
AUDIENCES = ("all", "open", "role", "body", "named")
FILES = ("photo", "document", "video", "animation", "audio", "voice")


class BroadcastForm(StatesGroup):
    """What is still to be said of a message to many."""

    words = State()
    audience = State()


@router.message(Command("broadcast"), flags=right("preview_broadcast"))
async def begin(
    message: Message, session: Session, viewer: Viewer, state: FSMContext, now: datetime
) -> Answer:
    """Ask for the words, or offer the digests and what was sent before."""
    await state.set_state(BroadcastForm.words)
    await state.set_data({OVER_AT: (now + TIME_TO_WRITE).isoformat()})
    sessions = await digests.recent_sessions(session, council_id=viewer.council_id)
    recent = await broadcasts.recent(session, viewer=viewer)
    return answer(message, views.ask(sessions, recent))


@router.message(
    BroadcastForm.words,
    ~F.text.startswith("/"),
    F.text | F.photo | F.document | F.video | F.animation | F.audio | F.voice,
    flags=right("preview_broadcast"),
)
async def take_words(
    message: Message, session: Session, viewer: Viewer, state: FSMContext, now: datetime
) -> Answer:
    """Keep what was written or sent, and ask whom it is for."""
    draft = (await state.get_data()).get("broadcast")
    if draft is not None:
        return answer(message, await _reword(message, session, viewer, state, draft, now))
    kept = await broadcasts.write(session, viewer=viewer, written=written_in(message), now=now)
    await _of_message(message, state).set_data({"broadcast": kept.id})
    return answer(message, await _audience(session, viewer, state, kept.id))


def _of_message(message: Message, state: FSMContext) -> FSMContext:
    """Which draft the message was written for."""
    return asked.kept(state, f"words-{message.message_id}")


async def take_changed_words(
    message: Message, session: Session, viewer: Viewer, state: FSMContext, now: datetime
) -> Saying | None:
    """Say a draft otherwise whose message was edited; None where it was no draft's."""
    draft = (await _of_message(message, state).get_data()).get("broadcast")
    return draft and await _reword(message, session, viewer, state, draft, now)


async def _reword(
    message: Message,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    broadcast_id: int,
    now: datetime,
) -> Saying:
    outline = await broadcasts.reword(
        session, viewer=viewer, broadcast_id=broadcast_id, written=written_in(message), now=now
    )
    await _of_message(message, state).set_data({"broadcast": outline.id})
    if not outline.audience:
        return await _audience(session, viewer, state, outline.id)
    await state.clear()
    return views.preview(outline, viewer.zone)


@router.callback_query(BroadcastStep.filter(F.do == "words"), flags=right("preview_broadcast"))
async def ask_words(
    callback: CallbackQuery,
    callback_data: BroadcastStep,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    now: datetime,
) -> Answer:
    """Ask for other words in place of the draft's."""
    draft = await broadcasts.own(session, viewer, callback_data.id, BroadcastState.DRAFT)
    over_at = (now + TIME_TO_WRITE).isoformat()
    await state.set_state(BroadcastForm.words)
    await state.set_data({"broadcast": draft.id, OVER_AT: over_at})
    return [answer(callback, views.ask_words(broadcasts.written_of(draft))), toast(callback)]


def written_in(message: Message) -> Written:
    """What a message brings to be said to others: its words and its file."""
    kind = next((one for one in FILES if getattr(message, one)), None)
    piece = getattr(message, kind) if kind else None
    return Written(
        text=message.text or message.caption or "",
        entities=tuple(views.plain_entities(message.entities or message.caption_entities or ())),
        file_kind=kind,
        file_id=(piece[-1] if kind == "photo" else piece).file_id if piece else None,
    )


@router.callback_query(BroadcastStep.filter(F.do == "minutes"), flags=right("preview_broadcast"))
async def take_minutes(
    callback: CallbackQuery,
    callback_data: BroadcastStep,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    now: datetime,
) -> Answer:
    """The message is a session's digest."""
    written = Written(text="", minutes_id=callback_data.n)
    if not any(
        minutes_id == callback_data.n
        for minutes_id, *_ in await digests.recent_sessions(session, council_id=viewer.council_id)
    ):
        return toast(callback, _("That is not there any more."), True)
    shown = await begin_with(session, viewer, state, written, now)
    return [edit(callback, shown), toast(callback)]


async def begin_with(
    session: Session, viewer: Viewer, state: FSMContext, written: Written, now: datetime
) -> Saying:
    """Keep what is to be said, and ask whom it is for."""
    kept = await broadcasts.write(session, viewer=viewer, written=written, now=now)
    return await _audience(session, viewer, state, kept.id)


async def _audience(
    session: Session, viewer: Viewer, state: FSMContext, broadcast_id: int
) -> Saying:
    everything = access.may_for(viewer, "broadcast", None)
    known = await bodies.all_of(session, viewer=viewer)
    offered = [(one.id, one.name) for one in known if access.may_for(viewer, "broadcast", one.id)]
    shown = views.ask_audience(offered[:20], broadcast_id, all_of_it=everything)
    return await open_screen(state, shown, BroadcastForm.audience, broadcast=broadcast_id)


@router.callback_query(
    BroadcastStep.filter(F.do.in_({*AUDIENCES, "names", "name", "to"})),
    flags=right("preview_broadcast"),
)
async def choose(
    callback: CallbackQuery,
    callback_data: BroadcastStep,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    now: datetime,
) -> Answer:
    """Whom it is for, or a step towards it."""
    said = await _choose(session, viewer, state, callback_data, now)
    return [edit(callback, said), toast(callback)]


@router.message(
    BroadcastForm.audience,
    *TYPED,
    ~F.reply_to_message,
    flags=right("preview_broadcast"),
)
async def type_audience(
    message: Message, session: Session, viewer: Viewer, state: FSMContext, now: datetime
) -> Answer:
    """The same by typing: what stands on a button, or somebody's name. All else is a search."""
    form = await state.get_data()
    meant = chosen(message.text or "", form["labels"]) or chosen(
        message.text or "", await _names(session, viewer, form["broadcast"])
    )
    if meant is None:
        raise SkipHandler
    step = BroadcastStep.unpack(meant)
    if step.do == "drop":
        await broadcast_accounts.cancel(session, viewer=viewer, broadcast_id=step.id, now=now)
        await state.clear()
        return answer(message, views.thrown_away())
    return answer(message, await _choose(session, viewer, state, step, now))


async def _names(session: Session, viewer: Viewer, broadcast_id: int) -> dict[str, str]:
    """The buttons of those who may be chosen by name."""
    if not access.may_for(viewer, "broadcast", None):
        return {}
    people = await broadcasts.everybody(session, viewer=viewer)
    return labels_of(views.ask_names(people, (), broadcast_id))


async def _choose(
    session: Session, viewer: Viewer, state: FSMContext, step: BroadcastStep, now: datetime
) -> Saying:
    if step.do == "to":
        return await _audience(session, viewer, state, step.id)
    ids: list[int] = (await state.get_data()).get("ids", [])
    if step.do in ("names", "name"):
        ticked = [] if step.do == "names" else sorted({*ids} ^ {step.n})
        people = await broadcasts.everybody(session, viewer=viewer)
        shown = views.ask_names(people[:NAMES_SHOWN], ticked, step.id)
        return await open_screen(
            state, shown, BroadcastForm.audience, broadcast=step.id, ids=ticked
        )
    audience: dict[str, Any] = {"to": step.do}
    match step.do:
        case "role":
            audience["role"] = views.ROLES[step.n % len(views.ROLES)].value
        case "body":
            audience["id"] = step.n
        case "named":
            audience = {"to": "names", "ids": ids}
    outline = await broadcasts.address(
        session, viewer=viewer, broadcast_id=step.id, audience=audience, now=now
    )
    await state.clear()
    return views.preview(outline, viewer.zone)


@router.callback_query(BroadcastStep.filter(F.do == "test"), flags=right("preview_broadcast"))
async def try_it(
    callback: CallbackQuery,
    callback_data: BroadcastStep,
    session: Session,
    viewer: Viewer,
    now: datetime,
) -> Answer:
    """Send it to the author alone."""
    await broadcasts.try_on_oneself(session, viewer=viewer, broadcast_id=callback_data.id, now=now)
    return toast(callback, _("It is on its way to you alone."))
