"""What somebody answers to a message to many: kept with it, and told to who sent it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from council import access, notices, text
from council.access import Viewer
from council.errors import AnswerNotPassedOnError, NotFoundError, OwnBroadcastError
from council.people import members
from council.to_many.broadcasts import Outline, Written, address, own, write, written_of
from storage import broadcast_answers as given
from storage import broadcasts as stored
from storage import outbox, questions
from storage.database import Session

MEANT_FOR = timedelta(days=1)
"""So long words without a reply may be meant for a message to many."""


@dataclass(frozen=True)
class Answered:
    """What somebody answered to a message to many; what they said later stands below."""

    broadcast_id: int
    person_id: int
    name: str
    words: str
    written: Written


async def answer(
    session: Session,
    *,
    viewer: Viewer,
    broadcast_id: int,
    words: str,
    message_id: int,
    now: datetime,
) -> str | None:
    """Keep what the viewer answered, who has seen it so, and tell its author. Does not commit.

    Gives the author's name; None where they cannot be told any more and the secretariat is.
    Raises OwnBroadcastError, and NotFoundError where it was not for the viewer.
    """
    access.ensure(viewer, "own_items")
    kept = await stored.get(session, viewer.council_id, broadcast_id)
    if kept is not None and kept.author_id == viewer.person_id:
        raise OwnBroadcastError
    since = kept and await given.answer(
        session,
        broadcast_id=kept.id,
        person_id=viewer.person_id,
        words=text.clean(words).strip(),
    )
    if kept is None or since is None:
        raise NotFoundError
    await given.see(session, broadcast_id=kept.id, person_id=viewer.person_id, now=now)
    await stored.show_anew(session, kept.id)
    told: dict[str, Any] = {
        "council_id": viewer.council_id,
        "kind": "broadcast_answered",
        "key": f"bca:{kept.id}:{viewer.person_id}:{message_id}",
        "payload": {"broadcast_id": kept.id, "by": viewer.person_id, "since": since},
        "now": now,
    }
    author = await members.viewer_in(session, kept.author_id, viewer.council_id)
    may_hear = author is not None and access.can(author, "delivery_report")
    if author and may_hear and await notices.tell_person(session, person_id=kept.author_id, **told):
        return author.name
    await notices.tell_secretariat(session, besides=viewer.person_id, **told)
    return None


async def may_be_meant(session: Session, *, viewer: Viewer, now: datetime) -> bool:
    """Whether words that reply to nothing may be meant for a message to many: the viewer got one
    within a day, as the newest thing that stands in their chat."""
    sent = await outbox.newest_sent(session, person_id=viewer.person_id, since=now - MEANT_FOR)
    if sent is None or sent.kind != "broadcast" or sent.finished_at is None:
        return False
    kept = await stored.get(session, viewer.council_id, int(sent.payload["broadcast_id"]))
    if kept is None or kept.author_id == viewer.person_id:
        return False
    return not await questions.answered_since(
        session, user_id=viewer.telegram_id, moment=sent.finished_at
    )


async def answered(
    session: Session, *, viewer: Viewer, broadcast_id: int, person_id: int, since: int
) -> Answered:
    """What the person answered after so many letters, for who may see what became of the message.

    Raises NotAllowedError and NotFoundError.
    """
    access.ensure(viewer, "delivery_report")
    kept = await own(session, viewer, broadcast_id)
    found = await given.answer_of(session, broadcast_id=kept.id, person_id=person_id)
    if found is None:
        raise NotFoundError
    name, words = found
    return Answered(kept.id, person_id, name, words[since:], written_of(kept))


async def reply(
    session: Session,
    *,
    viewer: Viewer,
    broadcast_id: int,
    person_id: int,
    written: Written,
    now: datetime,
) -> Outline:
    """Keep what the viewer writes back to who answered, as a message for that person alone that
    has not gone yet. Does not commit.

    Raises NotAllowedError, NotFoundError and, where the viewer may not write to one person,
    AnswerNotPassedOnError.
    """
    await answered(session, viewer=viewer, broadcast_id=broadcast_id, person_id=person_id, since=0)
    if not access.may_for(viewer, "broadcast", None):
        raise AnswerNotPassedOnError
    draft = await write(session, viewer=viewer, written=written, now=now)
    alone = {"to": "names", "ids": [person_id]}
    return await address(session, viewer=viewer, broadcast_id=draft.id, audience=alone, now=now)
