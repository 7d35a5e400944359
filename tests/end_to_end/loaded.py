"""What a process of the product loads before its first answer; the fork server has it loaded."""

import gc
import importlib

from sqlalchemy.orm import configure_mappers

import bot.cli
import bot.demo.playing
import bot.demo.serving
import bot.importing
from bot.i18n import catalogue
from council.dates import holiday_name, utc_now
from council.text import common_words

__all__ = ["bot"]

LATER = (
    "alembic.command", "apscheduler.triggers.date", "apscheduler.triggers.interval", "asyncpg",
    "babel.numbers", "dateutil.parser", "httpcore", "socksio",
)  # fmt: skip
"""What is imported where it is first used."""

MADE_AT_FIRST_USE = {
    "aiogram.types": (
        "BotCommand", "BotCommandScopeAllPrivateChats", "InlineKeyboardButton",
        "InlineKeyboardMarkup", "Message", "Update",
    ),
    "aiogram.methods": ("AnswerCallbackQuery", "EditMessageText", "SendMessage", "SetMyCommands"),
}  # fmt: skip
"""Imported after the bot, which sees to it that nothing else of aiogram is made."""

for name in LATER:
    importlib.import_module(name)
for name, kinds in MADE_AT_FIRST_USE.items():
    module = importlib.import_module(name)
    for kind in kinds:
        getattr(module, kind).model_rebuild()
configure_mappers()
common_words()
holiday_name(utc_now().date())
for language in ("fa", "en"):
    catalogue(language)
gc.collect()
gc.freeze()  # what is loaded is shared by all of them
