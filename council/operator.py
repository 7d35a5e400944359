"""Whoever works at the server itself: no member, but what they bring in needs a name."""

from datetime import datetime

from council.access import Viewer
from council.errors import NotFoundError
from storage import councils, members
from storage.database import Session
from storage.words import Role

OPERATOR_NAME = "مدیر سرور"
"""How drafts and the audit name who brought minutes in from the command line."""


async def operator_in(session: Session, *, council_id: int, now: datetime) -> Viewer:
    """The operator with a secretary's rights over minutes, in a council where nobody has joined.

    NotFoundError where there is no such council. Does not commit.
    """
    council = await councils.get(session, council_id)
    if council is None:
        raise NotFoundError
    person = await members.without_account(session, name=OPERATOR_NAME, now=now)
    return Viewer(
        person_id=person.id,
        telegram_id=0,
        name=person.name,
        language=person.language,
        council_id=council.id,
        council_name=council.name,
        zone=council.zone,
        membership_id=0,
        role=Role.SECRETARY,
        body_ids=frozenset(),
    )
