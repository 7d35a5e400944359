"""Towns in which the minutes have been published already."""

import pytest

from tests.conftest import ISFAHAN, Stand, Story
from tests.handlers.papers import SHORT, document
from tests.handlers.people import publish_draft
from tests.town import Town


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
