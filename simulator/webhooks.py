"""Delivery of updates to the bot's webhook, with Telegram's order and its patience."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from dataclasses import replace

import aiohttp
from aiohttp import web

from simulator.api import call
from simulator.model import Json
from simulator.world import World

logger = logging.getLogger(__name__)
# https://core.telegram.org/bots/webhooks: what a webhook is sent, and what it may answer with.
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  the header's name
ANSWER_SECONDS = 60.0
MAX_REST_SECONDS = 60.0
MAX_RETRY_AFTER_SECONDS = 3600.0
# Answering a webhook with a call is for sending: these would change the webhook under its feet.
NOT_IN_ANSWERS = ("setwebhook", "deletewebhook", "close", "logout")


class Courier:
    """Carries updates to the webhook while one is set.

    The updates of one chat go one after another, those of different chats side by side, up to
    `max_connections`. What is not answered with 2xx goes again: at once, then after 2, 4, 8 …
    seconds (`patience` shortens that for tests) or as its Retry-After says, until it is a day old.
    """

    def __init__(self, world: World, patience: float = 1.0) -> None:
        self._world = world
        self._patience = patience
        self._look = asyncio.Event()
        self._carrying: dict[object, asyncio.Task[None]] = {}
        self._failures: dict[int, int] = {}
        self._not_before: dict[int, float] = {}

    async def run(self) -> None:
        """Deliver until cancelled."""
        stop_listening = self._world.updates.listen(self._look.set)
        stop_watching = self._world.subscribe(lambda _: self._look.set())
        timeout = aiohttp.ClientTimeout(total=ANSWER_SECONDS)
        try:
            async with aiohttp.ClientSession(timeout=timeout) as http:
                while True:
                    self._send_what_is_due(http)
                    await self._look.wait()
                    self._look.clear()
        finally:
            stop_listening()
            stop_watching()
            for task in self._carrying.values():
                task.cancel()

    def _send_what_is_due(self, http: aiohttp.ClientSession) -> None:
        if not self._world.webhook.url or self._world.faults.network_down:
            return
        now = asyncio.get_running_loop().time()
        met: set[object] = set()
        for update in self._world.updates.pending:
            lane = _lane(update)
            is_first = lane not in met
            met.add(lane)
            rests = self._not_before.get(update["update_id"], 0.0) > now
            if not is_first or rests or lane in self._carrying:
                continue
            if len(self._carrying) >= self._world.webhook.max_connections:
                return
            self._carrying[lane] = asyncio.create_task(self._carry(http, lane, update))

    async def _carry(self, http: aiohttp.ClientSession, lane: object, update: Json) -> None:
        try:
            reason, retry_after = await self._post(http, update)
            if reason:
                self._rest(update["update_id"], retry_after)
                self._note(reason)
            else:
                self._world.updates.delivered(update["update_id"])
        finally:
            del self._carrying[lane]
            self._world.publish("webhook", {})

    async def _post(self, http: aiohttp.ClientSession, update: Json) -> tuple[str, float]:
        """Deliver once; gives why it failed, if it did, and the seconds it asked us to wait."""
        webhook = self._world.webhook
        headers = {SECRET_HEADER: webhook.secret_token} if webhook.secret_token else {}
        try:
            async with http.post(webhook.url, json=update, headers=headers) as response:
                if not 200 <= response.status <= 299:
                    words = f"Wrong response from the webhook: {response.status} {response.reason}"
                    return words, _seconds(response.headers.get("Retry-After", ""))
                answer = await _json_or_none(response)
        except TimeoutError:
            return "Read timeout expired", 0.0
        except aiohttp.ClientConnectorError:
            return "Connection refused", 0.0
        except aiohttp.ClientError:
            return "Webhook connection closed", 0.0
        await self._carry_out(answer)
        return "", 0.0

    async def _carry_out(self, answer: Json | None) -> None:
        """Do what the webhook's answer asks for; what comes of it nobody is told."""
        method = str((answer or {}).get("method", ""))
        lower = method.lower()
        if answer and method and lower not in NOT_IN_ANSWERS and not lower.startswith("get"):
            parameters = {name: value for name, value in answer.items() if name != "method"}
            await call(self._world, self._world.token, method, parameters)

    def _rest(self, update_id: int, retry_after: float) -> None:
        failures = self._failures[update_id] = self._failures.get(update_id, 0) + 1
        grown = 0.0 if failures == 1 else min(2.0 ** (failures - 1), MAX_REST_SECONDS)
        seconds = (retry_after or grown) * self._patience
        loop = asyncio.get_running_loop()
        self._not_before[update_id] = loop.time() + seconds
        loop.call_later(seconds, self._look.set)

    def _note(self, reason: str) -> None:
        logger.info("webhook failed: %s", reason)
        world = self._world
        world.webhook = replace(world.webhook, last_error=reason, last_error_at=world.clock.now())


def add_courier(app: web.Application, world: World, patience: float = 1.0) -> None:
    """Let the application deliver to webhooks for as long as it runs."""

    async def courier(_: web.Application) -> AsyncIterator[None]:
        running = asyncio.create_task(Courier(world, patience).run())
        yield
        running.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await running

    app.cleanup_ctx.append(courier)


def _lane(update: Json) -> object:
    """Give what orders an update: its chat, or itself where it belongs to none."""
    payload = next(value for key, value in update.items() if key != "update_id")
    chat = payload.get("chat") or (payload.get("message") or {}).get("chat")
    return chat["id"] if chat else ("alone", update["update_id"])


async def _json_or_none(response: aiohttp.ClientResponse) -> Json | None:
    try:
        body = await response.json(content_type=None)
    except ValueError:
        return None
    return body if isinstance(body, dict) else None


def _seconds(retry_after: str) -> float:
    return min(float(retry_after), MAX_RETRY_AFTER_SECONDS) if retry_after.isdecimal() else 0.0
