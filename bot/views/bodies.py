"""Words for the bodies' screen."""

from collections.abc import Sequence

from aiogram.utils.formatting import Bold, Text

from bot.i18n import _, ngettext
from bot.saying import keyboards
from bot.saying.replies import Saying
from bot.saying.taps import BodyStep
from bot.saying.wording import compose, isolate, lines, names, number
from council.bodies import BodySeen
from storage.models import Body

LISTED = 10


def every(bodies: Sequence[Body], page: int) -> Saying:
    """A page of the council's bodies, a button each."""
    page = max(0, min(page, max(0, (len(bodies) - 1) // LISTED)))
    here = bodies[page * LISTED : (page + 1) * LISTED]
    rows: list[keyboards.Row] = [
        [keyboards.button(body.name, BodyStep(do="open", id=body.id))] for body in here
    ]
    turn = []
    if page > 0:
        turn.append(keyboards.button(_("◀ Back"), BodyStep(do="page", id=0, n=page - 1)))
    if (page + 1) * LISTED < len(bodies):
        turn.append(keyboards.button(_("More ▶"), BodyStep(do="page", id=0, n=page + 1)))
    rows += [turn, [keyboards.button(_("➕ New body"), BodyStep(do="new", id=0))]]
    count = ngettext("{n} body", "{n} bodies", len(bodies)).format(n=number(len(bodies)))
    none = _("There are no bodies yet; they come with the first minutes.")
    text = _("🏢 {count}").format(count=count) if bodies else none
    return Saying(Text(text), keyboards.keyboard(rows))


def body(seen: BodySeen) -> Saying:
    """One body: its names, who speaks for it, and what can be done."""
    open_items = (
        ngettext("{n} open item", "{n} open items", seen.open_items).format(
            n=number(seen.open_items)
        )
        if seen.open_items
        else _("No open item")
    )
    helps = ngettext("Helps with {n} open item", "Helps with {n} open items", seen.helps)
    speakers = names(seen.speakers) if seen.speakers else _("nobody yet; choose one in /members")
    steps = (
        (_("✏️ Rename"), "rename"),
        (_("➕ Another name"), "alias"),
        (_("🔗 Same as another body"), "merge"),
    )
    rows: list[keyboards.Row] = [
        [keyboards.button(text, BodyStep(do=do, id=seen.id))] for text, do in steps
    ]
    rows.append([keyboards.button(_("◀ All bodies"), BodyStep(do="page", id=0))])
    return Saying(
        lines(
            Bold(isolate(seen.name)),
            compose(_("Also called: {names}"), names=names(seen.aliases)) if seen.aliases else None,
            compose(_("Speaks for it: {names}"), names=speakers),
            open_items,
            helps.format(n=number(seen.helps)) if seen.helps else None,
        ),
        keyboards.keyboard(rows),
    )


def ask_name(do: str) -> Saying:
    """Which name is to be typed."""
    words = {
        "new": _("Type the name of the new body."),
        "rename": _("Type the new name; the former one is still recognised in minutes."),
        "alias": _("Type another name that minutes use for it."),
    }
    return Saying(Text(words[do]), keyboards.keyboard([keyboards.leave()]))


def ask_other(seen: BodySeen, known: Sequence[Body]) -> Saying:
    """Which other body it is."""
    rows: list[keyboards.Row] = [
        [keyboards.button(other.name, BodyStep(do="into", id=seen.id, n=other.id))]
        for other in known
        if other.id != seen.id
    ]
    rows.append([keyboards.button(_("◀ Back"), BodyStep(do="open", id=seen.id))])
    words = _("Which body is {name} the same as?")
    return Saying(compose(words, name=Bold(isolate(seen.name))), keyboards.keyboard(rows[-60:]))


def ask_sure(one: BodySeen, other: BodySeen) -> Saying:
    """Merging is asked twice."""
    row = [
        keyboards.button(_("Yes, merge"), BodyStep(do="merged", id=one.id, n=other.id)),
        keyboards.button(_("◀ Back"), BodyStep(do="open", id=one.id)),
    ]
    words = _("{name} becomes {other}, with its items, groups and people. It cannot be taken back.")
    text = compose(words, name=Bold(isolate(one.name)), other=Bold(isolate(other.name)))
    return Saying(text, keyboards.keyboard([row]))
