"""Words for following a resolution."""

from aiogram.utils.formatting import Bold, Text

from bot.i18n import _
from bot.saying import keyboards, taps
from bot.saying.keyboards import button
from bot.saying.replies import Saying
from bot.saying.wording import code, compose, lines
from bot.views import items, search
from council.items import ItemCard
from council.searching.search import SearchResult


def short(*, on: bool) -> str:
    """Over the button that was pressed."""
    if on:
        return _("You follow it now: you are told of changes.")
    return _("You no longer follow it.")


def followed(resolution_id: int, its_code: str) -> Saying:
    """After the command, with the way back."""
    row = [button(_("🔕 Stop following"), taps.FollowStep(id=resolution_id))]
    text = lines(compose(_("Resolution {code}"), code=Bold(code(its_code))), short(on=True))
    return Saying(text, keyboards.keyboard([row]))


def how(found: SearchResult) -> Saying:
    """How it is done, below what is followed already."""
    hint = search.how_to_follow()
    if not found.total:
        return Saying(Text(hint))
    page = search.results(found)
    return Saying(lines(page.text, "", hint), page.keyboard)


def changed(item: ItemCard) -> Saying:
    """Told to a follower: how an item stands now."""
    text = lines(
        compose(_("🔔 Something changed on {code}"), code=Bold(code(item.code))),
        items.title(item, 120),
        items.paragraph(item),
    )
    row = [button(_("Open the card"), taps.OpenItem(id=item.id))]
    return Saying(text, keyboards.keyboard([row]), protected=item.confidential)
