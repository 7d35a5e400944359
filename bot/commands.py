"""The command menu that Telegram shows, in each language."""

from aiogram import Bot
from aiogram.exceptions import AiogramError
from aiogram.types import BotCommand, BotCommandScopeAllPrivateChats

from bot.i18n import DEFAULT, LANGUAGES, _, use_language


def menu() -> list[BotCommand]:
    """The commands in the language that is spoken now."""
    words = {
        "my": _("My work"),
        "lists": _("Lists of resolutions"),
        "searches": _("My searches"),
        "minutes": _("New minutes (secretariat)"),
        "review": _("Reports to review (secretariat)"),
        "delivery": _("How delivery is doing (secretariat)"),
        "broadcast": _("A message to many (secretariat)"),
        "report": _("Follow-up report"),
        "meetings": _("Sessions to come"),
        "stats": _("Numbers of the council"),
        "members": _("Members"),
        "bodies": _("Bodies (secretariat)"),
        "bind": _("Bind a group (secretariat)"),
        "log": _("What was done"),
        "privacy": _("What is kept about you"),
        "follow": _("Follow a resolution"),
        "council": _("Switch council"),
        "settings": _("Settings"),
        "leave": _("Leave, and who stands in"),
        "language": _("Language"),
        "help": _("Help"),
    }
    return [BotCommand(command=name, description=text) for name, text in words.items()]


async def publish_menu(bot: Bot) -> None:
    """Tell Telegram the menu; a server that does not know menus does without."""
    for code in LANGUAGES:
        with use_language(code):
            commands = menu()
        try:
            await bot.set_my_commands(
                commands,
                scope=BotCommandScopeAllPrivateChats(),
                language_code=None if code == DEFAULT else code,
            )
        except AiogramError:
            return
