"""One small world for the simulator's own tests: a bot, two people and a group."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from simulator.api import call
from simulator.model import Chat, Person, UploadedFile
from simulator.server import RunningServer, Waiting, build_app, serve
from simulator.sights import DemoDocument
from simulator.world import World

TOKEN = "424242:SIMULATED"

Ask = Callable[..., Awaitable[Any]]


@pytest.fixture
def world() -> World:
    return World(TOKEN)


@pytest.fixture
def aida(world: World) -> Person:
    return world.add_person("آیدا", "کریمی", username="aida_k", phone="+989120000001", started=True)


@pytest.fixture
def babak(world: World) -> Person:
    return world.add_person("بابک", phone="+989120000002")


@pytest.fixture
def group(world: World, aida: Person, babak: Person) -> Chat:
    return world.add_group("کمیسیون صنعت", [aida, babak], with_bot=True)


@pytest.fixture
def ask(world: World) -> Ask:
    """Call the Bot API as the bot: gives the result, or status and description of a refusal."""

    async def ask_(
        method: str, files: dict[str, UploadedFile] | None = None, **given: object
    ) -> Any:
        answer = await call(world, TOKEN, method, given, files)
        body = json.loads(answer.body)
        if body["ok"]:
            return body["result"]
        assert body["error_code"] == answer.status
        return answer.status, body["description"]

    return ask_


@pytest.fixture
async def server(world: World) -> AsyncIterator[RunningServer]:
    async with serving(world) as running:
        yield running


@asynccontextmanager
async def serving(world: World) -> AsyncIterator[RunningServer]:
    """Serve the world with a document at hand and one message that waits in the bot."""
    documents = [DemoDocument("minutes.txt", "صورت‌جلسهٔ نمونه", "مصوبه ۱".encode())]

    async def outbox() -> list[Waiting]:
        return [Waiting(0, "یادآوری", world.clock.now())]

    app = build_app(world, documents=documents, outbox=outbox)
    async with await serve(app, 0) as running:
        yield running
