"""What answers nothing: files, a report or more of one, and a wish for time or a reminder."""

from datetime import datetime
from typing import Any

from aiogram import F, Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.enums import ChatType
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import Message
from aiogram.utils.formatting import Text

from bot.saying.replies import Answer, Saying, answer
from bot.updates.gate import right
from bot.views import errors as error_views
from bot.views import progress as views
from council import access, codes, progress
from council.access import Viewer
from council.items import ItemCard
from council.reports import understand, wants_reminder, wants_time
from council.searching.typed_codes import codes_within
from handlers import asked
from handlers.brought import brings_evidence, evidence_of, pieces, words_of
from handlers.minutes import is_minutes
from handlers.progress import (
    MOST_ASKED,
    ReportForm,
    offer,
    offer_of,
    own_open,
    sent,
    unaddressed,
)
from handlers.reminders import PutOffForm, ask_about
from handlers.settings_form import SettingsForm
from handlers.time_form import TimeForm
from storage.database import Session

CLOSE_SECONDS = 30
"""Files that come so soon one after another belong together, as those of an album do."""

router = Router(name="unasked")
router.message.filter(F.chat.type == ChatType.PRIVATE, ~F.reply_to_message)
ANSWERS_NOTHING = StateFilter(None, ReportForm.meaning, ReportForm.which, SettingsForm)
UNASKED_WORDS = (ANSWERS_NOTHING, ~F.reply_to_message, F.text, ~F.text.startswith("/"))


def _may_be_evidence(message: Message, viewer: Viewer | None) -> bool:
    """Also an album's further documents from who takes minutes in: they may belong to a report."""
    if is_minutes(message, viewer):
        return False
    rest = message.media_group_id and not message.caption
    return brings_evidence(message, viewer) or bool(rest and evidence_of(message))


@router.message(
    ANSWERS_NOTHING,
    _may_be_evidence,
    flags=right("own_items"),
)
async def take_files(
    message: Message, session: Session, viewer: Viewer, state: FSMContext, now: datetime
) -> Answer:
    """Files without words join one's report of the last minutes; all others may be a new one.

    Of those that come one after another the first is answered.
    """
    said, came = words_of(message), message.date.timestamp()
    album, before = message.media_group_id, await state.get_data()
    form = sent(message, said)
    if await _joins_the_question(state, before, form, came):
        return None
    told = not said and (asked.answered(before, album) or _close(before.get("told"), came))
    if not said and (
        added := await progress.add_evidence(session, viewer=viewer, evidence=pieces(form), now=now)
    ):
        await state.update_data(told=came)
        return None if told else answer(message, views.evidence_added(added.card))
    if not brings_evidence(message, viewer):
        raise SkipHandler  # minutes
    refused = _refused(message, viewer)
    offered = None if refused else await offer(session, viewer, state, form, now)
    if offered:
        return unaddressed(message, offered)
    await state.update_data(told=came)
    return None if told else answer(message, refused or Saying(Text(views.nothing_to_report_on())))


@router.message(
    StateFilter(TimeForm.day, TimeForm.reason, PutOffForm),
    _may_be_evidence,
    flags=right("own_items"),
)
async def point_to_the_card(message: Message, state: FSMContext) -> Answer:
    """Files that come while a day or a reason is asked for: where they belong, once for those that
    come one after another; the question stays open."""
    came, before = message.date.timestamp(), await state.get_data()
    await state.update_data(pointed=came)
    return None if _close(before.get("pointed"), came) else answer(message, views.send_as_reply())


def _refused(message: Message, viewer: Viewer) -> Saying | None:
    """Why the message is no report, whatever its sender owes; None where it may be one."""
    if message.forward_origin is not None:
        return views.forwarded()
    if access.can(viewer, "read_minutes") and not understand(words_of(message)).is_update:
        return error_views.not_text()  # a picture of minutes, as it mostly is
    return None


async def _joins_the_question(
    state: FSMContext, before: dict[str, Any], form: dict[str, Any], came: float
) -> bool:
    """Whether it is more of what a question stands open about: of the same album, or a file
    without words that came close behind. It is kept with it then."""
    same_album = form["album"] is not None and before.get("album") == form["album"]
    if not same_album and (form["note"] or not _close(before.get("came"), came)):
        return False
    evidence = [*before["evidence"], *form["evidence"]]
    joined = {"evidence": evidence, "note": form["note"] or before["note"], "came": came}
    await asked.keep(state, before | joined)
    return True


def _close(before: float | None, came: float) -> bool:
    return before is not None and came - before <= CLOSE_SECONDS


# ---------------------------------------------------------------- more time, reminders


def _may_want_time(message: Message, viewer: Viewer | None) -> bool:
    return _may_wish(message, viewer, "ask_postponement") and wants_time(message.text or "")


def _may_want_reminder(message: Message, viewer: Viewer | None) -> bool:
    return _may_wish(message, viewer, "snooze") and wants_reminder(message.text or "")


def _may_wish(message: Message, viewer: Viewer | None, action: str) -> bool:
    if viewer is None or is_minutes(message, viewer) or message.forward_origin is not None:
        return False
    return access.can(viewer, action)


@router.message(
    ANSWERS_NOTHING, F.text, ~F.text.startswith("/"), _may_want_time, flags=right("own_items")
)
async def take_wish_for_time(
    message: Message, session: Session, viewer: Viewer, state: FSMContext, now: datetime
) -> Answer:
    """Ask until when, of the item that the words name, else of the only one, or which first.

    Where nothing of one's own is meant, they are a search.
    """
    said = words_of(message)
    mine = [one for one in await own_open(session, viewer, now) if one.due_on is not None]
    meant = await _named(session, viewer, said, mine)
    offered = await offer_of(meant, session, viewer, state, sent(message, said), now)
    if offered is None:
        raise SkipHandler
    return unaddressed(message, offered)


@router.message(
    ANSWERS_NOTHING, F.text, ~F.text.startswith("/"), _may_want_reminder, flags=right("own_items")
)
async def take_wish_for_reminder(
    message: Message, session: Session, viewer: Viewer, state: FSMContext, now: datetime
) -> Answer:
    """Show how to be reminded later of the item that the words name, else of the only one, or ask
    of which first. Where nothing of one's own is meant, they are a search."""
    said = words_of(message)
    meant = await _named(session, viewer, said, await own_open(session, viewer, now))
    if not meant:
        raise SkipHandler
    return answer(message, await ask_about(session, viewer, state, meant[:MOST_ASKED], said, now))


async def _named(
    session: Session, viewer: Viewer, said: str, mine: list[ItemCard]
) -> list[ItemCard]:
    """Those of the resolutions that the words name; all where they name none."""
    named = await codes.named_within(session, viewer=viewer, said=said)
    if not named and codes_within(said):
        return []
    return [one for one in mine if one.resolution_id in named] if named else mine
