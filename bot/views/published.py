"""Words for published minutes: the list, one of them, and taking them back."""

from collections.abc import Sequence

from aiogram.types import BufferedInputFile
from aiogram.utils.formatting import Bold, Text

from bot.i18n import _, ngettext
from bot.papers.naming import file_name
from bot.saying import keyboards
from bot.saying.keyboards import button
from bot.saying.replies import Saying
from bot.saying.taps import DraftStep, HomeStep
from bot.saying.wording import compose, day, isolate, lines, moment, number
from council.minutes.published import PublishedMinutes, TakenBack


def name(one: PublishedMinutes) -> str:
    """Published minutes in a few words."""
    named = _("Session {number}").format(number=number(one.number)) if one.number else _("minutes")
    return named + _(", ") + day(one.held_on, weekday=False) if one.held_on else named


def past(listed: Sequence[PublishedMinutes], *, page: int, more: bool) -> Saying:
    """Published minutes, newest first, a button each."""
    rows: list[keyboards.Row] = [
        [button(("🗄 " if one.archived else "") + name(one), DraftStep(do="pubd", id=one.id))]
        for one in listed
    ]
    paging = []
    if page > 0:
        paging.append(button(_("◀ Back"), DraftStep(do="past", id=0, n=page - 1)))
    if more:
        paging.append(button(_("More ▶"), DraftStep(do="past", id=0, n=page + 1)))
    back = [button(_("📄 New minutes"), HomeStep(do="minutes"))]
    return Saying(
        Text(_("Published minutes, newest first:")), keyboards.keyboard([*rows, paging, back])
    )


def published(one: PublishedMinutes, zone: str) -> Saying:
    """Published minutes with what can be done."""
    count = ngettext("{n} resolution", "{n} resolutions", one.resolutions)
    when = moment(one.published_at, zone) if one.published_at else ""
    text = lines(
        Bold(name(one)),
        count.format(n=number(one.resolutions)),
        compose(_("Published: {when}, {who}"), when=when, who=isolate(one.published_by or "")),
        _("🗄 For the archive; nobody was told.") if one.archived else None,
    )
    rows: list[keyboards.Row] = [
        [button(_("📄 The text"), DraftStep(do="src", id=one.id))],
        [button(_("↩️ Take it back"), DraftStep(do="undo?", id=one.id))],
        [button(_("◀ Back"), DraftStep(do="past", id=0))],
    ]
    return Saying(text, keyboards.keyboard(rows))


def source(one: PublishedMinutes) -> Saying:
    """The text that the minutes were made from, as a file."""
    file = BufferedInputFile(one.source.encode(), file_name(name(one), "txt"))
    return Saying(Text(_("The text as it was read")), document=file)


def ask_taking_back(one: PublishedMinutes) -> Saying:
    """The number to type before anything is taken back."""
    asked = (
        _("To take it back, type the number of the session: {n}")
        if one.number
        else _("To take it back, type how many resolutions it has: {n}")
    )
    text = lines(
        compose(_("Take {name} back?"), name=Bold(name(one))),
        _(
            "Its resolutions no longer count, its reminders stop, and everybody who was told "
            "hears of it."
        ),
        _("It becomes a draft again, to be corrected and published anew."),
        "",
        compose(asked, n=Bold(number(one.confirmation))),
    )
    return Saying(
        text, keyboards.keyboard([[button(_("◀ Back"), DraftStep(do="pubd", id=one.id))]])
    )


def taken_back(result: TakenBack) -> Saying:
    """What taking back did."""
    told = ngettext("{n} message goes out about it.", "{n} messages go out about it.", result.told)
    text = lines(
        Bold(_("↩️ Taken back; it is a draft again.")),
        told.format(n=number(result.told)) if result.told else _("Nobody had been told of it yet."),
    )
    row = [button(_("✏️ Continue"), DraftStep(do="sum", id=result.draft.id))]
    return Saying(text, keyboards.keyboard([row]))


def notice(session: int | None, council: str) -> Saying:
    """Said to those who had been told."""
    which = (
        _("session {number}").format(number=number(session)) if session else _("the last session")
    )
    return Saying(
        lines(
            compose(_("↩️ {council}"), council=Bold(isolate(council))),
            _("The secretariat took the publication of {which} back.").format(which=which),
            _("What I sent you about it no longer holds; a corrected version may follow."),
        )
    )
