"""Who may do what: the rights matrix, read from `rights.toml`, and the questions asked of it."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from council.errors import NotAllowedError, NotAMemberError, NotFoundError
from storage.words import Role

MATRIX = Path(__file__).with_name("rights.toml")


class Cell(StrEnum):
    """What the matrix says of one action in one column."""

    YES = "yes"
    NO = "no"
    SILENT = "silent"
    OWN = "own"
    BODY = "body"
    OWN_OR_BODY = "own+body"
    LISTED = "listed"
    PRIVATE = "private"
    NEW = "new"
    TWO = "two"
    REQUEST = "request"
    LIMITED = "limited"


class Place(StrEnum):
    """Where somebody speaks or presses."""

    PRIVATE = "private"
    BOUND_GROUP = "bound_group"
    FOREIGN_GROUP = "foreign_group"


@dataclass(frozen=True)
class Viewer:
    """A recognised member, as they are in the council they have open now."""

    person_id: int
    telegram_id: int
    name: str
    language: str
    council_id: int
    council_name: str
    zone: str
    membership_id: int
    role: Role
    body_ids: frozenset[int]
    councils: int = 1


@dataclass(frozen=True)
class ItemFacts:
    """What rights depend on in an item."""

    council_id: int
    lead_body_id: int | None
    follow_up_owner_id: int | None


@cache
def matrix() -> Mapping[str, Mapping[str, Cell]]:
    """Every action with its cell per column. Raises ValueError where the file is not whole."""
    data = tomllib.loads(MATRIX.read_text(encoding="utf-8"))
    columns: list[str] = data["columns"]
    rows: dict[str, dict[str, Cell]] = {}
    for action, line in data["rows"].items():
        cells = [Cell(word) for word in line.split()]
        if len(cells) != len(columns):
            raise ValueError(f"{action}: {len(cells)} cells for {len(columns)} columns")
        rows[action] = dict(zip(columns, cells, strict=True))
    return rows


def column(viewer: Viewer | None, place: Place, *, anonymous: bool = False) -> str:
    """The matrix column of somebody who speaks in a place."""
    if anonymous:
        return "anonymous"
    if place is Place.FOREIGN_GROUP:
        return "group_foreign"
    if place is Place.BOUND_GROUP:
        return "group_unknown" if viewer is None else "group_known"
    if viewer is None:
        return "stranger"
    if viewer.role in (Role.SECRETARY, Role.ADMIN, Role.REPRESENTATIVE):
        return viewer.role.value
    return "member"


def cell(action: str, viewer: Viewer | None, place: Place, *, anonymous: bool = False) -> Cell:
    """What the matrix says; KeyError for an action without a row."""
    return matrix()[action][column(viewer, place, anonymous=anonymous)]


def ensure(viewer: Viewer | None, action: str, place: Place = Place.PRIVATE) -> Viewer:
    """Let the viewer through to an action, or refuse; objects are judged by the action itself.

    Raises NotAMemberError for strangers and NotAllowedError for members without the right.
    """
    if viewer is None:
        raise NotAMemberError
    if cell(action, viewer, place) in (Cell.NO, Cell.SILENT):
        raise NotAllowedError(action)
    return viewer


def speaks_for(viewer: Viewer, item: ItemFacts) -> bool:
    """Whether the item is the viewer's own: as a representative of its body or as its chaser."""
    if item.council_id != viewer.council_id:
        return False
    return item.lead_body_id in viewer.body_ids or item.follow_up_owner_id == viewer.membership_id


def may_report(viewer: Viewer, item: ItemFacts) -> bool:
    """Whether the viewer may report on the item, for its body or on its behalf."""
    if item.council_id != viewer.council_id:
        return False
    word = cell("report", viewer, Place.PRIVATE)
    return word is Cell.YES or (word in (Cell.OWN, Cell.OWN_OR_BODY) and speaks_for(viewer, item))


def ensure_may_report(viewer: Viewer, item: ItemFacts) -> None:
    """Refuse where the viewer may not report on the item. NotFoundError across councils."""
    if item.council_id != viewer.council_id:
        raise NotFoundError
    if not may_report(viewer, item):
        raise NotAllowedError("report")


def can(viewer: Viewer, action: str) -> bool:
    """Whether a button for this action is worth showing to the viewer in a private chat."""
    return cell(action, viewer, Place.PRIVATE) not in (Cell.NO, Cell.SILENT)
