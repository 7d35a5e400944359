"""Words for lists of searches: by meeting, year and body, by state, and one's own."""

from collections.abc import Sequence

from aiogram.utils.formatting import Bold, Text

from bot.i18n import _, ngettext
from bot.saying import keyboards, taps
from bot.saying.replies import Saying
from bot.saying.taps import SearchStep
from bot.saying.wording import compose, day, digits, excerpt, isolate, lines, number
from bot.views.search import filter_words
from council.lists import CountedLine, MeetingLine
from council.searching.searches import OwnSearch

PAGE = 8
STATES = (
    *("overdue", "silent", "blocked", "waiting", "open", "implemented"),
    *("undated", "unassigned"),
)


def lists() -> Saying:
    """Which lists there are."""
    by = (
        ("meetings", _("🗓 By session")),
        ("years", _("📅 By year")),
        ("bodies", _("🏛 By body")),
    )
    rows: list[keyboards.Row] = [
        [keyboards.button(words, SearchStep(do="list", word=what)) for what, words in by]
    ]
    states = [
        keyboards.button(filter_words(word), SearchStep(do="state", word=word)) for word in STATES
    ]
    own = [
        keyboards.button(filter_words("mine"), taps.OpenMyWork()),
        keyboards.button(filter_words("followed"), SearchStep(do="state", word="followed")),
    ]
    rows += [*(states[n : n + 2] for n in range(0, len(states), 2)), own]
    rows.append(
        [
            keyboards.button(filter_words("following"), SearchStep(do="state", word="following")),
            keyboards.button(_("🕘 My searches"), SearchStep(do="own")),
        ]
    )
    text = lines(Bold(_("Lists")), _("Choose a list, or type what you are looking for."))
    return Saying(text, keyboards.keyboard(rows))


def meetings(found: Sequence[MeetingLine], page: int) -> Saying:
    """The sessions, newest first."""
    shown = [meeting(one) for one in found]
    return _paged(_("Sessions"), found, shown, "meetings", page)


def meeting(one: MeetingLine) -> str:
    """A session in the list."""
    count = ngettext("{n} resolution", "{n} resolutions", one.resolutions)
    held = isolate(day(one.held_on, weekday=False)) if one.held_on else _("undated")
    name = _("Session {number}").format(number=number(one.number)) if one.number else held
    when = _(", ") + held if one.number else ""
    return f"{name}{when}{_(', ')}{count.format(n=number(one.resolutions))}"


def years(found: Sequence[CountedLine], page: int) -> Saying:
    """The years, newest first."""
    count = [ngettext("{n} resolution", "{n} resolutions", one.count) for one in found]
    shown = [
        f"{digits(one.name)}{_(', ')}{words.format(n=number(one.count))}"
        for one, words in zip(found, count, strict=True)
    ]
    return _paged(_("Years"), found, shown, "years", page)


def bodies(found: Sequence[CountedLine], page: int) -> Saying:
    """The bodies in alphabetical order."""
    count = [ngettext("{n} item", "{n} items", one.count) for one in found]
    shown = [
        f"{isolate(one.name)}{_(', ')}{words.format(n=number(one.count))}"
        for one, words in zip(found, count, strict=True)
    ]
    return _paged(_("Bodies"), found, shown, "bodies", page)


def _paged(
    title: str,
    found: Sequence[MeetingLine | CountedLine],
    shown: Sequence[str],
    what: str,
    page: int,
) -> Saying:
    """Numbered lines with a button each; the number is that of the whole list."""
    first = page * PAGE
    here = list(enumerate(shown, start=1))[first : first + PAGE]
    if not here:
        nothing = _("There is nothing in this list yet.")
        return Saying(lines(Bold(title), nothing), keyboards.keyboard([_to_lists()]))
    text = lines(
        Bold(title), "", *(compose(_("{place}. {line}"), place=n, line=words) for n, words in here)
    )
    buttons = [
        keyboards.button(number(n), SearchStep(do="open", word=what, at=found[n - 1].id))
        for n, _words in here
    ]
    turn = []
    if first:
        turn.append(keyboards.button(_("◀ Back"), SearchStep(do="list", word=what, at=page - 1)))
    if first + PAGE < len(shown):
        turn.append(keyboards.button(_("More ▶"), SearchStep(do="list", word=what, at=page + 1)))
    rows: list[keyboards.Row] = [buttons[n : n + 4] for n in range(0, len(buttons), 4)]
    return Saying(text, keyboards.keyboard([*rows, turn, _to_lists()]))


def _to_lists() -> keyboards.Row:
    return [keyboards.button(_("◀ All lists"), SearchStep(do="list", word="all"))]


def own(found: Sequence[OwnSearch]) -> Saying:
    """One's own searches: tap to run again; kept ones can be dropped."""
    if not found:
        return Saying(
            lines(
                Bold(_("My searches")),
                _("Your searches are listed here; ⭐ under a result keeps one for good."),
            ),
            keyboards.keyboard([_to_lists()]),
        )
    rows: list[keyboards.Row] = []
    listed: list[Text] = []
    for place, one in enumerate(found, start=1):
        sign = _("⭐ {query}") if one.kept else _("🕘 {query}")
        query = sign.format(query=excerpt(one.query, 40))
        listed.append(compose(_("{place}. {line}"), place=place, line=isolate(query)))
        row = [keyboards.button(query, SearchStep(do="run", at=one.id))]
        if one.kept:
            words = _("✕ Remove {n}").format(n=number(place))
            row.append(keyboards.button(words, SearchStep(do="drop", at=one.id)))
        rows.append(row)
    if any(not one.kept for one in found):
        rows.append([keyboards.button(_("Forget the recent ones"), SearchStep(do="forget"))])
    tap = _("Tap one to search again; only you see them.")
    text = lines(Bold(_("My searches")), *listed, "", tap)
    return Saying(text, keyboards.keyboard(rows))
