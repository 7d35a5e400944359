"""Words for searching: results, what was understood, and nothing found."""

import re
from collections.abc import Sequence

from aiogram.utils.formatting import Bold, Italic, Text

from bot.i18n import _, ngettext
from bot.saying import keyboards, taps
from bot.saying.replies import Saying
from bot.saying.taps import HomeStep, SearchPage, SearchStep
from bot.saying.wording import (
    code,
    compose,
    day,
    digits,
    excerpt,
    isolate,
    lines,
    names,
    number,
    short_day,
)
from bot.views import deadlines, items
from bot.views.drafts import other_drafts
from council.days.periods import Period
from council.minutes.drafts import OpenDraft
from council.resolutions import Found
from council.searching.filters import Filter, Kind, Wanted
from council.searching.search import Chip, SearchResult
from council.searching.typed_codes import Code

QUERY_SHOWN = 100
BODY_SHOWN = 28
_QUOTED = re.compile("[«“](.*)[»”]")
"""The search in a page's first line, in the quotation marks of either language."""
TAPPED = ("overdue", "blocked", "mine")
"""Filters on buttons under a long list that has none yet."""


def results(
    found: SearchResult, *, report: str = "", broadcast: bool = False, command: str | None = None
) -> Saying:
    """One page of search results: what was understood, the hits, a button each.

    `report` are the words where they say how something stands: who forgot to reply to a card, or
    replied to one that is gone, sends them like that. `broadcast`: they found nothing and may be
    meant for the message to many that stands above. `command` goes by the same words.
    """
    header = compose(_("🔎 “{query}”"), query=isolate(excerpt(found.query, QUERY_SHOWN)))
    understood = _understood(found.chips)
    meant, ways = _perhaps_a_report(report) if report else (None, [])
    if not found.hits:
        nothing = [_("Nothing found.")] if report else _nothing(found)
        above = _("To answer the message above, reply to it: swipe it to the left and write.")
        text = lines(header, understood, *nothing, meant, above if broadcast else None)
        return Saying(text, keyboards.keyboard([ways, *_ways(found)]))
    count = ngettext("{n} resolution", "{n} resolutions", found.total)
    listed = [hit(one, place) for place, one in enumerate(found.hits, start=found.first + 1)]
    text = lines(
        header,
        meant,
        _also_a_command(command) if command else None,
        understood,
        _instead_of(found.missing) if found.missing else None,
        _instead(found.instead),
        count.format(n=number(found.total)),
        *listed,
    )
    rows = _to_cards(found.hits, found.first + 1)
    return Saying(text, keyboards.keyboard([ways, *rows, paging(found), *_ways(found)]))


def _perhaps_a_report(words: str) -> tuple[str, keyboards.Row]:
    """How to report with these words, and the button: the page must name all of them for it."""
    if len(" ".join(words.split())) > QUERY_SHOWN:
        own_work = keyboards.button(_("📌 My work"), taps.OpenMyWork())
        return _("If this is a report, send it as a reply to the item's card."), [own_work]
    report = keyboards.button(_("📝 It is a report"), taps.TypedReport())
    return _("If this is a report, tap “It is a report” below; nothing is recorded yet."), [report]


def _also_a_command(command: str) -> Text:
    return compose(_("There is also a command for that: {command}"), command=f"/{command}")


def related(hits: Sequence[Found]) -> Saying:
    """The resolutions that are most alike to the one on the card."""
    listed = [hit(one, place) for place, one in enumerate(hits, start=1)]
    return Saying(
        lines(_("🔗 Related resolutions"), *listed),
        keyboards.keyboard(_to_cards(hits, 1)),
    )


def nothing_related() -> Saying:
    """There are none."""
    return Saying(Text(_("I found no related resolution.")))


def welcome() -> Saying:
    """After thanks."""
    return Saying(Text(_("You are welcome. Whenever you look for something, type a few words.")))


def nothing_yet(drafts: Sequence[OpenDraft] = (), *, publishes: bool) -> Saying:
    """Nothing can be found before the first minutes are published; the drafts that wait for it."""
    said = _("No resolution has been published yet.")
    if drafts:
        waits = _("What you search for may stand in a draft that is not published yet:")
        return Saying(lines(said, waits), keyboards.keyboard(other_drafts(drafts)))
    if not publishes:
        return Saying(lines(said, _("Once the secretariat publishes minutes, search here.")))
    return Saying(
        lines(said, _("Send me the minutes of a session here, or begin with /minutes.")),
        keyboards.keyboard([[keyboards.button(_("📄 New minutes"), HomeStep(do="minutes"))]]),
    )


def command_instead(typed: str, command: str) -> Saying:
    """No resolution has the words as they are written, but a command is for that."""
    said = _("No resolution was found for “{words}”. There is a command for that: {command}")
    return Saying(compose(said, words=isolate(typed), command=f"/{command}"))


def _to_cards(hits: Sequence[Found], first: int) -> list[keyboards.Row]:
    buttons = [
        keyboards.button(
            _("{place}. {code}").format(place=number(place), code=code(one.code)),
            taps.OpenResolution(id=one.id),
        )
        for place, one in enumerate(hits, start=first)
    ]
    return [buttons[n : n + 3] for n in range(0, len(buttons), 3)]


def _nothing(found: SearchResult) -> list[Text | str]:
    said: list[Text | str] = [_("Nothing found.")]
    if found.page > 0:
        return [_("There is no such page any more.")]
    if found.missing:
        said = [_("There is no resolution {code} here.").format(code=_named(found.missing))]
    elif found.of_followed:
        said.append(how_to_follow())
    elif found.only_filters and len(found.chips) == 1:
        said = [_("No resolution meets this condition now.")]
    elif found.chips:
        said.append(_("Remove a filter below, or say it in other words."))
    else:
        said.append(
            _("Try one or two main words, a body's name, or a code such as {code}.").format(
                code=code("72/3")
            )
        )
    if found.outdated:
        left = ngettext(
            "{n} resolution is still being indexed; try again in a few minutes.",
            "{n} resolutions are still being indexed; try again in a few minutes.",
            found.outdated,
        )
        said.append(left.format(n=number(found.outdated)))
    return said


def how_to_follow() -> str:
    """The two ways to follow a resolution."""
    return _(
        "To follow a resolution, press “🔔 Follow” on its card, or type its code: /follow 72/3."
    )


def _instead_of(missing: Code) -> str:
    said = _("There is no resolution {code} here. These come nearest to it:")
    return said.format(code=_named(missing))


def _named(missing: Code) -> str:
    return code(f"{missing.session}/{missing.number}")


def _understood(chips: Sequence[Chip]) -> Text | None:
    if not chips:
        return None
    return compose(_("🏷 {filters}"), filters=_(" · ").join(chip_words(one) for one in chips))


def _instead(words: Sequence[str]) -> Text | None:
    if not words:
        return None
    return compose(_("Did you mean {words}? I searched for it too."), words=Italic(names(words)))


def _ways(found: SearchResult) -> list[keyboards.Row]:
    """The chips to remove, or to add where there are none; and to keep the search."""
    if found.chips:
        chips = [
            keyboards.button(
                _("✕ {filter}").format(filter=excerpt(chip_words(one), 30)),
                SearchStep(do="without", at=one.place),
            )
            for one in found.chips
        ]
    elif found.total > len(found.hits):
        chips = [
            keyboards.button(filter_words(word), SearchStep(do="also", word=word))
            for word in TAPPED
        ]
    else:
        chips = []
    rows: list[keyboards.Row] = [chips[n : n + 3] for n in range(0, len(chips), 3)]
    last = [keyboards.button(_("🕘 My searches"), SearchStep(do="own"))]
    if found.hits:
        last.insert(0, keyboards.button(_("⭐ Keep"), SearchStep(do="keep")))
    else:
        last.insert(0, keyboards.button(_("🗂 Lists"), SearchStep(do="lists")))
    return [*rows, last]


def paging(found: SearchResult) -> keyboards.Row:
    """Back and forth through the pages, where there are several."""
    row = []
    if found.page > 0:
        row.append(keyboards.button(_("◀ Back"), SearchPage(page=found.page - 1)))
    if found.first + len(found.hits) < found.total:
        row.append(keyboards.button(_("More ▶"), SearchPage(page=found.page + 1)))
    return row


def filter_words(word: str) -> str:
    """A filter on a button, by its short name."""
    words = {
        "overdue": _("⏰ overdue"),
        "silent": _("🔕 silent"),
        "blocked": _("⛔ blocked"),
        "open": _("🔵 open"),
        "waiting": _("🟡 waiting for review"),
        "implemented": _("✅ implemented"),
        "referred_up": _("⏫ referred up"),
        "withdrawn": _("withdrawn"),
        "mine": _("👤 my work"),
        "followed": _("👁 my follow-ups"),
        "following": _("🔔 followed"),
        "undated": _("⏳ no deadline"),
        "unassigned": _("🏛 no body"),
    }
    return words[word]


def chip_words(chip: Chip) -> str:
    """A filter that is at work, in words."""
    one = chip.filter
    if one.kind is Kind.STATE:
        return filter_words((one.state or Wanted.OPEN).value)
    if one.kind is Kind.MINE:
        return filter_words("followed" if one.follows else "mine")
    if one.kind is Kind.FOLLOWED:
        return filter_words("following")
    if one.kind in (Kind.UNDATED, Kind.UNASSIGNED):
        return filter_words(one.kind.value)
    if one.kind is Kind.BODY:
        return _("🏛 {body}").format(body=isolate(chip.name))
    return _when(chip, one)


def _when(chip: Chip, one: Filter) -> str:
    if one.kind is Kind.SESSION:
        return _("session {number}").format(number=isolate(number(one.number or 0)))
    if one.kind is Kind.LAST_SESSION:
        if chip.name:
            return _("last session ({number})").format(number=isolate(digits(chip.name)))
        return _("last session")
    words = period(one.period) if one.period else ""
    if one.kind is Kind.DUE:
        return _("⏳ due {period}").format(period=words)
    return _("🗓 {period}").format(period=words)


def period(value: Period) -> str:
    """A stretch of time: a day, or from day to day."""
    if value.first == value.last:
        return isolate(day(value.first, weekday=False))
    return _("{first} to {last}").format(
        first=isolate(day(value.first, weekday=False)),
        last=isolate(day(value.last, weekday=False)),
    )


def kept() -> Saying:
    """A note over the button: the search stays."""
    return Saying(Text(_("Kept. /searches shows your searches.")))


def too_many_kept() -> Saying:
    """A note over the button: no room for one more."""
    return Saying(Text(_("There is no room for another search; remove one first.")))


def hit(one: Found, place: int) -> Text:
    """A found resolution: code, the words found in bold, state and date, and whose it is."""
    item = one.item
    state = items.state(item.state) if item else _("for information")
    when = ""
    if item is not None and item.due_on is not None and item.is_open:
        when = _(", ") + _("due {date}").format(date=short_day(item.due_on))
        if item.overdue:
            when = _(", ") + (deadlines.distance(item) or "")
    return lines(
        "",
        compose(
            _("{place}. {code} {text}"),
            place=place,
            code=Bold(code(one.code)),
            text=_("🔒 confidential") if one.confidential else with_bold(one),
        ),
        f"   {state}{when}{_of_body(one)}",
    )


def _of_body(one: Found) -> str:
    """The body of its first item, cut so that the page stays one screen; none of a secret's."""
    if one.confidential or one.item is None or not one.item.body:
        return ""
    body = isolate(excerpt(one.item.body, BODY_SHOWN))
    return _(", ") + _("🏛 {body}").format(body=body)


def with_bold(one: Found) -> Text:
    """The excerpt with the words that were looked for in bold."""
    pieces: list[Text | str] = []
    end = 0
    for start, stop in one.spans:
        pieces += [one.excerpt[end:start], Bold(one.excerpt[start:stop])]
        end = stop
    pieces.append(one.excerpt[end:])
    return Text("\u2068", *(piece for piece in pieces if piece != ""), "\u2069")


def query_of(shown: str) -> str:
    """The query that a page of results names in its first line; pages need no memory."""
    first = shown.split("\n", 1)[0]
    named = _QUOTED.search(first)
    return named[1].strip("\u2068\u2069").removesuffix("…") if named else ""
