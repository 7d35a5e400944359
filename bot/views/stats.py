"""Words for the secretariat's numbers: the score, its tables, the list behind a number."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date

from aiogram.utils.formatting import Bold, Italic, Text

from bot.i18n import _, ngettext
from bot.saying import keyboards
from bot.saying.keyboards import button
from bot.saying.paper_taps import StatsStep
from bot.saying.replies import Saying
from bot.saying.wording import compose, digits, isolate, lines, number, percent, short_day
from bot.views import figures, items
from council.figures.numbers import Figure, Numbers, Share
from council.figures.pictures import Drawing, Kind
from council.figures.stats import NOBODY, OWN, Line, Listed, Overview, Scope
from council.items import ItemCard

ON_SCREEN = (
    *(Figure.FOLLOWED, Figure.IN_SCOPE, Figure.IMPLEMENTED, Figure.ON_TIME, Figure.LATE),
    *(Figure.OPEN, Figure.OVERDUE, Figure.STALE, Figure.BLOCKED, Figure.WAITING),
    *(Figure.RESCHEDULE, Figure.MISSED),
)
"""The numbers that have a button, in this order."""
LINES = 6
YEARS = 4


def nothing_yet() -> str:
    """Before anything was published."""
    return _("There is nothing to count yet; numbers come with the first published minutes.")


def overview(shown: Overview) -> Saying:
    """The numbers on one phone screen, a button for the list behind each."""
    counts, scope = shown.numbers.counts, shown.scope
    heading = compose(_("📊 Numbers of {scope}"), scope=when(scope))
    owner = isolate(whose(shown.scope, shown.body, shown.council_name))
    if not counts[Figure.FOLLOWED]:
        said: list[Text | str | None] = [nothing_yet()]
    else:
        said = _score(shown.numbers)
    numbers = [
        button(f"{figures.name(figure)} {number(counts[figure])}", step(shown, "list", figure))
        for figure in ON_SCREEN
        if counts[figure]
    ]
    rows: list[keyboards.Row] = [numbers[n : n + 2] for n in range(0, len(numbers), 2)]
    rows += [_years(shown), *_further(shown)]
    return Saying(lines(Bold(heading), Italic(owner), "", *said), keyboards.keyboard(rows))


def _score(numbers: Numbers) -> list[Text | str | None]:
    counts = numbers.counts
    of_sessions = ngettext("{n} session", "{n} sessions", numbers.sessions)
    followed = ngettext("{n} item", "{n} items", counts[Figure.FOLLOWED])
    days = numbers.median_days
    return [
        compose(
            _("{items} of {sessions}"),
            items=Bold(followed.format(n=number(counts[Figure.FOLLOWED]))),
            sessions=of_sessions.format(n=number(numbers.sessions)),
        ),
        _share(_("📐 In scope: {share}"), numbers.in_scope),
        _share(_("✅ Implemented: {share}"), numbers.implemented),
        _share(_("⏱ On time: {share}"), numbers.on_time),
        compose(_("📆 Median time until done: {days}"), days=Bold(_days(days)))
        if days is not None
        else None,
        _share(_("🔁 Periods done: {share}"), numbers.periods),
        _share(_("📜 Whole resolutions implemented: {share}"), numbers.resolutions)
        if numbers.resolutions != numbers.implemented
        else None,
    ]


def _share(sentence: str, share: Share) -> Text | None:
    """A share with its two numbers; nothing of nothing."""
    if share.percent is None:
        return None
    words = _("{part} of {whole} ({percent})").format(
        part=number(share.part), whole=number(share.whole), percent=percent(share.percent)
    )
    return compose(sentence, share=Bold(words))


def _days(value: float) -> str:
    """A number of days that may end in a half."""
    whole = int(value)
    if value == whole:
        return ngettext("{n} day", "{n} days", whole).format(n=number(whole))
    return _("{n} days").format(n=digits(_("{whole}.5").format(whole=whole)))


def definitions(shown: Overview) -> Saying:
    """What each number means."""
    explained = [
        compose(_("{name}: {meaning}"), name=Bold(figures.name(one)), meaning=figures.meaning(one))
        for one in ON_SCREEN
    ]
    text = lines(
        Bold(_("❓ What the numbers mean")),
        _("An item is what one resolution orders of one body. Sessions count by their day."),
        "",
        *explained,
        compose(
            _("{name}: {meaning}"),
            name=Bold(_("📆 Median time until done")),
            meaning=_("The median of days from notification to the accepted report."),
        ),
        compose(
            _("{name}: {meaning}"),
            name=Bold(_("🔁 Periods done")),
            meaning=_(
                "Periods of repeating items that were reported as done, and accepted, of those"
                " that ended."
            ),
        ),
        "",
        Italic(_("What you may not see is not counted for you.")),
    )
    return Saying(text, keyboards.keyboard([[button(_("◀ Back"), step(shown, "all"))]]))


def behind(shown: Listed) -> Saying:
    """A page of the items that a number counts."""
    first = shown.page * LINES + 1
    heading = compose(_("{name}: {n}"), name=figures.name(shown.figure), n=shown.total)
    where = " · ".join(filter(None, (when(shown.scope), whose(shown.scope, shown.body, ""))))
    listed = [
        items.line(one, at, when=_done(one, shown.done_on.get(one.id)))
        for at, one in enumerate(shown.items, start=first)
    ]
    if not listed:
        listed = [Text(_("There is nothing in this list any more."))]
    turn = []
    if shown.page:
        turn.append(button(_("◀ Back"), step(shown, "list", shown.figure, shown.page - 1)))
    if shown.more:
        turn.append(button(_("More ▶"), step(shown, "list", shown.figure, shown.page + 1)))
    rows = [*items.open_rows(shown.items), turn, [button(_("📊 Numbers"), step(shown, "all"))]]
    text = lines(Bold(heading), isolate(where), Italic(figures.meaning(shown.figure)), "", *listed)
    return Saying(text, keyboards.keyboard(rows))


def _done(item: ItemCard, done_on: date | None) -> str | None:
    """When an item was done, and how that was to its deadline; None where it is not done."""
    if done_on is None:
        return None
    if item.due_on is None:
        return short_day(done_on)
    late = (done_on - item.due_on).days
    if late <= 0:
        return _("{day}, on time").format(day=short_day(done_on))
    behind_by = ngettext("{n} day late", "{n} days late", late).format(n=number(late))
    return _("{day}, {late}").format(day=short_day(done_on), late=behind_by)


def by_body(shown: Overview, found: Sequence[Line], page: int) -> Saying:
    """The bodies with their numbers, most overdue first; a button opens a body's own."""
    names = [isolate(whose(one.scope, one.body, "")) for one in found]
    return _table(shown, _("🏛 By body"), "bodies", found, names, page)


def by_quarter(shown: Overview, found: Sequence[Line], page: int) -> Saying:
    """The quarters with their numbers, newest first; a button opens a quarter's own."""
    names = [when(one.scope) for one in found]
    return _table(shown, _("🍂 By season"), "quarters", found, names, page)


def _table(
    shown: Overview, title: str, do: str, found: Sequence[Line], names: Sequence[str], page: int
) -> Saying:
    here = list(zip(range(1, len(found) + 1), found, names, strict=True))
    here = here[page * LINES : (page + 1) * LINES]
    told = [
        lines(compose(_("{place}. {line}"), place=n, line=Bold(words)), _short(one.numbers))
        for n, one, words in here
    ]
    opening = [
        button(number(n), step(shown, "all").model_copy(update=asdict(one.scope)))
        for n, one, _words in here
    ]
    turn = []
    if page:
        turn.append(button(_("◀ Back"), step(shown, do, page=page - 1)))
    if (page + 1) * LINES < len(found):
        turn.append(button(_("More ▶"), step(shown, do, page=page + 1)))
    rows: list[keyboards.Row] = [opening, turn, [button(_("📊 Numbers"), step(shown, "all"))]]
    where = when(shown.scope) if do == "bodies" else whose(shown.scope, shown.body, "")
    empty = None if told else nothing_yet()
    text = lines(Bold(title), isolate(where) if where else None, "", empty, *told)
    return Saying(text, keyboards.keyboard(rows))


def _short(numbers: Numbers) -> str:
    """The numbers of a line in a table."""
    counts, done, time = numbers.counts, numbers.implemented, numbers.on_time
    parts = [
        _("✅ {part} of {whole} ({percent})").format(
            part=number(done.part), whole=number(done.whole), percent=percent(done.percent)
        )
        if done.percent is not None
        else ngettext("{n} item", "{n} items", counts[Figure.FOLLOWED]).format(
            n=number(counts[Figure.FOLLOWED])
        ),
        _("⏱ {percent}").format(percent=percent(time.percent)) if time.percent is not None else "",
        _("⏰ {n}").format(n=number(counts[Figure.OVERDUE])) if counts[Figure.OVERDUE] else "",
    ]
    return "   " + _(" · ").join(filter(None, parts))


def season(quarter: int) -> str:
    """A quarter of the Jalali year, 1 to 4."""
    return (_("spring"), _("summer"), _("autumn"), _("winter"))[quarter - 1]


def when(scope: Scope) -> str:
    """The time that a scope is about: «پاییز ۱۴۰۵»."""
    if scope.year <= 0:
        return _("all years")
    if scope.quarter:
        return _("{season} {year}").format(season=season(scope.quarter), year=number(scope.year))
    return _("the year {year}").format(year=number(scope.year))


def whose(scope: Scope, body: str | None, council: str) -> str:
    """Whose items a scope is about: a body's name, or the council's."""
    if body:
        return body
    return {OWN: _("your bodies"), NOBODY: _("no body named")}.get(scope.body, council)


def _years(shown: Overview) -> keyboards.Row:
    """The other years, and all of them."""
    scope = shown.scope
    offered = [year for year in shown.years[:YEARS] if year != scope.year or scope.quarter]
    row = [
        button(number(year), step(shown, "all").model_copy(update={"year": year, "quarter": 0}))
        for year in offered
    ]
    if scope.year and len(shown.years) > 1:
        every = step(shown, "all").model_copy(update={"year": 0, "quarter": 0})
        row.append(button(_("All years"), every))
    return row


def _further(shown: Overview) -> list[keyboards.Row]:
    """The tables, whose numbers else, and the definitions."""
    other = []
    if shown.scope.body:
        whole = step(shown, "all").model_copy(update={"body": 0})
        other.append(button(_("🏛 The whole council"), whole))
    elif shown.own_bodies:
        own = step(shown, "all").model_copy(update={"body": OWN})
        other.append(button(_("👤 My bodies"), own))
    return [
        [
            button(_("🏛 By body"), step(shown, "bodies")),
            button(_("🍂 By season"), step(shown, "quarters")),
        ],
        [
            button(_("🖼 Pictures"), step(shown, "pictures")),
            button(_("❓ Definitions"), step(shown, "what")),
        ],
        other,
    ]


def step(
    shown: Overview | Listed | Drawing, do: str, what: Figure | Kind | None = None, page: int = 0
) -> StatsStep:
    """A button's data: another screen of what is shown."""
    scope = shown.scope
    return StatsStep(
        do=do,
        council=shown.council_id,
        body=scope.body,
        year=scope.year,
        quarter=scope.quarter,
        what=what.value if what else "",
        page=page,
    )
