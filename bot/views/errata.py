"""Words for corrections of what was published: asking, showing old and new, telling of them."""

from collections.abc import Sequence
from datetime import date

from aiogram.utils.formatting import BlockQuote, Bold, Pre, Text

from bot.i18n import _, ngettext
from bot.saying import keyboards
from bot.saying.keyboards import button
from bot.saying.replies import Saying
from bot.saying.taps import NO_DAY, CorrectStep, OpenItem, OpenResolution
from bot.saying.wording import code, compose, day, excerpt, isolate, lines, moment, number
from bot.views import calendar, owners, reassigning
from council.errata import ErratumSeen, What
from council.items import ItemCard
from council.resolutions import ResolutionCard
from storage.words import ItemState

SHOWN = 1_200


def rows(shown: ResolutionCard) -> list[keyboards.Row]:
    """What can be done about corrections on a resolution's card."""
    found: list[keyboards.Row] = []
    if shown.corrections:
        label = _("✏️ Corrections ({n})").format(n=number(shown.corrections))
        found.append([button(label, CorrectStep(do="list", id=shown.id))])
    if shown.may_correct:
        found.append([button(_("✏️ Correct"), CorrectStep(do="menu", id=shown.id))])
        found += [
            [button(_named(_("📌 Take up"), item), CorrectStep(do="up", id=item.id))]
            for item in shown.items
            if item.state is ItemState.ARCHIVED
        ]
    return found


def _named(label: str, item: ItemCard) -> str:
    if not item.body:
        return label
    return _("{label}: {body}").format(label=label, body=isolate(excerpt(item.body, 40)))


def menu(shown: ResolutionCard) -> Saying:
    """What is to be corrected: the wording, or the date or the body of an item."""
    text_button = button(_("📝 Text"), CorrectStep(do="text", id=shown.id))
    dated = [
        [button(_named(_("⏳ Deadline"), item), CorrectStep(do="due", id=item.id))]
        for item in shown.items
        if item.is_open and not item.repeats
    ]
    given = [
        [reassigning.give_to_another(item.id, _named(_("🏛 Responsible body"), item))]
        for item in shown.items
        if item.is_open
    ]
    asked = compose(
        _("What is to be corrected in {code}? What it says now stays on record."),
        code=Bold(code(shown.code)),
    )
    back = [button(_("◀ Back to the card"), OpenResolution(id=shown.id))]
    return Saying(
        asked, keyboards.keyboard([[text_button], *dated, *given, *owners.rows(shown), back])
    )


def ask_text(shown: ResolutionCard) -> Saying:
    """The text to copy and send back corrected."""
    return Saying(
        lines(
            compose(_("Resolution {n} as it stands:"), n=Bold(code(shown.code))),
            Pre(shown.text[:SHOWN]),
            _("Copy it, correct it, and send me the whole text."),
        ),
        keyboards.keyboard([keyboards.leave()]),
    )


def ask_reason() -> Saying:
    """Why: it is kept with the correction, and those concerned read it."""
    words = _("Why is it corrected? Type the reason; those concerned will read it.")
    return Saying(Text(words), keyboards.keyboard([keyboards.leave()]))


def choose_day(item: ItemCard, today: date, month: int, *, take_up: bool) -> Saying:
    """A month to choose the new date from; `month` is YYYYMM, 0 for the present one."""
    year, shown = calendar.shown_month(month, today)
    choose, turn = ("upday", "up") if take_up else ("day", "due")
    keys = calendar.month_rows(
        year,
        shown,
        today=today,
        on_day=lambda one: CorrectStep(do=choose, id=item.id, n=one.toordinal()),
        on_month=lambda y, m: CorrectStep(do=turn, id=item.id, n=y * 100 + m),
    )
    asked = (
        _("By when is {code} to be done now? It is followed up from today.")
        if take_up
        else _("What is the right deadline of {code}?")
    )
    off = _("{mark} Friday or an official holiday").format(mark=calendar.OFF)
    text = lines(compose(asked, code=Bold(code(item.code))), off, *calendar.days_off(year, shown))
    none = [button(_("🚫 No deadline"), CorrectStep(do="day", id=item.id, n=NO_DAY))]
    back = [button(_("◀ Back to the card"), OpenItem(id=item.id))]
    may_go = not take_up and item.due_on is not None
    return Saying(text, keyboards.keyboard([*keys, none if may_go else [], back]))


def ask_sure(item: ItemCard, day_: date) -> Saying:
    """Asked before an item is taken up, since those concerned hear of it at once."""
    asked = compose(
        _("Follow {code} up from today, due {date}? Those concerned are told at once."),
        code=Bold(code(item.code)),
        date=day(day_),
    )
    yes = button(_("Yes, follow it up"), CorrectStep(do="upsure", id=item.id, n=day_.toordinal()))
    back = [button(_("◀ Back"), CorrectStep(do="up", id=item.id))]
    return Saying(asked, keyboards.keyboard([[yes], back]))


def corrected(told: int) -> Saying:
    """Said to who corrected it."""
    count = ngettext("{n} message goes out about it.", "{n} messages go out about it.", told)
    return Saying(
        lines(
            Bold(_("✏️ Corrected; what it said before stays on record.")),
            count.format(n=number(told)) if told else _("Nobody had been told of it yet."),
        )
    )


def taken_up(code_: str, day_: date, told: int) -> Saying:
    """Said to who took it up."""
    count = ngettext("{n} message goes out about it.", "{n} messages go out about it.", told)
    return Saying(
        lines(
            compose(
                _("📌 {code} is followed up from today, due {date}."),
                code=Bold(code(code_)),
                date=day(day_),
            ),
            count.format(n=number(told)) if told else None,
        )
    )


def history(found: Sequence[ErratumSeen], zone: str) -> Saying:
    """Every correction: who, when, why, and what it said before."""
    if not found:
        return Saying(Text(_("Nothing yet.")))
    parts: list[Text | str | None] = [
        compose(_("Corrections of {code}"), code=Bold(code(found[0].code)))
    ]
    for one in found[-5:]:
        parts += ["", *_told(one, zone)]
    back = [[button(_("📄 To the resolution"), OpenResolution(id=found[0].resolution_id))]]
    return Saying(lines(*parts), keyboards.keyboard(back))


def _told(one: ErratumSeen, zone: str) -> list[Text | str]:
    return [
        compose(
            _("✏️ {who}, {when}: {reason}"),
            who=Bold(isolate(one.who)),
            when=moment(one.at, zone),
            reason=isolate(one.reason),
        ),
        _("Before:"),
        BlockQuote(_value(one, one.before)),
        _("Now:"),
        BlockQuote(_value(one, one.after)),
    ]


def _value(one: ErratumSeen, value: str) -> str:
    if one.what is What.DEADLINE:
        return day(date.fromisoformat(value)) if value else _("no date")
    return excerpt(value, SHOWN // 2)


def notice(one: ErratumSeen, council: str, zone: str) -> Saying:
    """Said to those concerned."""
    text = lines(
        compose(_("✏️ {council}"), council=Bold(isolate(council))),
        compose(_("Resolution {code} was corrected."), code=Bold(code(one.code))),
        *_told(one, zone),
    )
    row = [button(_("📄 To the resolution"), OpenResolution(id=one.resolution_id))]
    return Saying(text, keyboards.keyboard([row]))
