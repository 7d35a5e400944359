"""Buttons: what their data means, and the keyboards that several views share.

The data carries ids only; whoever receives it loads and checks everything again.
"""

from collections.abc import Iterable, Sequence

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.i18n import _
from council.items import ItemCard

Row = Sequence[InlineKeyboardButton]


class OpenResolution(CallbackData, prefix="r"):
    """Open the card of a resolution."""

    id: int


class OpenItem(CallbackData, prefix="i"):
    """Open the card that an item stands on."""

    id: int


class OpenMyWork(CallbackData, prefix="m"):
    """Show one's own work."""


class ItemHistory(CallbackData, prefix="h"):
    """Show every report on an item."""

    id: int


class ReportItem(CallbackData, prefix="p"):
    """Begin a report on an item, with what is known of it so far."""

    item: int
    status: str = ""
    percent: int = -1


class FinishReport(CallbackData, prefix="pf"):
    """Submit the report that is being written, without (more) words."""

    item: int


class CancelReport(CallbackData, prefix="px"):
    """Drop the report that is being written."""

    item: int


class AskedStatus(CallbackData, prefix="pq"):
    """Answer the one question about a reply that was not clear."""

    item: int
    status: str


class ChosenItem(CallbackData, prefix="pi"):
    """Say which of a message's items the reply was about."""

    item: int


class SearchPage(CallbackData, prefix="s"):
    """Show another page of the search that the message names."""

    page: int


class DraftStep(CallbackData, prefix="d"):
    """A step in correcting a draft of minutes."""

    do: str
    id: int
    at: int = 0
    n: int = 0


class MapBody(CallbackData, prefix="dm"):
    """Say which body an unknown name of a finding means: `body`, or 0 to look at a page."""

    id: int
    at: int
    name: int
    body: int = 0
    page: int = 0


class Blank(CallbackData, prefix="o"):
    """A key of a calendar that stands for no day that could be chosen."""

    past: bool = False


class ReviewStep(CallbackData, prefix="v"):
    """Open, accept or return a report."""

    do: str
    id: int


class Choose(CallbackData, prefix="c"):
    """Choose a language, a council, or the body of a group."""

    what: str
    value: str


def button(text: str, data: CallbackData) -> InlineKeyboardButton:
    """One button."""
    return InlineKeyboardButton(text=text, callback_data=data.pack())


def keyboard(rows: Iterable[Row]) -> InlineKeyboardMarkup | None:
    """The rows that have buttons; None where there are none."""
    kept = [list(row) for row in rows if row]
    return InlineKeyboardMarkup(inline_keyboard=kept) if kept else None


def of_items(items: Sequence[ItemCard]) -> list[Row]:
    """What can be done with the items of a card or reminder, a row each."""
    rows: list[Row] = []
    for item in items:
        row: list[InlineKeyboardButton] = []
        if item.may_report:
            several = len(items) > 1 and item.body
            text = _("Report: {body}").format(body=item.body) if several else _("Report progress")
            row.append(button(text, ReportItem(item=item.id)))
        if item.last is not None:
            row.append(button(_("History"), ItemHistory(id=item.id)))
        rows.append(row)
    return rows
