"""The demo as a newcomer lives through it: one command, two councils, their documents."""

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import simulator
from simulator.client import SeenMessage, SimulatorClient
from tests.end_to_end.conftest import Serve
from tests.town import SHARED, plain

SCENES = Path(simulator.__file__).parent / "scenes"
SATURDAY_MORNING = datetime(2031, 11, 22, 6, 30, tzinfo=UTC)
"""10:00 in Tehran, 1 Azar 1410: no holiday on any day that is counted from here."""
PATIENCE_SECONDS = 30.0


class Person:
    """Somebody in the demo, by the words under their name."""

    def __init__(self, client: SimulatorClient, person_id: int) -> None:
        self._client = client
        self.id = person_id

    async def says(self, text: str, reply_to: SeenMessage | None = None) -> SeenMessage:
        """Write, and give the bot's answer."""
        said = await self._client.say(self.id, text, reply_to=reply_to)
        return await self.sees("", after=said)

    async def uploads(self, name: str, content: bytes) -> SeenMessage:
        """Send a file, and give the bot's answer."""
        sent = await self._client.upload(self.id, name, content)
        return await self.sees("", after=sent)

    async def taps(self, message: SeenMessage, label: str) -> None:
        """Tap a button; it must not spin."""
        press = await self._client.press(self.id, message, label)
        await self._client.toast(press, PATIENCE_SECONDS)

    async def sees(
        self, what: str | Callable[[SeenMessage], bool], after: SeenMessage | None = None
    ) -> SeenMessage:
        """Wait for a message that fits or holds the words."""

        def holds(message: SeenMessage) -> bool:
            return what(message) if callable(what) else what in plain(message.text)

        return await self._client.wait_for(self.id, holds, PATIENCE_SECONDS, after=after)


async def meet(client: SimulatorClient, label: str) -> Person:
    """Find a person of the demo once they have been welcomed."""
    person = Person(client, await client.person(label))
    await person.sees("خوش آمدید")
    return person


def has_button(words: str) -> Callable[[SeenMessage], bool]:
    """Whether a message offers such a button."""
    return lambda message: any(words in label for row in message.buttons for label in row)


def document(name: str, seed: str, source: str) -> bytes:
    """The retold document that ships with the project, or the shared one where it is there."""
    if source == "retold":
        return (SCENES / name).read_bytes()
    path = SHARED / "minutes" / seed
    if not path.is_file():
        pytest.skip("the shared documents are not beside the project")
    return path.read_bytes()


async def publish(secretary: Person, name: str, content: bytes) -> str:
    """Upload, look, publish, confirm; gives the summary that was shown."""
    summary = await secretary.uploads(name, content)
    if has_button("همه مصوبه‌اند")(summary):
        await secretary.taps(summary, "همه مصوبه‌اند")
    await secretary.taps(summary, "✅ ابلاغ")
    await secretary.taps(await secretary.sees(has_button("بله")), "بله")
    await secretary.sees("ابلاغ شد")
    return plain(summary.text)


LONG = pytest.mark.skipif(not os.environ.get("MOSAVABE_LONG"), reason="runs in `make test-long`")


@pytest.mark.asyncio(loop_scope="session")
@pytest.mark.parametrize("source", ["retold", pytest.param("seed", marks=LONG)])
async def test_both_documents_from_minutes_to_first_report(serve_demo: Serve, source: str) -> None:
    isfahan = document("isfahan.txt", "s01.txt", source)
    qom = document("qom.txt", "s02.txt", source)
    async with SimulatorClient(await serve_demo()) as client:
        for person in (await client.state())["people"]:
            if person["started"]:
                await meet(client, person["label"])  # else their invitations would be too old
        await client.set_clock(SATURDAY_MORNING)
        await live_through_isfahan(client, isfahan)
        await live_through_qom(client, qom)
        await stay_outside(client)


async def live_through_isfahan(client: SimulatorClient, content: bytes) -> None:
    """Nine resolutions, two of them every two weeks."""
    secretary = await meet(client, "دبیرخانه · اصفهان")
    member = await meet(client, "عضو هیأت نمایندگان · اصفهان")
    unit = await meet(client, "واحد بررسی‌های اقتصادی · اصفهان")

    summary = await publish(secretary, "isfahan.txt", content)

    assert "۹ مصوبه" in summary
    assert "یکشنبه ۱۰ فروردین ۱۳۹۹" in summary
    assert [n for n in "۱۲۳۴۵۶۷۸۹" if f"{n}. " in summary] == list("۱۲۳۴۵۶۷۸۹")
    assert summary.count("دو هفت") >= 2  # why: the words of the document …
    assert summary.count("۱۵ آذر ۱۴۱۰") == 2  # … and two weeks from today
    notice = await unit.sees("۱/۳")
    assert "۱/۱" in plain(notice.text)

    assert "۱/۱" in plain((await member.says("گزارش دو هفتگی")).text)
    found = await member.says("پسا کرونا")
    assert "۱/۶" in plain(found.text)
    await member.taps(found, "۱/۶")
    await member.sees("مصوبهٔ ۱/۶")
    mine = plain((await unit.says("/my")).text)
    assert ("۱/۱" in mine, "۱/۳" in mine, "۱/۸" in mine) == (True, True, False)

    await client.advance(timedelta(days=7))
    reminder = await unit.sees("⏰")
    await unit.taps(reminder, "۱/۱")
    card = await unit.sees("مصوبهٔ ۱/۱", after=reminder)
    assert "۱۵ آذر ۱۴۱۰" in plain(card.text)
    receipt = await unit.says("۴۰٪ انجام شد، گزارش اول ارسال شد", reply_to=card)

    assert "۴۰٪" in plain(receipt.text)
    told = plain((await secretary.sees("گزارش اول ارسال شد")).text)
    assert ("۱/۱" in told, "۴۰٪" in told) == (True, True)
    assert "۴۰٪" in plain((await member.says("۱/۱")).text)


async def live_through_qom(client: SimulatorClient, content: bytes) -> None:
    """A newspaper's report: mostly talk, some orders, and one resolution of an earlier session."""
    secretary = await meet(client, "دبیرخانه · قم")
    member = await meet(client, "عضو شورا · قم")
    office = await meet(client, "حوزهٔ اقتصادی استانداری · قم")
    planners = await meet(client, "سازمان مدیریت و برنامه‌ریزی · قم")

    summary = await publish(secretary, "qom.txt", content)

    assert "شنبه ۲۲ شهریور ۱۴۰۴ (۲۰۲۵-۰۹-۱۳)" in summary
    resolved, _, mentioned = summary.partition("↩")
    assert ("هفتادم" in resolved, "هفتادم" in mentioned) == (False, True)
    await office.sees("مسدودسازی")
    await planners.sees("معاونت هماهنگی")
    group = await client.group("گروه سازمان مدیریت قم")
    await client.wait_for(group, "سازمان مدیریت", PATIENCE_SECONDS)
    assert "۷۲/۱" in plain((await member.says("مسدود سازی حساب")).text)
    assert "۷۲/۱" in plain((await member.says("مصوبه ۱ جلسه ۷۲")).text)

    await client.advance(timedelta(days=23))
    reminder = await office.sees("⏰")
    receipt = await office.says("۴۰٪ انجام شد، گزارش اول ارسال شد", reply_to=reminder)

    assert "۴۰٪" in plain(receipt.text)
    assert "۷۲/۱" in plain((await secretary.sees("گزارش اول ارسال شد")).text)
    assert "۴۰٪" in plain((await member.says("۷۲/۱")).text)


async def stay_outside(client: SimulatorClient) -> None:
    """A stranger gets one polite sentence, whatever they ask, and learns nothing."""
    stranger = Person(client, await client.person("غریبه، بدون دعوت"))

    answers = [plain((await stranger.says(text)).text) for text in ("/start", "آمایش", "۷۲/۱")]

    assert len(set(answers)) == 1
    assert [word for word in ("قم", "اصفهان", "آمایش", "۷۲") if word in answers[0]] == []
