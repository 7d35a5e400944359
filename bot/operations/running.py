"""Running the bot, and trying it out."""

import asyncio
import gc
from dataclasses import asdict
from typing import Annotated

import typer

from bot.operations import console
from bot.service.garbage import keep_what_is_loaded


def run() -> None:
    """Run the bot until it is stopped."""
    settings = console.settings()
    if not settings.token:
        console.fail("BOT_TOKEN (or BOT_TOKEN_FILE) is not set; @BotFather gives you a token.")
    gc.disable()  # nothing of what is loaded now will ever be thrown away
    from bot.app import serve  # noqa: PLC0415  aiogram is heavy; only this command needs it

    keep_what_is_loaded()
    gc.enable()
    asyncio.run(serve(settings))


def demo(
    port: Annotated[int, typer.Option(envvar="PORT", help="Where the page is served.")] = 8088,
    scene: Annotated[str, typer.Option(help="isfahan, qom, both or year.")] = "both",
) -> None:
    """Try everything on a local Telegram in the browser; no token needed."""
    settings = console.settings()
    from bot.demo.serving import serve_demo  # noqa: PLC0415  only this command needs a web server

    asyncio.run(serve_demo(port, scene, settings))


def doctor(as_json: console.Json = False) -> None:
    """Look at all that the bot rests on and say what to do; ends with 1 where something is bad."""
    from bot.operations import diagnosis  # noqa: PLC0415  aiogram is heavy

    found = asyncio.run(diagnosis.examine(console.settings()))
    signs = {"good": "✓", "note": "·", "bad": "✗"}
    lines = [
        f"{signs[one.verdict]} {one.about}: {one.told}"
        + (f"\n    {one.to_do}" if one.to_do else "")
        for one in found
    ]
    told = [{**asdict(one), "verdict": str(one.verdict)} for one in found]
    console.tell({"findings": told}, as_json, "\n".join(lines))
    if any(one.verdict == "bad" for one in found):
        raise typer.Exit(1)
