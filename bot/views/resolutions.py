"""Words for resolutions: the card, search results, and what else was mentioned."""

from aiogram.utils.formatting import BlockQuote, Bold, ExpandableBlockQuote, Italic, Text

from bot import keyboards
from bot.i18n import _, ngettext
from bot.replies import Saying
from bot.views import deadlines, items
from bot.wording import code, compose, day, excerpt, isolate, lines, number, short_day
from council.resolutions import Found, ReferenceSeen, ResolutionCard, SearchResult

QUOTED = 600
TEXT_LIMIT = 2_200
QUERY_SHOWN = 100


def card(shown: ResolutionCard) -> Saying:
    """The one layout of a resolution, everywhere."""
    body = excerpt_or_all(shown.text)
    quote = BlockQuote(body) if len(body) <= QUOTED else ExpandableBlockQuote(body)
    parts: list[Text | str | None] = [
        compose(_("Resolution {code}"), code=Bold(code(shown.code))),
        _("🔒 Confidential: for your eyes only; this opening is logged.")
        if shown.confidential
        else None,
        session_line(shown),
        quote,
        *(reference(one) for one in shown.references),
    ]
    for item in shown.items:
        parts += ["", items.paragraph(item)]
    if any(item.may_report for item in shown.items):
        parts += ["", Italic(_("To report, reply to this message or press the button."))]
    reportable = tuple(item.id for item in shown.items if item.may_report)
    rows = keyboards.of_items(shown.items)
    if shown.may_mark:
        rows.append([secret_button(shown)])
    return Saying(lines(*parts), keyboards.keyboard(rows), reportable, protected=shown.confidential)


def secret_button(shown: ResolutionCard) -> keyboards.Button:
    """For secretaries: make it confidential, or see who may know."""
    if shown.confidential:
        return keyboards.button(_("🔒 Who may know"), keyboards.SecretStep(do="list", id=shown.id))
    return keyboards.button(_("🔒 Make confidential"), keyboards.SecretStep(do="set", id=shown.id))


def excerpt_or_all(text: str) -> str:
    """The verbatim text; a very long one is cut where it says so."""
    if len(text) <= TEXT_LIMIT:
        return text
    return text[:TEXT_LIMIT] + _("… (the whole text is in the minutes)")


def session_line(shown: ResolutionCard) -> str:
    """Which session it was, and when."""
    held = day(shown.held_on) if shown.held_on else None
    if shown.meeting_number and held:
        return _("Session {number}, {date}").format(number=number(shown.meeting_number), date=held)
    if shown.meeting_number:
        return _("Session {number}").format(number=number(shown.meeting_number))
    return held or _("Session without number and date")


def reference(one: ReferenceSeen) -> Text:
    """A mention of an earlier session's resolution."""
    return compose(_("↩ Refers to: {text}"), text=isolate(excerpt(one.text, 120)))


def results(found: SearchResult) -> Saying:
    """One page of search results, a button each."""
    header = compose(_("🔎 «{query}»"), query=isolate(excerpt(found.query, QUERY_SHOWN)))
    if not found.hits:
        return Saying(
            lines(
                header,
                _("Nothing found."),
                _("Try one or two main words, a body's name, or a code such as {code}.").format(
                    code=code("72/3")
                ),
            )
        )
    count = ngettext("{n} resolution", "{n} resolutions", found.total)
    listed = [hit(one, place) for place, one in enumerate(found.hits, start=found.first + 1)]
    text = lines(header, count.format(n=number(found.total)), *listed)
    buttons = [
        keyboards.button(code(one.code), keyboards.OpenResolution(id=one.id)) for one in found.hits
    ]
    rows: list[keyboards.Row] = [buttons[n : n + 3] for n in range(0, len(buttons), 3)]
    return Saying(text, keyboards.keyboard([*rows, paging(found)]))


def paging(found: SearchResult) -> keyboards.Row:
    """Back and forth through the pages, where there are several."""
    row = []
    if found.page > 0:
        row.append(keyboards.button(_("◀ Back"), keyboards.SearchPage(page=found.page - 1)))
    if found.first + len(found.hits) < found.total:
        row.append(keyboards.button(_("More ▶"), keyboards.SearchPage(page=found.page + 1)))
    return row


def hit(one: Found, place: int) -> Text:
    """A found resolution: code, the words found in bold, state and date."""
    item = one.items[0] if one.items else None
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
        f"   {state}{when}",
    )


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
    inside = first.partition("«")[2].rpartition("»")[0]
    return inside.strip("\u2068\u2069").removesuffix("…")
