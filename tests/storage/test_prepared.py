"""Prepared statements: lists, what is not flushed yet, whose eyes look, and how errors look."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import bindparam, literal_column, select
from sqlalchemy.exc import DBAPIError

from storage import item_rows, resolution_rows
from storage.database import Database, Session, prepared
from storage.database.prepared import Prepared
from storage.models import (
    ActionItem,
    Council,
    Meeting,
    Membership,
    Minutes,
    Person,
    Resolution,
    ResolutionAccess,
)
from storage.sight import PUBLIC, Sight, see_as
from storage.types import Base
from storage.words import (
    CouncilKind,
    DeadlineKind,
    ItemState,
    MembershipState,
    MinutesState,
    Role,
)

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
LISTED = 7
"""The membership that is on the access list of what is confidential."""
_PEOPLE = Base.metadata.tables["people"].c
NAMES = Prepared(
    lambda _kind: (
        select(_PEOPLE.name)
        .where(_PEOPLE.id.in_(bindparam("ids", expanding=True)))
        .order_by(_PEOPLE.id)
    )
)


async def found(session: Session) -> None:
    """A council with two resolutions, the second of them confidential, and an item of each."""
    council = Council(
        id=1, name="شورا", kind=CouncilKind.CITY, province="اصفهان", zone="Asia/Tehran",
        reminder_hour=9, created_at=NOW,
    )  # fmt: skip
    session.add_all([council, Person(id=1, name="آیدا", language="fa", created_at=NOW)])
    await session.flush()
    session.add(Meeting(id=1, council_id=1, number=72, created_at=NOW))
    session.add(
        Membership(
            id=LISTED, council_id=1, person_id=1, role=Role.REPRESENTATIVE,
            state=MembershipState.ACTIVE, joined_at=NOW,
        )
    )  # fmt: skip
    await session.flush()
    session.add(
        Minutes(
            id=1, council_id=1, meeting_id=1, state=MinutesState.PUBLISHED, source_text="",
            sha256="0", draft={}, created_by=1, created_at=NOW,
        )
    )  # fmt: skip
    await session.flush()
    for number in (1, 2):
        session.add(
            Resolution(
                id=number, council_id=1, meeting_id=1, minutes_id=1, position=number,
                code=f"72/{number}", text="پل", confidential=number == 2, created_at=NOW,
            )
        )  # fmt: skip
        await session.flush()
        session.add(
            ActionItem(
                id=10 + number, council_id=1, resolution_id=number, position=1,
                follow_up_owner_id=LISTED, state=ItemState.NOTIFIED,
                deadline_kind=DeadlineKind.DATE, notified_on=date(2026, 11, 1), created_at=NOW,
            )
        )  # fmt: skip
    session.add(ResolutionAccess(resolution_id=2, membership_id=LISTED))
    await session.flush()


async def test_list_of_any_length_fills_a_prepared_statement(database: Database) -> None:
    async with database.writing() as session:
        for number, name in enumerate(("آیدا", "بابک", "پری"), start=1):
            session.add(Person(id=number, name=name, language="fa", created_at=NOW))

        some = [await NAMES.rows(session, ids=ids) for ids in ([3], [1, 2], [], [3, 1, 9])]
        first = await NAMES.first(session, ids=[9])

    assert [[row.name for row in rows] for rows in some] == [
        ["پری"], ["آیدا", "بابک"], [], ["آیدا", "پری"],
    ]  # fmt: skip
    assert first is None


@pytest.mark.parametrize(
    ("sight", "known"),
    [
        (None, [1, 2]),
        (Sight(1, everything=True), [1, 2]),
        (Sight(LISTED), [1, 2]),
        (Sight(LISTED + 1), [1]),
        (PUBLIC, [1]),
    ],
)
async def test_rows_of_cards_hide_what_the_eyes_may_not_know_of(
    database: Database, sight: Sight | None, known: list[int]
) -> None:
    async with database.writing() as session:
        await found(session)
        see_as(session, sight)

        cards = await resolution_rows.among(session, 1, [1, 2], person_id=1)
        of_cards = await item_rows.of_resolutions(session, 1, [1, 2])
        listed = (
            await item_rows.among(session, 1, [11, 12]),
            await item_rows.owed(session, 1, body_ids=[], owner_ids=[LISTED]),
            await item_rows.owed(session, 1, body_ids=[], owner_ids=[LISTED], unspoken_for=True),
            await item_rows.open_of_council(session, 1),
            await item_rows.open_of_minutes(session, 1, 1),
        )

    assert sorted(cards) == sorted(of_cards) == known
    assert [[row.resolution_id for row in rows] for rows in listed] == [known] * 5


async def test_what_the_driver_refuses_looks_as_usual_and_tells_no_values(
    database: Database,
) -> None:
    wrong = Prepared(
        lambda _kind: select(literal_column("no_such").label("it")).where(
            _PEOPLE.name == bindparam("secret")
        )
    )
    with pytest.raises(DBAPIError) as told:
        async with database.reading() as session:
            await wrong.rows(session, secret="راز")

    assert "راز" not in str(told.value)


async def test_lists_of_ever_new_lengths_are_answered_and_not_all_remembered(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prepared, "LENGTHS_KEPT", 3)
    named = Prepared(NAMES.make)
    async with database.writing() as session:
        await found(session)
        for length in range(1, 9):
            rows = await named.rows(session, ids=tuple(range(1, length + 1)))
            assert [row.name for row in rows] == ["آیدا"]

    assert len(named._worded) <= 3
