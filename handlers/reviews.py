"""The secretary's review: the queue, accepting, and returning with a reason."""

from datetime import datetime

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from bot.saying.replies import Answer, Reply, Saying, answer, edit, toast
from bot.saying.taps import HomeStep, ReviewStep
from bot.updates.gate import right
from bot.views import reviews as views
from bot.views import second_person as second_views
from council import reviews
from council.access import Viewer
from council.reviews import UnderReview
from council.seconding import seconded
from handlers.files_sent import send_file
from storage.database import Session
from storage.questions import REPORT
from storage.words import Decision

router = Router(name="reviews")


class ReviewForm(StatesGroup):
    """A report that is being returned."""

    reason = State()
    question = State()
    own_reason = State()


@router.message(Command("review"), F.chat.type == ChatType.PRIVATE, flags=right("review"))
async def queue(
    message: Message, session: Session, viewer: Viewer, state: FSMContext, now: datetime
) -> Answer:
    """The oldest report that waits, and how many wait behind it."""
    return answer(message, await _queue(session, viewer, state, now))


@router.callback_query(HomeStep.filter(F.do == "review"), flags=right("review"))
async def queue_by_button(
    callback: CallbackQuery, session: Session, viewer: Viewer, state: FSMContext, now: datetime
) -> Answer:
    """The same by button."""
    return [answer(callback, await _queue(session, viewer, state, now)), toast(callback)]


async def _queue(session: Session, viewer: Viewer, state: FSMContext, now: datetime) -> Saying:
    await state.clear()
    waiting = await reviews.queue(session, viewer=viewer)
    requests = await seconded.waiting(session, viewer=viewer, now=now)
    if not waiting:
        return second_views.beside(views.queue_empty(), len(requests))
    report = await reviews.open_report(session, viewer=viewer, progress_id=waiting[0], now=now)
    shown = views.report(report, viewer.zone, waiting=len(waiting) - 1)
    return second_views.beside(shown, len(requests))


@router.callback_query(ReviewStep.filter(F.do == "yes"), flags=right("review"))
async def accept(
    callback: CallbackQuery,
    callback_data: ReviewStep,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    now: datetime,
) -> Answer:
    """Accept in one tap."""
    await state.clear()
    report = await reviews.open_report(
        session, viewer=viewer, progress_id=callback_data.id, now=now
    )
    if not report.waits:
        return await _as_it_stands(callback, session, viewer, report)
    report = await reviews.decide(
        session,
        viewer=viewer,
        progress_id=callback_data.id,
        decision=Decision.ACCEPTED,
        now=now,
    )
    return [edit(callback, await _decided(session, viewer, report)), toast(callback)]


@router.callback_query(ReviewStep.filter(F.do == "own"), flags=right("review"))
async def ask_own_reason(
    callback: CallbackQuery,
    callback_data: ReviewStep,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    now: datetime,
) -> Answer:
    """The only reviewer says why their own report counts."""
    report = await reviews.open_report(
        session, viewer=viewer, progress_id=callback_data.id, now=now
    )
    if not (report.waits and report.alone):
        return await _as_it_stands(callback, session, viewer, report)
    await _open_question(state, ReviewForm.own_reason, report)
    return [edit(callback, views.ask_own_reason(report)), toast(callback)]


@router.message(ReviewForm.own_reason, F.chat.type == ChatType.PRIVATE, F.text,
                ~F.text.startswith("/"), flags=right("review"))  # fmt: skip
async def accept_own(
    message: Message, session: Session, viewer: Viewer, state: FSMContext, now: datetime
) -> Answer:
    """Accept one's own report for the typed reason."""
    report = await _asked_about(session, viewer, state, now)
    if report.waits and report.alone:
        report = await reviews.decide(
            session,
            viewer=viewer,
            progress_id=report.id,
            decision=Decision.ACCEPTED,
            reason=message.text,
            now=now,
        )
    return answer(message, await _decided(session, viewer, report))


@router.callback_query(ReviewStep.filter(F.do == "no"), flags=right("review"))
async def ask_reason(
    callback: CallbackQuery,
    callback_data: ReviewStep,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    now: datetime,
) -> Answer:
    """Ask why, before anything is returned."""
    report = await reviews.open_report(
        session, viewer=viewer, progress_id=callback_data.id, now=now
    )
    if not report.waits:
        return await _as_it_stands(callback, session, viewer, report)
    await _open_question(state, ReviewForm.reason, report)
    return [edit(callback, views.ask_reason(report)), toast(callback)]


@router.message(ReviewForm.reason, F.chat.type == ChatType.PRIVATE, F.text,
                ~F.text.startswith("/"), flags=right("review"))  # fmt: skip
async def return_with_reason(
    message: Message, session: Session, viewer: Viewer, state: FSMContext, now: datetime
) -> Answer:
    """Return the report; its author is told the reason."""
    report = await _asked_about(session, viewer, state, now)
    if report.waits:
        report = await reviews.decide(
            session,
            viewer=viewer,
            progress_id=report.id,
            decision=Decision.RETURNED,
            reason=message.text,
            now=now,
        )
    return answer(message, await _decided(session, viewer, report))


@router.callback_query(ReviewStep.filter(F.do.regexp(r"^t\d$")), flags=right("review"))
async def return_with_template(
    callback: CallbackQuery,
    callback_data: ReviewStep,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    now: datetime,
) -> Answer:
    """Return for one of the usual reasons, in one tap."""
    await state.clear()
    report = await reviews.open_report(
        session, viewer=viewer, progress_id=callback_data.id, now=now
    )
    if not report.waits:
        return await _as_it_stands(callback, session, viewer, report)
    reasons = views.return_reasons()
    place = int(callback_data.do[1:])
    report = await reviews.decide(
        session,
        viewer=viewer,
        progress_id=callback_data.id,
        decision=Decision.RETURNED,
        reason=reasons[min(place, len(reasons) - 1)],
        now=now,
    )
    return [edit(callback, await _decided(session, viewer, report)), toast(callback)]


@router.callback_query(ReviewStep.filter(F.do == "ask"), flags=right("review"))
async def ask_question(
    callback: CallbackQuery,
    callback_data: ReviewStep,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    now: datetime,
) -> Answer:
    """Ask the author before deciding."""
    report = await reviews.open_report(
        session, viewer=viewer, progress_id=callback_data.id, now=now
    )
    if not report.waits:
        return await _as_it_stands(callback, session, viewer, report)
    await _open_question(state, ReviewForm.question, report)
    return [edit(callback, views.ask_question(report)), toast(callback)]


@router.message(ReviewForm.question, F.chat.type == ChatType.PRIVATE, F.text,
                ~F.text.startswith("/"), flags=right("review"))  # fmt: skip
async def send_question(
    message: Message, session: Session, viewer: Viewer, state: FSMContext, now: datetime
) -> Answer:
    """The question goes to the author; the report waits on."""
    report = await _asked_about(session, viewer, state, now)
    if report.waits:
        report = await reviews.ask_question(
            session,
            viewer=viewer,
            progress_id=report.id,
            question=message.text or "",
            now=now,
        )
        return answer(message, views.question_sent(report))
    return answer(message, views.report(report, viewer.zone))


@router.callback_query(ReviewStep.filter(F.do == "files"), flags=right("review"))
async def show_evidence(
    callback: CallbackQuery,
    callback_data: ReviewStep,
    session: Session,
    viewer: Viewer,
    now: datetime,
) -> Answer:
    """Send the files that came with the report, and with those that it says more about."""
    report = await reviews.open_report(
        session, viewer=viewer, progress_id=callback_data.id, now=now
    )
    chat_id = callback.from_user.id
    return [*(Reply(send_file(chat_id, piece)) for piece in report.files), toast(callback)]


@router.callback_query(ReviewStep.filter(F.do == "open"), flags=right("review"))
async def open_report(
    callback: CallbackQuery,
    callback_data: ReviewStep,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    now: datetime,
) -> Answer:
    """The report with its buttons."""
    report = await reviews.open_report(
        session, viewer=viewer, progress_id=callback_data.id, now=now
    )
    await state.clear()
    return [edit(callback, views.report(report, viewer.zone)), toast(callback)]


async def _decided(session: Session, viewer: Viewer, report: UnderReview) -> Saying:
    """The report with its decision, and the way to the next one that waits."""
    waiting = len(await reviews.queue(session, viewer=viewer))
    return views.report(report, viewer.zone, waiting=waiting)


async def _as_it_stands(
    callback: CallbackQuery, session: Session, viewer: Viewer, report: UnderReview
) -> Answer:
    """A button of a report that no longer waits: what became of it, and no more such buttons."""
    settled = views.decision(report)
    said = settled.render()[0] if settled else ""
    shown = await _decided(session, viewer, report)
    return [edit(callback, shown), toast(callback, said, alert=bool(said))]


async def _open_question(state: FSMContext, question: State, report: UnderReview) -> None:
    await state.set_state(question)
    await state.set_data({REPORT: report.id})


async def _asked_about(
    session: Session, viewer: Viewer, state: FSMContext, now: datetime
) -> UnderReview:
    """The report that a typed answer is about; its question is closed.

    Meanwhile it may have been decided or taken back: who answers then shows how it stands rather
    than raise, because a rollback would leave the question open for ever.
    """
    asked = await state.get_data()
    await state.clear()
    return await reviews.open_report(session, viewer=viewer, progress_id=asked[REPORT], now=now)
