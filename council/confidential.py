"""Confidential resolutions: who may know of one, setting and lifting it, and who opened it when.

What is hidden is hidden in every query (`storage/sight.py`); here is what people do about it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from council import access, auditing, notices, text
from council.access import Viewer
from council.errors import NotConfirmedError, NotFoundError
from council.people.members import viewer_in
from council.seconding import second_person
from council.seconding.second_person import Asked
from storage import confidential as stored
from storage import groups, messages, resolutions, standing
from storage.database import Session
from storage.messages import Said
from storage.models import Resolution
from storage.words import Act, MembershipState


@dataclass(frozen=True)
class AccessList:
    """A confidential resolution, who is on its list, and who could be put there."""

    resolution_id: int
    code: str
    listed: tuple[tuple[int, str], ...]
    others: tuple[tuple[int, str], ...]
    gone_to: tuple[str, ...] = ()
    """The bodies whose groups had been told of it before it was marked just now."""


async def set_mark(
    session: Session, *, viewer: Viewer, resolution_id: int, now: datetime
) -> AccessList:
    """Make a resolution confidential: at first for those who speak for its bodies or chase it.

    What waits in the outbox is judged again when it is sent; what has been said of it is taken
    out of the groups and of the chats of those who may not know. Raises NotAllowedError,
    NotFoundError. Does not commit.
    """
    access.ensure(viewer, "set_confidential")
    said = await _said_of(session, viewer, resolution_id)
    if not await stored.mark(session, resolution_id=resolution_id, confidential=True):
        return await access_list(session, viewer=viewer, resolution_id=resolution_id)
    await open_list(session, resolution_id=resolution_id)
    auditing.record(session, viewer, "made_confidential", "resolution", resolution_id, now)
    await _hide(session, viewer, resolution_id, said, now)
    shown = await access_list(session, viewer=viewer, resolution_id=resolution_id)
    return replace(shown, gone_to=await _groups_told(session, viewer, said))


async def gone_to(session: Session, *, viewer: Viewer, resolution_id: int) -> tuple[str, ...]:
    """The bodies whose groups were told of the resolution. NotAllowedError, NotFoundError."""
    access.ensure(viewer, "set_confidential")
    return await _groups_told(session, viewer, await _said_of(session, viewer, resolution_id))


async def _said_of(session: Session, viewer: Viewer, resolution_id: int) -> Sequence[Said]:
    found = await _get(session, viewer, resolution_id)
    return await messages.about(session, [item.id for item in found.items])


async def _groups_told(session: Session, viewer: Viewer, said: Sequence[Said]) -> tuple[str, ...]:
    told = {one.body_id for one in said if one.body_id is not None}
    of_bodies = await groups.of_bodies(session, viewer.council_id, told)
    return tuple(name for name, _has_group in of_bodies)


async def _hide(
    session: Session, viewer: Viewer, resolution_id: int, said: Sequence[Said], now: datetime
) -> None:
    """Take the resolution out of what was said, wherever eyes that may not see it read that."""
    listed = {membership_id for membership_id, _ in await stored.listed(session, resolution_id)}
    may: dict[int, bool] = {}
    for one in said:
        if one.person_id is not None and one.person_id not in may:
            reader = await viewer_in(session, one.person_id, viewer.council_id)
            may[one.person_id] = reader is not None and (
                reader.sight.everything or reader.membership_id in listed
            )
        if one.person_id is None or not may[one.person_id]:
            await notices.hide_message(
                session,
                council_id=viewer.council_id,
                said=one,
                resolution_id=resolution_id,
                now=now,
            )


async def open_list(session: Session, *, resolution_id: int) -> None:
    """Let those know of it at first who speak for its bodies or chase it. Does not commit."""
    concerned = await stored.those_concerned(session, resolution_id)
    await stored.allow(session, resolution_id=resolution_id, membership_ids=concerned)


async def lift(
    session: Session,
    *,
    viewer: Viewer,
    resolution_id: int,
    typed: str,
    now: datetime,
    seconded: bool = False,
) -> Asked | None:
    """Make a resolution ordinary again, once its code was typed. Does not commit.

    Where the council wants a second person, one is asked unless `seconded`. Raises
    NotConfirmedError for anything else than the code, NotAllowedError, NotFoundError,
    NobodySecondsError.
    """
    access.ensure(viewer, "set_confidential")
    found = await _get(session, viewer, resolution_id)
    if not _same_code(typed, found.code):
        raise NotConfirmedError
    asked = await second_person.wanted(
        session, viewer=viewer, act=Act.LIFT, about=found.id, now=now, seconded=seconded
    )
    if not asked and await stored.mark(session, resolution_id=found.id, confidential=False):
        auditing.record(session, viewer, "made_ordinary", "resolution", found.id, now)
    return asked


async def access_list(session: Session, *, viewer: Viewer, resolution_id: int) -> AccessList:
    """Who may know of the resolution. Raises NotAllowedError, NotFoundError."""
    access.ensure(viewer, "set_confidential")
    found = await _get(session, viewer, resolution_id)
    listed = tuple(await stored.listed(session, found.id))
    on_it = {membership_id for membership_id, _ in listed}
    everybody = await standing.all_of(session, viewer.council_id, states=[MembershipState.ACTIVE])
    others = tuple(
        (one.id, person.name)
        for one, person in sorted(everybody, key=lambda pair: text.sort_key(pair[1].name))
        if one.id not in on_it and one.id != viewer.membership_id
    )
    return AccessList(found.id, found.code, listed, others)


async def allow(
    session: Session, *, viewer: Viewer, resolution_id: int, membership_id: int, now: datetime
) -> AccessList:
    """Put a member of the council on the list. Raises NotAllowedError, NotFoundError."""
    shown = await access_list(session, viewer=viewer, resolution_id=resolution_id)
    if membership_id not in {one for one, _ in shown.others}:
        raise NotFoundError
    await stored.allow(session, resolution_id=resolution_id, membership_ids=[membership_id])
    auditing.record(
        session,
        viewer,
        "access_given",
        "resolution",
        resolution_id,
        now,
        after={"membership_id": membership_id},
    )
    return await access_list(session, viewer=viewer, resolution_id=resolution_id)


async def forbid(
    session: Session, *, viewer: Viewer, resolution_id: int, membership_id: int, now: datetime
) -> AccessList:
    """Take a member off the list, and it out of what they were told.

    Raises NotAllowedError, NotFoundError.
    """
    shown = await access_list(session, viewer=viewer, resolution_id=resolution_id)
    if membership_id not in {one for one, _ in shown.listed}:
        raise NotFoundError
    await stored.forbid(session, resolution_id=resolution_id, membership_id=membership_id)
    auditing.record(
        session,
        viewer,
        "access_taken",
        "resolution",
        resolution_id,
        now,
        after={"membership_id": membership_id},
    )
    await _hide(session, viewer, resolution_id, await _said_of(session, viewer, resolution_id), now)
    return await access_list(session, viewer=viewer, resolution_id=resolution_id)


def note_opening(session: Session, *, viewer: Viewer, resolution_id: int, now: datetime) -> None:
    """Log that the viewer was shown a confidential resolution. Does not commit."""
    auditing.record(session, viewer, "confidential_opened", "resolution", resolution_id, now)


async def _get(session: Session, viewer: Viewer, resolution_id: int) -> Resolution:
    found = await resolutions.whole(session, viewer.council_id, resolution_id)
    if found is None:
        raise NotFoundError
    return found


def _same_code(typed: str, code: str) -> bool:
    return "".join(text.en_digits(typed).split()) == "".join(text.en_digits(code).split())
