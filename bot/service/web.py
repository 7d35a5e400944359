"""The bot's own web server: how it is, what it counts, and where Telegram's webhook goes."""

import asyncio
import hmac
import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aiohttp import web

from bot.saying.pace import Pace
from bot.service.metrics import Metrics
from bot.service.timekeeping import ClockWatch
from bot.settings import Settings, SettingsError
from bot.updates.hindrances import in_words
from bot.updates.polling import Receiver
from bot.updates.replicas import Replica
from jobs.delivery import Deliverer
from storage import holds, inbox, outbox, schema
from storage.database import Database

logger = logging.getLogger(__name__)

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  the header's name
LOOK_SECONDS = 5.0
NO_DATABASE = "the database does not answer"
MAX_UPDATE_BYTES = 4 * 2**20


@dataclass(frozen=True)
class Vitals:
    """The parts of the process that can be unwell, and what they are asked with."""

    database: Database
    receiver: Receiver
    deliverer: Deliverer
    pace: Pace
    replica: Replica
    metrics: Metrics
    clock: Callable[[], datetime]
    clock_watch: ClockWatch

    def troubles(self) -> list[str]:
        """What is wrong now, as far as the process knows without asking anybody."""
        found = []
        if self.receiver.failing:
            found.append(f"updates do not come in: {self.receiver.failing}")
        if self.replica.failing:
            found.append(f"{NO_DATABASE}: {self.replica.failing}")
        if self.deliverer.halted:
            found.append(f"delivery has stopped: {self.deliverer.halted}")
        if self.receiver.backlog >= self.receiver.most_waiting:
            found.append("more updates wait than are taken in")
        if self.clock_watch.trouble:
            found.append(self.clock_watch.trouble)
        return found

    async def unready(self) -> list[str]:
        """What keeps the process from serving people, the database included."""
        return list(dict.fromkeys([*self.troubles(), *await self._database_troubles()]))

    async def page(self) -> bytes:
        """The metrics of this moment; without a database those of the process alone."""
        now = self.clock()
        troubles = self.troubles()
        figures: dict[str, float] = {
            "lanes_backlog": self.receiver.backlog,
            "rate_waiters": self.pace.waiting,
            "rate_share": self.pace.share(),
            "rate_pause_seconds": self.pace.pause_seconds,
            "leads": self.replica.leads,
            "other_replicas": self.replica.others,
            "troubles": len(troubles),
        }
        came: dict[str, int] = {}
        goes: dict[str, int] = {}
        try:
            async with asyncio.timeout(LOOK_SECONDS), self.database.reading() as session:
                came = {"new": await inbox.count_waiting(session)}
                goes = {str(k): n for k, n in (await outbox.count_open(session)).items()}
                due, waiting = await outbox.oldest_due(session, now), await inbox.oldest(session)
                figures["outbox_oldest_due_seconds"] = _age(due, now)
                figures["inbox_oldest_waiting_seconds"] = _age(waiting, now)
                figures["councils_on_hold"] = len(await holds.held_councils(session))
        except Exception as error:  # noqa: BLE001  a page without these figures says so, too
            logger.warning("metrics without the database: %s", type(error).__name__)
            figures["troubles"] += 1
        return self.metrics.page(inbox=came, outbox=goes, plain=figures)

    async def _database_troubles(self) -> list[str]:
        try:
            async with asyncio.timeout(LOOK_SECONDS):
                stands = await schema.revision(self.database)
        except Exception as error:  # noqa: BLE001  whatever it is, people cannot be served
            return [f"{NO_DATABASE}: {in_words(error)}"]
        return [] if stands == schema.newest() else [f"the tables stand on schema {stands}"]


def build_web(vitals: Vitals, settings: Settings) -> web.Application:
    """The server's pages; the webhook's address answers only where a webhook is set."""
    app = web.Application(client_max_size=MAX_UPDATE_BYTES)
    pages = _Pages(vitals)
    app.router.add_get("/healthz", pages.health)
    app.router.add_get("/readyz", pages.readiness)
    app.router.add_get("/metrics", pages.metrics)
    if settings.webhook_url:
        hook = _Webhook(vitals.receiver, settings.webhook_secret.get_secret_value())
        app.router.add_post(settings.webhook_path, hook.receive)
    return app


async def start_web(app: web.Application, host: str, port: int) -> web.AppRunner:
    """Begin to answer; the caller cleans the runner up. SettingsError where the port is taken."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as error:
        await runner.cleanup()
        raise SettingsError(f"HTTP_PORT {port} cannot be used: {error.strerror}.") from None
    logger.info("answering on port %d", runner.addresses[0][1])
    return runner


class _Pages:
    """What an operator and their tools look at."""

    def __init__(self, vitals: Vitals) -> None:
        self._vitals = vitals

    async def health(self, _request: web.Request) -> web.Response:
        """200 as long as the process lives; a restart would end no trouble that it names."""
        return _told(self._vitals.troubles(), 200)

    async def readiness(self, _request: web.Request) -> web.Response:
        """200 where people are served, else 503 with the reasons."""
        return _told(await self._vitals.unready(), 503)

    async def metrics(self, _request: web.Request) -> web.Response:
        """The metrics in Prometheus's text form."""
        page = await self._vitals.page()
        headers = {"Content-Type": "text/plain; version=0.0.4; charset=utf-8"}
        return web.Response(body=page, headers=headers)


class _Webhook:
    """Telegram brings an update: it is in the inbox before Telegram hears 200."""

    def __init__(self, receiver: Receiver, secret: str) -> None:
        self._receiver = receiver
        self._secret = secret.encode()

    async def receive(self, request: web.Request) -> web.Response:
        """200 once it is kept; 403 without the secret; 503 where it should be brought again."""
        given = request.headers.get(SECRET_HEADER, "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(given, self._secret):
            return web.Response(status=403)
        try:
            raw = json.loads(await request.read())
        except (ValueError, RecursionError):
            logger.error("the webhook was brought something that is no update")
            return web.Response()  # brought again, it would be no better
        try:
            await self._receiver.accept([raw])
        except Exception as error:  # noqa: BLE001  whatever it is: not kept, so not confirmed
            logger.warning("an update was not kept: %s", type(error).__name__)
            return web.Response(status=503, headers={"Retry-After": "2"})
        return web.Response()


def _told(troubles: list[str], status_if_any: int) -> web.Response:
    answer: dict[str, Any] = {"status": "troubled" if troubles else "ok", "troubles": troubles}
    return web.json_response(answer, status=status_if_any if troubles else 200)


def _age(since: datetime | None, now: datetime) -> float:
    return max(0.0, (now - since).total_seconds()) if since else 0.0
