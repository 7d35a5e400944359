"""What a picture shows, in words and numbers that are ready to be drawn."""

from dataclasses import dataclass
from enum import StrEnum


class Shade(StrEnum):
    """What a colour stands for; the same in every picture."""

    DONE = "done"
    WAITING = "waiting"
    OPEN = "open"
    LATE = "late"
    OUT = "out"


@dataclass(frozen=True)
class Part:
    """An entry of the legend: a piece of every bar."""

    name: str
    shade: Shade


@dataclass(frozen=True)
class Bar:
    """A labelled bar of as many pieces as the chart has parts, and what stands at its end."""

    label: str
    values: tuple[int, ...]
    inside: tuple[str, ...]
    """The values as they are printed in their pieces, where there is room."""
    told: str


@dataclass(frozen=True)
class Chart:
    """Bars one below the other, as a phone shows them best.

    `beside` sets short labels beside the bars, else they stand above. `longest` is the value of a
    bar of full length, the longest bar's own for None. With `right_to_left` all of it is mirrored.
    """

    title: str
    subtitle: str
    parts: tuple[Part, ...]
    bars: tuple[Bar, ...]
    right_to_left: bool
    dark: bool = False
    beside: bool = False
    longest: int | None = None
