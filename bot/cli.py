"""The `mosavabe` command: what an operator does at the server."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from bot import logs
from bot.opening import open_ready
from bot.settings import Settings, SettingsError, read_settings
from council import bodies, members
from council.dates import utc_now
from council.errors import CouncilError, NotFoundError
from storage.database import Database
from storage.words import CouncilKind, Role

app = typer.Typer(
    add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, help=__doc__
)

Json = Annotated[bool, typer.Option("--json", help="Answer as JSON.")]


@asynccontextmanager
async def _database(settings: Settings) -> AsyncIterator[Database]:
    database = await open_ready(settings)
    try:
        yield database
    finally:
        await database.close()


@app.command()
def run() -> None:
    """Run the bot until it is stopped."""
    settings = _settings()
    if not settings.token:
        _fail("BOT_TOKEN (or BOT_TOKEN_FILE) is not set; @BotFather gives you a token.")
    from bot.app import serve  # noqa: PLC0415  aiogram is heavy; only this command needs it

    asyncio.run(serve(settings))


@app.command()
def demo(
    port: Annotated[int, typer.Option(envvar="PORT", help="Where the page is served.")] = 8088,
    scene: Annotated[str, typer.Option(help="isfahan, qom, both or year.")] = "both",
) -> None:
    """Try everything on a local Telegram in the browser; no token needed."""
    settings = _settings()
    print("Mosavabe is getting ready; the page's address follows.", flush=True)
    from bot.demo import serve_demo  # noqa: PLC0415  aiogram is heavy

    asyncio.run(serve_demo(port, scene, settings))


@app.command()
def init(
    council: Annotated[str, typer.Option(help="The council's name.")],
    province: Annotated[str, typer.Option(help="Its province.")],
    kind: Annotated[CouncilKind, typer.Option(help="What sort of council.")],
    as_json: Json = False,
) -> None:
    """Found a council and print the one-time link of its first admin."""

    async def found() -> members.Founded:
        async with _database(settings) as database, database.writing() as session:
            return await members.found_council(
                session, name=council, kind=kind, province=province, now=utc_now()
            )

    settings = _settings()
    founded = asyncio.run(found())
    link = asyncio.run(_link(settings, founded.code))
    answer = {"council_id": founded.council_id, "code": founded.code, "link": link}
    _print(answer, as_json, f"Council {founded.council_id}. The admin joins with: {link}")


@app.command()
def invite(
    council: Annotated[int, typer.Option(help="The council's id.")],
    role: Annotated[Role, typer.Option(help="What the person will be.")],
    body: Annotated[str | None, typer.Option(help="The body a representative speaks for.")] = None,
    name: Annotated[str | None, typer.Option(help="The person's name.")] = None,
    phone: Annotated[str | None, typer.Option(help="The person's phone.")] = None,
    as_json: Json = False,
) -> None:
    """Print a single-use link, valid for 72 hours, with which a person joins."""

    async def make() -> str:
        async with _database(settings) as database, database.writing() as session:
            body_id = None
            if body:
                taken = await bodies.take_up(session, council_id=council, name=body, now=utc_now())
                body_id = taken.id
            return await members.invite(
                session,
                council_id=council,
                role=role,
                body_id=body_id,
                name=name,
                phone=phone,
                now=utc_now(),
            )

    settings = _settings()
    if role is Role.REPRESENTATIVE and not body:
        _fail("A representative speaks for a body: name it with --body.")
    try:
        code = asyncio.run(make())
    except NotFoundError:
        _fail(f"There is no council {council}.")
    link = asyncio.run(_link(settings, code))
    _print({"code": code, "link": link}, as_json, link)


@app.command()
def parse(
    files: Annotated[list[Path], typer.Argument(help="Minutes: .txt, .docx, .doc or .pdf.")],
    out: Annotated[Path, typer.Option(help="The folder for one ID.json per file.")],
) -> None:
    """Read minutes and write what was found in them, without storing anything."""
    from bot.parsing import parse_file  # noqa: PLC0415  only this command needs it

    out.mkdir(parents=True, exist_ok=True)
    failed = 0
    for path in files:
        try:
            found = asyncio.run(parse_file(path))
        except (OSError, CouncilError) as error:
            failed += 1
            print(f"{path.name}: {type(error).__name__} {error}".strip(), file=sys.stderr)
            continue
        written = json.dumps(found, ensure_ascii=False, indent=1)
        (out / f"{path.stem}.json").write_text(written + "\n", encoding="utf-8")
    if failed:
        raise typer.Exit(1)


@app.command(name="import")
def import_(
    files: Annotated[list[Path], typer.Argument(help="Minutes: .txt, .docx, .doc or .pdf.")],
    council: Annotated[int, typer.Option(help="The council's id.")],
    publish: Annotated[bool, typer.Option(help="Publish at once, as its first secretary.")] = False,
    as_json: Json = False,
) -> None:
    """Take minutes in as drafts of the council's secretary, or publish them at once."""
    from bot.importing import import_files  # noqa: PLC0415  only this command needs it

    async def take() -> list[dict[str, object]]:
        async with _database(settings) as database:
            return await import_files(database, council, files, publish=publish, now=utc_now())

    settings = _settings()
    try:
        taken = asyncio.run(take())
    except NotFoundError:
        _fail(f"Council {council} does not exist or has no secretary yet.")
    lines = [f"{one['file']}: {one['outcome']}" for one in taken]
    _print({"files": taken}, as_json, "\n".join(lines))
    if any(one["failed"] for one in taken):
        raise typer.Exit(1)


@app.command()
def migrate() -> None:
    """Bring the database to the newest schema."""

    async def up() -> None:
        async with _database(_settings()):
            pass

    asyncio.run(up())
    print("The database is on the newest schema.")


def _settings() -> Settings:
    settings = read_settings()
    logs.set_up(settings.log_level, settings.token)
    return settings


async def _link(settings: Settings, code: str) -> str:
    """The invitation as a link; without a reachable bot, the words to send to it."""
    fallback = f"/start {code}"
    if not settings.token:
        return fallback
    from bot.naming import username  # noqa: PLC0415  aiogram is heavy

    name = await username(settings)
    return f"https://t.me/{name}?start={code}" if name else fallback


def _print(answer: dict[str, object], as_json: bool, words: str) -> None:
    print(json.dumps(answer, ensure_ascii=False) if as_json else words)


def _fail(why: str) -> NoReturn:
    print(why, file=sys.stderr)
    raise typer.Exit(1)


def main() -> None:
    """Run the command line; what the operator can put right is said without a traceback."""
    try:
        app()
    except SettingsError as error:
        sys.exit(str(error))
