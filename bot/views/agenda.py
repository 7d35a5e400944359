"""Words for the next session: its agenda, who answers for it, and the invitation."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from aiogram.utils.formatting import Bold, Italic, Text

from bot.i18n import _, ngettext
from bot.papers.events import SessionEvent
from bot.papers.making import Unmade
from bot.papers.naming import file_name
from bot.saying import keyboards
from bot.saying.keyboards import button
from bot.saying.paper_taps import ReportStep
from bot.saying.replies import Saying
from bot.saying.taps import SessionStep
from bot.saying.wording import (
    MOST_LETTERS,
    code,
    compose,
    day,
    how_many_fit,
    isolate,
    lines,
    moment,
    names,
    number,
)
from bot.views import deadlines, items
from council import dates
from council.agenda import Agenda, Answerable, Need
from council.items import ItemCard
from council.meetings import SessionSeen
from council.session_dues import LASTS

MOST_MESSAGES = 5
"""More messages nobody reads on a phone."""
DAY_BEFORE, HOUR_BEFORE = 24 * 60, 60


def pack(agenda: Agenda) -> Saying:
    """What there is for the next session, at a glance; a button for each piece."""
    planned = agenda.session
    session_id = planned.id if planned else 0
    counted = [
        compose(_("{need}: {n}"), need=need(section.need), n=len(section.items))
        for section in agenda.sections
    ]
    rows: list[keyboards.Row] = [
        [
            button(_("📋 Agenda"), SessionStep(do="agenda", id=session_id)),
            button(_("👥 Who has open items"), SessionStep(do="who", id=session_id)),
        ]
    ]
    if planned:
        rows.append([button(_("📅 Invitation (calendar)"), SessionStep(do="ics", id=planned.id))])
    rows.append([button(_("📄 Follow-up report"), ReportStep(do="see"))])
    rows.append([button(_("◀ Back"), SessionStep(do="list", id=0))])
    return Saying(
        lines(
            Bold(_("🗂 The next session")),
            moment(planned.starts_at, planned.zone)
            if planned
            else _("The next session has not been entered yet."),
            compose(_("Place: {place}"), place=isolate(planned.place))
            if planned and planned.place
            else None,
            "",
            *(counted or [Text(_("No item is open."))]),
        ),
        keyboards.keyboard(rows),
    )


def need(value: Need) -> str:
    """Why items are on the agenda."""
    words = {
        Need.REPORTED_DONE: _("🟡 Reported done, to be accepted"),
        Need.BLOCKED: _("⛔ Blocked, to be decided"),
        Need.OVERDUE: _("⏰ Overdue"),
        Need.DUE: _("📍 Due by this session"),
        Need.OPEN: _("🔵 In progress"),
    }
    return words[value]


def agenda(shown: Agenda) -> list[Saying]:
    """A draft of the agenda, to be forwarded or copied: as many messages as it needs."""
    when = shown.session
    heading = lines(
        Bold(_("📋 Draft agenda")),
        isolate(shown.council_name),
        moment(when.starts_at, when.zone) if when else None,
    )
    if not shown.sections:
        return [Saying(lines(heading, "", _("No item is open.")))]
    messages, left = [heading], 0
    for begins, part in _parts(shown):
        longer = lines(messages[-1], "" if begins else None, part)
        if len(longer) <= MOST_LETTERS:
            messages[-1] = longer
        elif len(messages) < MOST_MESSAGES:
            messages.append(part)
        else:
            left += 1
    if left:
        rest = ngettext("…and {n} more; see /stats.", "…and {n} more; see /stats.", left)
        messages.append(Text(rest.format(n=number(left))))
    return [Saying(one) for one in messages]


def _parts(shown: Agenda) -> Iterator[tuple[bool, Text]]:
    """The items one by one; a section's first one with its heading, and with True."""
    place = 0
    for section in shown.sections:
        heading = Bold(compose(_("{need}: {n}"), need=need(section.need), n=len(section.items)))
        for at, one in enumerate(section.items):
            place += 1
            yield at == 0, _item(one, place) if at else lines(heading, _item(one, place))


def _item(one: ItemCard, place: int) -> Text:
    body = isolate(one.body) if one.body else _("no body named")
    when = deadlines.distance(one)
    return lines(
        compose(
            _("{place}. {code} {title}"),
            place=place,
            code=Bold(code(one.code)),
            title=items.title(one, 80),
        ),
        compose(_("   {body}, {when}"), body=body, when=when) if when else Text("   ", body),
    )


def who(found: Sequence[Answerable], session_id: int) -> Saying:
    """Which bodies have open items, and who speaks for them."""
    back = [[button(_("◀ Back"), SessionStep(do="pack", id=session_id))]]
    said = [
        lines(
            compose(
                _("• {body}: {counts}"),
                body=Bold(isolate(one.body) if one.body else _("no body named")),
                counts=_counts(one),
            ),
            _people(one),
        )
        for one in found
    ]
    empty = None if said else _("No item is open.")
    fitting = how_many_fit(said)
    left = len(said) - fitting
    rest = compose(_("…and {n} more."), n=left) if left else None
    heading = Bold(_("👥 Who has open items"))
    return Saying(lines(heading, "", empty, *said[:fitting], rest), keyboards.keyboard(back))


def _people(one: Answerable) -> Text | None:
    if one.body is None:
        return None
    return Text("   ", names(one.people)) if one.people else Italic(_("   nobody has joined"))


def _counts(one: Answerable) -> str:
    opened = ngettext("{n} open", "{n} open", one.open).format(n=number(one.open))
    late = _("{n} overdue").format(n=number(one.overdue)) if one.overdue else ""
    held_up = _("{n} blocked").format(n=number(one.blocked)) if one.blocked else ""
    return _(", ").join(filter(None, (opened, late, held_up)))


def invitation(planned: SessionSeen, council_name: str, now: datetime) -> Saying:
    """The session as a file for any calendar, under words that can be forwarded."""
    title = _("Session of {council}").format(council=council_name)
    when = moment(planned.starts_at, planned.zone)
    said = lines(
        Bold(compose(_("📅 {title}"), title=isolate(title))),
        when,
        compose(_("Place: {place}"), place=isolate(planned.place)) if planned.place else None,
        "",
        Italic(
            _("Open the file to add it to your calendar; it reminds you a day and an hour before.")
        ),
    )
    place = planned.place or ""
    event = SessionEvent(
        uid=f"session-{planned.id}@mosavabe",
        version=planned.version,
        starts_at=planned.starts_at,
        ends_at=planned.starts_at + LASTS,
        made_at=now,
        title=title,
        place=place,
        description=_(", ").join(filter(None, (when, place))),
        alarms=(DAY_BEFORE, HOUR_BEFORE),
    )
    held = day(dates.local_date(planned.starts_at, planned.zone), weekday=False)
    name = file_name(_("Session of {day}").format(day=held), "ics")
    return Saying(said, unmade=Unmade("session.ics", event, name), otherwise=Saying(said))


def on_its_way() -> str:
    """The toast over the button."""
    return _("The invitation is on its way.")
