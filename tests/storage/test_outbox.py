"""The outbox: one row for each key, one message in flight for each chat, nothing lost."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from storage import delivery, outbox
from storage.database import Database
from storage.delivery import Claim
from storage.models import Chat, Council, DeliveryHold, OutboxMessage, Person
from storage.words import ChatKind, CouncilKind, OutboxState

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)
Row = tuple[str, OutboxState, str | None]


@dataclass(frozen=True)
class Ids:
    """Where the messages of a test belong."""

    council: int
    person: int
    lane: int
    other_lane: int


@pytest.fixture
async def ids(database: Database) -> Ids:
    async with database.writing() as session:
        council = Council(name="شورا", kind=CouncilKind.CITY, province="قم", created_at=NOW)
        person = Person(telegram_id=7, name="آیدا", created_at=NOW)
        session.add_all([council, person])
        await session.flush()
        lane = Chat(telegram_id=7, kind=ChatKind.PRIVATE, person_id=person.id)
        other = Chat(telegram_id=-100, kind=ChatKind.GROUP, council_id=council.id)
        session.add_all([lane, other])
        await session.flush()
        return Ids(council.id, person.id, lane.id, other.id)


async def put(database: Database, ids: Ids, key: str, **fields: Any) -> bool:
    values: dict[str, Any] = {
        "council_id": ids.council,
        "person_id": ids.person,
        "kind": "reminder",
        "dedup_key": key,
        "lane": ids.lane,
        "payload": {"item": 1},
        "repeatable": True,
        "not_before": NOW,
        "expires_at": NOW + DAY,
        "now": NOW,
    }
    async with database.writing() as session:
        return await outbox.enqueue(session, **(values | fields))


async def claim(
    database: Database,
    now: datetime = NOW,
    limit: int = 8,
    token: str = "t",  # noqa: S107  a name for the claim, no secret
) -> list[Claim]:
    async with database.writing() as session:
        return await delivery.claim(session, now=now, token=token, limit=limit)


async def keys(database: Database, now: datetime = NOW, limit: int = 8) -> list[str]:
    return [claimed.dedup_key for claimed in await claim(database, now, limit)]


async def rows(database: Database) -> list[Row]:
    async with database.reading() as session:
        stmt = select(OutboxMessage).order_by(OutboxMessage.id)
        return [(row.dedup_key, row.state, row.reason) for row in await session.scalars(stmt)]


async def sweep(database: Database, now: datetime, except_ids: tuple[int, ...] = ()) -> None:
    async with database.writing() as session:
        await delivery.doubt_lost_leases(session, now=now, except_ids=except_ids)
        await delivery.resend_settled(session, now=now)
        await delivery.expire(session, now=now)
        await delivery.end_doubt(session, now=now)


async def test_same_key_is_kept_once(database: Database, ids: Ids) -> None:
    assert await put(database, ids, "rem:1") is True
    assert await put(database, ids, "rem:1") is False

    assert await rows(database) == [("rem:1", OutboxState.PENDING, None)]


async def test_rolled_back_fact_leaves_no_message(database: Database, ids: Ids) -> None:
    async def enqueue_and_fail() -> None:
        async with database.writing() as session:
            await outbox.enqueue(
                session, council_id=ids.council, person_id=None, kind="notice", dedup_key="n",
                lane=ids.lane, payload={}, repeatable=True, not_before=NOW,
                expires_at=NOW + DAY, now=NOW,
            )  # fmt: skip
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await enqueue_and_fail()

    assert await rows(database) == []


async def test_one_message_in_flight_for_each_chat(database: Database, ids: Ids) -> None:
    await put(database, ids, "a")
    await put(database, ids, "b")
    await put(database, ids, "c", lane=ids.other_lane)

    assert await keys(database) == ["a", "c"]
    assert await keys(database) == []


async def test_urgent_message_goes_before_older_one(database: Database, ids: Ids) -> None:
    await put(database, ids, "digest", priority=7)
    await put(database, ids, "notice", priority=3)

    assert await keys(database) == ["notice"]


async def test_message_waits_for_its_time_and_not_beyond_its_end(
    database: Database, ids: Ids
) -> None:
    await put(database, ids, "later", not_before=NOW + SECOND)
    await put(database, ids, "over", lane=ids.other_lane, expires_at=NOW)

    async with database.reading() as session:
        assert await outbox.has_due(session, NOW) is False
        assert await outbox.has_due(session, NOW + SECOND) is True
    assert await keys(database) == []
    assert await keys(database, NOW + SECOND) == ["later"]


async def test_message_that_was_not_sent_waits_and_is_claimed_again(
    database: Database, ids: Ids
) -> None:
    await put(database, ids, "a")
    (first,) = await claim(database)
    async with database.writing() as session:
        assert await delivery.give_back(
            session, first, later=NOW + SECOND, why="no connection", counts=False
        )

    assert await claim(database) == []
    (second,) = await claim(database, NOW + SECOND, token="u")
    assert (second.id, second.attempts, second.resends) == (first.id, 1, 0)


async def test_what_was_given_back_keeps_its_place_in_the_chat(
    database: Database, ids: Ids
) -> None:
    await put(database, ids, "a")
    (first,) = await claim(database)
    async with database.writing() as session:
        await delivery.give_back(session, first, later=NOW + SECOND, why="no connection")
    await put(database, ids, "b")
    await put(database, ids, "elsewhere", lane=ids.other_lane)
    await put(database, ids, "urgent", priority=3)

    urgent, elsewhere = await claim(database)
    assert (urgent.dedup_key, elsewhere.dedup_key) == ("urgent", "elsewhere")
    async with database.writing() as session:
        await delivery.record_sent(session, urgent, message_id=1, now=NOW)
    assert await keys(database) == []
    assert await keys(database, NOW + SECOND) == ["a"]


@pytest.mark.parametrize("repeatable", [True, False])
async def test_crash_between_claim_and_send_is_doubted_and_only_repeatable_sent_again(
    database: Database, ids: Ids, repeatable: bool
) -> None:
    await put(database, ids, "a", repeatable=repeatable)
    await claim(database)
    lost = NOW + delivery.LEASE + SECOND
    settled = lost + delivery.SETTLE

    await sweep(database, lost)
    assert await rows(database) == [("a", OutboxState.UNCERTAIN, "lease expired")]

    await sweep(database, settled)
    again = await claim(database, settled)
    assert [claimed.resends for claimed in again] == ([1] if repeatable else [])

    await sweep(database, settled + delivery.LEASE + SECOND)
    await sweep(database, settled + timedelta(hours=23))
    assert await claim(database, settled + timedelta(hours=23)) == []
    await sweep(database, settled + timedelta(hours=25))
    assert [row[1:] for row in await rows(database)] == [(OutboxState.DEAD, "unconfirmed")]


async def test_sweep_leaves_alone_what_this_process_is_sending(
    database: Database, ids: Ids
) -> None:
    await put(database, ids, "a")
    (claimed,) = await claim(database)

    await sweep(database, NOW + DAY / 2, except_ids=(claimed.id,))

    assert await rows(database) == [("a", OutboxState.SENDING, None)]


async def test_late_answer_settles_a_doubted_message(database: Database, ids: Ids) -> None:
    await put(database, ids, "a")
    (claimed,) = await claim(database)
    await sweep(database, NOW + delivery.LEASE + SECOND)

    async with database.writing() as session:
        assert await delivery.record_sent(session, claimed, message_id=5, now=NOW) is True

    assert [row[1] for row in await rows(database)] == [OutboxState.SENT]


async def test_sleeper_decides_nothing_after_the_message_was_claimed_again(
    database: Database, ids: Ids
) -> None:
    await put(database, ids, "a")
    (sleeper,) = await claim(database, token="old")
    await sweep(database, NOW + timedelta(seconds=121))
    await sweep(database, NOW + timedelta(seconds=182))
    await claim(database, NOW + timedelta(seconds=182), token="new")

    async with database.writing() as session:
        late = NOW + timedelta(seconds=183)
        decided = [
            await delivery.record_sent(session, sleeper, message_id=5, now=late),
            await delivery.give_back(session, sleeper, later=late, why="x"),
            await delivery.record_doubt(session, sleeper, why="x", now=late),
            await delivery.end_unsent(session, sleeper, state=OutboxState.DEAD, why="x", now=late),
        ]

    assert decided == [False, False, False, False]
    assert [row[1] for row in await rows(database)] == [OutboxState.SENDING]


async def test_whole_chat_waits_when_telegram_asks_for_it(database: Database, ids: Ids) -> None:
    await put(database, ids, "a")
    await put(database, ids, "b", lane=ids.other_lane)
    async with database.writing() as session:
        await delivery.hold_lane(session, lane=ids.lane, until=NOW + timedelta(minutes=5))

    assert await keys(database) == ["b"]
    assert await keys(database, NOW + timedelta(minutes=5)) == ["a"]


End = Callable[[Database, Claim], Awaitable[None]]


async def _die(database: Database, part: Claim) -> None:
    async with database.writing() as session:
        await delivery.end_unsent(session, part, state=OutboxState.DEAD, why="x", now=NOW)


async def _expire(database: Database, part: Claim) -> None:
    async with database.writing() as session:
        await delivery.give_back(session, part, later=NOW + 2 * DAY, why="x")
    await sweep(database, NOW + DAY)


@pytest.mark.parametrize("end", [_die, _expire])
async def test_later_parts_end_with_an_earlier_one(database: Database, ids: Ids, end: End) -> None:
    for number in (1, 2, 3):
        await put(
            database, ids, f"p{number}", bundle="d", part_no=number,
            expires_at=NOW + DAY * number,
        )  # fmt: skip
    (part,) = await claim(database)

    await end(database, part)

    states = [row[1] for row in await rows(database)]
    assert states[1:] == [OutboxState.CANCELLED, OutboxState.CANCELLED]


async def test_doubted_part_holds_the_later_ones_but_not_other_messages(
    database: Database, ids: Ids
) -> None:
    await put(database, ids, "p1", bundle="d", part_no=1)
    await put(database, ids, "p2", bundle="d", part_no=2)
    await put(database, ids, "other", priority=6)
    (part,) = await claim(database)
    async with database.writing() as session:
        await delivery.record_doubt(session, part, why="x", now=NOW)

    (other,) = await claim(database)
    assert other.dedup_key == "other"

    async with database.writing() as session:
        await delivery.record_sent(session, part, message_id=1, now=NOW)
        await delivery.record_sent(session, other, message_id=2, now=NOW)
    assert await keys(database) == ["p2"]


async def test_waiting_messages_of_a_chat_are_taken_back(database: Database, ids: Ids) -> None:
    await put(database, ids, "a")
    await claim(database)
    await put(database, ids, "b")
    await put(database, ids, "c", person_id=None, lane=ids.other_lane)

    async with database.writing() as session:
        taken = await outbox.cancel_for_chat(session, lane=ids.lane, why="left", now=NOW)

    assert taken == 1
    assert await rows(database) == [
        ("a", OutboxState.SENDING, None),
        ("b", OutboxState.CANCELLED, "left"),
        ("c", OutboxState.PENDING, None),
    ]


async def test_held_council_is_only_asked_whether_to_go_on_and_holds_nobody_else_up(
    database: Database, ids: Ids
) -> None:
    async with database.writing() as session:
        free = Council(name="b", kind=CouncilKind.CITY, province="قم", created_at=NOW)
        session.add(free)
        await session.flush()
        session.add(DeliveryHold(council_id=ids.council, since=NOW, why="restored"))
        free_id = free.id
    await put(database, ids, "held")
    await put(database, ids, "free", council_id=free_id)
    await put(database, ids, "asked", kind="held", lane=ids.other_lane)

    assert await keys(database) == ["free", "asked"]
    assert await keys(database, NOW + SECOND) == []


async def test_old_messages_are_forgotten_and_the_numbering_goes_on(
    database: Database, ids: Ids
) -> None:
    for key in ("a", "b", "c"):
        await put(database, ids, key, expires_at=NOW + SECOND)
    await put(database, ids, "waits", expires_at=NOW + 400 * DAY)
    await put(database, ids, "newest", expires_at=NOW + SECOND)
    async with database.writing() as session:
        await delivery.expire(session, now=NOW + DAY)
    after = NOW + 2 * DAY

    async with database.writing() as session:
        assert await outbox.prune(session, before=after, limit=2) == 2
        assert await outbox.prune(session, before=after, limit=2) == 1
        assert await outbox.prune(session, before=after, limit=2) == 0

    assert [key for key, *_ in await rows(database)] == ["waits", "newest"]
