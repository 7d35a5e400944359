"""Words for ending an item that will not be done, for its rhythm, and for those who are told."""

from aiogram.utils.formatting import Bold, Italic

from bot.i18n import _
from bot.saying import keyboards, taps
from bot.saying.keyboards import button
from bot.saying.replies import Saying
from bot.saying.taps import CloseItem
from bot.saying.wording import code, compose, isolate, lines
from bot.views import deadlines, items
from council.closing import CLOSED_AS, RULES, Event, rhythm
from council.items import ItemCard
from storage.words import REPEATING, EventKind


def menu(item: ItemCard) -> Saying:
    """What can be done with an item besides reporting on it."""
    rows: list[keyboards.Row] = [
        [button(label(kind), CloseItem(item=item.id, do=kind.value))] for kind in CLOSED_AS
    ]
    if item.deadline.kind in REPEATING:
        rows.append([button(_("Change how often"), CloseItem(item=item.id, do="rule"))])
    rows.append([button(_("◀ Back"), taps.ReportItem(item=item.id))])
    return Saying(
        lines(
            compose(_("Item {code}"), code=Bold(code(item.code))),
            Italic(items.title(item, 120)),
            _("It is closed without being done; its body is told why."),
        ),
        keyboards.keyboard(rows),
    )


def label(kind: EventKind) -> str:
    """What happened to an item, in two or three words."""
    return {
        EventKind.REFERRED_UP: _("⏫ Refer up"),
        EventKind.NOT_ACTIONABLE: _("Not this body's task"),
        EventKind.WITHDRAWN: _("No longer needed"),
    }[kind]


def ask_reason(item: ItemCard, kind: EventKind) -> Saying:
    """The typed reason is the confirmation."""
    return Saying(
        lines(
            compose(_("{what}: {code}"), what=Bold(label(kind)), code=Bold(code(item.code))),
            _("Type the reason and the item is closed; it stays in the history."),
        ),
        keyboards.keyboard([[button(_("◀ Back"), CloseItem(item=item.id))]]),
    )


def ask_rule(item: ItemCard) -> Saying:
    """How often, from now on."""
    periods = [(norm, rhythm(norm)) for norm in RULES]
    rows: list[keyboards.Row] = [
        [button(deadlines.every(period), CloseItem(item=item.id, do=norm))]
        for norm, period in periods
        if period is not None
    ]
    rows.append([button(_("One last report"), CloseItem(item=item.id, do="end"))])
    rows.append([button(_("◀ Back"), CloseItem(item=item.id))])
    return Saying(
        lines(
            compose(_("How often is {code} reported from now on?"), code=Bold(code(item.code))),
            _("The period that runs now, and those before it, stay as they are."),
        ),
        keyboards.keyboard(rows),
    )


def done(item: ItemCard) -> Saying:
    """How the item stands after it."""
    text = lines(
        compose(_("Done: {code}"), code=Bold(code(item.code))),
        compose(_("State now: {state}"), state=items.state(item.state)),
        compose(_("Deadline: {deadline}"), deadline=deadlines.of_item(item)),
    )
    row = [button(_("Open the card"), taps.OpenItem(id=item.id))]
    return Saying(text, keyboards.keyboard([row]))


def told(event: Event) -> Saying:
    """Told to those who speak for the item's body."""
    item = event.card
    sentences = {
        EventKind.REFERRED_UP: _("{code} was referred up."),
        EventKind.NOT_ACTIONABLE: _("{code} was closed: it is not your body's task."),
        EventKind.WITHDRAWN: _("{code} was closed: it is no longer needed."),
        EventKind.RULE_CHANGED: _("{code} is reported in another rhythm from now on."),
        EventKind.RULE_ENDED: _("{code} asks for one last report."),
        EventKind.QUESTION: _("The secretariat has a question about your report on {code}:"),
    }
    text = lines(
        compose(sentences[event.kind], code=Bold(code(item.code))),
        isolate(event.reason) if event.reason else None,
        compose(_("State now: {state}"), state=items.state(item.state)),
        Italic(_("Reply to this message to answer.")) if event.kind is EventKind.QUESTION else None,
    )
    row = [button(_("Open the card"), taps.OpenItem(id=item.id))]
    return Saying(
        text, keyboards.keyboard([row]), (item.id,) if item.may_report else (),
        protected=item.confidential,
    )  # fmt: skip
