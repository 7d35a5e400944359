"""The product's whole story, as people live through it, from the minutes to the first report."""

from pathlib import Path

import pytest

import simulator
from tests.town import SHARED, Town

SCENES = Path(simulator.__file__).parent / "scenes"


def document(name: str) -> bytes:
    """The retold document that ships with the project."""
    return (SCENES / name).read_bytes()


async def publish(town: Town, label: str, content: bytes) -> str:
    """Upload and publish as the secretary; returns the summary that was shown."""
    secretary = town.person(label)
    summary = await secretary.uploads("minutes.txt", content)
    await secretary.taps("ابلاغ")
    await secretary.taps("بله")
    return summary


@pytest.mark.parametrize("source", ["retold", "seed"])
async def test_isfahan_from_minutes_to_first_report(isfahan: Town, source: str) -> None:
    if source == "seed" and not SHARED.is_dir():
        pytest.skip("the shared documents are not beside the project")
    seed = SHARED / "minutes" / "s01.txt"
    content = document("isfahan.txt") if source == "retold" else seed.read_bytes()
    unit = isfahan.person("واحد بررسی")
    secretary = isfahan.person("دبیرخانه · اصفهان")
    member = isfahan.person("عضو هیأت")

    summary = await publish(isfahan, "دبیرخانه · اصفهان", content)

    assert "۹ مصوبه" in summary
    assert summary.count("۱۴ آذر ۱۴۰۵") >= 2  # two weeks from notification, twice
    assert "ابلاغ شد" in secretary.last.text
    assert "۲ مورد تازه" in unit.last.text

    assert "۱/۱" in await member.says("گزارش دو هفتگی")
    assert "پسا" in await member.says("پسا کرونا")
    await member.taps("۱/")
    assert "دبیرخانه" not in await unit.says("/my")
    assert "۱/۱" in unit.last.text
    assert "۱/۳" in unit.last.text

    await isfahan.passes(days=7)
    reminder = unit.last
    assert "یادآوری" in reminder.text

    await unit.taps("۱/۱", on=reminder)
    receipt = await unit.replies(unit.last, "۴۰٪ انجام شد، گزارش اول ارسال شد")

    assert "۴۰٪" in receipt
    assert "۴۰٪" in secretary.last.text
    assert "گزارش اول ارسال شد" in secretary.last.text
    await member.says("۱/۱")
    assert "۴۰٪" in member.last.text
