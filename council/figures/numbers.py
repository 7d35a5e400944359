"""What the secretariat's numbers mean, exactly: each a question that an item answers.

Counted are items (what one resolution orders of one body). A repeating item has no end, so it is
counted by its periods and not among the implemented. The official yearly count, "of so many
resolutions in scope so many were executed", is the share of `Figure.IMPLEMENTED` in
`Figure.TO_IMPLEMENT`; every other boundary is this project's own and is said in the chat.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from statistics import median

from council import dates
from council.items import STALE_DAYS
from storage.stats import StoredItem
from storage.words import OPEN_STATES, ItemState

OUT_OF_SCOPE = (ItemState.REFERRED_UP, ItemState.NOT_ACTIONABLE, ItemState.WITHDRAWN)
RESCHEDULE_AFTER_DAYS = 30
"""An open item so long past its date needs a new one."""


class Figure(StrEnum):
    """A number that opens a list."""

    FOLLOWED = "all"
    IN_SCOPE = "scope"
    TO_IMPLEMENT = "todo"
    IMPLEMENTED = "done"
    JUDGED = "judged"
    ON_TIME = "time"
    LATE = "late"
    OPEN = "open"
    OVERDUE = "overdue"
    BLOCKED = "blocked"
    WAITING = "waiting"
    STALE = "stale"
    RESCHEDULE = "move"
    REPEATING = "repeat"
    MISSED = "missed"


@dataclass(frozen=True)
class Share:
    """So many of so many."""

    part: int
    whole: int

    @property
    def percent(self) -> int | None:
        """The whole percentage, a half rounded up; None of nothing."""
        return (200 * self.part + self.whole) // (2 * self.whole) if self.whole else None


@dataclass(frozen=True)
class Facts:
    """An item on a day of the council's calendar, with the days of its reports."""

    row: StoredItem
    today: date
    done_on: date | None
    heard_on: date | None

    @property
    def in_scope(self) -> bool:
        """Neither referred up, nor outside the bodies' task, nor withdrawn."""
        return self.row.state not in OUT_OF_SCOPE

    @property
    def open(self) -> bool:
        """It still takes reports."""
        return self.row.state in OPEN_STATES

    @property
    def to_implement(self) -> bool:
        """In scope, and done once."""
        return self.in_scope and not self.row.repeats

    @property
    def implemented(self) -> bool:
        """In scope, done once, and accepted."""
        return self.to_implement and self.row.state is ItemState.IMPLEMENTED

    @property
    def waiting(self) -> bool:
        """Reported as done; the secretariat has not decided yet."""
        return self.row.state is ItemState.REPORTED_DONE

    @property
    def overdue(self) -> bool:
        """Open, not reported as done, and its day has passed."""
        passed = self.row.due_on is not None and self.row.due_on < self.today
        return self.open and not self.waiting and passed

    @property
    def judged(self) -> bool:
        """Done once, with a day: implemented, or that day has passed."""
        dated = self.to_implement and self.row.due_on is not None
        return dated and (self.implemented or self.overdue)

    @property
    def on_time(self) -> bool:
        """Implemented, and the accepted report came on its day or before."""
        due, done = self.row.due_on, self.done_on
        return self.implemented and due is not None and done is not None and done <= due

    @property
    def stale(self) -> bool:
        """Open, told of long ago, and no report since."""
        since = self.today - timedelta(days=STALE_DAYS)
        silent = self.heard_on is None or self.heard_on < since
        return self.open and self.row.notified_on <= since and silent

    @property
    def needs_rescheduling(self) -> bool:
        """Overdue so long, or held up by something, that its day says nothing any more."""
        due = self.row.due_on
        if due is None or not self.overdue or self.row.repeats:
            return False
        long_past = due < self.today - timedelta(days=RESCHEDULE_AFTER_DAYS)
        return long_past or self.row.state is ItemState.BLOCKED

    @property
    def days(self) -> int | None:
        """Calendar days from notification to the accepted report; None until implemented."""
        if not self.implemented or self.done_on is None:
            return None
        return (self.done_on - self.row.notified_on).days


BELONGS: Mapping[Figure, Callable[[Facts], bool]] = {
    Figure.FOLLOWED: lambda one: True,
    Figure.IN_SCOPE: lambda one: one.in_scope,
    Figure.TO_IMPLEMENT: lambda one: one.to_implement,
    Figure.IMPLEMENTED: lambda one: one.implemented,
    Figure.JUDGED: lambda one: one.judged,
    Figure.ON_TIME: lambda one: one.on_time,
    Figure.LATE: lambda one: one.judged and not one.on_time,
    Figure.OPEN: lambda one: one.open,
    Figure.OVERDUE: lambda one: one.overdue,
    Figure.BLOCKED: lambda one: one.row.state is ItemState.BLOCKED,
    Figure.WAITING: lambda one: one.waiting,
    Figure.STALE: lambda one: one.stale,
    Figure.RESCHEDULE: lambda one: one.needs_rescheduling,
    Figure.REPEATING: lambda one: one.in_scope and one.row.repeats,
    Figure.MISSED: lambda one: one.in_scope and one.row.repeats and one.row.missed > 0,
}
"""Which items a number counts, and so which its list shows."""


@dataclass(frozen=True)
class Numbers:
    """What some items come to."""

    counts: Mapping[Figure, int]
    sessions: int
    resolutions: Share
    """Those of which everything that can be implemented is, of those that have such a thing."""
    median_days: float | None
    periods: Share
    """Periods reported as done, and accepted, of those that ended or were."""

    @property
    def in_scope(self) -> Share:
        """Of all that was followed up."""
        return self._share(Figure.IN_SCOPE, Figure.FOLLOWED)

    @property
    def implemented(self) -> Share:
        """Of what is in scope and done once."""
        return self._share(Figure.IMPLEMENTED, Figure.TO_IMPLEMENT)

    @property
    def on_time(self) -> Share:
        """Of what was implemented or should have been by now."""
        return self._share(Figure.ON_TIME, Figure.JUDGED)

    def _share(self, part: Figure, whole: Figure) -> Share:
        return Share(self.counts[part], self.counts[whole])


def facts_of(rows: Iterable[StoredItem], today: date, zone: str) -> list[Facts]:
    """Return the items as they stand today in the council's zone."""
    return [
        Facts(
            row,
            today,
            done_on=dates.local_date(done, zone)
            if (done := row.done_at or row.closed_at)
            else None,
            heard_on=dates.local_date(row.heard_at, zone) if row.heard_at else None,
        )
        for row in rows
    ]


def listed(known: Iterable[Facts], figure: Figure) -> list[Facts]:
    """Return what a number counts: soonest due first, undated last."""
    found = [one for one in known if BELONGS[figure](one)]
    return sorted(found, key=lambda one: (one.row.due_on or date.max, one.row.id))


def count(known: Sequence[Facts]) -> Numbers:
    """Return the numbers of these items."""
    return Numbers(
        counts={figure: sum(map(asked, known)) for figure, asked in BELONGS.items()},
        sessions=len({one.row.meeting_id for one in known}),
        resolutions=_resolutions(known),
        median_days=median(days) if (days := _days(known)) else None,
        periods=_periods(known),
    )


def _days(known: Iterable[Facts]) -> list[int]:
    return [one.days for one in known if one.days is not None]


def _resolutions(known: Iterable[Facts]) -> Share:
    whole: dict[int, bool] = {}
    for one in known:
        if one.to_implement:
            key = one.row.resolution_id
            whole[key] = whole.get(key, True) and one.implemented
    return Share(sum(whole.values()), len(whole))


def _periods(known: Iterable[Facts]) -> Share:
    own = [one.row for one in known if one.in_scope and one.row.repeats]
    reported = sum(row.reported for row in own)
    return Share(reported, reported + sum(row.missed for row in own))
