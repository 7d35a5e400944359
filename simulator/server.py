"""The simulated Telegram over HTTP: a local Bot API server with a phone-shaped page."""

import asyncio
import importlib.util
import json
import mimetypes
import zlib
from collections.abc import Sequence
from email.utils import format_datetime
from pathlib import Path
from types import TracebackType
from urllib.parse import parse_qsl

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError
from aiohttp.web_request import FileField

from simulator.api import Answer, Delivery, call
from simulator.backstage import Outbox, Waiting, add_backstage_routes
from simulator.control import CLOSING, add_control_routes
from simulator.model import UploadedFile
from simulator.sights import DemoDocument
from simulator.webhooks import add_courier
from simulator.world import World

__all__ = ["DemoDocument", "Outbox", "RunningServer", "Waiting", "build_app", "font_file", "serve"]
PAGE = Path(__file__).parent / "page"
MAX_BODY_BYTES = 64 * 1024 * 1024
SHUTDOWN_SECONDS = 1.0
TOO_LARGE = Answer(413, b'{"ok":false,"error_code":413,"description":"Request Entity Too Large"}')
MALFORMED = Answer(
    400, b'{"ok":false,"error_code":400,"description":"Bad Request: can\'t parse the body"}'
)
# What reading a broken body raises, depending on where it breaks.
UNREADABLE = (
    ValueError, LookupError, AssertionError, RuntimeError, HttpProcessingError,
    web.RequestPayloadError, web.HTTPException, zlib.error,
)  # fmt: skip
# The page may load nothing from elsewhere, whatever a message contains.
PAGE_POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; frame-ancestors 'none'; base-uri 'none'"
)
FONT_STYLE = (
    "@font-face{font-family:'Noto Sans Arabic';font-weight:100 900;font-display:swap;"
    "src:url('/font/noto-sans-arabic.ttf') format('truetype')}"
)
FONT_PACKAGE = "fontpkg_noto_sans_arabic"


def build_app(
    world: World,
    *,
    documents: Sequence[DemoDocument] = (),
    outbox: Outbox | None = None,
    webhook_patience: float = 1.0,
) -> web.Application:
    """Make the application: Bot API, file downloads, the page and its control routes.

    `outbox` tells the desk what the bot has not sent yet. `webhook_patience` scales the waits
    between attempts at a webhook that fails.
    """
    app = web.Application(client_max_size=MAX_BODY_BYTES)
    app[CLOSING] = asyncio.Event()

    async def bot_api(request: web.Request) -> web.StreamResponse:
        return await _bot_api(world, request)

    async def download(request: web.Request) -> web.StreamResponse:
        file = world.file_at(request.match_info["path"])
        if request.match_info["token"] != world.token or file is None:
            return web.json_response(
                {"ok": False, "error_code": 404, "description": "Not Found"}, status=404
            )
        return web.Response(body=file.content, content_type="application/octet-stream")

    async def date(_: web.Request, response: web.StreamResponse) -> None:
        response.headers["Date"] = format_datetime(world.clock.now(), usegmt=True)

    async def let_go(_: web.Application) -> None:
        app[CLOSING].set()
        world.updates.close()

    app.router.add_route("*", "/bot{token}/{method}", bot_api)
    app.router.add_get("/file/bot{token}/{path:.+}", download)
    add_control_routes(app, world, documents)
    add_backstage_routes(app, world, outbox)
    _add_page_routes(app)
    add_courier(app, world, webhook_patience)
    app.on_response_prepare.append(date)
    app.on_shutdown.append(let_go)
    return app


class RunningServer:
    """A server that answers until `close`; also an async context manager."""

    def __init__(self, runner: web.AppRunner, base_url: str) -> None:
        self._runner = runner
        self.base_url = base_url

    async def close(self) -> None:
        """Stop answering; long polls and live pages are let go at once."""
        await self._runner.cleanup()

    async def __aenter__(self) -> "RunningServer":
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.close()


async def serve(app: web.Application, port: int, host: str = "127.0.0.1") -> RunningServer:
    """Start answering on the port (0: any free one) and return the running server."""
    runner = web.AppRunner(
        app,
        access_log=None,
        shutdown_timeout=SHUTDOWN_SECONDS,
        auto_decompress=False,  # aiohttp answers broken bodies in its own words
    )
    await runner.setup()
    await web.TCPSite(runner, host, port).start()
    bound_port = runner.addresses[0][1]
    return RunningServer(runner, f"http://{host}:{bound_port}")


async def _bot_api(world: World, request: web.Request) -> web.StreamResponse:
    token, method = request.match_info["token"], request.match_info["method"]
    try:
        parameters, files = await _read_body(request)
    except UNREADABLE as error:
        too_large = isinstance(error, web.HTTPRequestEntityTooLarge)
        response = await _respond(request, TOO_LARGE if too_large else MALFORMED)
        response.force_close()  # what is left of the body must not be read as a next request
        return response
    return await _respond(request, await call(world, token, method, parameters, files))


async def _read_body(
    request: web.Request,
) -> tuple[dict[str, object], dict[str, UploadedFile]]:
    parameters: dict[str, object] = dict(request.query)
    files: dict[str, UploadedFile] = {}
    encoding = request.headers.get("Content-Encoding", "identity").lower()
    if encoding != "identity":
        return parameters | _compressed(await request.read(), encoding, request.content_type), files
    if request.content_type == "application/json" and request.can_read_body:
        body = await request.json()
        if not isinstance(body, dict):
            raise ValueError("a JSON object is expected")
        return parameters | body, files
    for name, value in (await request.post()).items():
        if isinstance(value, FileField):
            files[name] = UploadedFile(value.filename, value.file.read(), value.content_type)
        else:
            parameters[name] = value if isinstance(value, str) else bytes(value).decode()
    return parameters, files


def _compressed(raw: bytes, encoding: str, kind: str) -> dict[str, object]:
    """Give the parameters of a compressed body; forms with files come uncompressed only."""
    if encoding not in {"gzip", "deflate"}:
        raise ValueError("unknown Content-Encoding")
    reader = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)  # tells gzip and zlib apart by itself
    body = reader.decompress(raw, MAX_BODY_BYTES)
    if not reader.eof:
        raise ValueError("the body is cut, or too large")
    if kind == "application/json":
        parsed = json.loads(body)
        if not isinstance(parsed, dict):
            raise ValueError("a JSON object is expected")
        return parsed
    if kind == "application/x-www-form-urlencoded":
        return dict(parse_qsl(body.decode(), keep_blank_values=True))
    raise ValueError("this kind of body comes uncompressed only")


async def _respond(request: web.Request, answer: Answer) -> web.StreamResponse:
    if answer.delivery is Delivery.HANGS:
        await request.app[CLOSING].wait()
    if answer.delivery is not Delivery.ARRIVES and request.transport is not None:
        request.transport.abort()
    return web.Response(
        status=answer.status or 502, body=answer.body, content_type="application/json"
    )


def _add_page_routes(app: web.Application) -> None:
    headers = {"Content-Security-Policy": PAGE_POLICY, "Cache-Control": "no-cache"}

    # Read once: a page of many small files opens twice as fast as from the disk each time.
    files = {
        path.name: (path.read_bytes(), mimetypes.guess_type(path)[0]) for path in PAGE.iterdir()
    }

    def page_file(name: str) -> web.Response:
        if name not in files:
            raise web.HTTPNotFound
        body, kind = files[name]
        return web.Response(body=body, content_type=kind, charset="utf-8", headers=headers)

    async def index(_: web.Request) -> web.Response:
        return page_file("index.html")

    async def asset(request: web.Request) -> web.Response:
        return page_file(request.match_info["name"])

    async def font(_: web.Request) -> web.StreamResponse:
        file = font_file()
        if file is None:
            raise web.HTTPNotFound
        return web.FileResponse(file, headers={"Content-Type": "font/ttf"})

    async def font_style(_: web.Request) -> web.Response:
        text = FONT_STYLE if font_file() else "/* the Persian font package is not installed */"
        return web.Response(text=text, content_type="text/css", charset="utf-8")

    app.router.add_get("/", index)
    app.router.add_get("/font/font.css", font_style)
    app.router.add_get("/page/{name}", asset)
    app.router.add_get("/font/noto-sans-arabic.ttf", font)


def font_file() -> Path | None:
    """Find the Persian font among the installed packages; None where it is not installed."""
    found = importlib.util.find_spec(FONT_PACKAGE)
    folders = found.submodule_search_locations if found else None
    for folder in folders or ():
        for file in sorted((Path(folder) / "files").glob("*.ttf")):
            return file
    return None
