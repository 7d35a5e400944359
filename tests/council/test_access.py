"""The rights matrix: whole, and read the same by every door."""

import pytest

from council import access
from council.access import Cell, ItemFacts, Place, Viewer
from council.errors import NotAllowedError, NotAMemberError, NotFoundError
from storage.words import Role


def viewer(role: Role, *bodies: int) -> Viewer:
    """Somebody of council 1."""
    return Viewer(1, 1001, "نام", "fa", 1, "شورا", "Asia/Tehran", 7, role, frozenset(bodies))


ITEM = ItemFacts(council_id=1, lead_body_id=5, follow_up_owner_id=None)


@pytest.mark.parametrize(
    ("who", "may"),
    [
        (viewer(Role.SECRETARY), True),
        (viewer(Role.REPRESENTATIVE, 5), True),
        (viewer(Role.REPRESENTATIVE, 6), False),
        (viewer(Role.MEMBER), False),
        (viewer(Role.ADMIN), False),
        (viewer(Role.OBSERVER), False),
    ],
)
def test_who_may_report_on_a_bodys_item(who: Viewer, may: bool) -> None:
    assert access.may_report(who, ITEM) is may


def test_a_member_reports_on_what_they_chase() -> None:
    chased = ItemFacts(council_id=1, lead_body_id=5, follow_up_owner_id=7)

    assert access.may_report(viewer(Role.MEMBER), chased)


def test_an_item_of_another_council_is_not_there() -> None:
    elsewhere = ItemFacts(council_id=2, lead_body_id=5, follow_up_owner_id=7)

    with pytest.raises(NotFoundError):
        access.ensure_may_report(viewer(Role.SECRETARY, 5), elsewhere)


@pytest.mark.parametrize("action", sorted(access.matrix()))
def test_the_anonymous_and_foreign_groups_get_silence_for_every_action(action: str) -> None:
    anonymous = access.cell(action, viewer(Role.SECRETARY), Place.PRIVATE, anonymous=True)
    foreign = access.cell(action, viewer(Role.SECRETARY), Place.FOREIGN_GROUP)

    assert anonymous is Cell.SILENT
    assert foreign is Cell.SILENT or action == "bind_group"


@pytest.mark.parametrize("action", sorted(set(access.matrix()) - {"start", "redeem"}))
def test_a_stranger_may_do_nothing_but_come_in(action: str) -> None:
    assert access.cell(action, None, Place.PRIVATE) is Cell.NO


def test_refusals_tell_strangers_from_members_without_the_right() -> None:
    with pytest.raises(NotAMemberError):
        access.ensure(None, "publish")
    with pytest.raises(NotAllowedError):
        access.ensure(viewer(Role.MEMBER), "publish")
    assert access.ensure(viewer(Role.SECRETARY), "publish").role is Role.SECRETARY
