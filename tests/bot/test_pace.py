"""The token's budget: smooth for all, gentle to each chat, and quiet when Telegram asks for it."""

import asyncio
from collections import Counter

import pytest

from bot.saying.pace import Budget, Pace, PausedError, Waiter
from tests.patience import PATIENCE_SECONDS

GROUP = -100


def waiters(loop: asyncio.AbstractEventLoop, *wanted: tuple[int, bool]) -> list[Waiter]:
    return [Waiter(chat, bulk, 20.0, loop.create_future()) for chat, bulk in wanted]


def play(budget: Budget, queue: list[Waiter], now: float = 0.0) -> list[tuple[float, Waiter]]:
    """Let everybody through as the pace would, with a clock that jumps to the next moment."""
    sent = []
    while queue:
        chosen = budget.choose(queue, now)
        if chosen is None:
            now = max(budget.wake_at(queue), now + 1e-6)
            continue
        budget.spend(chosen.chat_id, now)
        queue.remove(chosen)
        sent.append((now, chosen))
    return sent


def most_in(seconds: float, times: list[float]) -> int:
    return max(sum(1 for other in times if t <= other < t + seconds) for t in times)


async def test_no_second_holds_more_than_thirty_messages_and_none_is_wasted() -> None:
    loop = asyncio.get_running_loop()
    queue = waiters(loop, *((chat, True) for chat in range(1, 301)))

    times = [at for at, _ in play(Budget(), queue)]

    assert most_in(1.0, times) <= 30
    assert 300 / times[-1] > 29


async def test_late_wake_ups_do_not_make_a_burst() -> None:
    loop = asyncio.get_running_loop()
    budget, times, now = Budget(), [], 0.0
    queue = waiters(loop, *((chat, True) for chat in range(1, 101)))
    while queue:
        chosen = budget.choose(queue, now)
        if chosen is None:
            now = budget.wake_at(queue) + 0.004
            continue
        budget.spend(chosen.chat_id, now)
        queue.remove(chosen)
        times.append(now)

    assert most_in(1.0, times) <= 30


async def test_private_chat_gets_one_a_second_and_answers_a_small_burst() -> None:
    loop = asyncio.get_running_loop()

    bulk = [at for at, _ in play(Budget(), waiters(loop, *[(1, True)] * 4))]
    answers = [at for at, _ in play(Budget(), waiters(loop, *[(1, False)] * 6))]

    assert [round(at) for at in bulk] == [0, 1, 2, 3]
    assert [at < 0.2 for at in answers] == [True, True, True, False, False, False]
    assert most_in(3.0, answers) == 3


async def test_group_gets_twenty_a_minute() -> None:
    loop = asyncio.get_running_loop()

    times = [at for at, _ in play(Budget(), waiters(loop, *[(GROUP, False)] * 45))]

    assert most_in(60.0, times) == 20


async def test_answers_go_first_and_bulk_keeps_its_share() -> None:
    loop = asyncio.get_running_loop()
    bulk = [(chat, True) for chat in range(1, 301)]
    answers = [(chat, False) for chat in range(1001, 1301)]

    sent = play(Budget(), waiters(loop, *bulk, *answers))

    first = Counter(waiter.bulk for at, waiter in sent if at < 5)
    assert first[True] >= 5 * 20 - 2
    assert first[False] >= 5 * 9

    few = play(Budget(), waiters(loop, *bulk, *answers[:2]))
    assert max(at for at, waiter in few if not waiter.bulk) < 0.2


async def test_quiet_chat_is_not_held_up_by_a_busy_one() -> None:
    loop = asyncio.get_running_loop()

    sent = play(Budget(), waiters(loop, *[(1, True)] * 5, (2, True)))

    assert [waiter.chat_id for _, waiter in sent][:2] == [1, 2]


async def test_disabled_pace_lets_everybody_through() -> None:
    pace = Pace(enabled=False)

    async with asyncio.timeout(PATIENCE_SECONDS):
        for _ in range(100):
            async with pace.slot(GROUP, bulk=True):
                pass


async def test_refusal_closes_its_chat_and_two_together_close_everything() -> None:
    now = [100.0]
    pace = Pace(monotonic=lambda: now[0])
    await pace.refused(1, 60)

    with pytest.raises(PausedError) as paused:
        async with pace.slot(1):
            pass
    assert paused.value.seconds == 60
    async with asyncio.timeout(PATIENCE_SECONDS), pace.slot(2):
        pass

    now[0] += 4
    await pace.refused(2, 30)
    with pytest.raises(PausedError):
        async with pace.slot(3):
            pass
    now[0] += 57
    for chat in (1, 3):
        now[0] += 1
        async with asyncio.timeout(PATIENCE_SECONDS), pace.slot(chat):
            pass


async def test_two_refusals_far_apart_close_only_their_chats() -> None:
    now = [100.0]
    pace = Pace(monotonic=lambda: now[0])
    await pace.refused(1, 60)
    now[0] += 6
    await pace.refused(2, 60)

    async with asyncio.timeout(PATIENCE_SECONDS), pace.slot(3):
        pass


async def test_who_waits_already_is_told_of_a_pause_that_is_too_long() -> None:
    pace = Pace()

    async def send(number: int) -> int:
        async with pace.slot(1, bulk=True):
            return number

    waiting = [asyncio.create_task(send(number)) for number in range(3)]
    await asyncio.sleep(0.05)
    await pace.refused(1, 600)

    answers = await asyncio.gather(*waiting, return_exceptions=True)
    assert [type(answer) for answer in answers] == [int, PausedError, PausedError]


async def test_who_gives_up_waiting_takes_no_slot() -> None:
    pace = Pace()

    async def send() -> None:
        async with pace.slot(1, bulk=True):
            pass

    await send()
    impatient = asyncio.create_task(send())
    await asyncio.sleep(0.05)
    impatient.cancel()
    await asyncio.gather(impatient, return_exceptions=True)

    async with asyncio.timeout(PATIENCE_SECONDS), pace.slot(2, bulk=True):
        pass
