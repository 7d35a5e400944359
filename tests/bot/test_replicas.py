"""Several processes on one PostgreSQL: one leads, one chat is in one place at a time."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

import pytest
from sqlalchemy import select

from bot.saying.pace import PER_SECOND, Budget, Waiter
from bot.updates.replicas import LEASE_SECONDS, SETTLED_SECONDS, Replica
from council.errors import AnsweredError
from simulator.world import World
from storage import replicas
from storage.database import Database
from storage.models import OpenQuestion
from storage.questions import ANSWERED
from storage.words import InboxState
from tests.bot.stage import NOW, RefusedError, Stage, new_world, open_stage
from tests.patience import PATIENCE_SECONDS, until

pytestmark = pytest.mark.postgres
NEW, DONE = InboxState.NEW, InboxState.DONE


@pytest.fixture
def database_url(postgres_url: str) -> str:
    return postgres_url


@dataclass
class Time:
    """Seconds that all processes live through together."""

    passed: float = 0.0

    def monotonic(self) -> float:
        return self.passed


@dataclass
class Beside:
    """One of several processes, with the clock of its own machine."""

    replica: Replica
    stage: Stage
    asked: list[str]


async def beside(
    database: Database,
    time: Time,
    world: World,
    stage: Stage | None,
    ahead: float = 0.0,
    has_died: Callable[[str], bool] = lambda _: False,
) -> Beside:
    """Start another process, its clock so many seconds ahead."""

    def clock() -> datetime:
        return NOW + timedelta(seconds=time.passed + ahead)

    replica = Replica(database, clock, monotonic=time.monotonic, has_died=has_died)
    aida = stage.aida if stage else world.add_person("آیدا", started=True)
    made = open_stage(database, world, aida, replica=replica)
    asked: list[str] = []
    answer = made.line.make_request

    async def note(bot, method, timeout=None):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202, ASYNC109
        asked.append(method.__api_method__)
        return await answer(bot, method, timeout)

    made.line.make_request = note  # type: ignore[method-assign]
    await replica.join()
    return Beside(replica, made, asked)


async def test_one_leads_and_another_follows_within_a_lease_whatever_the_clocks_show(
    database: Database,
) -> None:
    time, (world, _) = Time(), new_world()
    first = await beside(database, time, world, None, ahead=3600.0)
    alone = first.replica.per_second()
    second = await beside(database, time, world, first.stage)
    await first.replica.beat()
    assert (first.replica.leads, second.replica.leads) == (True, False)
    assert (alone, first.replica.per_second(), second.replica.per_second()) == (29.5, 24.5, 4.0)
    assert not second.replica.answers  # until whoever leads is sure to have heard of it
    time.passed += SETTLED_SECONDS
    await first.replica.beat()
    await second.replica.beat()
    assert (second.replica.leads, second.replica.answers) == (False, True)

    died = time.passed  # the first one, whose clock is an hour ahead, is heard no more
    while not second.replica.leads:
        time.passed += 1.0
        await second.replica.beat()
    assert LEASE_SECONDS <= time.passed - died < 15
    assert not first.replica.leads
    assert (second.replica.per_second(), second.replica.others) == (PER_SECOND, 0)

    await first.replica.beat()  # it was only asleep
    assert (first.replica.leads, first.replica.answers) == (False, False)
    await second.replica.beat()
    await second.replica.resign()
    await first.replica.beat()
    assert (first.replica.leads, second.replica.leads) == (True, False)


async def test_one_that_died_on_the_same_machine_is_followed_at_once(database: Database) -> None:
    time, (world, _) = Time(), new_world()
    first = await beside(database, time, world, None)
    dead = first.replica.name
    second = await beside(database, time, world, first.stage, has_died=dead.__eq__)
    led = (second.replica.leads, second.replica.others)

    await first.replica.beat()  # it lives: another machine calls itself as the second one's does
    await second.replica.beat()
    await first.replica.beat()

    assert led == (True, 0)
    assert (first.replica.leads, second.replica.leads) == (False, True)
    assert (first.replica.others, second.replica.others) == (1, 1)


async def test_leader_that_cannot_reach_telegram_lets_another_one_lead(database: Database) -> None:
    time, (world, _) = Time(), new_world()
    first = await beside(database, time, world, None)
    await first.replica.step_back()
    assert first.replica.leads  # there is nobody else

    second = await beside(database, time, world, first.stage)
    await first.replica.beat()
    await first.replica.step_back()
    await first.replica.beat()
    await second.replica.beat()
    assert (first.replica.leads, second.replica.leads) == (False, True)


def test_no_second_holds_more_than_thirty_messages_of_all_processes() -> None:
    random, sent = Random(10), []  # noqa: S311  a seeded die
    for share in (PER_SECOND - 5, 1.5, 1.5):
        budget, at = Budget(), random.random()
        budget.per_second = share
        while at < 120:
            waiters = [Waiter(None, False, 20.0, None)]  # type: ignore[arg-type]
            if budget.choose(waiters, at):
                budget.spend(None, at)
                sent.append(at)
            at = max(budget.wake_at(waiters), at) + random.random() * 0.02
    sent.sort()

    most = max(sum(1 for at in sent[i : i + 40] if at < sent[i] + 1) for i in range(len(sent)))

    assert most <= 30


async def test_chat_is_worked_off_in_one_process_at_a_time_and_in_order(database: Database) -> None:
    time, (world, _) = Time(), new_world()
    first = await beside(database, time, world, None)
    second = await beside(database, time, world, first.stage)
    await first.replica.beat()
    time.passed += SETTLED_SECONDS
    for one in (first, second):
        await one.replica.beat()
    aida, babak = first.stage.aida, world.add_person("بابک", started=True)
    for text in ("یک", "دو", "سه"):
        world.say(aida, world.private_chat(aida), text)
    world.say(babak, world.private_chat(babak), "چهار")
    raws = first.stage.queued()
    first.stage.gate.clear()

    working = asyncio.create_task(first.stage.receiver.take(raws[:1]))
    while not first.stage.saw:  # noqa: ASYNC110  what it saw is what counts
        await asyncio.sleep(0.01)
    async with database.writing() as session:  # for hours, where the network is away
        assert await replicas.prune_lanes(session, before=NOW + timedelta(hours=9)) == 0
    await second.stage.receiver.accept(raws[1:])  # brought to the other one, by the webhook
    await second.stage.receiver.take([])
    assert second.stage.saw == ["چهار"]
    assert [state for state, _ in await first.stage.inbox()] == [NEW, NEW, NEW, DONE]
    first.stage.gate.set()
    await working
    await first.stage.receiver._turns.look()
    await first.stage.receiver.take([])

    assert first.stage.saw == ["یک", "دو", "سه"]
    assert first.stage.heard() == ["ثبت شد: یک", "ثبت شد: دو", "ثبت شد: سه"]
    assert [state for state, _ in await first.stage.inbox()] == [DONE] * 4


async def test_updates_of_a_process_that_died_are_worked_off_by_another_in_order(
    database: Database,
) -> None:
    time, (world, _) = Time(), new_world()
    first = await beside(database, time, world, None)
    second = await beside(database, time, world, first.stage)
    await second.replica.beat()
    aida = first.stage.aida
    for text in ("یک", "دو", "سه"):
        world.say(aida, world.private_chat(aida), text)
    first.stage.slow_seconds = 60
    await first.stage.receiver.accept(first.stage.queued())
    await first.stage.receiver._turns.stop(0)  # as a process that is killed in the middle

    for _ in range(14):
        time.passed += 1.0
        await second.replica.beat()
        await second.stage.receiver._turns.look()
        await second.stage.receiver.take([])

    assert second.stage.heard() == ["ثبت شد: یک", "ثبت شد: دو", "ثبت شد: سه"]
    assert await second.stage.stored() == ["یک", "دو", "سه"]


@pytest.mark.parametrize("lives_alone", [True, False])
async def test_more_chats_than_there_is_room_for_are_worked_off_without_a_pause(
    database: Database, monkeypatch: pytest.MonkeyPatch, lives_alone: bool
) -> None:
    monkeypatch.setattr("bot.updates.turns.MAX_AT_ONCE", 2)
    monkeypatch.setattr("bot.updates.turns.LOOK_SECONDS", PATIENCE_SECONDS)
    time, (world, _) = Time(), new_world()
    first = await beside(database, time, world, None)
    if not lives_alone:
        await beside(database, time, world, first.stage)
        await first.replica.beat()
    for number in range(7):
        person = world.add_person(f"عضو {number}", started=True)
        world.say(person, world.private_chat(person), f"{number}")

    receiver = first.stage.receiver
    looking = asyncio.create_task(receiver._turns.look_around())
    await receiver.accept(first.stage.queued())
    taken = receiver.backlog
    async with asyncio.timeout(PATIENCE_SECONDS / 2):
        while len(await first.stage.stored()) < 7:  # noqa: ASYNC110  what is stored counts
            await asyncio.sleep(0.02)
    await receiver._turns.stop(1)
    await looking

    assert taken == (7 if lives_alone else 2)
    assert sorted(first.stage.saw) == [f"{number}" for number in range(7)]


async def test_only_the_leader_fetches_and_the_next_one_goes_on(database: Database) -> None:
    time, (world, _) = Time(), new_world()
    first = await beside(database, time, world, None)
    second = await beside(database, time, world, first.stage)
    aida = first.stage.aida
    running = [asyncio.create_task(one.stage.receiver.run()) for one in (first, second)]

    async def heard(count: int) -> None:
        async with asyncio.timeout(PATIENCE_SECONDS):
            while len(first.stage.heard()) < count:  # noqa: ASYNC110  what is heard counts
                await asyncio.sleep(0.02)

    world.say(aida, world.private_chat(aida), "یک")
    await heard(1)
    assert ("getUpdates" in first.asked, "getUpdates" in second.asked) == (True, False)

    first.stage.receiver.stop()
    await first.replica.resign()
    await running[0]
    await first.replica.leave()
    await second.replica.beat()
    world.say(aida, world.private_chat(aida), "دو")
    await heard(2)
    second.stage.receiver.stop()
    await running[1]

    assert (first.stage.saw, second.stage.saw) == (["یک"], ["دو"])


class TooLateHereError(RefusedError, AnsweredError):
    """What somebody is refused who sees that it has been done."""


@pytest.mark.parametrize("refused", [True, False])
async def test_who_was_slower_with_the_same_update_says_nothing_and_undoes_nothing(
    database: Database, refused: bool
) -> None:
    world, aida = new_world()
    chat = world.private_chat(aida)
    quick, slow = (open_stage(database, world, aida) for _ in range(2))
    world.say(aida, chat, "ask")
    await quick.takes()
    world.say(aida, chat, "trouble")
    slow.gate.clear()
    slow.troubles = [TooLateHereError()] if refused else []

    working = asyncio.create_task(slow.takes())
    await until(lambda: slow.saw == ["trouble"])
    await quick.receiver.resume()  # as where the other's hold has expired
    await until(lambda: "ثبت شد: trouble" in quick.heard())
    slow.gate.set()
    await working

    assert await quick.stored() == ["trouble"]
    assert quick.heard() == ["نام؟", "ثبت شد: trouble"]
    async with database.reading() as session:
        asked = select(OpenQuestion.data).where(OpenQuestion.destiny == ANSWERED)
        assert await session.scalar(asked) == {"asked": 1, "kept": "trouble"}
    assert [state for state, _ in await quick.inbox()] == [DONE, DONE]
