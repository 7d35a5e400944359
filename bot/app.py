"""The application put together: what receives, what answers, what rings and what delivers."""

import asyncio
import contextlib
import hashlib
import logging
import signal
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from aiogram import Bot, Dispatcher
from aiogram.client.session.base import BaseSession
from aiogram.exceptions import AiogramError, TelegramNotFound, TelegramUnauthorizedError
from aiogram.types import Update
from aiohttp.web import AppRunner

from bot.commands import publish_menu
from bot.conversations import build_dispatcher
from bot.platform import PlatformMiddleware
from bot.saying.calling import CallingSession
from bot.saying.pace import Pace, remember_pauses
from bot.saying.replies import Reply, answer
from bot.saying.speaking import PaceMiddleware
from bot.service import hearing
from bot.service.ending import end
from bot.service.metrics import Metrics
from bot.service.opening import open_ready
from bot.service.timekeeping import ClockWatch
from bot.service.web import Vitals, build_web, start_web
from bot.settings import Settings, SettingsError
from bot.updates.courtesy import Courtesy
from bot.updates.evidence import EvidenceKeeper
from bot.updates.feeding import Feeder
from bot.updates.files import DocumentFetcher
from bot.updates.hindrances import in_words
from bot.updates.parts import LINGER_SECONDS, PartsAhead
from bot.updates.polling import Receiver, Webhook
from bot.updates.replicas import Replica
from bot.updates.searches_ahead import SearchesAhead
from bot.views import errors as error_views
from council.dates import utc_now
from council.people.members import recognise
from council.searching.searcher import Searcher
from council.text import common_words
from jobs.delivery import Deliverer
from jobs.high_water import HighWater
from jobs.messages import render
from jobs.packing import Packing
from jobs.scheduler import AlarmClock
from jobs.sender import Sender
from jobs.upkeep import Upkeep
from storage import councils
from storage.database import Database

logger = logging.getLogger(__name__)

PATIENCE_SECONDS = 5
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM)


@dataclass(frozen=True)
class App:
    """Everything that runs, wired."""

    settings: Settings
    bot: Bot
    dispatcher: Dispatcher
    database: Database
    clock: Callable[[], datetime]
    pace: Pace
    replica: Replica
    vitals: Vitals
    receiver: Receiver
    sender: Sender
    deliverer: Deliverer
    high_water: HighWater
    upkeep: Upkeep
    alarm: AlarmClock
    evidence: EvidenceKeeper
    clock_watch: ClockWatch
    searcher: Searcher


def build(
    settings: Settings,
    database: Database,
    *,
    clock: Callable[[], datetime] = utc_now,
    session: BaseSession | None = None,
    sender: Sender | None = None,
    pace: Pace | None = None,
    linger_seconds: float = LINGER_SECONDS,
    courtesy: Courtesy | None = None,
    searcher: Searcher | None = None,
) -> App:
    """Wire the application; nothing is asked of the network and nothing runs yet."""
    pace = pace or Pace(enabled=settings.telegram_limits)
    metrics, replica = Metrics(), Replica(database, clock)
    pace.share = replica.per_second
    session = session or CallingSession(settings)
    if settings.lacks:
        session.middleware(PlatformMiddleware(settings.lacks))
    session.middleware(PaceMiddleware(pace))
    bot = Bot(settings.token, session=session)
    courtesy = courtesy or Courtesy()
    dispatcher = build_dispatcher(database, clock, courtesy, metrics)
    sender = sender or Sender(settings.token, settings.bot_api_base, settings.proxy_url, pace)
    high_water = HighWater(_mark_file(settings, database), database, clock)
    packing = Packing(shared_pictures=settings.digest_pictures)
    deliverer = Deliverer(
        database, sender, render, clock, pace, metrics=metrics, replica=replica, packing=packing
    )
    hook = (
        Webhook(settings.webhook_url, settings.webhook_secret.get_secret_value())
        if (settings.webhook_url)
        else None
    )
    clock_watch = ClockWatch(bot, settings.bot_api_base, clock)
    searcher = searcher or Searcher(database, "bot.updates.search_process")
    documents = DocumentFetcher(database, clock, recognise, metrics)
    feeder = Feeder(
        bot,
        dispatcher,
        database,
        clock,
        apologise=apologise,
        reassure=reassure,
        fetch_first=SearchesAhead(
            searcher,
            clock,
            PartsAhead(database, clock, recognise, documents, linger_seconds=linger_seconds),
        ),
        metrics=metrics,
    )
    receiver = Receiver(
        bot,
        database,
        clock,
        feeder,
        webhook=hook,
        replica=replica,
        speaks_freely=lambda: not pace.waiting,
        turns_away=courtesy.turns_away,
    )
    return App(
        settings=settings,
        bot=bot,
        dispatcher=dispatcher,
        database=database,
        clock=clock,
        pace=pace,
        replica=replica,
        vitals=Vitals(database, receiver, deliverer, pace, replica, metrics, clock, clock_watch),
        receiver=receiver,
        sender=sender,
        deliverer=deliverer,
        high_water=high_water,
        upkeep=Upkeep(
            database,
            clock,
            lambda: deliverer.in_flight,
            high_water=high_water,
            leads=lambda: replica.leads,
        ),
        alarm=AlarmClock(
            database,
            clock,
            wake=deliverer.wake,
            leave=sender.leave,
            edit=sender.edit,
            leads=lambda: replica.leads,
        ),
        evidence=EvidenceKeeper(bot, database, settings.data_dir, lambda: replica.leads),
        clock_watch=clock_watch,
        searcher=searcher,
    )


def _mark_file(settings: Settings, database: Database) -> Path:
    """One file for each database that is run from this data folder."""
    place = hashlib.sha256(database.address.encode()).hexdigest()[:12]
    return settings.data_dir / f".outbox-{place}.json"


def reassure(update: Update) -> Reply | None:
    """The words while the database is away, where somebody waits for an answer."""
    return answer(update.message, error_views.patience()) if update.message else None


def apologise(update: Update, reference: str) -> Reply | None:
    """The words for a fault of ours, where there is somebody to say them to."""
    event = update.message or update.edited_message or update.callback_query
    return answer(event, error_views.fault(reference)) if event is not None else None


async def run(app: App, *, stop: asyncio.Event | None = None) -> None:
    """Receive, ring and deliver until `stop` is set; then finish what is in hand."""
    stop = stop or asyncio.Event()
    try:
        web = await _start_web(app)
    except SettingsError:
        await close(app)
        raise
    await asyncio.to_thread(common_words)  # so that the first search does not wait for it
    await remember_pauses(app.pace, app.database, app.clock)
    await app.high_water.compare()
    await app.replica.join()
    app.alarm.start()
    loops = [
        asyncio.create_task(app.replica.run(), name="replica"),
        asyncio.create_task(app.receiver.run(), name="receiver"),
        asyncio.create_task(app.deliverer.run(), name="deliverer"),
        asyncio.create_task(app.upkeep.run(), name="upkeep"),
        asyncio.create_task(app.evidence.run(), name="evidence"),
        asyncio.create_task(app.clock_watch.run(), name="clock"),
    ]
    first_look = asyncio.create_task(_look_round(app), name="first look")
    logger.info("running")
    waiter = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({waiter, *loops}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        app.alarm.stop()
        for part in (app.receiver, app.deliverer, app.upkeep, app.evidence, app.clock_watch):
            part.stop()
        waiter.cancel()
        first_look.cancel()
        ended = await end(app.replica, loops)
        await app.alarm.end()
        if web is not None:
            await web.cleanup()
        await close(app)
    for result in ended:
        if isinstance(result, BaseException):
            raise result
    logger.info("stopped")


async def _look_round(app: App) -> None:
    """Once, beside everything else: say the menu, and see whether the bound groups are there."""
    try:
        await publish_menu(app.bot)
        await hearing.look_at_groups(app.bot, app.database, app.clock, app.deliverer.wake)
    except Exception:
        logger.exception("the menu was not said, or the groups were not looked at")


async def _start_web(app: App) -> AppRunner | None:
    """Begin to answer on HTTP_PORT, where one is set."""
    if app.settings.http_port is None:
        return None
    pages = build_web(app.vitals, app.settings)
    return await start_web(pages, app.settings.http_host, app.settings.http_port)


async def close(app: App) -> None:
    """Give connections back."""
    await app.searcher.close()
    await app.bot.session.close()
    await app.sender.close()
    await app.database.close()


async def serve(settings: Settings) -> None:
    """`mosavabe run`: on the newest schema, until a stop signal."""
    database = await open_ready(settings)
    await _warn_of_no_council(database)
    app = build(settings, database)
    try:
        await _introduce(app.bot)
    except SettingsError:
        await close(app)
        raise
    await run(app, stop=stop_on_signals())


async def _warn_of_no_council(database: Database) -> None:
    """A mistyped path is a new, empty database, which would serve nobody without a word."""
    async with database.reading() as session:
        if not await councils.every(session):
            told = "there is no council in %s; `mosavabe init` founds one, or check DATA_DIR"
            logger.warning(told, database.address)


async def _introduce(bot: Bot) -> None:
    """Ask the server who we are; a network that is down may come up, a wrong token never."""
    try:
        me = await bot.get_me(request_timeout=PATIENCE_SECONDS)
    except (TelegramUnauthorizedError, TelegramNotFound):
        raise SettingsError("The Bot API refuses the token; check BOT_TOKEN.") from None
    except (AiogramError, OSError) as error:
        logger.warning("the Bot API does not answer yet: %s", in_words(error))
    else:
        logger.info("this is @%s", me.username)
        hearing.warn(me)


def stop_on_signals() -> asyncio.Event:
    """An event that SIGINT and SIGTERM set."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in STOP_SIGNALS:
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(number, stop.set)
    return stop
