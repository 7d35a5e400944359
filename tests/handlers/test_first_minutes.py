"""A new secretary's first minutes, from each kind of source: from the file to published."""

from dataclasses import dataclass, field

import pytest

from tests.handlers.papers import NEWS, PRINTED, document, three_pages
from tests.town import Persona, Town, plain

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
MOST_TAPS = 25


@dataclass
class Newcomer:
    """A secretary who looks at every card before publishing; every tap and message counts."""

    secretary: Persona
    taps: int = 0
    seen: list[str] = field(default_factory=list)

    async def tap(self, label: str) -> str:
        """Tap, and remember what is shown."""
        self.taps += 1
        self.seen.append(await self.secretary.taps(label))
        return self.seen[-1]

    async def send(self, name: str, content: bytes | str) -> str:
        """Bring a source; one thing done."""
        self.taps += 1
        if isinstance(content, str):
            return await self.secretary.says(content)
        return await self.secretary.uploads(name, content)

    async def look_at_every_card(self, count: int) -> None:
        """Go through the findings one by one."""
        await self.tap("یک‌به‌یک")
        for _ in range(count - 1):
            await self.tap("بعدی")

    async def give_two_weeks(self) -> None:
        """Set the deadline of the finding on show."""
        await self.tap("مهلت")
        await self.tap("۲ هفته")

    async def publish(self) -> str:
        """Publish, answering what is asked."""
        shown = await self.tap("📋")
        shown = await self.tap("✅ ابلاغ")
        while "پیش از ابلاغ" in shown:
            shown = await self.tap("✅ مصوبه است")
        return await self.tap("بله")


def source(name: str) -> bytes | str:
    """What is brought under the name; news is pasted."""
    if name == "news":
        return NEWS
    if name == "minutes.docx":
        return three_pages()
    return PRINTED.read_bytes() if name == PRINTED.name else document(name)


@pytest.mark.parametrize(
    ("name", "count", "session"),
    [
        ("isfahan.txt", 9, "۱"),
        ("minutes.docx", 3, "۸"),
        ("office.pdf", 4, "۷"),
        ("news", 2, "۹"),
    ],
)
async def test_first_minutes_take_few_taps(
    isfahan: Town, name: str, count: int, session: str
) -> None:
    newcomer = Newcomer(isfahan.person("دبیرخانه · اصفهان"))

    await newcomer.send(name, source(name))
    await newcomer.look_at_every_card(count)
    await newcomer.give_two_weeks()
    published = await newcomer.publish()

    assert f"جلسهٔ {session} ابلاغ شد" in plain(published)
    assert newcomer.taps <= MOST_TAPS
