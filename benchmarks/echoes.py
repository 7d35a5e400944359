"""The barest bots of both libraries: they say every message back, and know nothing else."""

import os
import sys
from typing import TYPE_CHECKING

from benchmarks.feed import TOKEN

if TYPE_CHECKING:
    from aiogram import Bot, Dispatcher


def aiogram_bot(base: str) -> "tuple[Bot, Dispatcher]":
    """aiogram's echo bot, as its documentation has it, for a server at this address."""
    # Only here: the other bot must not pay for this one's imports.
    from aiogram import Bot, Dispatcher  # noqa: PLC0415
    from aiogram.client.session.aiohttp import AiohttpSession  # noqa: PLC0415
    from aiogram.client.telegram import TelegramAPIServer  # noqa: PLC0415
    from aiogram.types import CallbackQuery, Message  # noqa: PLC0415

    dispatcher = Dispatcher()

    @dispatcher.message()
    async def echo(message: Message) -> None:
        await message.answer(message.text or "")

    @dispatcher.callback_query()
    async def tell(callback: CallbackQuery) -> None:
        if callback.message is not None:
            await callback.message.answer(callback.data or "")
        await callback.answer()

    session = AiohttpSession(api=TelegramAPIServer.from_base(base))
    return Bot(TOKEN, session=session), dispatcher


def aiogram_echo(base: str) -> None:
    """Run aiogram's echo bot."""
    import asyncio  # noqa: PLC0415  as above

    async def run() -> None:
        bot, dispatcher = aiogram_bot(base)
        await dispatcher.start_polling(bot)

    asyncio.run(run())


def ptb_echo(base: str) -> None:
    """python-telegram-bot's echo bot, with its sequential default."""
    from telegram import Update  # noqa: PLC0415
    from telegram.ext import (  # noqa: PLC0415
        Application,
        CallbackQueryHandler,
        ContextTypes,
        MessageHandler,
        filters,
    )

    async def echo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        if update.message is not None:
            await update.message.reply_text(update.message.text or "")

    async def tell(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        if update.callback_query is not None and update.effective_chat is not None:
            await update.effective_chat.send_message(update.callback_query.data or "")
            await update.callback_query.answer()

    application = Application.builder().token(TOKEN).base_url(f"{base}/bot").build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    application.add_handler(CallbackQueryHandler(tell))
    application.run_polling()


if __name__ == "__main__":
    {"aiogram": aiogram_echo, "ptb": ptb_echo}[sys.argv[1]](os.environ["BOT_API_BASE"])
