"""A reply that reports on several items at once: each part is its item's report."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from bot.saying.replies import Reply, Saying, answer
from bot.saying.taps import sum_of
from bot.views import progress as views
from council.access import Viewer
from council.items import ItemCard
from council.progress import Submitted
from council.reports import asks_for_time, asks_to_wait, understand
from handlers.progress import ask_meaning, is_for_time, sent, submit, understood
from handlers.time_form import ask_day
from storage.database import Session


async def take_each(
    message: Message,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    told: Sequence[tuple[ItemCard, str]],
    now: datetime,
) -> list[Reply]:
    """Record what was understood of each item and name all of it in one receipt; ask about each
    part that is not plain, and until when of one item after the other. Thanks for all of them are
    no report."""
    if not any(_tells(words) for _, words in told):
        return [answer(message, views.thanks([item for item, _ in told]))]
    saved: list[Submitted] = []
    questions: list[Saying] = []
    for_time: list[tuple[ItemCard, str]] = []
    for item, words in told:
        form = sent(message, words) | {"of": sum_of(f"{message.message_id}:{item.id}")}
        if is_for_time(item, form):
            for_time.append((item, words))
            continue
        if _tells(words):
            heard = await understood(state, item, form)
        else:
            heard = await ask_meaning(state, item, form | {"percent": None}, None)
        if isinstance(heard, Saying):
            questions.append(heard)
        else:
            saved.append(await submit(session, viewer, state, heard, now))
    if for_time:
        (first, words), *rest = for_time
        then = [(item.id, wished) for item, wished in rest]
        questions.append(await ask_day(state, first, words, then))
    said = [*([views.receipt_of(saved)] if saved else []), *questions]
    # One report can be mended by changing a message that made it; these cannot be told apart.
    return [answer(message, replace(one, heeds_edits=False)) for one in said]


def _tells(words: str) -> bool:
    return understand(words).is_update or asks_for_time(words) or asks_to_wait(words)
