"""Words for an item's story: every report, request and decision, oldest first."""

from datetime import datetime

from aiogram.utils.formatting import Bold, Italic, Text

from bot.i18n import _, ngettext
from bot.saying import keyboards, taps
from bot.saying.keyboards import button
from bot.saying.replies import Saying
from bot.saying.wording import (
    code,
    compose,
    excerpt,
    isolate,
    lines,
    moment,
    number,
    percent,
    short_day,
)
from bot.views import items
from council.item_story import EventTold, RequestTold, Story
from council.items import ItemCard
from storage.item_rows import ReportRow
from storage.words import Decision, EventKind

EVIDENCE_SHOWN = 5
STORY_SHOWN = 30


def history(item: ItemCard, story: Story, zone: str) -> Saying:
    """Everything that was reported, asked and decided on an item, oldest first."""
    told: list[Text | str] = [line for _at, line in sorted(_told(story, zone), key=_when)]
    rows: list[keyboards.Row] = [
        [
            button(
                _("📎 Evidence of {date}").format(date=short_day(one.at.date())),
                taps.ReceiptStep(do="files", id=one.id),
            )
        ]
        for one in [report for report in story.reports if report.evidence][-EVIDENCE_SHOWN:]
    ]
    rows.append([button(_("Open the card"), taps.OpenItem(id=item.id))])
    text = lines(
        compose(_("History of {code}"), code=Bold(code(item.code))),
        *(told[-STORY_SHOWN:] or [_("No report so far.")]),
    )
    return Saying(
        text,
        keyboards.keyboard(rows),
        (item.id,) if item.may_report else (),
        protected=item.confidential,
    )


def _when(told: tuple[datetime, Text]) -> datetime:
    return told[0]


def _told(story: Story, zone: str) -> list[tuple[datetime, Text]]:
    lines_told = [
        (one.at, story_line(one, zone, overtaken=story.overtaken(one))) for one in story.reports
    ]
    lines_told += [(one.at, request_line(one, zone)) for one in story.requests]
    return lines_told + [(one.at, event_line(one, zone)) for one in story.events]


def request_line(one: RequestTold, zone: str) -> Text:
    """A request for more time and its answer."""
    answers = {
        None: _unanswered(one),
        True: _("granted by {who}").format(who=isolate(one.decided_by or "")),
        False: _("refused by {who}: {reason}").format(
            who=isolate(one.decided_by or ""), reason=isolate(one.answer or "—")
        ),
    }
    return lines(
        "",
        compose(
            _("• {when}, {who}: more time until {date}"),
            when=moment(one.at, zone),
            who=isolate(one.asked_by),
            date=short_day(one.wanted_on),
        ),
        f"  ({answers[one.granted]})",
    )


def _unanswered(one: RequestTold) -> str:
    if one.taken_back:
        return _("taken back")
    return _("not answered in time") if one.lapsed else _("not answered yet")


def event_line(one: EventTold, zone: str) -> Text:
    """What the secretariat did about an item."""
    words = {
        EventKind.REFERRED_UP: _("referred up"),
        EventKind.NOT_ACTIONABLE: _("closed as not this body's task"),
        EventKind.WITHDRAWN: _("closed as no longer needed"),
        EventKind.QUESTION: _("asked about the report"),
        EventKind.RULE_CHANGED: _("changed how often it is reported"),
        EventKind.RULE_ENDED: _("asked for one last report"),
    }
    return lines(
        "",
        compose(
            _("• {when}, {who}: {said}"),
            when=moment(one.at, zone),
            who=isolate(one.actor),
            said=words[one.kind],
        ),
        Italic(isolate(excerpt(one.reason, 300))) if one.reason else None,
    )


def story_line(one: ReportRow, zone: str, *, overtaken: bool = False) -> Text:
    """One report and what became of it; `overtaken` where a newer one took its place."""
    who = isolate(one.author)
    if one.on_behalf_of:
        who = _("{who} on behalf of {body}").format(who=who, body=isolate(one.on_behalf_of))
    verdicts = {
        Decision.ACCEPTED: _("accepted"),
        Decision.RETURNED: _("returned: {reason}").format(reason=isolate(one.reason or "—")),
    }
    undecided = _("a newer report took its place") if overtaken else _("not reviewed yet")
    verdict = verdicts[one.decision] if one.decision else undecided
    if one.by_author:
        said = _("accepted by its author, who reviews alone: {reason}")
        verdict = said.format(reason=isolate(one.reason or "—"))
    if one.withdrawn:
        verdict = _("taken back by its author")
    return lines(
        "",
        compose(
            _("• {when}, {who}: {said}"), when=moment(one.at, zone), who=who, said=in_short(one)
        ),
        Italic(isolate(excerpt(one.note, 300))) if one.note else None,
        f"  ({verdict})",
    )


def in_short(report: ReportRow) -> str:
    """How far a report says it is, its state, and how many files came with it."""
    share = percent(report.percent) + _(", ") if report.percent is not None else ""
    files = ""
    if report.evidence:
        many = ngettext("{n} file", "{n} files", report.evidence)
        files = _(", ") + many.format(n=number(report.evidence))
    return f"{share}{items.status(report.status)}{files}"
