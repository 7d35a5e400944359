"""Words for asking and giving more time."""

from datetime import date, timedelta

from aiogram.types import InlineKeyboardButton
from aiogram.utils.formatting import BlockQuote, Bold, Italic, Text

from bot.i18n import _
from bot.saying import keyboards, taps
from bot.saying.keyboards import button
from bot.saying.replies import Saying
from bot.saying.taps import AnswerTime, AskTime
from bot.saying.wording import code, compose, day, isolate, lines, short_day
from bot.views import items, reminder_plan
from council.items import ItemCard
from council.later_days import counted_from
from council.postponements import Request

LATER_DAYS = (7, 14, 30)


def ask_day(item: ItemCard, named: date | None = None, *, in_group: bool = False) -> Saying:
    """Until when? A day that was `named` already comes first. In a group only replies are read."""
    start = counted_from(item)
    rule = (
        _("“10 days” means 10 days after the present deadline: until {date}.")
        if start == item.due_on
        else _("“10 days” means 10 days from today: until {date}.")
    )
    days = [one for n in LATER_DAYS if (one := start + timedelta(days=n)) != named]
    rows: list[keyboards.Row] = [
        [button(short_day(one), AskTime(item=item.id, on=one.isoformat())) for one in days]
    ]
    if not in_group:
        rows.append([button(_("◀ Back"), taps.ReportItem(item=item.id))])
    if named is not None:
        rows.insert(0, [until_button(item, named)])
    return Saying(
        lines(
            compose(_("More time for {code}"), code=Bold(code(item.code))),
            _until_when(named, in_group=in_group),
            Italic(compose(rule, date=day(start + timedelta(days=10)))) if named is None else None,
        ),
        keyboards.keyboard(rows),
        heeds_edits=True,
    )


def _until_when(named: date | None, *, in_group: bool) -> Text:
    if named is None:
        return Text(
            _("Until when? Tap a day or reply with one, for example “until the end of Azar”.")
            if in_group
            else _("Until when? Tap a day or type one, for example “until the end of Azar”.")
        )
    sentence = (
        _("To ask for time until {date}, tap its button; or tap another day or reply with it.")
        if in_group
        else _("To ask for time until {date}, tap its button; or tap or type another day.")
    )
    return compose(sentence, date=Bold(day(named)))


def no_deadline(item: ItemCard) -> Saying:
    """More time was asked for where there is no day to move."""
    return Saying(
        lines(
            compose(
                _("{code} has no deadline, so it needs no more time."), code=Bold(code(item.code))
            ),
            _("If its reminders shall wait, tap 💤; else reply with where it stands."),
        ),
        keyboards.keyboard([[reminder_plan.put_off_key(item.id, below=True)]]),
        (item.id,),
        heeds_edits=True,
    )


def until_button(item: ItemCard, until: date, *, of: int = 0) -> InlineKeyboardButton:
    """Asks for more time until a day that was named, in words that are kept under a number."""
    label = _("⏳ Ask for time until {date}").format(date=short_day(until))
    return button(label, AskTime(item=item.id, on=until.isoformat(), of=of))


def ask_reason(item: ItemCard, wanted: date) -> Saying:
    """Why?"""
    return Saying(
        lines(
            compose(
                _("More time for {code}, until {date}"),
                code=Bold(code(item.code)),
                date=Bold(day(wanted)),
            ),
            _("Why? One sentence helps the secretariat decide."),
        ),
        keyboards.keyboard([[button(_("◀ Back"), AskTime(item=item.id))]]),
    )


def asked(request: Request) -> Saying:
    """The request is on its way."""
    return Saying(
        lines(
            compose(
                _("⏳ Asked: {code} until {date}."),
                code=Bold(code(request.card.code)),
                date=Bold(day(request.wanted_on)),
            ),
            _("Until the secretariat answers, the old deadline stands."),
        ),
        keyboards.keyboard(
            [[button(_("↩️ Take the request back"), AnswerTime(do="back", id=request.id))]]
        ),
        (request.card.id,),
    )


def request(shown: Request) -> Saying:
    """A request as the secretary decides on it."""
    item = shown.card
    before = day(shown.due_before) if shown.due_before else _("no date")
    rows: list[keyboards.Row] = []
    if shown.waits and item.is_open:
        grant = button(_("✅ Grant"), AnswerTime(do="yes", id=shown.id))
        refuse = button(_("Refuse"), AnswerTime(do="no", id=shown.id))
        rows.append([refuse] if shown.over else [grant, refuse])
    rows.append([button(_("Open the card"), taps.OpenItem(id=item.id))])
    text = lines(
        compose(_("⏳ More time is asked for {code}"), code=Bold(code(item.code))),
        Italic(items.title(item, 120)),
        compose(
            _("{who}: from {before} to {date}"),
            who=isolate(shown.asked_by),
            before=before,
            date=Bold(day(shown.wanted_on)),
        ),
        BlockQuote(shown.reason) if shown.reason else None,
        decision(shown),
    )
    return Saying(text, keyboards.keyboard(rows), protected=item.confidential)


def decision(shown: Request) -> Text | None:
    """What was answered and by whom, that it was taken back, or why it can no longer be granted."""
    due = shown.card.due_on
    who = isolate(shown.decided_by or "")
    if shown.granted:
        return compose(_("✅ Granted by {who}."), who=who)
    if shown.taken_back:
        return compose(_("↩️ {who} took the request back."), who=who)
    if shown.granted is None and not shown.card.is_open:
        return Text(_("The item is closed; the request needs no answer any more."))
    if shown.granted is None and (shown.over or shown.lapsed) and due is not None:
        sentence = (
            _("This period has passed; the present deadline, {date}, stays as it is.")
            if shown.card.repeats
            else _("The deadline is {date}, no earlier than what was asked for; it stays.")
        )
        return compose(sentence, date=Bold(day(due)))
    if shown.granted is None:
        return None
    return compose(_("Refused by {who}: {reason}"), who=who, reason=isolate(shown.answer or "—"))


def lapsed(shown: Request) -> Saying:
    """Told to whoever asked: nobody answered, why nobody will, and what they can do now."""
    item = shown.card
    text = lines(
        compose(
            _("Your request for more time for {code} (until {date}) got no answer and has lapsed."),
            code=Bold(code(item.code)),
            date=day(shown.wanted_on),
        ),
        decision(shown),
        _(
            "If you need more time still, ask again: tap “Report progress”, then “Ask for more "
            "time”."
        )
        if item.may_report
        else None,
    )
    return _to_report_on(item, text)


def stands(shown: Request) -> Saying:
    """What whoever asked sees once they wanted to take it back: that, or what came before."""
    if shown.taken_back:
        return _taken_back(shown)
    return lapsed(shown) if shown.granted is None else decided(shown)


def _taken_back(shown: Request) -> Saying:
    item = shown.card
    text = lines(
        compose(
            _("↩️ Taken back: more time for {code} until {date}."),
            code=Bold(code(item.code)),
            date=day(shown.wanted_on),
        ),
        compose(_("The deadline stays: {date}."), date=Bold(day(item.due_on)))
        if item.due_on
        else None,
    )
    return _to_report_on(item, text)


def _to_report_on(item: ItemCard, text: Text) -> Saying:
    """The words with the item's buttons, for who may report on it."""
    rows = keyboards.of_items([item]) if item.may_report else []
    return Saying(text, keyboards.keyboard(rows), (item.id,) if item.may_report else ())


def ask_why_not(shown: Request) -> Saying:
    """A refusal needs a reason."""
    return Saying(
        compose(
            _("Why is {code} not given more time? Type the reason; whoever asked will read it."),
            code=Bold(code(shown.card.code)),
        ),
        keyboards.keyboard([[button(_("◀ Back"), AnswerTime(do="open", id=shown.id))]]),
    )


def decided(shown: Request) -> Saying:
    """Told to whoever asked."""
    item = shown.card
    sentence = (
        _("More time for {code} was granted: until {date}.")
        if shown.granted
        else _("More time for {code} (until {date}) was refused.")
    )
    text = lines(
        compose(sentence, code=Bold(code(item.code)), date=day(shown.wanted_on)),
        compose(_("Reason: {reason}"), reason=isolate(shown.answer)) if shown.answer else None,
    )
    return _to_report_on(item, text)
