"""A photo in reply to the group's reminder, as far as the story: counted, and killed in between."""

from pathlib import Path

import pytest
from sqlalchemy import delete, event, func, insert, select

from bot.updates import evidence
from bot.updates.evidence import EvidenceKeeper
from council import items
from council.people.members import viewer_in
from storage import progress
from storage.models import (
    ActionItem,
    Attachment,
    AuditEvent,
    Occurrence,
    Person,
    Postponement,
    ProgressUpdate,
    Review,
    Withdrawal,
)
from storage.words import ItemState, ProgressStatus
from tests.town import Persona, Town, plain

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
JPEG = b"\xff\xd8\xff\xe0 picture"


async def count(town: Town, table: type) -> int:
    """How many rows a table has."""
    async with town.database.reading() as session:
        return (await session.scalar(select(func.count()).select_from(table))) or 0


async def actions(town: Town, *names: str) -> list[str]:
    """Which of these actions the audit has, in order."""
    async with town.database.reading() as session:
        found = await session.scalars(
            select(AuditEvent.action).where(AuditEvent.action.in_(names)).order_by(AuditEvent.id)
        )
        return list(found)


async def test_one_message_from_the_head_and_one_tap_of_the_secretary_make_a_story(
    published: Town,
) -> None:
    head, secretary = published.person("دبیر کمیسیون"), published.person("دبیرخانه · اصفهان")
    member = published.person("عضو هیأت")
    group = head.in_group(published.groups["isfahan"])
    for _ in range(6):
        await published.passes(days=7)
    reminder = group.message_with("⏰ یادآوری")
    assert "۱/۲" in plain(reminder.text)
    spoken = len(published.world.messages(group.chat))

    receipt = await group.uploads(
        "letter.jpg", JPEG, caption="گزارش اول آماده و تحویل دبیرخانه شد، ۱۰۰٪ انجام شد",
        as_photo=True, reply_to=reminder,
    )  # fmt: skip

    assert len(published.world.messages(group.chat)) == spoken + 2  # the photo and its receipt
    assert "ثبت شد" in receipt
    assert "تأیید" in await secretary.taps("تأیید", on=secretary.message_with("گزارش"))
    async with published.database.reading() as session:
        decided = (await session.scalars(select(Review.progress_id))).all()
        reported = (await session.scalars(select(ProgressUpdate))).one()
    assert decided == [reported.id]
    assert reported.status is ProgressStatus.REPORTED_DONE
    await member.says("1/2")
    assert "گزارش اول آماده" in plain(await member.taps("سابقه"))


class Mortal:
    """A town that dies after each step: taken in and committed, and nothing of it delivered."""

    def __init__(self, town: Town) -> None:
        self.town = town

    async def dies(self) -> None:
        """Take in what was said, end, and begin anew."""
        await self.town.receive()
        await self.town.restart()

    async def taps(self, person: Persona, label: str) -> None:
        """Press a button twice, as an impatient thumb does, and die."""
        message, data = person._button(label, None)
        for _ in range(2):
            self.town.world.press(person.phone, message, data)
        await self.dies()

    async def says(self, person: Persona, text: str) -> None:
        """Write, and die."""
        self.town.world.say(person.phone, person.chat, text)
        await self.dies()


async def test_killed_after_every_step_of_report_correction_request_and_review(
    single: Town,
) -> None:
    unit, secretary = single.person("واحد بررسی"), single.person("دبیرخانه · اصفهان")
    mortal = Mortal(single)
    await unit.says("5/1")
    single.world.upload(
        unit.phone, unit.chat, "a.jpg", JPEG, caption="۴۰٪ انجام شد", as_photo=True,
        reply_to=unit.last,
    )  # fmt: skip
    await mortal.dies()
    await mortal.taps(unit, "ویرایش")
    await mortal.taps(unit, "انجام شد")
    await mortal.taps(unit, "✅ ثبت شود")
    assert await count(single, Withdrawal) == 1
    await mortal.taps(secretary, "برگرداندن")
    await mortal.says(secretary, "نسخهٔ امضاشده پیوست شود")
    assert sum("نسخهٔ امضاشده" in plain(m.text) for m in unit.messages) == 1
    single.world.say(unit.phone, unit.chat, "کامل شد", reply_to=unit.last)
    await mortal.dies()
    await mortal.taps(secretary, "تأیید")

    assert await count(single, ProgressUpdate) == 3
    assert await count(single, Review) == 2
    assert await actions(single, "reported") == ["reported"] * 3
    async with single.database.reading() as session:
        assert (await session.scalars(select(ActionItem.state))).all() == [ItemState.IMPLEMENTED]
        kept = await session.scalars(select(Attachment.progress_id))
        assert len(list(kept)) >= 1
    assert sum("تأیید شد" in plain(m.text) for m in unit.messages) == 1


async def test_killed_after_every_step_of_asking_refusing_and_granting_more_time(
    single: Town,
) -> None:
    unit, secretary = single.person("واحد بررسی"), single.person("دبیرخانه · اصفهان")
    mortal = Mortal(single)
    for reason, answer in (("آمار نرسیده", "مخالفت"), ("آمار ناقص بود", "موافقت")):
        await unit.says("5/1")
        await mortal.taps(unit, "ثبت گزارش")
        await mortal.taps(unit, "درخواست مهلت")
        await mortal.says(unit, "تا پایان دی")
        await mortal.says(unit, reason)
        assert sum(reason in plain(m.text) for m in secretary.messages) == 1
        await mortal.taps(secretary, answer)
        if answer == "مخالفت":
            await mortal.says(secretary, "مهلت کافی بوده است")
        assert sum(f"{answer} شد" in plain(m.text) for m in unit.messages) == 1

    async with single.database.reading() as session:
        asked = (await session.scalars(select(Postponement).order_by(Postponement.id))).all()
        due = (await session.scalars(select(ActionItem.due_on))).one()
    assert [one.granted for one in asked] == [False, True]
    assert due == asked[1].wanted_on
    logged = ["postponement_asked", "postponement_decided"]
    assert await actions(single, *logged) == logged * 2


class Killed(BaseException):
    """The process ends here: nothing that follows is done, nothing catches it."""


def die(*_: object, **__: object) -> None:
    """End."""
    raise Killed


async def test_killed_at_every_step_of_copying_evidence_there_is_one_copy(
    single: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit = single.person("واحد بررسی")
    await unit.says("5/1")
    await unit.uploads("a.jpg", JPEG, caption="۴۰٪", as_photo=True, reply_to=unit.last)
    folder = tmp_path / "kept"

    async def copied() -> int:
        await single.restart()
        return await EvidenceKeeper(single.app.bot, single.database, folder).copy_waiting()

    fetched, half_written, written = (
        (evidence, "_write"),
        (Path, "replace"),
        (progress, "note_copy"),
    )
    for place, name in (fetched, half_written, written):
        with monkeypatch.context() as dying:
            dying.setattr(place, name, die)
            with pytest.raises(Killed):
                await copied()

    assert [await copied(), await copied()] == [1, 0]
    async with single.database.reading() as session:
        one = (await session.scalars(select(Attachment))).one()
    files = [file for file in folder.rglob("*") if file.is_file()]
    assert files == [folder / "evidence" / str(one.copy_name)]
    assert files[0].read_bytes() == JPEG
    assert await count(single, ProgressUpdate) == 1


async def test_a_double_tap_on_a_promised_day_asks_once_and_begins_no_question(
    single: Town,
) -> None:
    unit = single.person("واحد بررسی")
    await unit.says("5/1")
    await unit.replies(unit.last, "تا پایان دی انجام می‌شود")

    await Mortal(single).taps(unit, "درخواست مهلت تا")

    assert await count(single, Postponement) == 1
    assert "دبیرخانه" in plain(unit.last.text)
    assert "🔎" in await unit.says("گمرک")
    assert await count(single, Postponement) == 1


async def test_cards_and_own_work_cost_as_many_queries_with_300_items_as_with_3(
    published: Town,
) -> None:
    unit, council_id = published.person("واحد بررسی"), published.council_ids["isfahan"]
    now, seen = published.clock.now(), 0

    def see(*_: object) -> None:
        nonlocal seen
        seen += 1

    async with published.database.writing() as session:
        person_id = await session.scalar(
            select(Person.id).where(Person.telegram_id == unit.phone.id)
        )
        viewer = await viewer_in(session, person_id or 0, council_id)
        assert viewer is not None
        body_id = min(viewer.body_ids)
        own = select(ActionItem.__table__).where(ActionItem.lead_body_id == body_id).limit(1)
        row = (await session.execute(own)).mappings().one()
        await session.execute(delete(Occurrence))
        await session.execute(delete(ActionItem).where(ActionItem.id != row["id"]))
        copy = {name: value for name, value in row.items() if name != "id"}
        counted = []
        event.listen(session.get_bind(), "before_cursor_execute", see)
        for places in (range(100, 102), range(102, 399)):
            await session.execute(insert(ActionItem), [copy | {"position": at} for at in places])
            ids = list(await session.scalars(select(ActionItem.id)))
            seen = 0
            cards = await items.cards(session, viewer=viewer, item_ids=ids, now=now)
            cards_cost, seen = seen, 0
            work = await items.my_work(session, viewer=viewer, now=now)
            shown = len(work.all)
            counted.append((len(cards), shown, cards_cost, seen))
        event.remove(session.get_bind(), "before_cursor_execute", see)

    few, many = counted
    assert (few[:2], many[:2]) == ((3, 3), (300, 300))
    assert few[2:] == many[2:]


async def test_a_reply_to_a_message_that_is_gone_is_no_report_and_told_how_to_make_one(
    single: Town,
) -> None:
    unit = single.person("واحد بررسی")
    await single.passes(days=7)
    reminder = unit.message_with("⏰ یادآوری")
    single.world.change_message(reminder, deleted=True)

    assert "دکمهٔ «گزارش است» را بزنید" in await unit.replies(reminder, "۴۰٪ انجام شد")

    await unit.taps("کارهای من")
    await unit.taps("۵/۱")
    assert await count(single, ProgressUpdate) == 0
    assert "ثبت شد" in await unit.replies(unit.last, "۴۰٪ انجام شد")
    receipt = unit.last
    single.world.change_message(receipt, deleted=True)
    assert "دکمهٔ «گزارش است» را بزنید" in await unit.replies(receipt, "۵۰٪ انجام شد")
    assert await count(single, ProgressUpdate) == 1
    assert await actions(single, "reported") == ["reported"]
