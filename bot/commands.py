"""The commands: what each is for, who may give it, and the menus that Telegram shows."""

import re
from collections.abc import Mapping
from functools import cache

from aiogram import Bot
from aiogram.exceptions import AiogramError
from aiogram.methods import DeleteMyCommands, SetMyCommands
from aiogram.types import BotCommand, BotCommandScopeAllPrivateChats, BotCommandScopeChat

from bot.i18n import DEFAULT, LANGUAGES, _, current_language, use_language
from bot.saying.replies import Reply
from council import access, text
from council.access import Viewer

RIGHTS = {
    "my": "own_items",
    "lists": "search",
    "searches": "search",
    "follow": "search",
    "minutes": "read_minutes",
    "review": "review",
    "delivery": "operate",
    "bodies": "edit",
    "synonyms": "edit",
    "bind": "bind_group",
    "meetings": "see_sessions",
    "report": "export",
    "stats": "see_stats",
    "members": "see_members",
    "broadcast": "preview_broadcast",
    "log": "audit",
    "settings": "settings",
    "leave": "settings",
    "language": "settings",
    "council": "settings",
    "cancel": "own_items",
    "privacy": "start",
    "help": "start",
}
"""Every command of a private chat and its row in the rights matrix, in the order of the menu."""
ALSO = {"session": "meetings"}
"""Other names of commands, which stand in no menu."""
FOR_STRANGERS = ("start", "help")
MOST_WORDS_OF_A_WISH = 12
_LONGEST_ENDING = 4
_ORDER = re.compile(
    r"(?:^|\s)(?:بده|بدید|بدهید|بدین|کن|کنید|کنین|بفرست|بفرستید|بفرستین|بزن|بزنید|بساز|بسازید|بگیر"
    r"|بگیرید)[\s.!]*$|^(?:please )?(?:send|make|invite|add|cancel) ",
    re.IGNORECASE,
)
_COMMA = re.compile("[,،] ")
_SIDE_BY_SIDE = re.compile(r":| and | و ")


def words() -> dict[str, str]:
    """What each command is for, in the language that is spoken now."""
    return {
        "start": _("The first screen"),
        "my": _("My work"),
        "lists": _("Lists of resolutions"),
        "searches": _("My searches"),
        "follow": _("Follow a resolution"),
        "minutes": _("New minutes"),
        "review": _("Reports to review"),
        "delivery": _("Delivery status"),
        "bodies": _("Bodies and who speaks for them"),
        "synonyms": _("Words that mean the same"),
        "bind": _("Bind a body's group"),
        "meetings": _("Upcoming sessions"),
        "report": _("Follow-up report"),
        "stats": _("The council's numbers"),
        "members": _("Members"),
        "broadcast": _("A broadcast"),
        "log": _("Activity log"),
        "settings": _("Settings"),
        "leave": _("Leave and stand-in"),
        "language": _("Language"),
        "council": _("Switch council"),
        "cancel": _("Leave the open question"),
        "privacy": _("What is kept about you"),
        "help": _("Everything you can do here"),
    }


def commands_of(viewer: Viewer) -> list[str]:
    """The commands that this person can give, in the order of the menu."""
    return [
        command
        for command, right in RIGHTS.items()
        if access.can(viewer, right) and (command != "council" or viewer.councils > 1)
    ]


def meant(typed: str, viewer: Viewer) -> str | None:
    """The person's one command that goes by these words: its line in the menu, the first of two
    things that the line names, its name on the keyboard, or another name of it."""
    called = _by_name(current_language()).get(text.key(typed.removeprefix("/")), set())
    found = called.intersection(commands_of(viewer))
    return found.pop() if len(found) == 1 else None


@cache
def _by_name(language: str) -> Mapping[str, set[str]]:
    """All names of commands in a language, and which commands go by each."""
    found: dict[str, set[str]] = {}
    with use_language(language):
        lines, also = words(), _further_names()
    for command in RIGHTS:
        line = lines[command]
        for name in (command, line, _SIDE_BY_SIDE.split(line)[0], *also.get(command, ())):
            found.setdefault(text.key(name), set()).add(command)
    return found


def _further_names() -> dict[str, list[str]]:
    """What people also call commands; a language goes by its own name in every other."""
    said = {
        "help": _("help, guide, menu of commands"),
        "lists": _("list, lists"),
        "searches": _("searches"),
        "follow": _("following"),
        "minutes": _("minutes, upload minutes"),
        "review": _("reports, review reports"),
        "bodies": _("organisations"),
        "bind": _("bind a group"),
        "stats": _("numbers, statistics"),
        "members": _("invite, invitation, invite a member"),
        "meetings": _("sessions, agenda"),
        "broadcast": _("announcement, broadcast, message to all"),
        "log": _("history"),
        "settings": _("quiet hours, holidays, reminder hour"),
        "leave": _("stand-in"),
        "language": _("change language"),
        "privacy": _("erase my data, delete my account"),
    }
    names = {command: _COMMA.split(line) for command, line in said.items()}
    return names | {"language": [*names["language"], "فارسی", "English"]}


def wished(typed: str, viewer: Viewer) -> str | None:
    """The person's one command that does what a sentence of a few words asks for: «به نمایندگان
    پیام بده»."""
    line = text.fold(typed).replace(text.ZWNJ, "").lower()
    said = line.replace("صورت جلسه", "صورتجلسه").split()
    if len(said) > MOST_WORDS_OF_A_WISH or any(word.startswith("مصوب") for word in said):
        return None
    found = {
        command
        for command, wishes in _wishes(current_language()).items()
        if any(_is_wished(wish, said) for wish in wishes)
    }
    found &= set(commands_of(viewer))
    return found.pop() if len(found) == 1 else None


def is_order(typed: str) -> bool:
    """Whether the words tell somebody to do something, as no search does."""
    return _ORDER.search(text.fold(typed)) is not None


def _is_wished(wish: list[str], said: list[str]) -> bool:
    """Whether all of its words were said; a single word is one of a search as well."""
    alone = len(wish) > 1 or len(said) == 1
    return alone and all(any(_is_form(one, word) for one in said) for word in wish)


def _is_form(typed: str, word: str) -> bool:
    return typed.startswith(word) and len(typed) - len(word) <= _LONGEST_ENDING


@cache
def _wishes(language: str) -> Mapping[str, list[list[str]]]:
    """The words with which people wish for what a command does, in a language."""
    with use_language(language):
        said = {
            "members": _("invite, invite member, add member, new member"),
            "broadcast": _("message send, tell members, tell everyone, digest send"),
            "report": _("report follow, excel, pdf, send excel, send pdf, make report"),
            "meetings": _("session new, session cancel, session enter, session attend"),
            "settings": _("notifications, calendar, days off"),
            "minutes": _("minutes send, minutes new, minutes upload"),
        }
    return {
        command: [text.fold(wish).replace(text.ZWNJ, "").split() for wish in _COMMA.split(line)]
        for command, line in said.items()
    }


def own_menu(viewer: Viewer, language: str | None = None) -> Reply:
    """Give the person's chat a menu of what they can do, in the language they chose in the bot.

    Said again wherever role, council or language change, and at every /start, which mends what was
    lost.
    """
    with use_language(language or viewer.language):
        menu = _menu(["start", *commands_of(viewer)])
    scope = BotCommandScopeChat(chat_id=viewer.telegram_id)
    return Reply(SetMyCommands(commands=menu, scope=scope))


def no_menu(telegram_id: int) -> Reply:
    """Take a chat's own menu away: it shows what strangers see."""
    return Reply(DeleteMyCommands(scope=BotCommandScopeChat(chat_id=telegram_id)))


async def publish_menu(bot: Bot) -> None:
    """Tell Telegram what strangers see; a server that does not know menus does without."""
    for code in LANGUAGES:
        with use_language(code):
            menu = _menu(FOR_STRANGERS)
        try:
            await bot.set_my_commands(
                menu,
                scope=BotCommandScopeAllPrivateChats(),
                language_code=None if code == DEFAULT else code,
            )
        except AiogramError:
            return


def _menu(commands: list[str] | tuple[str, ...]) -> list[BotCommand]:
    described = words()
    return [BotCommand(command=name, description=described[name]) for name in commands]
