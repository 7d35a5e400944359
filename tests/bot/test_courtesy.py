"""A limit for each person: who floods waits and hears so once; nobody else notices."""

import pytest
from sqlalchemy import select

from bot.updates import courtesy
from bot.updates.courtesy import Courtesy
from storage.models import InboxUpdate, Resolution
from tests.conftest import Stand
from tests.handlers.siege import GATHERED, press
from tests.rows import states_of
from tests.town import Town, plain

SLOW = "پشت سر هم"


class Watch:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.at = 1_000.0

    def __call__(self) -> float:
        """Seconds."""
        return self.at


async def kept_updates(town: Town) -> int:
    """How many updates were ever written down."""
    async with town.database.reading() as session:
        return (await states_of(session, InboxUpdate)).total()


def test_a_burst_is_admitted_then_one_a_second_and_others_are_not_touched() -> None:
    watch = Watch()
    limit = Courtesy(seconds=watch)

    assert [limit.admits(1) for _ in range(32)] == [True] * 30 + [False] * 2
    assert limit.admits(2)
    watch.at += 2.5
    assert [limit.admits(1) for _ in range(4)] == [True, True, False, False]
    watch.at += 3_600
    assert [limit.admits(1) for _ in range(31)] == [True] * 30 + [False]


def test_each_flood_is_spoken_of_once() -> None:
    watch = Watch()
    limit = Courtesy(burst=4, seconds=watch)
    told: list[bool] = []

    for _flood in range(2):
        told += [limit.must_be_told(1) for _update in range(9) if not limit.admits(1)]
        watch.at += 60

    assert told == [True, False, False, False, False] * 2
    assert not limit.must_be_told(2)


def test_a_flood_is_turned_away_at_the_door_once_it_has_been_told() -> None:
    watch = Watch()
    limit = Courtesy(burst=4, seconds=watch)
    admitted = [limit.admits(1) for _ in range(5)]
    before = limit.turns_away(1)
    limit.must_be_told(1)

    assert (admitted, before) == ([True] * 4 + [False], False)
    assert [limit.turns_away(1) for _ in range(2)] == [True, True]
    assert not limit.turns_away(2)
    watch.at += 1
    assert [limit.turns_away(1), limit.admits(1), limit.turns_away(1)] == [False, True, True]
    watch.at += 60
    assert not limit.turns_away(1)


def test_no_more_people_are_remembered_than_are_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(courtesy, "REMEMBERED", 10)
    watch = Watch()
    limit = Courtesy(burst=2, seconds=watch)
    for person in range(11):
        limit.admits(person)
    watch.at += 2
    limit.admits(99)

    assert set(limit._people) == {99}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_flood_is_answered_once_in_private_and_never_in_a_group(isfahan: Town) -> None:
    watch = Watch()
    isfahan.courtesy = Courtesy(burst=3, seconds=watch)
    await isfahan.restart()
    member, secretary = isfahan.person("عضو هیأت"), isfahan.person("دبیرخانه · اصفهان")
    group = secretary.in_group(isfahan.groups["isfahan"])
    for persona in (member, group):
        persona._mark()
        for _ in range(8):
            isfahan.world.say(persona.phone, persona.chat, "/help")
    await isfahan.settle()

    await isfahan.settle()
    kept = await kept_updates(isfahan)
    isfahan.world.say(member.phone, member.chat, "/help")
    await isfahan.settle()
    assert await kept_updates(isfahan) == kept

    heard = [plain(m.text) for m in member.messages if m.seq > member._seen]
    assert [SLOW in words for words in heard] == [False, False, False, True]
    assert [m for m in group.messages if SLOW in plain(m.text)] == []
    assert "مصوبه" in await isfahan.person("واحد بررسی").says("/help")
    watch.at += 60
    assert SLOW not in await member.says("/my")


def test_so_much_is_looked_up_in_a_day_and_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(courtesy, "REMEMBERED", 2)
    watch = Watch()
    limit = Courtesy(seconds=watch)

    assert not limit.must_be_told_of_day(1)
    assert [limit.admits_look_up(1) for _ in range(602)] == [True] * 600 + [False] * 2
    assert [limit.must_be_told_of_day(1) for _ in range(2)] == [True, False]
    assert limit.admits_look_up(2)
    watch.at += courtesy.DAY_SECONDS - 1
    assert not limit.admits_look_up(1)
    watch.at += 1
    assert limit.admits_look_up(1)
    assert limit.admits_look_up(3)
    assert set(limit._days) == {1, 3}  # whoever did not come back is forgotten


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_who_walks_through_all_ids_comes_to_an_end_and_reads_the_same(
    stand: Stand, caplog: pytest.LogCaptureFixture
) -> None:
    town = await stand(GATHERED)
    town.courtesy = Courtesy(burst=100_000, a_day=40)
    await town.restart()
    member, secretary = town.person("عضو هیأت"), town.person("دبیرخانه · اصفهان")
    last = max(await _resolutions(town))

    for walker in (member, town.people["stranger"]):
        ids = [1, *range(last + 1, last + 60)]
        said = await press(town, walker.phone, walker.chat, [f"r:{n}" for n in ids])
        (open_, *unknown) = said[:40]
        assert len(set(unknown)) == 1
        assert open_ == ("" if walker is member else unknown[0])  # only the own one differs
        assert "فردا" in said[40]
        assert set(said[41:]) == {""}
    assert "فردا" not in await member.says("/my")
    assert "۱/۱" in await secretary.says("1/1")
    assert caplog.text.count("has looked up too much today") == 2


async def _resolutions(town: Town) -> set[int]:
    async with town.database.reading() as session:
        return set(await session.scalars(select(Resolution.id)))
