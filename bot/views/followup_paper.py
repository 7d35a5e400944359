"""Turns a follow-up report into the printed words of its documents."""

from collections.abc import Iterable, Sequence
from datetime import date

from bot.i18n import _, current_language
from bot.papers.followup import (
    Evidence,
    FollowUpPaper,
    Outcome,
    Row,
    SessionTable,
    Words,
)
from bot.saying.wording import day, digits, number, percent
from bot.views import deadlines, items
from council import dates
from council.followup.followup_report import EvidenceSeen, Line
from storage.followup_report import Told
from storage.words import OPEN_STATES, Decision, ItemState


class Paper:
    """Collects a report's lines, a part at a time, and gives the whole at the end."""

    def __init__(self, zone: str) -> None:
        self._zone = zone
        self._sessions: list[tuple[int, str, str, list[Row]]] = []
        self._evidence: list[Evidence] = []

    def add(self, lines: Iterable[Line]) -> None:
        """The next lines, in the report's order: a session's stand together."""
        for line in lines:
            told = line.told
            if not self._sessions or self._sessions[-1][0] != told.meeting_id:
                self._sessions.append((told.meeting_id, _title(told), _short(told), []))
            self._sessions[-1][3].append(_row(line, self._zone))
            self._evidence += [_evidence(line, one) for one in line.evidence]

    def whole(
        self,
        *,
        council: str,
        scope: str,
        today: date,
        notice: str,
        emblem: bytes | None = None,
        template: bytes | None = None,
    ) -> FollowUpPaper:
        """The report with everything around it."""
        return FollowUpPaper(
            persian=current_language() == "fa",
            title=title(),
            council=council,
            scope=scope,
            made_on=_("prepared on {day}").format(day=day(today)),
            notice=notice,
            words=_words(),
            sessions=tuple(
                SessionTable(heading, short, tuple(rows))
                for _id, heading, short, rows in self._sessions
            ),
            evidence=tuple(self._evidence),
            emblem=emblem,
            template=template,
        )


def title() -> str:
    """What the report is called."""
    return _("Follow-up of the resolutions of past sessions")


def numeric_day(value: date | None) -> str:
    """A Jalali day in numbers, in the order in which it also sorts: ۱۴۰۵/۰۹/۱۴."""
    if value is None:
        return ""
    jalali = dates.to_jalali(value)
    return digits(f"{jalali.year:04}/{jalali.month:02}/{jalali.day:02}")


def _title(told: Told) -> str:
    held = day(told.held_on) if told.held_on else None
    if told.meeting_number is None:
        return held or _("Session without number and date")
    if held is None:
        return _("Session {number}").format(number=number(told.meeting_number))
    return _("Session {number}, {date}").format(number=number(told.meeting_number), date=held)


def _short(told: Told) -> str:
    if told.meeting_number is not None:
        return number(told.meeting_number)
    return numeric_day(told.held_on) or "—"


def _row(line: Line, zone: str) -> Row:
    told = line.told
    reported = dates.local_date(told.reported_at, zone) if told.reported_at else None
    secret = _("(confidential) ") if told.confidential else ""
    return Row(
        code=digits(told.code),
        text=secret + told.text,
        body=_bodies(line),
        deadline=told.deadline_text or deadlines.kind(told.deadline_kind),
        due_on=told.due_on,
        due_jalali=numeric_day(told.due_on),
        report=_report(told),
        reported_on=reported,
        reported_jalali=numeric_day(reported),
        state=_state(line),
        percent=told.percent,
        percent_words=percent(told.percent),
        outcome=_outcome(line),
    )


def _bodies(line: Line) -> str:
    lead = line.told.body or _("no body named")
    if not line.supporting:
        return lead
    helpers = _(", ").join(line.supporting)
    return _("{body}; with the help of: {bodies}").format(body=lead, bodies=helpers)


def _report(told: Told) -> str:
    if told.status is None:
        return ""
    who = told.author or ""
    if told.on_behalf_of:
        who = _("{who} on behalf of {body}").format(who=who, body=told.on_behalf_of)
    figure = (
        f"{_(', ')}{percent(told.reported_percent)}" if told.reported_percent is not None else ""
    )
    said = f"{who}: {items.status(told.status)}{figure}"
    returned = _("(returned)") if told.decision is Decision.RETURNED else ""
    return "\n".join(filter(None, (said, told.note, returned)))


def _outcome(line: Line) -> Outcome:
    """How an item is counted."""
    state = line.told.state
    if line.overdue:
        return Outcome.LATE
    if state is ItemState.IMPLEMENTED:
        return Outcome.DONE
    if state is ItemState.BLOCKED:
        return Outcome.BLOCKED
    if state is ItemState.REPORTED_DONE:
        return Outcome.WAITING
    return Outcome.OPEN if state in OPEN_STATES else Outcome.ENDED


def _state(line: Line) -> str:
    """An item's state on paper: without pictures, and late where it is late."""
    words = items.state(line.told.state)
    bare = words.partition(" ")[2] if not words[0].isalpha() else words
    return _("{state} (overdue)").format(state=bare) if line.overdue else bare


def _evidence(line: Line, one: EvidenceSeen) -> Evidence:
    return Evidence(
        digits(line.told.code), one.name or kind(one.kind), one.who, one.on, numeric_day(one.on)
    )


def kind(value: str) -> str:
    """What a piece of evidence without a name is."""
    words = {
        "photo": _("picture"),
        "voice": _("voice message"),
        "video": _("video"),
        "audio": _("sound"),
    }
    return words.get(value, _("file"))


def outcome_words() -> dict[Outcome, str]:
    """The names of the counts."""
    return {
        Outcome.OPEN: _("in progress"),
        Outcome.LATE: _("overdue"),
        Outcome.BLOCKED: _("blocked"),
        Outcome.WAITING: _("waiting for review"),
        Outcome.DONE: _("implemented"),
        Outcome.ENDED: _("ended otherwise"),
    }


def signatures() -> Sequence[str]:
    """Who signs."""
    return (_("Secretary of the council"), _("Chair of the council"))


def _words() -> Words:
    return Words(
        place=_("No."),
        code=_("Code"),
        text=_("Resolution"),
        body=_("Responsible body"),
        deadline=_("Deadline"),
        due_on=_("Due (Gregorian)"),
        due_jalali=_("Due"),
        report=_("Last report"),
        reported_on=_("Reported (Gregorian)"),
        reported_jalali=_("Reported"),
        state=_("State"),
        percent=_("Progress"),
        session=_("Session"),
        evidence=_("Appendix: evidence"),
        file=_("File"),
        who=_("Sent by"),
        day=_("Day"),
        summary=_("Summary"),
        items=_("Resolutions"),
        count=_("Count"),
        page=_("Page"),
        nothing=_("There is nothing to follow up here."),
        outcomes=outcome_words(),
        signatures=tuple(signatures()),
    )
