"""A change to a draft, written below its page or in reply to it: what its button would do."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aiogram import F, Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.enums import ChatType
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from bot.saying.replies import Answer, Saying, answer
from bot.saying.taps import DraftStep, step_of
from bot.updates.gate import right
from bot.views import drafts as views
from bot.views import errors as error_views
from council.access import Viewer
from council.errors import DateNotUnderstoodError, NumberNotUnderstoodError
from council.minutes import corrections, drafts
from council.minutes.drafts import OpenDraft
from council.minutes.wishes import Deed, Wish, places, read_wish
from handlers.drafts import take_field, wait_for_field
from handlers.finding_bodies import ask_bodies, name_bodies
from handlers.finding_deadlines import ask_deadline, take_deadline
from handlers.finding_screen import finding_screen
from handlers.minutes_form import MinutesForm
from handlers.reply_targets import buttons_of
from handlers.screens import shown_last
from storage.database import Session

router = Router(name="draft_sentences")
router.message.filter(F.chat.type == ChatType.PRIVATE)

PUBLISHED = frozenset({"past", "pubd", "src", "undo?", "undo"})
OF_ONE = ("txt", "yes")
"""Steps that stand only where one finding is shown."""


@dataclass(frozen=True)
class Page:
    """A draft that is shown, and which of its findings where it is one."""

    id: int
    at: int | None


async def _about_a_draft(message: Message, state: FSMContext) -> bool | dict[str, Any]:
    """Whether the words ask for a change to the draft that was shown last or is replied to; where
    something is asked, only those that name what they change."""
    wish = read_wish(message.text or "")
    if wish is None:
        return False
    named = wish.deed is Deed.FIELD or wish.item is not None
    if await state.get_state() and (not named or wish.deed in (Deed.LOOK, Deed.UNCLEAR)):
        return False
    quoted = message.reply_to_message
    page = _page(
        buttons_of(quoted.reply_markup, DraftStep) if quoted else await shown_last(state, DraftStep)
    )
    return {"wish": wish, "page": page} if page else False


def _page(buttons: Iterable[DraftStep]) -> Page | None:
    """The draft whose page has these buttons; other drafts stand on one by their lists alone."""
    steps = [one for one in buttons if one.do not in PUBLISHED]
    ids = {one.id for one in steps if one.do != "sum"} or {one.id for one in steps}
    at = next((one.at for one in steps if one.do in OF_ONE), None)
    return Page(ids.pop(), at) if len(ids) == 1 else None


@router.message(
    StateFilter(None, MinutesForm.body, MinutesForm.helper, MinutesForm.deadline),
    F.text,
    ~F.text.startswith("/"),
    ~F.forward_origin,
    _about_a_draft,
    flags=right("edit"),
)
async def change(
    message: Message,
    wish: Wish,
    page: Page,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    now: datetime,
) -> Answer:
    """Do what the sentence says, or ask what it leaves open; a number that no finding has is
    searched for where nothing is to be changed."""
    opened = await drafts.open_draft(session, viewer=viewer, minutes_id=page.id)
    try:
        if wish.deed is Deed.FIELD:
            return answer(message, await _field(session, viewer, state, opened, wish, now))
        found = _meant(opened, wish, page)
        if not found and wish.deed is Deed.LOOK:
            raise SkipHandler
        if len(found) != 1 or wish.deed is Deed.UNCLEAR:
            return answer(message, views.not_understood(opened, wish.item, found))
        return answer(message, await _finding(session, viewer, state, wish, opened, *found, now))
    except (DateNotUnderstoodError, NumberNotUnderstoodError) as refusal:
        # Said without raising: a rollback would close the question that it leaves open.
        return answer(message, error_views.refusal(refusal, viewer.zone))


def _meant(opened: OpenDraft, wish: Wish, page: Page) -> tuple[int, ...]:
    if wish.item is not None:
        return places(opened.draft, wish.item)
    return () if page.at is None or page.at >= len(opened.draft.findings) else (page.at,)


async def _field(
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    opened: OpenDraft,
    wish: Wish,
    now: datetime,
) -> Saying:
    asked = await wait_for_field(session, viewer, state, opened.id, wish.field)
    return await take_field(session, viewer, state, wish.words, now) if wish.words else asked


async def _finding(
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    wish: Wish,
    opened: OpenDraft,
    at: int,
    now: datetime,
) -> Saying:
    step = step_of(opened, at, "help" if wish.deed is Deed.HELPERS else "body")
    which: dict[str, Any] = {"viewer": viewer, "minutes_id": opened.id, "index": at}
    await state.clear()
    match wish.deed:
        case Deed.DEADLINE:
            asked = await ask_deadline(session, viewer, state, step, now)
            if not wish.words:
                return asked
            return await take_deadline(session, viewer, state, step, wish.words, now)
        case Deed.BODIES | Deed.HELPERS if wish.words:
            instead = wish.deed is Deed.BODIES and not wish.added
            return await name_bodies(
                session, viewer, state, step, wish.words, now, instead=instead, alone=True
            )
        case Deed.BODIES | Deed.HELPERS:
            return await ask_bodies(session, viewer, state, step)
        case Deed.NO_BODY:
            opened = await corrections.set_bodies(session, **which, names=())
        case Deed.LEAVE_OUT | Deed.KEEP:
            kept = wish.deed is Deed.KEEP
            opened = await corrections.set_kept(session, **which, kept=kept)
    return await finding_screen(session, viewer, opened, at, now)
