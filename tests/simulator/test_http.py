"""The Bot API over real HTTP: every kind of body, refusals in its shape, faults on the wire."""

import asyncio
import gzip
import json
import zlib
from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp
import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import BufferedInputFile
from telegram import Bot as PtbBot

from simulator.faults import FaultKind
from simulator.model import Person
from simulator.server import RunningServer
from simulator.world import World
from tests.simulator.conftest import TOKEN

PLAIN = '{"text": "سلام"}'.encode()


async def fetch(server: RunningServer, path: str, **given: Any) -> tuple[int, dict[str, Any]]:
    async with (
        aiohttp.ClientSession() as http,
        http.post(server.base_url + path, **given) as response,
    ):
        return response.status, await response.json()


def api(world: World, method: str) -> str:
    return f"/bot{world.token}/{method}"


async def test_json_form_multipart_and_query_are_read_alike(
    world: World, aida: Person, server: RunningServer
) -> None:
    bold = [{"type": "bold", "offset": 0, "length": 4}]
    form = {"chat_id": str(aida.id), "text": "سلام", "entities": json.dumps(bold)}
    multipart = aiohttp.FormData(form, default_to_multipart=True)
    as_json = {
        "chat_id": aida.id,
        "text": "سلام",
        "entities": [{"type": "bold", "offset": 0, "length": 4}],
    }
    path = api(world, "sendMessage")

    answers = [
        await fetch(server, path, json=as_json),
        await fetch(server, path, data=form),
        await fetch(server, path, data=multipart),
        await fetch(server, path, params=form),
    ]

    results = [
        (status, body["result"]["text"], body["result"]["entities"]) for status, body in answers
    ]
    assert results == [(200, "سلام", as_json["entities"])] * 4


async def test_document_is_uploaded_and_downloaded(
    world: World, aida: Person, server: RunningServer
) -> None:
    form = aiohttp.FormData()
    form.add_field("chat_id", str(aida.id))
    form.add_field("document", b"%PDF", filename="report.pdf", content_type="application/pdf")

    _, sent = await fetch(server, api(world, "sendDocument"), data=form)
    file_id = sent["result"]["document"]["file_id"]
    _, file = await fetch(server, api(world, "getFile"), json={"file_id": file_id})
    url = f"{server.base_url}/file/bot{world.token}/{file['result']['file_path']}"
    async with aiohttp.ClientSession() as http, http.get(url) as response:
        content = await response.read()

    assert (sent["result"]["document"]["file_name"], content) == ("report.pdf", b"%PDF")


async def test_both_libraries_send_files_with_persian_names(
    world: World, aida: Person, server: RunningServer
) -> None:
    api_server = TelegramAPIServer.from_base(server.base_url)
    async with Bot(world.token, session=AiohttpSession(api=api_server)) as bot:
        first = await bot.send_document(aida.id, BufferedInputFile("یک".encode(), "نامهٔ «۱».txt"))
    async with PtbBot(world.token, base_url=f"{server.base_url}/bot") as ptb:
        second = await ptb.send_document(aida.id, "دو".encode(), filename="نامهٔ «۲».txt")

    assert first.document is not None
    assert second.document is not None
    names = [first.document.file_name, second.document.file_name]
    assert names == ["نامهٔ «۱».txt", "نامهٔ «۲».txt"]


@pytest.mark.parametrize(
    ("token", "method", "refusal"),
    [
        ("424242:WRONG", "getMe", (401, "Unauthorized")),
        ("424242:SIMULATED", "getNothing", (404, "Not Found: method not found")),
    ],
)
async def test_wrong_token_and_unknown_method_are_refused(
    server: RunningServer, token: str, method: str, refusal: tuple[int, str]
) -> None:
    status, body = await fetch(server, f"/bot{token}/{method}")

    assert body == {"ok": False, "error_code": refusal[0], "description": refusal[1]}
    assert status == refusal[0]


async def test_method_names_ignore_case(world: World, server: RunningServer) -> None:
    assert (await fetch(server, api(world, "GETME")))[1]["result"]["is_bot"] is True


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"{", "application/json"),
        (b"[1]", "application/json"),
        (b"\xff\xfe", "application/json"),
        (b"no boundary", "multipart/form-data"),
        (b"--x\r\nrubbish", "multipart/form-data; boundary=x"),
        (b"a=%ff%fe&b", "application/x-www-form-urlencoded"),
        (b"\x00\x01\x02", "application/octet-stream"),
    ],
)
async def test_malformed_body_gets_an_answer_in_the_shape_of_the_bot_api(
    world: World, server: RunningServer, body: bytes, content_type: str
) -> None:
    headers = {"Content-Type": content_type}

    status, answer = await fetch(server, api(world, "sendMessage"), data=body, headers=headers)

    assert (status, answer["ok"], answer["error_code"]) == (400, False, 400)


async def test_refusals_on_order_carry_their_parameters(
    world: World, aida: Person, server: RunningServer
) -> None:
    given = {"chat_id": aida.id, "text": "x"}
    world.faults.fail_next("sendMessage", FaultKind.TOO_MANY_REQUESTS, retry_after=7)
    world.faults.fail_next("sendMessage", FaultKind.SERVER_ERROR)
    world.faults.fail_next("*", "refuse", status=403, description="Forbidden: no")

    answers = [await fetch(server, api(world, "sendMessage"), json=given) for _ in range(4)]

    assert [status for status, _ in answers] == [429, 500, 403, 200]
    assert answers[0][1]["parameters"] == {"retry_after": 7}
    assert len(world.messages(world.private_chat(aida))) == 1


@pytest.mark.parametrize(
    ("kind", "accepted"),
    [("unreachable", 0), ("accept_then_close", 1), ("accept_then_hang", 1), ("broken_json", 1)],
)
async def test_connection_faults_are_felt_as_such(
    world: World, aida: Person, server: RunningServer, kind: str, accepted: int
) -> None:
    world.faults.fail_next("sendMessage", kind)
    timeout = aiohttp.ClientTimeout(total=0.3)
    given = {"chat_id": aida.id, "text": "x"}

    with pytest.raises((aiohttp.ClientError, TimeoutError, ValueError)):
        await fetch(server, api(world, "sendMessage"), json=given, timeout=timeout)

    assert len(world.messages(world.private_chat(aida))) == accepted


async def test_server_stops_at_once_beside_a_long_poll(world: World, server: RunningServer) -> None:
    poll = asyncio.create_task(fetch(server, api(world, "getUpdates"), json={"timeout": 30}))
    await asyncio.sleep(0.05)

    await asyncio.wait_for(server.close(), 3)

    assert (await poll)[1]["result"] == []


async def test_bot_killed_in_its_long_poll_hears_everything_when_it_is_back(
    world: World, aida: Person, server: RunningServer
) -> None:
    path = api(world, "getUpdates")
    with pytest.raises(TimeoutError):
        await fetch(server, path, json={"timeout": 30}, timeout=aiohttp.ClientTimeout(total=0.05))
    world.say(aida, world.private_chat(aida), "سلام")

    _, body = await fetch(server, path, json={"timeout": 5})

    assert [update["message"]["text"] for update in body["result"]] == ["سلام"]


async def test_page_of_another_site_may_not_act(server: RunningServer) -> None:
    headers = {"Origin": "https://evil.example"}

    status, _ = await fetch(server, "/sim/people", json={"first_name": "x"}, headers=headers)

    assert status == 403


@pytest.mark.parametrize(
    ("encoding", "body", "status"),
    [
        ("gzip", gzip.compress(PLAIN, mtime=0), 200),
        ("deflate", zlib.compress(PLAIN), 200),
        ("gzip", gzip.compress(PLAIN, mtime=0)[:-9], 400),
        ("gzip", PLAIN, 400),
        ("br", PLAIN, 400),
    ],
)
async def test_compressed_body_is_read_or_refused_in_shape(
    server: RunningServer, aida: Person, encoding: str, body: bytes, status: int
) -> None:
    headers = {"Content-Type": "application/json", "Content-Encoding": encoding}
    url = f"{server.base_url}/bot{TOKEN}/sendMessage?chat_id={aida.id}"

    async with aiohttp.ClientSession() as http, http.post(url, data=body, headers=headers) as got:
        answer = await got.json()

    assert (got.status, answer["ok"]) == (status, status == 200)


async def test_answers_bear_the_date_of_the_simulated_clock(
    world: World, server: RunningServer
) -> None:
    world.clock.advance(timedelta(days=40))

    async with aiohttp.ClientSession() as http, http.get(server.base_url) as response:
        told = parsedate_to_datetime(response.headers["Date"])

    assert abs(world.clock.now() - told) < timedelta(minutes=1)
