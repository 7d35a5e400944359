"""Words for what the clock sends: notices of new items and the reminder of the day."""

from aiogram.utils.formatting import Bold, Italic, Text

from bot import keyboards
from bot.i18n import _, ngettext
from bot.replies import Saying
from bot.views import items
from bot.wording import code, compose, excerpt, isolate, lines, number
from council.items import ItemCard, MyWork

LISTED = 8


def assigned(shown: tuple[ItemCard, ...], council_name: str) -> Saying:
    """What new minutes order of the reader's bodies."""
    count = ngettext("{n} new item for you", "{n} new items for you", len(shown)).format(
        n=number(len(shown))
    )
    first = shown[:LISTED]
    listed = [items.line(item, place) for place, item in enumerate(first, start=1)]
    rest = len(shown) - len(first)
    text = lines(
        compose(_("📬 {count} · {council}"), count=Bold(count), council=isolate(council_name)),
        *(part for one in listed for part in ("", one)),
        "",
        compose(_("…and {n} more in /my."), n=rest) if rest else None,
        Italic(_("Open an item with its button; to report, reply to its card.")),
    )
    return Saying(text, keyboards.keyboard(items.open_rows(first)), tuple(i.id for i in first))


def day(work: MyWork, council_name: str) -> Saying:
    """The one reminder of the day."""
    shown = (*work.overdue, *work.this_week, *work.waiting)[:LISTED]
    text = lines(
        compose(_("⏰ Reminder · {council}"), council=Bold(isolate(council_name))),
        *items.grouped(work, shown),
        "",
        Italic(how_to_answer(shown)),
    )
    rows = keyboards.of_items(shown) if len(shown) == 1 else items.open_rows(shown)
    return Saying(text, keyboards.keyboard(rows), tuple(item.id for item in shown))


def how_to_answer(shown: tuple[ItemCard, ...]) -> str:
    """The reminder is the form."""
    if len(shown) == 1:
        return _("Reply to this message to report, for example “60% done, letter sent”.")
    return _("Open an item with its button, or reply here and choose which one it is about.")


def to_group(item: ItemCard, *, due: bool) -> Saying:
    """One item in its body's group, so that a reply binds to it."""
    heading = _("⏰ Reminder: {code}") if due else _("📬 New item: {code}")
    text = lines(
        compose(heading, code=Bold(code(item.code))),
        Text("\u2068", excerpt(item.text, 900), "\u2069"),
        "",
        items.paragraph(item),
        "",
        Italic(_("Reply to this message to report, for example “60% done, letter sent”.")),
    )
    return Saying(text, keyboards.keyboard(keyboards.of_items([item])), (item.id,))
