"""Killed at every point between taking an update in and answering it: one effect, in order."""

import os
from pathlib import Path

from storage import schema
from storage.database import open_database
from storage.words import InboxState
from tests.bot.stage import Stage, new_world, open_stage
from tests.dying import Death

TEXTS = ("یک", "refuse", "دو", "سه")
SWEEP = bool(os.environ.get("MOSAVABE_SWEEP"))
STRIDE = int(os.environ.get("KILL_STRIDE", "1" if SWEEP else "3"))
"""Every third point is tried on each run, all of them by `make sweep`."""


async def test_kill_at_every_point_leaves_one_effect_of_each_update(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'council.db'}"
    mortal, reborn = (open_database(url, durable=False) for _ in range(2))
    await schema.upgrade(mortal)
    death = Death()
    death.watches(mortal)
    point, unanswered, effects = 0, 0, 0
    while point == 0 or death.came:
        point += STRIDE
        world, aida = new_world()
        world.updates._next_id = 1000 * point
        for text in TEXTS:
            world.say(aida, world.private_chat(aida), text)
        death.comes(point)
        stage = open_stage(mortal, world, aida)
        stage.line.on_the_way = death.passes
        raws = stage.queued()
        await death.during(stage.receiver.take(raws))

        stage = open_stage(reborn, world, aida)
        await stage.receiver.resume()
        await stage.receiver.take(raws)  # Telegram sends again what was not confirmed

        where = f"killed at {point}: {death.came_at}"
        effects += 1
        assert await stage.stored() == ["یک", "دو", "سه"] * effects, where
        answers = ["ثبت شد: یک", "نمی‌شود fa", "ثبت شد: دو", "ثبت شد: سه"]
        heard = stage.heard()
        missing = [text for text in answers if text not in heard]
        assert len(missing) <= 1, where
        assert heard == [text for text in answers if text not in missing], where
        unanswered += len(missing)

    states = {state for state, _ in await stage.inbox()}
    assert states == {InboxState.DONE}
    assert unanswered > 0  # the window between the commit and the answer was really hit
    await mortal.close()
    await reborn.close()


async def test_death_between_commit_and_answer_leaves_the_effect_and_no_second_answer(
    stage: Stage,
) -> None:
    death = Death()
    death.comes(1)
    stage.line.on_the_way = death.passes
    stage.world.say(stage.aida, stage.world.private_chat(stage.aida), "یک")
    raws = stage.queued()
    await death.during(stage.receiver.take(raws))

    again = open_stage(stage.database, stage.world, stage.aida)
    await again.receiver.resume()
    await again.receiver.take(raws)

    assert await again.stored() == ["یک"]
    assert again.heard() == []
    assert await again.inbox() == [(InboxState.DONE, None)]
