"""All conversations put together: the gate before them, and the order in which they are asked."""

from collections.abc import Callable
from datetime import datetime

from aiogram import Dispatcher

from bot.service.metrics import Metrics
from bot.updates.courtesy import Courtesy, CourtesyMiddleware, LookUpMiddleware
from bot.updates.gate import RightsMiddleware, ensure_all_gated
from bot.updates.middlewares import LanguageOfErrors, OwnName, TransactionMiddleware
from bot.updates.routing import OneRouterDispatcher, one_router
from council.people.members import known_as
from handlers import (
    agenda,
    bodies,
    broadcast_accounts,
    broadcast_answers,
    broadcast_sending,
    broadcasts,
    closing,
    codes,
    confidential,
    draft_sentences,
    drafts,
    edited,
    errata,
    errors,
    finding_bodies,
    finding_deadlines,
    findings,
    follows,
    followup_report,
    groups,
    history,
    holds,
    home,
    invitations,
    items,
    leaves,
    letterheads,
    meetings,
    members,
    minutes,
    own_searches,
    owners,
    people,
    pictures,
    policies,
    postponements,
    preferences,
    privacy,
    progress,
    published,
    reassigning,
    receipts,
    reminders,
    replies,
    report_form,
    resolutions,
    review_replies,
    reviews,
    search,
    second_person,
    session_cancelling,
    session_news,
    stats,
    synonyms,
    unasked,
    unrecorded_replies,
)
from storage.database import Database


def build_dispatcher(
    database: Database,
    clock: Callable[[], datetime],
    courtesy: Courtesy | None = None,
    metrics: Metrics | None = None,
) -> Dispatcher:
    """The conversation: gate, transaction, handlers in the order in which they are asked.

    Raises UngatedHandlerError where a handler has no row in the rights matrix.
    """
    dispatcher = OneRouterDispatcher(disable_fsm=True)
    courtesy = courtesy or Courtesy()
    dispatcher.update.outer_middleware(CourtesyMiddleware(courtesy))
    dispatcher.update.outer_middleware(OwnName())
    dispatcher.update.outer_middleware(TransactionMiddleware(database, clock, known_as))
    dispatcher.errors.outer_middleware(LanguageOfErrors())
    gate = RightsMiddleware(metrics)
    spoken = (dispatcher.message, dispatcher.edited_message, dispatcher.callback_query)
    for asked in (*spoken, dispatcher.inline_query):
        asked.middleware(LookUpMiddleware(courtesy))
    for asked in spoken:
        asked.middleware(gate)
    taking_in = (minutes, findings, drafts, finding_bodies, finding_deadlines, published, errata)
    conversations = (
        *(broadcast_answers, replies),  # before every open question: what is replied to is answered
        codes,
        *(
            members,
            home,
            people,
            invitations,
            bodies,
            groups,
            privacy,
            history,
            holds,
            confidential,
            second_person,
        ),
        *(items, agenda, session_cancelling, session_news, meetings, stats, pictures),
        *(broadcast_accounts, broadcasts, broadcast_sending, reminders, reviews),
        *(postponements, closing, follows, preferences, leaves, policies),
        *(followup_report, letterheads, owners, reassigning, synonyms),
        *(
            draft_sentences,
            report_form,
            progress,
            review_replies,
            unrecorded_replies,
            receipts,
            unasked,
            edited,
            *taking_in,
            resolutions,
            own_searches,
            search,
            errors,
        ),
    )
    dispatcher.include_router(one_router(one.router for one in conversations))
    dispatcher.ensure_all_is_asked()
    ensure_all_gated(dispatcher)
    return dispatcher
