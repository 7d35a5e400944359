"""Words for who follows an item up: asking, and telling those concerned."""

from aiogram.utils.formatting import Bold, Italic, Text

from bot.i18n import _
from bot.saying import keyboards
from bot.saying.keyboards import button
from bot.saying.replies import Saying
from bot.saying.taps import OpenItem, OwnerStep
from bot.saying.wording import code, compose, excerpt, isolate, lines
from bot.views import items
from council.items import ItemCard
from council.owners import OwnerChoice
from council.resolutions import ResolutionCard

MEMBERS_A_PAGE = 10


def rows(shown: ResolutionCard) -> list[keyboards.Row]:
    """A button for each item of the card whose follow-up owner the viewer may name."""
    several = len(shown.items) > 1
    return [
        [button(_label(item, several=several), OwnerStep(do="who", id=item.id))]
        for item in shown.items
        if item.id in shown.assignable
    ]


def _label(item: ItemCard, *, several: bool) -> str:
    label = _("🧭 Follow-up owner")
    if not several or not item.body:
        return label
    return _("{label}: {body}").format(label=label, body=isolate(excerpt(item.body, 40)))


def ask(found: OwnerChoice, page: int) -> Saying:
    """Who is to follow it up?"""
    item, first = found.item, page * MEMBERS_A_PAGE
    here = found.offered[first : first + MEMBERS_A_PAGE]
    keys = [
        button(
            ("☑️ " if membership_id == found.owner_id else "") + name,
            OwnerStep(do="set", id=item.id, n=membership_id),
        )
        for membership_id, name in here
    ]
    table: list[keyboards.Row] = [keys[n : n + 2] for n in range(0, len(keys), 2)]
    more = first + MEMBERS_A_PAGE < len(found.offered)
    turns = [(_("◀ Back"), page - 1)] if page > 0 else []
    if more and not found.narrowed:
        turns.append((_("More ▶"), page + 1))
    table.append([button(label, OwnerStep(do="page", id=item.id, n=n)) for label, n in turns])
    if found.owner_id is not None:
        table.append([button(_("Nobody"), OwnerStep(do="set", id=item.id))])
    table.append([button(_("Open the card"), OpenItem(id=item.id))])
    text = lines(
        compose(_("Who follows {code} up?"), code=Bold(code(item.code))),
        compose(_("🧭 Follow-up: {name}"), name=Bold(isolate(item.owner))) if item.owner else None,
        _("They hear of it when it is late, and may report on it. Tap a name, or type it."),
        _("More people have that name; type more of it.") if more and found.narrowed else None,
    )
    return Saying(text, keyboards.keyboard(table))


def named(item: ItemCard, *, mine: bool) -> Saying:
    """It is settled who follows it up."""
    return Saying(_settled(item, mine=mine), keyboards.keyboard([[_card(item)]]), (item.id,))


def _settled(item: ItemCard, *, mine: bool) -> Text:
    which = Bold(code(item.code))
    if not item.owner:
        return compose(_("✅ Nobody in particular follows {code} up now."), code=which)
    if mine:
        return compose(_("✅ You follow {code} up from now on."), code=which)
    sentence = _("✅ {name} follows {code} up from now on and is told.")
    return compose(sentence, name=Bold(isolate(item.owner)), code=which)


def told(item: ItemCard, *, mine: bool) -> Saying:
    """Told to who follows it up now, or does no longer."""
    which = Bold(code(item.code))
    if mine:
        head = compose(_("🧭 You follow {code} up from now on:"), code=which)
        text = lines(head, "", items.line(item, 1))
        return Saying(text, keyboards.keyboard(keyboards.of_items([item])), (item.id,))
    gone = compose(_("🧭 You no longer follow {code} up."), code=which)
    text = lines(gone, Italic(items.title(item, 120)))
    return Saying(text, keyboards.keyboard([[_card(item)]]), (item.id,))


def _card(item: ItemCard) -> keyboards.Button:
    return button(_("Open the card"), OpenItem(id=item.id))
