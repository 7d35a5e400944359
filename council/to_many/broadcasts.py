"""Messages to many: written, addressed, tried, confirmed, and let go."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from council import access, auditing, clock, digests, text
from council.access import Viewer
from council.digests import SessionDigest
from council.errors import (
    BroadcastChangedError,
    ConfidentialTextError,
    MomentPassedError,
    NobodyAddressedError,
    NotAllowedError,
    NotConfirmedError,
    NotFoundError,
)
from council.seconding import second_person
from council.seconding.second_person import Asked
from storage import broadcasts as stored
from storage import groups, outbox
from storage.database import Session
from storage.models import Broadcast
from storage.words import Act, BroadcastState

TYPED_ABOVE = 50
"""Above so many people the number itself must be typed."""
GOOD_FOR = timedelta(hours=48)
BULK = 8
"""The priority of messages to many: after reminders and notices."""
ALIKE_WORDS = 7
"""So many words in a row in common with a confidential resolution are taken for its text."""
AT_ONCE = 500


@dataclass(frozen=True)
class Written:
    """What is to be said: text with entities as the Bot API's plain JSON, and a file."""

    text: str
    entities: tuple[dict[str, Any], ...] = ()
    file_kind: str | None = None
    file_id: str | None = None
    minutes_id: int | None = None


@dataclass(frozen=True)
class Outline:
    """A message to many as its author sees it before it goes."""

    id: int
    version: int
    state: BroadcastState
    written: Written
    audience: dict[str, Any]
    people: tuple[tuple[int, str], ...]
    send_at: datetime | None
    digest: SessionDigest | None = None
    """How the digest that is to be said begins, where it is one."""
    held: tuple[tuple[datetime, int], ...] = ()
    """When quiet hours let it reach so many of the people only later, soonest first."""


async def write(session: Session, *, viewer: Viewer, written: Written, now: datetime) -> Outline:
    """Keep what is to be said; nobody is addressed yet. Does not commit.

    Raises NotAllowedError and, where the words are those of a confidential resolution,
    ConfidentialTextError.
    """
    access.ensure(viewer, "preview_broadcast")
    await _refuse_confidential(session, viewer, written.text)
    kept = await stored.add(
        session,
        Broadcast(
            council_id=viewer.council_id,
            author_id=viewer.person_id,
            text=written.text,
            entities=list(written.entities),
            file_kind=written.file_kind,
            file_id=written.file_id,
            minutes_id=written.minutes_id,
            audience={},
            state=BroadcastState.DRAFT,
            version=1,
            round=1,
            parts=1,
            created_at=now,
        ),
    )
    return _outline(kept, ())


async def reword(
    session: Session, *, viewer: Viewer, broadcast_id: int, written: Written, now: datetime
) -> Outline:
    """Say a draft otherwise, to the same people; its file stays where no other came. Raises
    BroadcastChangedError once it went, and as `write`. Does not commit."""
    draft = await own(session, viewer, broadcast_id, BroadcastState.DRAFT)
    await _refuse_confidential(session, viewer, written.text)
    said: dict[str, Any] = {"text": written.text, "entities": list(written.entities)}
    if written.file_id:
        said |= {"file_kind": written.file_kind, "file_id": written.file_id}
    if not await stored.change(session, draft, expected=BroadcastState.DRAFT, **said):
        raise BroadcastChangedError
    return await outline(session, viewer=viewer, broadcast_id=broadcast_id, at=now)


async def _refuse_confidential(session: Session, viewer: Viewer, said: str) -> None:
    runs = _runs(said)
    for _code, secret in await stored.confidential_texts(session, viewer.council_id):
        if runs & _runs(secret):
            raise ConfidentialTextError


def _runs(said: str) -> set[tuple[str, ...]]:
    """Every few words in a row, folded, so that spelling and punctuation do not hide them."""
    words = [word for word in text.fold(said).replace("\u200c", " ").split() if word.isalnum()]
    length = min(ALIKE_WORDS, len(words)) if len(words) >= 4 else ALIKE_WORDS
    return {tuple(words[n : n + length]) for n in range(len(words) - length + 1)}


async def address(
    session: Session,
    *,
    viewer: Viewer,
    broadcast_id: int,
    audience: dict[str, Any],
    now: datetime,
) -> Outline:
    """Choose whom it is for: all, a body, a role, those with open items, or names."""
    draft = await own(session, viewer, broadcast_id, BroadcastState.DRAFT)
    _ensure_may_address(viewer, audience)
    if not await stored.change(session, draft, expected=BroadcastState.DRAFT, audience=audience):
        raise BroadcastChangedError
    return await outline(session, viewer=viewer, broadcast_id=broadcast_id, at=now)


def _ensure_may_address(viewer: Viewer, audience: dict[str, Any]) -> None:
    """A body's representative writes to their own bodies only."""
    body_id = audience["id"] if audience.get("to") == "body" else None
    if not access.may_for(viewer, "broadcast", body_id):
        raise NotAllowedError("broadcast")


async def outline(session: Session, *, viewer: Viewer, broadcast_id: int, at: datetime) -> Outline:
    """A message to many as its author sees it before it goes `at` a moment.

    NotFoundError for others'.
    """
    kept = await own(session, viewer, broadcast_id)
    people = (
        await stored.people_of(session, viewer.council_id, kept.audience) if kept.audience else ()
    )
    opens = await clock.opens_for_each(
        session, viewer.council_id, [person_id for person_id, _ in people], at
    )
    later = Counter(moment for moment in opens.values() if moment > at)
    made = replace(_outline(kept, people), held=tuple(sorted(later.items())))
    if kept.minutes_id is None:
        return made
    digest = await digests.of_minutes(session, viewer=viewer, minutes_id=kept.minutes_id, part=0)
    return replace(made, digest=digest)


def _outline(kept: Broadcast, people: Sequence[tuple[int, str]]) -> Outline:
    return Outline(
        kept.id,
        kept.version,
        kept.state,
        written_of(kept),
        dict(kept.audience),
        _by_name(people),
        kept.send_at,
    )


def written_of(kept: Broadcast) -> Written:
    """What a message to many says."""
    return Written(kept.text, tuple(kept.entities), kept.file_kind, kept.file_id, kept.minutes_id)


async def try_on_oneself(
    session: Session, *, viewer: Viewer, broadcast_id: int, now: datetime
) -> bool:
    """Send it to the author alone, as the others would get it; False where that was done."""
    draft = await own(session, viewer, broadcast_id)
    lane = await groups.lane_of_person(session, viewer.person_id)
    if lane is None:
        raise NotFoundError
    return await outbox.enqueue(
        session,
        council_id=viewer.council_id,
        person_id=viewer.person_id,
        kind="broadcast",
        dedup_key=f"bct:{draft.id}:{draft.version}:{int(now.timestamp())}",
        lane=lane,
        payload={"broadcast_id": draft.id, "test": 1},
        repeatable=True,
        not_before=now,
        expires_at=now + timedelta(hours=1),
        now=now,
    )


async def send(
    session: Session,
    *,
    viewer: Viewer,
    broadcast_id: int,
    typed: str | None,
    at: datetime | None,
    status: tuple[int, int] | None,
    now: datetime,
    seconded: bool = False,
) -> Outline | Asked:
    """Let it go, now or at an hour; whom it is for is fixed here. Does not commit.

    It begins once the quiet hours of one of them are over, and waits for those of the others.
    Above a number of people, that number must have been typed, and whatever was typed must be
    it (None: a button was tapped); above a larger one, where the
    council wants a second person, one is asked unless `seconded`. `status` is the message that
    shows how far it is. Raises NotConfirmedError, NobodyAddressedError, BroadcastChangedError,
    MomentPassedError, ConfidentialTextError, NobodySecondsError.
    """
    access.ensure(viewer, "broadcast")
    draft = await own(session, viewer, broadcast_id, BroadcastState.DRAFT)
    _ensure_may_address(viewer, draft.audience)
    if at is not None and at <= now:
        raise MomentPassedError
    people = await stored.people_of(session, viewer.council_id, draft.audience)
    if not people:
        raise NobodyAddressedError
    confirmed = typed is None and len(people) <= TYPED_ABOVE
    if not confirmed and text.en_digits(typed or "").strip() != str(len(people)):
        raise NotConfirmedError
    await _refuse_confidential(session, viewer, draft.text)
    if len(people) > second_person.ABOVE:
        asked = await second_person.wanted(
            session,
            viewer=viewer,
            act=Act.BROADCAST,
            about=draft.id,
            details={
                "at": at.isoformat() if at else None,
                "status": list(status) if status else None,
                "version": draft.version,
            },
            now=now,
            seconded=seconded,
        )
        if asked:
            return asked
    return await _let_go(session, viewer, draft, people, at, status, now)


async def _let_go(
    session: Session,
    viewer: Viewer,
    draft: Broadcast,
    people: Sequence[tuple[int, str]],
    at: datetime | None,
    status: tuple[int, int] | None,
    now: datetime,
) -> Outline:
    parts = 1
    if draft.minutes_id is not None:
        parts = await digests.count_parts(
            session, council_id=viewer.council_id, minutes_id=draft.minutes_id
        )
    ids = [person_id for person_id, _ in people]
    opens = await clock.opens_for_each(session, viewer.council_id, ids, at or now)
    starts = min(opens.values())
    state = BroadcastState.WAITING if starts > now else BroadcastState.SENDING
    if not await stored.change(
        session,
        draft,
        expected=BroadcastState.DRAFT,
        state=state,
        send_at=starts,
        parts=parts,
        status_chat=status[0] if status else None,
        status_message=status[1] if status else None,
    ):
        raise BroadcastChangedError
    await stored.add_recipients(session, draft.id, ids)
    auditing.record(
        session, viewer, "broadcast_sent", "broadcast", draft.id, now, after={"people": len(people)}
    )
    return _outline(draft, people)


async def recent(session: Session, *, viewer: Viewer) -> tuple[Outline, ...]:
    """The council's newest messages to many, newest first."""
    access.ensure(viewer, "delivery_report")
    found = await stored.of_council(session, viewer.council_id, 5)
    return tuple(_outline(one, ()) for one in found if _may_see(viewer, one))


def _may_see(viewer: Viewer, kept: Broadcast) -> bool:
    """Who may write to all sees what anybody wrote."""
    everything = access.may_for(viewer, "broadcast", None)
    return everything or kept.author_id == viewer.person_id


async def own(
    session: Session,
    viewer: Viewer,
    broadcast_id: int,
    expected: BroadcastState | None = None,
) -> Broadcast:
    """A message that the viewer may deal with. Raises NotFoundError, and BroadcastChangedError
    where it is in another state than the one expected."""
    access.ensure(viewer, "preview_broadcast")
    kept = await stored.get(session, viewer.council_id, broadcast_id)
    if kept is None or not _may_see(viewer, kept):
        raise NotFoundError
    if expected is not None and kept.state is not expected:
        raise BroadcastChangedError
    return kept


async def to_say(
    session: Session, *, viewer: Viewer, broadcast_id: int, test: bool
) -> Written | None:
    """What is to be said to the viewer; None where it was cancelled meanwhile."""
    kept = await stored.get(session, viewer.council_id, broadcast_id)
    if kept is None or (kept.state is BroadcastState.CANCELLED and not test):
        return None
    return written_of(kept)


async def everybody(session: Session, *, viewer: Viewer) -> tuple[tuple[int, str], ...]:
    """(person id, name) of all who belong to the council. Raises NotAllowedError."""
    access.ensure(viewer, "preview_broadcast")
    return _by_name(await stored.people_of(session, viewer.council_id, {"to": "all"}))


def _by_name(people: Sequence[tuple[int, str]]) -> tuple[tuple[int, str], ...]:
    return tuple(sorted(people, key=lambda one: text.sort_key(one[1])))
