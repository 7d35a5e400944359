"""A photo in reply to the group's reminder, as far as the story: counted, and killed in between."""

import pytest
from sqlalchemy import event, func, insert, select

from council import items
from council.members import viewer_in
from storage import members
from storage.models import ActionItem, Attachment, AuditEvent, ProgressUpdate, Review, Withdrawal
from storage.words import ItemState, ProgressStatus, Role
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
    reminder = group.message_with("۱/۲")
    assert "یادآوری" in plain(reminder.text) or "خبر" in plain(reminder.text), reminder.text
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
    await mortal.taps(unit, "ثبت بدون شرح")
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


async def test_cards_cost_as_many_queries_with_300_items_as_with_3(published: Town) -> None:
    council_id, counted = published.council_ids["isfahan"], []
    async with published.database.writing() as session:
        person = (await members.with_role(session, council_id, Role.SECRETARY))[0]
        viewer = await viewer_in(session, person.id, council_id)
        assert viewer is not None
        rows = (await session.execute(select(ActionItem.__table__).limit(1))).mappings()
        copy = {name: value for name, value in rows.one().items() if name != "id"}
        places = range(100, 400)
        await session.execute(insert(ActionItem), [copy | {"position": at} for at in places])
        ids = list(await session.scalars(select(ActionItem.id).order_by(ActionItem.id)))
        seen = 0

        def see(*_: object) -> None:
            nonlocal seen
            seen += 1

        event.listen(session.get_bind(), "before_cursor_execute", see)
        for some in (ids[:3], ids[-300:]):
            seen = 0
            cards = await items.cards(
                session, viewer=viewer, item_ids=some, now=published.clock.now()
            )
            counted.append((len(cards), seen))
        event.remove(session.get_bind(), "before_cursor_execute", see)

    (few, cost), (many, same_cost) = counted
    assert (few, many) == (3, 300)
    assert same_cost == cost
