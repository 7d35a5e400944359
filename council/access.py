"""Who may do what: the rights matrix, read from `rights.toml`, and the questions asked of it."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from council.errors import NotAllowedError, NotAMemberError, NotFoundError
from storage.sight import Sight
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


SHUT = (Cell.NO, Cell.SILENT)
"""What is refused or not answered, whatever it is about."""


class Place(StrEnum):
    """Where somebody speaks or presses."""

    PRIVATE = "private"
    BOUND_GROUP = "bound_group"
    FOREIGN_GROUP = "foreign_group"


@dataclass(frozen=True)
class Viewer:
    """A recognised member, as they are in the council that is spoken of now."""

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
    stands_in_for: frozenset[int] = frozenset()
    """Memberships of those who are away and for whom the viewer stands in; the bodies that these
    speak for are among the `body_ids` meanwhile."""

    @property
    def sight(self) -> Sight:
        """The eyes with which queries are made for this member in private."""
        sees_all = cell("know_confidential", self, Place.PRIVATE) is Cell.YES
        return Sight(self.membership_id, everything=sees_all)

    @property
    def owner_ids(self) -> frozenset[int]:
        """The memberships whose items are the viewer's own now."""
        return self.stands_in_for | {self.membership_id}

    @property
    def takes_unowned(self) -> bool:
        """Whether items that nobody answers for are the viewer's."""
        return self.role is Role.SECRETARY


@dataclass(frozen=True)
class ItemFacts:
    """What rights depend on in an item."""

    council_id: int
    lead_body_id: int | None
    follow_up_owner_id: int | None


@dataclass(frozen=True)
class Rights:
    """The file, read: a cell for each action and column, whom each role may manage, and
    what it may second."""

    rows: Mapping[str, Mapping[str, Cell]]
    observer_without: frozenset[str]
    invites: Mapping[str, frozenset[str]]
    suspends: Mapping[str, frozenset[str]]
    gives: Mapping[str, frozenset[str]]
    seconds: Mapping[str, frozenset[str]]
    """The actions of others to which each role may be the second person."""


def read_rights(text: str) -> Rights:
    """The rights that a file of this text gives; ValueError where it is not whole."""
    data = tomllib.loads(text)
    columns: list[str] = data["columns"]
    rows: dict[str, dict[str, Cell]] = {}
    for action, line in data["rows"].items():
        try:
            rows[action] = dict(zip(columns, map(Cell, line.split()), strict=True))
        except ValueError as error:
            raise ValueError(f"{action}: {error}") from None
    lists = {
        name: {role: frozenset(Role(word).value for word in words) for role, words in lines.items()}
        for name, lines in data.items()
        if name in ("invites", "suspends", "gives")
    }
    without = frozenset(data["observer_without"])
    if not without <= rows.keys():
        raise ValueError("observer_without names an action that has no row")
    seconds = {Role(role).value: frozenset(words) for role, words in data["seconds"].items()}
    if not frozenset().union(*seconds.values()) <= rows.keys():
        raise ValueError("seconds names an action that has no row")
    return Rights(rows, without, **lists, seconds=seconds)


@cache
def rights() -> Rights:
    """The rights of this program."""
    return read_rights(MATRIX.read_text(encoding="utf-8"))


def matrix() -> Mapping[str, Mapping[str, Cell]]:
    """Every action with its cell per column."""
    return rights().rows


def column(
    viewer: Viewer | None, place: Place, *, anonymous: bool = False, former: bool = False
) -> str:
    """The matrix column of somebody who speaks in a place.

    `viewer` is who they are in the council of the place, None for those without rights there;
    `former` says that such a person once belonged to a council.
    """
    if anonymous:
        return "anonymous"
    if place is Place.FOREIGN_GROUP:
        return "group_foreign"
    if place is Place.BOUND_GROUP:
        return "group_unknown" if viewer is None else "group_known"
    if viewer is None:
        return "removed" if former else "stranger"
    return _own_column(viewer.role)


def _own_column(role: Role) -> str:
    named = role in (Role.SECRETARY, Role.ADMIN, Role.REPRESENTATIVE)
    return role.value if named else "member"


def cell(
    action: str,
    viewer: Viewer | None,
    place: Place,
    *,
    anonymous: bool = False,
    former: bool = False,
) -> Cell:
    """What the matrix says; KeyError for an action without a row."""
    found = matrix()[action][column(viewer, place, anonymous=anonymous, former=former)]
    if found is Cell.SILENT or viewer is None or viewer.role is not Role.OBSERVER:
        return found
    return Cell.NO if action in rights().observer_without else found


def ensure(viewer: Viewer | None, action: str, place: Place = Place.PRIVATE) -> Viewer:
    """Let the viewer through to an action, or refuse; objects are judged by the action itself.

    Raises NotAMemberError for strangers and NotAllowedError for members without the right.
    """
    if viewer is None:
        raise NotAMemberError
    if cell(action, viewer, place) in SHUT:
        raise NotAllowedError(action)
    return viewer


def can(viewer: Viewer, action: str) -> bool:
    """Whether a button for this action is worth showing to the viewer in a private chat."""
    return cell(action, viewer, Place.PRIVATE) not in SHUT


def roles_that_may(action: str) -> tuple[Role, ...]:
    """The roles that may do this in private, be it to what is theirs alone, the highest first."""
    row, without = matrix()[action], action in rights().observer_without
    return tuple(
        role
        for role in Role
        if row[_own_column(role)] not in SHUT and not (without and role is Role.OBSERVER)
    )


def speaks_for(viewer: Viewer, item: ItemFacts) -> bool:
    """Whether the item is the viewer's own: as a representative of its body or as its chaser."""
    if item.council_id != viewer.council_id:
        return False
    return item.lead_body_id in viewer.body_ids or item.follow_up_owner_id in viewer.owner_ids


def may(viewer: Viewer, action: str, item: ItemFacts) -> bool:
    """Whether the viewer may do this to this item; False across councils."""
    if item.council_id != viewer.council_id:
        return False
    if cell(action, viewer, Place.PRIVATE) in (Cell.OWN, Cell.OWN_OR_BODY):
        return speaks_for(viewer, item)
    return may_for(viewer, action, item.lead_body_id)


def may_for(viewer: Viewer, action: str, body_id: int | None) -> bool:
    """Whether the viewer may do this for a body of their council; None: for all of the council."""
    word = cell(action, viewer, Place.PRIVATE)
    return body_id in viewer.body_ids if word is Cell.BODY else word not in SHUT


def sees_whole_log(viewer: Viewer) -> bool:
    """Whether the viewer may look up what others did; everybody may look up their own deeds."""
    return cell("audit", viewer, Place.PRIVATE) is Cell.YES


def ensure_may(viewer: Viewer, action: str, item: ItemFacts) -> None:
    """Refuse what the viewer may not do to the item. NotFoundError across councils."""
    if item.council_id != viewer.council_id:
        raise NotFoundError
    if not may(viewer, action, item):
        raise NotAllowedError(action)


def may_assign(viewer: Viewer, item: ItemFacts) -> bool:
    """Whether the viewer may name who follows the item up: a body's representative where nobody
    does yet, or they themselves, so that no body is rid of somebody who was set to follow it up."""
    free = item.follow_up_owner_id is None or item.follow_up_owner_id in viewer.owner_ids
    return may(viewer, "assign", item) and (free or may_for(viewer, "assign", None))


def may_report(viewer: Viewer, item: ItemFacts) -> bool:
    """Whether the viewer may report on the item, for its body or on its behalf."""
    return may(viewer, "report", item)


def ensure_may_report(viewer: Viewer, item: ItemFacts) -> None:
    """Refuse where the viewer may not report on the item. NotFoundError across councils."""
    ensure_may(viewer, "report", item)


def invitable(viewer: Viewer) -> tuple[Role, ...]:
    """The roles that the viewer may invite people to, the highest first."""
    return tuple(role for role in Role if may_invite(viewer, role))


def may_invite(viewer: Viewer, role: Role) -> bool:
    """Whether the viewer may invite somebody as this, and remove somebody who is this."""
    return role.value in rights().invites.get(viewer.role.value, frozenset())


def may_suspend(viewer: Viewer, role: Role) -> bool:
    """Whether the viewer may take the rights of somebody who is this, at once."""
    return role.value in rights().suspends.get(viewer.role.value, frozenset())


def may_give(viewer: Viewer, old: Role, new: Role) -> bool:
    """Whether the viewer may turn somebody who is `old` into `new`."""
    given = rights().gives.get(viewer.role.value, frozenset())
    return old.value in given and new.value in given


def may_erase(viewer: Viewer, role: Role) -> bool:
    """Whether the viewer may erase the data of somebody who is this."""
    return may_suspend(viewer, role) or may_give(viewer, role, Role.MEMBER)


def seconders(action: str) -> tuple[Role, ...]:
    """The roles that may agree to this action of somebody else's, the highest first."""
    return tuple(role for role in Role if action in rights().seconds.get(role.value, frozenset()))


def may_second(viewer: Viewer, action: str) -> bool:
    """Whether the viewer may be the second person where somebody else wants to do this."""
    return viewer.role in seconders(action)
