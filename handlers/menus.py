"""The menu of somebody else's chat, after a secretary changed what they are."""

from datetime import datetime

from bot.commands import no_menu, own_menu
from bot.saying.replies import Reply
from council.people import members
from storage.database import Session


async def menu_of(session: Session, person_id: int, now: datetime) -> list[Reply]:
    """Bring the menu of this person's private chat up to date; nothing for who has no account."""
    telegram_id, viewer = await members.as_they_are(session, person_id=person_id, now=now)
    if not telegram_id:
        return []
    return [own_menu(viewer) if viewer else no_menu(telegram_id)]
