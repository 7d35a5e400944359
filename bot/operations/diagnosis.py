"""`mosavabe doctor`: looks at everything that the bot rests on, and says what to do about it."""

import asyncio
import os
import shutil
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from aiogram import Bot, __api_version__
from aiogram.exceptions import AiogramError, TelegramNotFound, TelegramUnauthorizedError
from aiogram.types import User, WebhookInfo

from bot.saying.calling import CallingSession
from bot.service import hearing, timekeeping
from bot.service.opening import opened
from bot.settings import TELEGRAM, Settings, SettingsError
from council.dates import utc_now
from storage import councils, schema, soundness

PATIENCE_SECONDS = 10
LITTLE_ROOM_BYTES = 500_000_000
OLD_BACKUP_DAYS = 8
YOUR_OWN = "See that DATA_DIR is a folder, and that it is yours."


class Verdict(StrEnum):
    """How something stands."""

    GOOD = "good"
    NOTE = "note"
    BAD = "bad"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: how it stands, and what to do about it."""

    about: str
    verdict: Verdict
    told: str
    to_do: str = ""


Look = Callable[[Settings], Awaitable[list[Finding]]]


async def examine(settings: Settings) -> list[Finding]:
    """Look at everything; nothing is changed, and no trouble hides another."""
    looks: tuple[Look, ...] = (_token, _telegram, _proxy, _webhook, _database, _disk, _backups)
    found: list[Finding] = []
    for look in looks:
        try:
            found += await look(settings)
        except (SettingsError, OSError) as error:
            trouble = _trouble(look.__name__.strip("_"), error)
            if trouble.told not in [one.told for one in found]:
                found.append(trouble)
    return found


def _trouble(about: str, error: SettingsError | OSError) -> Finding:
    """What kept a look from being taken; what to do stands behind the semicolon, if anywhere."""
    if isinstance(error, OSError):
        why = error.strerror or type(error).__name__
        return _bad(about, f"it cannot be looked at: {why}", YOUR_OWN)
    told, _, way_out = str(error).partition("; ")
    return _bad(about, told.rstrip("."), f"{way_out[:1].upper()}{way_out[1:]}" or YOUR_OWN)


def _good(about: str, told: str) -> Finding:
    return Finding(about, Verdict.GOOD, told)


def _bad(about: str, told: str, to_do: str) -> Finding:
    return Finding(about, Verdict.BAD, told, to_do)


async def _token(settings: Settings) -> list[Finding]:
    if not settings.token:
        way_out = "Set BOT_TOKEN or BOT_TOKEN_FILE; @BotFather gives you a token."
        return [_bad("token", "no token is set", way_out)]
    return [_good("token", f"is set, for the bot {settings.token.partition(':')[0]}")]


async def _telegram(settings: Settings) -> list[Finding]:
    if not settings.token:
        return []
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            me, hook = await _ask(settings)
    except (TelegramUnauthorizedError, TelegramNotFound):
        way_out = "Check BOT_TOKEN and BOT_API_BASE; @BotFather shows the token with /token."
        return [_bad("api", "the Bot API refuses the token", way_out)]
    except (AiogramError, OSError, TimeoutError) as error:
        way_out = "Check the network, BOT_API_BASE, and PROXY_URL where Telegram is blocked."
        return [_bad("api", f"the Bot API cannot be reached ({type(error).__name__})", way_out)]
    kind = "Telegram's own server" if settings.bot_api_base == TELEGRAM else settings.bot_api_base
    return [
        _good("api", f"{kind} answers as @{me.username}; this program speaks {__api_version__}"),
        *_privacy(me),
        _hook(settings, hook),
        *await _clock(settings),
    ]


async def _ask(settings: Settings) -> tuple[User, WebhookInfo]:
    async with Bot(settings.token, session=CallingSession(settings)) as bot:
        return await bot.get_me(), await bot.get_webhook_info()


def _privacy(me: User) -> list[Finding]:
    found = [Finding("privacy", Verdict.NOTE, *hearing.TOLD[one]) for one in hearing.troubles(me)]
    return found or [_good("privacy", "it sees only commands and replies in groups, as it needs")]


def _hook(settings: Settings, hook: WebhookInfo) -> Finding:
    waiting = f"{hook.pending_update_count} updates wait"
    if hook.last_error_message and hook.url:
        way_out = "Check that WEBHOOK_URL leads, with a valid certificate, to HTTP_PORT here."
        return _bad("webhook", f"Telegram could not deliver: {hook.last_error_message}", way_out)
    if bool(settings.webhook_url) != bool(hook.url):
        told = "Telegram brings updates to a webhook" if hook.url else "no webhook is set yet"
        return Finding("webhook", Verdict.NOTE, f"{told}; {waiting}", "`mosavabe run` changes it.")
    how = "brought to WEBHOOK_URL" if hook.url else "fetched"
    return _good("webhook", f"updates are {how}; {waiting}")


async def _clock(settings: Settings) -> list[Finding]:
    """Compare with the clock of the Bot API server, which its answers carry."""
    session = CallingSession(settings)
    try:
        http = await session.create_session()
        off = await timekeeping.seconds_off(http, settings.bot_api_base, utc_now())
    finally:
        await session.close()
    if off is None:
        told = "no other clock could be asked"
        return [
            Finding("clock", Verdict.NOTE, told, "See that time is synchronised (timedatectl).")
        ]
    if off > timekeeping.WRONG_SECONDS:
        return [_bad("clock", f"it is {off:.0f} seconds wrong", timekeeping.WAY_OUT)]
    return [_good("clock", "agrees with the Bot API server's")]


async def _proxy(settings: Settings) -> list[Finding]:
    if not settings.proxy_url:
        return [_good("proxy", "none is used")]
    way = urlsplit(settings.proxy_url)
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            _, writer = await asyncio.open_connection(way.hostname, way.port)
            writer.close()
    except (OSError, TimeoutError) as error:
        told = f"the proxy cannot be reached ({type(error).__name__})"
        return [_bad("proxy", told, "See that it runs, and check PROXY_URL.")]
    return [_good("proxy", f"{way.scheme}, used for everything that goes to the Bot API")]


async def _webhook(settings: Settings) -> list[Finding]:
    if settings.webhook_url and not settings.webhook_url.startswith("https://"):
        told = "WEBHOOK_URL is not encrypted"
        return [Finding("webhook address", Verdict.NOTE, told, "Telegram itself wants https://.")]
    return []


async def _database(settings: Settings) -> list[Finding]:
    async with opened(settings, upgraded=False, new=False) as database:
        await schema.ensure_ours(database)
        kind = "SQLite" if database.is_sqlite else "PostgreSQL"
        found = [_good("database", f"{kind} {await soundness.version(database)} answers")]
        for told, to_do in await soundness.troubles(database):
            found.append(_bad("database", told, to_do))
        stands, newest = await schema.revision(database), schema.newest()
        if stands != newest:
            told = f"schema {stands or 'none'}, this program's is {newest}"
            return [*found, _bad("migrations", told, _way_to_newest(stands))]
        found.append(_good("migrations", f"schema {stands}, the newest"))
        async with database.reading() as session:
            known = await councils.every(session)
    return [*found, *_zones([one.zone for one in known]), _councils(len(known))]


def _councils(known: int) -> Finding:
    if not known:
        return Finding("councils", Verdict.NOTE, "there is none yet", "`mosavabe init` founds one.")
    return _good("councils", str(known))


def _way_to_newest(stands: str | None) -> str:
    if schema.is_newer(stands):
        return "A newer version of this program wrote it: update the program."
    return "Run `mosavabe migrate`."


def _zones(zones: list[str]) -> list[Finding]:
    found = []
    for zone in sorted({*zones, "Asia/Tehran"}):
        try:
            there = datetime.now(UTC).astimezone(ZoneInfo(zone))
        except (ZoneInfoNotFoundError, ValueError):
            way_out = "Install the system's tzdata, or the Python package of that name."
            found.append(_bad("time zone", f"{zone} is not known here", way_out))
        else:
            found.append(_good("time zone", f"in {zone} it is {there:%Y-%m-%d %H:%M} now"))
    return found


async def _disk(settings: Settings) -> list[Finding]:
    if not settings.data_dir.is_dir():
        told = f"there is no folder {settings.data_dir.absolute()}"
        return [_bad("disk", told, "Check DATA_DIR; `mosavabe init` and `mosavabe run` make it.")]
    free = shutil.disk_usage(settings.data_dir).free
    if free < LITTLE_ROOM_BYTES:
        way_out = "Make room: a backup needs as much again as the database."
        return [_bad("disk", f"{free // 10**6} MB are free for DATA_DIR", way_out)]
    found = [_good("disk", f"{free // 10**6} MB are free for DATA_DIR")]
    if settings.data_dir.stat().st_mode & 0o077 and hasattr(os, "getuid"):
        told = "others on this machine may look into DATA_DIR"
        found.append(Finding("disk", Verdict.NOTE, told, f"chmod 700 {settings.data_dir}"))
    return found


async def _backups(settings: Settings) -> list[Finding]:
    made = sorted((settings.data_dir / "backups").glob("mosavabe-*"))
    if not made:
        way_out = "`mosavabe backup`, daily: deploy/mosavabe-backup.timer does it."
        return [Finding("backup", Verdict.NOTE, "there is none in DATA_DIR/backups", way_out)]
    age = utc_now() - datetime.fromtimestamp(made[-1].stat().st_mtime, UTC)
    told = f"the newest is {age.days} days old"
    if age.days >= OLD_BACKUP_DAYS:
        return [Finding("backup", Verdict.NOTE, told, "See why no newer one was made.")]
    return [_good("backup", told)]
