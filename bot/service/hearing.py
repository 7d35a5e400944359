"""Whether Telegram lets the bot hear and write where it is needed: looked at when it starts.

Commands and replies to its own messages are all it needs in a group, and Telegram's default
privacy mode lets exactly these through.
"""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime
from enum import StrEnum

from aiogram import Bot
from aiogram.exceptions import AiogramError, TelegramBadRequest, TelegramForbiddenError
from aiogram.types import ChatMemberBanned, ChatMemberLeft, ChatMemberRestricted, User

from council import groups
from council.groups import MUTE
from storage.database import Database

logger = logging.getLogger(__name__)

PAUSE_SECONDS = 0.2
"""Between two groups, so that people's answers do not wait behind the questions about groups."""


class Trouble(StrEnum):
    """What is set otherwise at @BotFather than the bot needs."""

    NO_GROUPS = "no_groups"
    READS_ALL = "reads_all"


TOLD = {
    Trouble.NO_GROUPS: (
        "the bot may not join groups",
        "@BotFather, /setjoingroups, Enable; or work in private chats only.",
    ),
    Trouble.READS_ALL: (
        "it reads everything in its groups",
        "@BotFather, /setprivacy, Enable: it needs commands and replies to it only.",
    ),
}
"""For operators: what is wrong, and what to do."""


def troubles(me: User) -> tuple[Trouble, ...]:
    """What the bot's own account says; servers that do not say are trusted."""
    found = []
    if me.can_join_groups is False:
        found.append(Trouble.NO_GROUPS)
    if me.can_read_all_group_messages:
        found.append(Trouble.READS_ALL)
    return tuple(found)


def warn(me: User) -> None:
    """Tell the operator, in the log, what the account says."""
    for trouble in troubles(me):
        logger.warning("%s; %s", *TOLD[trouble])


async def look_at_groups(
    bot: Bot, database: Database, clock: Callable[[], datetime], wake: Callable[[], None]
) -> int:
    """Ask about every bound group whether the bot is in it and may write.

    What was lost while the bot was away is noted, and the secretaries are told; what came back is
    noted too. Returns how many groups are lost. No transaction is open while the server is asked.
    """
    async with database.reading() as session:
        bound = await groups.every_bound(session)
    lost = 0
    for chat_id in bound:
        try:
            why = await _why_lost(bot, chat_id)
        except (AiogramError, OSError) as error:
            logger.info("group %d was not looked at: %s", chat_id, type(error).__name__)
            continue
        async with database.writing() as session:
            if why is None:
                await groups.find_again(session, telegram_id=chat_id)
            else:
                lost += 1
                await groups.lose(session, telegram_id=chat_id, why=why, now=clock())
        await asyncio.sleep(PAUSE_SECONDS)
    if lost:
        logger.warning("%d of %d bound groups cannot be reached", lost, len(bound))
        wake()
    return lost


async def _why_lost(bot: Bot, chat_id: int) -> str | None:
    """One word of why nothing can be heard or said there; None where all is well."""
    try:
        own = await bot.get_chat_member(chat_id, bot.id)
    except TelegramForbiddenError:
        return "not a member"
    except TelegramBadRequest as error:
        if "not found" in error.message.lower():
            return "chat not found"
        raise
    if isinstance(own, ChatMemberLeft | ChatMemberBanned):
        return "not a member"
    if isinstance(own, ChatMemberRestricted):
        return None if own.is_member and own.can_send_messages else MUTE
    return None
