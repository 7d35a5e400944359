"""Words for an item that is not theirs, and for giving it to another body."""

from collections.abc import Sequence

from aiogram.utils.formatting import Bold, Italic

from bot.i18n import _
from bot.saying import keyboards
from bot.saying.keyboards import button
from bot.saying.replies import Saying
from bot.saying.taps import NotMine, OpenItem
from bot.saying.wording import code, compose, isolate, lines
from bot.views import items
from council.items import ItemCard
from council.reassigning import Disclaimed

BODIES_A_PAGE = 8


def not_mine(item_id: int) -> keyboards.Button:
    """The button under a reminder."""
    return button(_("🙅 Not our task"), NotMine(do="say", id=item_id))


def open_card(item_id: int) -> keyboards.Button:
    """To the item's card."""
    return button(_("Open the card"), OpenItem(id=item_id))


def give_to_another(item_id: int, label: str) -> keyboards.Button:
    """Where the secretariat chooses the body that it is given to."""
    return button(label, NotMine(do="who", id=item_id))


def told(item: ItemCard) -> Saying:
    """The secretariat knows."""
    return Saying(
        lines(
            compose(_("✅ {code}: the secretariat has been told."), code=Bold(code(item.code))),
            _("Until it decides, the item stays with you."),
        ),
        keyboards.keyboard([[open_card(item.id)]]),
        (item.id,),
    )


def asked(said: Disclaimed) -> Saying:
    """Told to the secretary, who decides."""
    item = said.card
    rows: list[keyboards.Row] = [
        [give_to_another(item.id, _("Give it to another body"))],
        [button(_("It stays with them"), NotMine(do="keep", id=item.id, n=said.by_id))],
        [open_card(item.id)],
    ]
    text = lines(
        compose(_("🙅 {name} says: not our task"), name=isolate(said.by)),
        compose(_("{code} {title}"), code=Bold(code(item.code)), title=items.title(item, 200)),
        compose(_("Responsible: {body}"), body=Bold(isolate(item.body))) if item.body else None,
    )
    return Saying(text, keyboards.keyboard(rows), (item.id,), protected=item.confidential)


def ask_body(item_id: int, item_code: str, bodies: Sequence[tuple[int, str]], page: int) -> Saying:
    """Whose task is it then?"""
    start = page * BODIES_A_PAGE
    rows: list[keyboards.Row] = [
        [button(name, NotMine(do="give", id=item_id, n=body_id))]
        for body_id, name in bodies[start : start + BODIES_A_PAGE]
    ]
    if start + BODIES_A_PAGE < len(bodies):
        rows.append([button(_("More ▶"), NotMine(do="who", id=item_id, n=page + 1))])
    rows.append([open_card(item_id)])
    sentence = _("Whose task is {code}? Tap a body; its people are told.")
    return Saying(compose(sentence, code=Bold(code(item_code))), keyboards.keyboard(rows))


def given(item: ItemCard) -> Saying:
    """It is another body's now."""
    return Saying(
        compose(
            _("✅ {code} is now the task of {body}; they have been told."),
            code=Bold(code(item.code)),
            body=Bold(isolate(item.body or "")),
        ),
        keyboards.keyboard([[open_card(item.id)]]),
        (item.id,),
    )


def kept(item_code: str) -> Saying:
    """It stays theirs."""
    return Saying(
        compose(_("{code} stays where it is; who asked is told."), code=Bold(code(item_code)))
    )


def still_yours(item: ItemCard) -> Saying:
    """Told to who said that it was not theirs."""
    text = lines(
        compose(_("{code} stays your task, the secretariat says."), code=Bold(code(item.code))),
        Italic(items.title(item, 120)),
    )
    return Saying(text, keyboards.keyboard(keyboards.of_items([item])), (item.id,))


def reassigned(item: ItemCard) -> Saying:
    """Told to the new body."""
    text = lines(
        compose(_("📬 {code} is your task from now on:"), code=Bold(code(item.code))),
        "",
        items.line(item, 1),
    )
    return Saying(text, keyboards.keyboard(keyboards.of_items([item])), (item.id,))


def released(item: ItemCard) -> Saying:
    """Told to the old body."""
    text = lines(
        compose(
            _("📤 {code} is not your task any more; the secretariat gave it to {body}."),
            code=Bold(code(item.code)),
            body=Bold(isolate(item.body or "")),
        ),
        Italic(items.title(item, 120)),
    )
    return Saying(text, keyboards.keyboard([[open_card(item.id)]]), (item.id,))
