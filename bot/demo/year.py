"""Two years in the life of a council, lived through its own actions: the demo's largest scene.

Everything is drawn from a seed and counted back from today, so that there is always something
overdue, something due this week and something waiting for review.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.demo import year_minutes
from bot.demo.year_fates import Years, plan_fate, until
from bot.demo.year_minutes import SESSIONS
from council import bodies, groups, items
from council.access import Viewer
from council.dates import local_date
from council.minutes import drafts, publishing
from council.people import joining, members
from council.people.admission import Joined
from simulator.model import Person as Phone
from simulator.world import World
from storage import item_rows
from storage.database import Database, Session
from storage.words import CouncilKind, Role

PEOPLE = 40
DAYS_APART, LAST_HELD_DAYS_AGO, PUBLISHED_AFTER_DAYS = 31, 10, 2
SPEAKERS_PER_BODY = 2
OBSERVERS = 2
ARCHIVED_SESSIONS = 2
"""The first minutes were taken over from before the bot: they can be found, nothing is due."""
# With what everybody opens the chat, so that each sees at once what is theirs.
FIRST_WORDS = {Role.SECRETARY: "/review", Role.REPRESENTATIVE: "/my"}


@dataclass(frozen=True)
class Settled:
    """The council of the scene as it stands today, and the minutes of its next session."""

    council_id: int
    phones: tuple[Phone, ...]
    first_words: Mapping[int, str]
    document: str
    document_title: str
    next_minutes: bytes


async def settle_year(
    world: World,
    database: Database,
    today: datetime,
    *,
    sessions: int = SESSIONS,
    passed: Callable[[int], None] = lambda _: None,
) -> Settled:
    """Live through two years, or the last so many sessions, up to today.

    Gives what came of it. Two years take some ten seconds; `passed` is told before each session
    how many lie behind.
    """
    years = Years(world, today)
    begun = today - timedelta(days=DAYS_APART * sessions + LAST_HELD_DAYS_AGO)
    async with database.writing() as session:
        council_id = await _found(session, years, begun)
    drawn = year_minutes.draw(years.book, years.dice)
    for number, orders in list(enumerate(drawn[:-1]))[-sessions:]:
        passed(number)
        held = today - timedelta(days=DAYS_APART * (SESSIONS - 1 - number) + LAST_HELD_DAYS_AGO)
        document = year_minutes.document(years.book, number, local_date(held), orders)
        async with database.writing() as session:
            await until(session, years, held + timedelta(days=PUBLISHED_AFTER_DAYS), council_id)
            published = held + timedelta(days=PUBLISHED_AFTER_DAYS)
            await _publish(session, years, document, published, archived=number < ARCHIVED_SESSIONS)
    async with database.writing() as session:
        await until(session, years, today, council_id)
    coming = year_minutes.document(
        years.book, SESSIONS, local_date(today - timedelta(days=1)), drawn[-1]
    )
    return Settled(
        council_id,
        tuple(years.phones),
        years.first_words,
        years.book["document_name"],
        years.book["document_title"],
        coming.encode(),
    )


# The people


async def _found(session: Session, years: Years, at: datetime) -> int:
    """Found the council, let everybody join, and bind the groups of the bodies that have one."""
    book, labels = years.book, years.book["labels"]
    founded = await members.found_council(
        session,
        name=book["council"],
        kind=CouncilKind.DIALOGUE,
        province=book["province"],
        now=at,
    )
    council_id = founded.council_id
    for _ in range(2):
        joined = await _join(session, years, council_id, Role.SECRETARY, labels["secretary"], at)
        years.secretaries.append(joined)
    await _join(session, years, council_id, Role.ADMIN, labels["admin"], at, code=founded.code)
    for given in book["bodies"]:
        await _take_up_body(session, years, council_id, given, at)
    while len(years.phones) < PEOPLE - OBSERVERS:
        await _join(session, years, council_id, Role.MEMBER, labels["member"], at)
    while len(years.phones) < PEOPLE:
        await _join(session, years, council_id, Role.OBSERVER, labels["observer"], at)
    return council_id


async def _join(
    session: Session,
    years: Years,
    council_id: int,
    role: Role,
    label: str,
    at: datetime,
    *,
    body_id: int | None = None,
    code: str | None = None,
) -> Viewer:
    names, place = years.book["people"], len(years.phones)
    phone = years.world.add_person(
        names["first"][place],
        names["last"][place],
        phone=f"+98913{place:07}",
        label=label,
        started=True,
    )
    years.phones.append(phone)
    years.first_words[phone.id] = FIRST_WORDS.get(role, "/start")
    code = code or await members.invite(
        session, council_id=council_id, role=role, body_id=body_id, name=phone.full_name, now=at
    )
    joined = await joining.redeem(
        session, code=code, telegram_id=phone.id, shown_name=phone.full_name, now=at
    )
    if not isinstance(joined, Joined):
        raise TypeError("the operator's own invitation lets people in at once")
    return joined.viewer


async def _take_up_body(
    session: Session, years: Years, council_id: int, given: Mapping[str, Any], at: datetime
) -> None:
    body = await bodies.take_up(session, council_id=council_id, name=given["name"], now=at)
    first = len(years.phones)
    years.speakers[body.name] = [
        await _join(
            session, years, council_id, Role.REPRESENTATIVE, given["name"], at, body_id=body.id
        )
        for _ in range(SPEAKERS_PER_BODY)
    ]
    if "group" in given:
        inside = [*years.phones[first:], *years.phones[:2]]
        chat = years.world.add_group(given["group"], inside, with_bot=True, label=given["name"])
        secretary = years.secretaries[0]
        issued = await groups.issue_code(session, viewer=secretary, body_id=body.id, now=at)
        await groups.bind(
            session,
            person_id=secretary.person_id,
            code=issued.code,
            telegram_id=chat.id,
            now=at,
        )


# The minutes


async def _publish(
    session: Session, years: Years, document: str, at: datetime, *, archived: bool
) -> None:
    secretary = years.dice.choice(years.secretaries)
    (read,) = drafts.read_documents(document)
    opened = await drafts.take_in(
        session, viewer=secretary, document=read, file_name=None, now=at, archived=archived
    )
    await publishing.publish(
        session, viewer=secretary, minutes_id=opened.id, version=opened.version, now=at
    )
    made = await item_rows.open_of_minutes(session, secretary.council_id, opened.id)
    numbers = [item.id for item in made]
    for card in await items.cards(session, viewer=secretary, item_ids=numbers, now=at):
        plan_fate(years, card, at)
