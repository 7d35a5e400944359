"""Towns in which the minutes have been published already."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ISFAHAN, Stand, Story
from tests.handlers.papers import SHORT, document
from tests.handlers.people import publish_draft
from tests.town import LIVED, Town


async def publish(town: Town, content: bytes) -> Town:
    """Let Isfahan's secretary upload and publish."""
    secretary = town.person("دبیرخانه · اصفهان")
    await secretary.uploads("minutes.txt", content)
    await publish_draft(secretary)
    return town


PUBLISHED = Story("published", lambda town: publish(town, document("isfahan.txt")), ISFAHAN)
SINGLE = Story("single", lambda town: publish(town, SHORT.encode()), ISFAHAN)


@pytest.fixture
async def published(stand: Stand) -> Town:
    """Isfahan after its first session: 1/1 and 1/3 are the unit's, fortnightly."""
    return await stand(PUBLISHED)


@pytest.fixture
async def single(stand: Stand) -> Town:
    """Isfahan with one item of the unit's, 5/1, to be done within two weeks."""
    return await stand(SINGLE)


@pytest.fixture
def nothing_leaks(caplog: pytest.LogCaptureFixture, tmp_path: Path) -> Iterator[None]:
    """After the test, look for tokens, phones and names in all that was sent, logged and kept."""
    from tests.handlers.siege import everything_said, leaks, listen  # noqa: PLC0415

    before = set(LIVED)
    listen(caplog)
    yield
    said = "\n".join(everything_said(town) for town in set(LIVED) - before)
    kept = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert leaks(said, caplog.text, kept) == []
