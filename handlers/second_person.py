"""What waits for a second person: listed, opened, agreed to, refused or taken back."""

from datetime import datetime

from aiogram import F, Router
from aiogram.types import CallbackQuery

from bot.saying.replies import Answer, answer, edit, toast
from bot.saying.taps import SecondStep
from bot.updates.gate import right
from bot.views import second_person as views
from council.access import Viewer
from council.seconding import seconded
from storage.database import Session

router = Router(name="second_person")


@router.callback_query(SecondStep.filter(F.do == "list"), flags=right("second"))
async def show_waiting(
    callback: CallbackQuery, session: Session, viewer: Viewer, now: datetime
) -> Answer:
    """Everything that waits for one's own word."""
    found = [
        await seconded.open_request(session, viewer=viewer, request_id=one, now=now)
        for one in await seconded.waiting(session, viewer=viewer, now=now)
    ]
    return [answer(callback, views.waiting(found)), toast(callback)]


@router.callback_query(SecondStep.filter(), flags=right("second"))
async def step(
    callback: CallbackQuery,
    callback_data: SecondStep,
    session: Session,
    viewer: Viewer,
    now: datetime,
) -> Answer:
    """Agree, refuse or take back; anything else shows how it stands."""
    acts = {"yes": seconded.agree, "no": seconded.refuse}
    act = acts.get(callback_data.do, seconded.open_request)
    shown = await act(session, viewer=viewer, request_id=callback_data.id, now=now)
    return [edit(callback, views.request(shown, viewer.zone)), toast(callback)]
