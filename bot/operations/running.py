"""Running the bot, and trying it out."""

import asyncio
from typing import Annotated

import typer

from bot.operations import console


def run() -> None:
    """Run the bot until it is stopped."""
    settings = console.settings()
    if not settings.token:
        console.fail("BOT_TOKEN (or BOT_TOKEN_FILE) is not set; @BotFather gives you a token.")
    from bot.app import serve  # noqa: PLC0415  aiogram is heavy; only this command needs it

    asyncio.run(serve(settings))


def demo(
    port: Annotated[int, typer.Option(envvar="PORT", help="Where the page is served.")] = 8088,
    scene: Annotated[str, typer.Option(help="isfahan, qom, both or year.")] = "both",
) -> None:
    """Try everything on a local Telegram in the browser; no token needed."""
    settings = console.settings()
    typer.echo("Mosavabe is getting ready; the page's address follows.")
    from bot.demo import serve_demo  # noqa: PLC0415  aiogram is heavy

    asyncio.run(serve_demo(port, scene, settings))
