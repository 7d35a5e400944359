"""What a council, an item and a person set about reminders; what nobody set is as usual.

What is stored holds only what differs, so that a better default reaches everybody.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any

from council import dates

LAST_HOUR = 21
"""Reminders end at this hour where nobody set quiet hours."""


@dataclass(frozen=True)
class Policy:
    """When an item is reminded and who hears after whom; 0 days switches a step off.

    `before` counts calendar days before the due date, what follows it counts working days.
    """

    on: bool = True
    before: tuple[int, ...] = (7, 3, 1, 0)
    overdue_every: int = 3
    overdue_times: int = 10
    stale_days: int = 30
    to_owner: int = 3
    to_secretary: int = 6
    to_chair: int = 12
    in_group: bool = True

    def but(self, settings: Mapping[str, Any]) -> "Policy":
        """The policy with what the settings say otherwise; unknown words are passed over."""
        return _but(self, settings)


@dataclass(frozen=True)
class Hours:
    """At which hours a council, or a person, is written to; hours of the council's own zone.

    Quiet hours run from `quiet_from` over midnight to `quiet_to`.
    """

    reminder: int = 9
    quiet_from: int = LAST_HOUR
    quiet_to: int = 8

    def but(self, settings: Mapping[str, Any]) -> "Hours":
        """The hours with what the settings say otherwise; unknown words are passed over."""
        return _but(self, settings)

    def quiet_at(self, hour: int) -> bool:
        """Whether nobody wants to hear anything at that hour."""
        if self.quiet_from <= self.quiet_to:
            return self.quiet_from <= hour < self.quiet_to
        return hour >= self.quiet_from or hour < self.quiet_to


@dataclass(frozen=True)
class CouncilTime:
    """Everything that the council's clock goes by."""

    zone: str
    hours: Hours = field(default_factory=Hours)
    week: dates.WorkWeek = field(default_factory=dates.WorkWeek)
    policy: Policy = field(default_factory=Policy)


def council_time(
    settings: Mapping[str, Any],
    *,
    zone: str,
    reminder_hour: int,
    closures: Mapping[date, bool],
) -> CouncilTime:
    """What the stored settings and closures (day to “only half of it”) of a council mean."""
    week = dates.WorkWeek(
        weekend=frozenset(settings.get("weekend", dates.FRIDAY_ONLY)),
        half_days=frozenset(settings.get("half_days", ())),
        closed=frozenset(day for day, half in closures.items() if not half),
        half_closed=frozenset(day for day, half in closures.items() if half),
    )
    hours = Hours(reminder=reminder_hour).but(settings.get("hours", {}))
    return CouncilTime(zone, hours, week, Policy().but(settings.get("policy", {})))


def _but[T: (Policy, Hours)](usual: T, settings: Mapping[str, Any]) -> T:
    known = {one.name for one in fields(usual)}
    said: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in settings.items()
        if name in known
    }
    return replace(usual, **said)
