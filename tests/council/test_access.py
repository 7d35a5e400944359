"""The rights matrix: whole, and read the same by every door."""

from dataclasses import FrozenInstanceError, replace
from itertools import product

import pytest

from council import access
from council.access import Cell, ItemFacts, Place, Viewer
from council.errors import NotAllowedError, NotAMemberError, NotFoundError
from storage.sight import Sight
from storage.words import Role

ROLES = tuple(Role)


def viewer(role: Role, *bodies: int) -> Viewer:
    """Somebody of council 1."""
    return Viewer(1, 1001, "نام", "fa", 1, "شورا", "Asia/Tehran", 7, role, frozenset(bodies))


NOTHING = (Cell.NO, Cell.SILENT)
ITEM = ItemFacts(council_id=1, lead_body_id=5, follow_up_owner_id=None)
CHASED = replace(ITEM, lead_body_id=9, follow_up_owner_id=7)
ELSEWHERE = ItemFacts(council_id=2, lead_body_id=5, follow_up_owner_id=7)


@pytest.mark.parametrize(
    ("who", "may"),
    [
        (viewer(Role.SECRETARY), True),
        (viewer(Role.REPRESENTATIVE, 5), True),
        (viewer(Role.REPRESENTATIVE, 6), False),
        (viewer(Role.MEMBER), False),
        (viewer(Role.ADMIN), False),
        (viewer(Role.OBSERVER), False),
        (viewer(Role.OBSERVER, 5), False),
    ],
)
def test_who_may_report_on_a_bodys_item(who: Viewer, may: bool) -> None:
    assert access.may_report(who, ITEM) is may


@pytest.mark.parametrize(
    ("action", "role", "bodies", "item", "may"),
    [
        ("export", Role.REPRESENTATIVE, (5,), ITEM, True),  # of the own body
        ("export", Role.REPRESENTATIVE, (6,), ITEM, False),
        ("export", Role.REPRESENTATIVE, (), CHASED, False),  # chasing is not speaking for
        ("report", Role.MEMBER, (), CHASED, True),  # one's own
        ("report", Role.REPRESENTATIVE, (), CHASED, True),
        ("report", Role.OBSERVER, (), CHASED, False),
        ("withdraw_report", Role.MEMBER, (), CHASED, True),
        ("withdraw_report", Role.MEMBER, (), ITEM, False),
        ("grant_postponement", Role.SECRETARY, (), ITEM, True),
        ("grant_postponement", Role.REPRESENTATIVE, (5,), ITEM, False),
        ("close", Role.SECRETARY, (), ITEM, True),
        ("close", Role.SECRETARY, (), ELSEWHERE, False),  # another council's
    ],
)
def test_what_may_be_done_depends_on_whose_the_item_is(
    action: str, role: Role, bodies: tuple[int, ...], item: ItemFacts, may: bool
) -> None:
    assert access.may(viewer(role, *bodies), action, item) is may


@pytest.mark.parametrize(
    ("who", "reached"),
    [
        (viewer(Role.SECRETARY), {None, 5, 6}),
        (viewer(Role.REPRESENTATIVE, 5), {5}),
        (viewer(Role.MEMBER, 5), set()),  # standing in for a representative makes nobody one
        (viewer(Role.ADMIN, 5), set()),
        (viewer(Role.OBSERVER, 5), set()),
    ],
)
def test_whom_each_role_may_write_to(who: Viewer, reached: set[int | None]) -> None:
    assert {one for one in (None, 5, 6) if access.may_for(who, "broadcast", one)} == reached


def test_who_may_look_up_what_others_did() -> None:
    assert [role for role in ROLES if access.sees_whole_log(viewer(role))] == [
        *(Role.ADMIN, Role.SECRETARY)
    ]


def test_who_is_read_without_more_belongs_to_one_council() -> None:
    assert viewer(Role.MEMBER).councils == 1


@pytest.mark.parametrize("council_id", [0, 2])
def test_an_item_of_another_council_is_not_there(council_id: int) -> None:
    elsewhere = replace(ELSEWHERE, council_id=council_id)

    with pytest.raises(NotFoundError):
        access.ensure_may_report(viewer(Role.SECRETARY, 5), elsewhere)
    assert not access.speaks_for(viewer(Role.REPRESENTATIVE, 5), elsewhere)
    assert not access.may(viewer(Role.SECRETARY, 5), "close", elsewhere)


@pytest.mark.parametrize(
    ("who", "whom", "may"),
    [
        (Role.SECRETARY, Role.SECRETARY, True),  # whom they may suspend
        (Role.SECRETARY, Role.OBSERVER, True),
        (Role.SECRETARY, Role.ADMIN, False),
        (Role.ADMIN, Role.MEMBER, True),  # whose role they may change
        (Role.ADMIN, Role.ADMIN, False),
        (Role.MEMBER, Role.MEMBER, False),
    ],
)
def test_whose_data_may_be_erased(who: Role, whom: Role, may: bool) -> None:
    assert access.may_erase(viewer(who), whom) is may


def test_ids_are_compared_by_what_they_are() -> None:
    large = replace(viewer(Role.MEMBER), membership_id=int("70000"), council_id=int("80000"))
    chased = ItemFacts(int("80000"), None, follow_up_owner_id=int("70000"))

    assert access.may_report(large, chased)
    access.ensure_may_report(large, chased)


def test_an_item_of_ones_own_council_is_refused_plainly() -> None:
    with pytest.raises(NotAllowedError):
        access.ensure_may_report(viewer(Role.MEMBER), ITEM)
    access.ensure_may_report(viewer(Role.SECRETARY), ITEM)


def test_the_anonymous_and_foreign_groups_get_silence_for_every_action() -> None:
    for who in (None, viewer(Role.SECRETARY), viewer(Role.OBSERVER)):
        answered = {
            action
            for action in access.matrix()
            if access.cell(action, who, Place.PRIVATE, anonymous=True) is not Cell.SILENT
            or access.cell(action, who, Place.FOREIGN_GROUP) is not Cell.SILENT
        }
        assert answered == {"bind_group"}
        assert access.cell("bind_group", who, Place.PRIVATE, anonymous=True) is Cell.SILENT


def test_a_stranger_may_do_nothing_but_come_in() -> None:
    allowed = {
        action
        for action in access.matrix()
        if access.cell(action, None, Place.PRIVATE) not in NOTHING
    }
    assert allowed == {"start", "redeem"}


def test_the_removed_may_ask_to_be_erased_and_come_back() -> None:
    allowed = {
        action: cell
        for action in access.matrix()
        if (cell := access.cell(action, None, Place.PRIVATE, former=True)) not in NOTHING
    }

    assert allowed == {"start": Cell.YES, "redeem": Cell.NEW, "erase": Cell.REQUEST}


@pytest.mark.parametrize(
    ("who", "place", "column"),
    [
        (viewer(Role.OBSERVER), Place.PRIVATE, "member"),
        (viewer(Role.MEMBER), Place.PRIVATE, "member"),
        (viewer(Role.REPRESENTATIVE), Place.PRIVATE, "representative"),
        (viewer(Role.SECRETARY), Place.PRIVATE, "secretary"),
        (viewer(Role.ADMIN), Place.PRIVATE, "admin"),
        (viewer(Role.ADMIN), Place.BOUND_GROUP, "group_known"),
        (None, Place.BOUND_GROUP, "group_unknown"),
        (viewer(Role.ADMIN), Place.FOREIGN_GROUP, "group_foreign"),
        (None, Place.PRIVATE, "stranger"),
    ],
)
def test_everybody_has_one_column(who: Viewer | None, place: Place, column: str) -> None:
    assert access.column(who, place) == column


def test_refusals_tell_strangers_from_members_without_the_right() -> None:
    with pytest.raises(NotAMemberError):
        access.ensure(None, "publish")
    with pytest.raises(NotAllowedError):
        access.ensure(viewer(Role.MEMBER), "publish")
    assert access.ensure(viewer(Role.SECRETARY), "publish").role is Role.SECRETARY
    with pytest.raises(NotAllowedError):
        access.ensure(viewer(Role.SECRETARY), "publish", Place.BOUND_GROUP)


def test_buttons_are_shown_to_those_who_may_press_them() -> None:
    assert [role for role in ROLES if access.can(viewer(role), "set_confidential")] == [
        Role.SECRETARY
    ]
    assert [role for role in ROLES if access.can(viewer(role), "report")] == [
        *(Role.SECRETARY, Role.REPRESENTATIVE, Role.MEMBER)
    ]


def test_only_secretaries_see_what_is_confidential_without_being_listed() -> None:
    assert {role: viewer(role).sight for role in ROLES} == {
        Role.ADMIN: Sight(7),
        Role.SECRETARY: Sight(7, everything=True),
        Role.REPRESENTATIVE: Sight(7),
        Role.MEMBER: Sight(7),
        Role.OBSERVER: Sight(7),
    }


def test_whom_each_role_may_invite_suspend_and_raise() -> None:
    ordinary = (Role.REPRESENTATIVE, Role.MEMBER, Role.OBSERVER)
    secretary, admin, member = (viewer(one) for one in (Role.SECRETARY, Role.ADMIN, Role.MEMBER))

    assert access.invitable(secretary) == ordinary
    assert access.invitable(admin) == (Role.SECRETARY,)
    assert access.invitable(member) == ()
    suspendable = [one for one in ROLES if access.may_suspend(secretary, one)]
    assert suspendable == [Role.SECRETARY, *ordinary]
    assert [one for one in ROLES if access.may_suspend(admin, one)] == [Role.SECRETARY]
    assert [one for one in ROLES if access.may_suspend(member, one)] == []


def test_nobody_gives_more_than_their_own_right_reaches() -> None:
    up_to_representative = {Role.REPRESENTATIVE, Role.MEMBER, Role.OBSERVER}
    up_to_secretary = {Role.SECRETARY, *up_to_representative}

    for old, new in product(ROLES, ROLES):
        secretary, admin = viewer(Role.SECRETARY), viewer(Role.ADMIN)
        assert access.may_give(secretary, old, new) is ({old, new} <= up_to_representative)
        assert access.may_give(admin, old, new) is ({old, new} <= up_to_secretary)
        assert not access.may_give(viewer(Role.MEMBER), old, new)


def test_what_nobody_answers_for_is_the_secretarys() -> None:
    assert [role for role in ROLES if viewer(role).takes_unowned] == [Role.SECRETARY]


def test_who_may_be_the_second_person_for_what() -> None:
    about_people = {"erase", "set_policy"}
    all_of_it = {"close", "set_confidential", "broadcast", "export_confidential", *about_people}

    for action in access.matrix():
        wanted = [Role.SECRETARY] if action in all_of_it else []
        wanted = [Role.ADMIN, *wanted] if action in about_people else wanted
        assert access.seconders(action) == tuple(wanted)
        assert [role for role in ROLES if access.may_second(viewer(role), action)] == wanted


WHOLE = """
observer_without = ["look"]
columns = ["stranger", "member"]
[rows]
look = "no yes"
[invites]
secretary = ["member"]
[suspends]
secretary = ["member"]
[gives]
secretary = ["member"]
[seconds]
secretary = ["look"]
"""


def test_a_file_of_rights_is_read_whole() -> None:
    read = access.read_rights(WHOLE)

    assert read.rows == {"look": {"stranger": Cell.NO, "member": Cell.YES}}
    assert read.observer_without == {"look"}
    assert read.invites == read.suspends == read.gives == {"secretary": {"member"}}
    assert read.seconds == {"secretary": {"look"}}


@pytest.mark.parametrize(
    ("of", "to", "named"),
    [
        ('"no yes"', '"no"', "look: "),
        ('"no yes"', '"no yes yes"', "look: "),
        ('"no yes"', '"no perhaps"', "look: .*perhaps"),
        ('observer_without = ["look"]', 'observer_without = ["stare"]', "observer_without"),
        ('[invites]\nsecretary = ["member"]', '[invites]\nsecretary = ["king"]', "king"),
        ('[seconds]\nsecretary = ["look"]', '[seconds]\nsecretary = ["stare"]', "seconds names"),
        ("[seconds]\nsecretary", "[seconds]\nking", "king"),
    ],
)
def test_a_file_of_rights_that_is_not_whole_is_refused(of: str, to: str, named: str) -> None:
    assert of in WHOLE
    with pytest.raises(ValueError, match=named):
        access.read_rights(WHOLE.replace(of, to))


@pytest.mark.parametrize("held", [viewer(Role.MEMBER), ITEM, access.rights()])
def test_nobody_changes_what_they_were_recognised_as(held: object) -> None:
    with pytest.raises(FrozenInstanceError):
        setattr(held, next(iter(vars(held))), None)
