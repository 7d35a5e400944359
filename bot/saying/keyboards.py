"""Buttons and keyboards that several views share."""

from collections.abc import Iterable, Sequence

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.i18n import _, right_to_left
from bot.saying.fitting import fitting
from bot.saying.taps import HomeStep, ItemHistory, ReminderStep, ReportItem
from bot.saying.wording import number
from council.items import ItemCard

Button = InlineKeyboardButton
Row = Sequence[InlineKeyboardButton]


def button(text: str, data: CallbackData) -> InlineKeyboardButton:
    """One button."""
    return InlineKeyboardButton(text=text, callback_data=data.pack())


def leave() -> Row:
    """The way out of a question that is answered by typing."""
    return [button(_("Cancel"), HomeStep(do="leave"))]


def into_a_chat(text: str, query: str) -> InlineKeyboardButton:
    """A button that lets the person choose a chat, and there what the query finds."""
    return InlineKeyboardButton(text=text, switch_inline_query=query)


def keyboard(rows: Iterable[Row]) -> InlineKeyboardMarkup | None:
    """The rows that have buttons, each label whole on a small phone; None where there are none.

    What is too long beside its neighbours gets a line of its own, and what is too long for that is
    cut at a word. Messengers lay keys out from the left: a row is turned where one reads from the
    right, so that the first thing comes first and «next» points onward.
    """
    order = -1 if right_to_left() else 1
    kept = [piece[::order] for row in rows for piece in fitting(row)]
    return InlineKeyboardMarkup(inline_keyboard=kept) if kept else None


def rows_of(markup: object) -> list[Row]:
    """The rows of a keyboard that was laid out here, as they were given, to add to them."""
    order = -1 if right_to_left() else 1
    shown = markup.inline_keyboard if isinstance(markup, InlineKeyboardMarkup) else []
    return [row[::order] for row in shown]


def in_columns(buttons: Sequence[Button]) -> list[Row]:
    """The buttons two in a row; `keyboard` gives those a line of their own that are too long."""
    return [buttons[at : at + 2] for at in range(0, len(buttons), 2)]


def of_items(items: Sequence[ItemCard]) -> list[Row]:
    """What can be done with the items of a card or reminder, a row each; several are numbered as
    the card numbers them."""
    rows: list[Row] = []
    for place, item in enumerate(items, start=1):
        labels = _labels() if len(items) == 1 else _labels_of(place)
        row: list[InlineKeyboardButton] = []
        if item.may_report:
            row.append(button(labels[0], ReportItem(item=item.id)))
        if item.last is not None:
            row.append(button(labels[1], ItemHistory(id=item.id)))
        if item.is_open:
            row.append(button(labels[2], ReminderStep(do="plan", id=item.id)))
        rows.append(row)
    return rows


def _labels() -> tuple[str, str, str]:
    return _("Report progress"), _("History"), _("Reminders")


def _labels_of(place: int) -> tuple[str, str, str]:
    report, history, reminders = _("Report {n}"), _("History {n}"), _("Reminders {n}")
    n = number(place)
    return report.format(n=n), history.format(n=n), reminders.format(n=n)
