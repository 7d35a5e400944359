"""How delivery is doing in one council, for its secretariat; who cannot be reached is told once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from council import access, clock, notices
from council.access import Viewer
from storage import broadcasts
from storage import delivery_health as stored
from storage.database import Session
from storage.delivery_health import Unreachable
from storage.models import Council
from storage.words import OutboxState

DAYS = 7


@dataclass(frozen=True)
class Health:
    """What waits now, what became of the last week's messages, and who cannot be reached."""

    waiting: int
    doubtful: int
    oldest: datetime | None
    sent: int
    not_sent: Mapping[str, int]
    unreachable: Sequence[Unreachable]
    scheduled: int
    """Messages to many whose hour is still to come."""
    next_at: datetime | None
    """The hour of the first of them."""


async def of_council(session: Session, *, viewer: Viewer, now: datetime) -> Health:
    """The council's delivery. Raises NotAllowedError."""
    access.ensure(viewer, "delivery_report")
    council_id = viewer.council_id
    waiting, doubtful, oldest = await stored.open_now(session, council_id, now)
    ended = await stored.ended_since(session, council_id, now - timedelta(days=DAYS))
    scheduled, next_at = await broadcasts.scheduled(session, council_id)
    not_sent: dict[str, int] = {}
    for (state, reason), count in ended.items():
        if state is not OutboxState.SENT:
            why = "expired" if state is OutboxState.EXPIRED else reason or "unreachable"
            not_sent[why] = not_sent.get(why, 0) + count
    return Health(
        waiting=waiting,
        doubtful=doubtful,
        oldest=oldest,
        sent=sum(n for (state, _), n in ended.items() if state is OutboxState.SENT),
        not_sent=not_sent,
        unreachable=await stored.unreachable(session, council_id),
        scheduled=scheduled,
        next_at=next_at,
    )


async def tell_unreachable(session: Session, *, council: Council, now: datetime) -> int:
    """Tell the secretaries who could not be reached any more since yesterday morning: each
    person and group is named once. Running it again adds nothing. Does not commit."""
    today = clock.local(now, council.zone).day
    if not await of_day(session, council_id=council.id, zone=council.zone, day=today):
        return 0
    return await notices.tell_secretariat(
        session,
        council_id=council.id,
        kind="unreachable",
        key=f"unreach:{council.id}:{today.isoformat()}",
        payload={"day": today.isoformat()},
        now=now,
    )


async def of_day(
    session: Session, *, council_id: int, zone: str, day: date
) -> Sequence[Unreachable]:
    """Who became unreachable on the day before this one."""
    until = datetime.combine(day, time(), ZoneInfo(zone))
    return await stored.unreachable(
        session, council_id, since=until - timedelta(days=1), until=until
    )
