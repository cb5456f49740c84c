"""Who may what, where: by table, and against an oracle that shares nothing with the code."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lederside.access.permissions import Permission
from lederside.access.scope import assignments_of, granted, may, people_who_may, units_for
from lederside.accounts.models import User
from organisation.models import Assignment, Unit
from organisation.tree import Node, OrganisationTree
from tests.lilleby import Lilleby

Role = Assignment.Role
TODAY = date(2026, 11, 22)
SCHOOLS = {"skoler", "bakkeskolen", "askolen"}
DAYCARE = {"dagtilbud", "solsikken", "aertebo"}
EVERYTHING = {"udvalg", "direktion"} | SCHOOLS | DAYCARE
PEOPLE = ["uffe", "signe", "dorthe", "carsten", "mette", "sanne", "erik", "per", "ida", "hanne", "økke", "danni", "anna", "stig", "frida", "nora"]  # fmt: skip

# Where each of the cast may what. Whoever is not named may nothing.
TABLE: Mapping[Permission, Mapping[str, set[str]]] = {
    Permission.KPI_VIEW: {
        "dorthe": {"direktion"} | SCHOOLS | DAYCARE,
        "carsten": SCHOOLS,
        "mette": DAYCARE,
        "sanne": {"bakkeskolen"},
        "erik": {"askolen"},
        "per": {"solsikken"},
        "ida": {"aertebo"},
        "hanne": SCHOOLS,
        "økke": DAYCARE,
        "stig": {"bakkeskolen"},
        "anna": EVERYTHING,
    },
    Permission.KPI_VIEW_SUMS: {"uffe": EVERYTHING, "signe": EVERYTHING, "anna": EVERYTHING},
    Permission.MEETING_SHEET_MAKE: {
        "dorthe": {"direktion", "skoler", "dagtilbud"},
        "carsten": SCHOOLS,
        "mette": DAYCARE,
        "sanne": {"bakkeskolen"},
        "erik": {"askolen"},
        "per": {"solsikken"},
        "ida": {"aertebo"},
    },
    Permission.REPORT_MAKE: {
        "dorthe": {"direktion"} | SCHOOLS | DAYCARE,
        "carsten": SCHOOLS,
        "mette": DAYCARE,
        "sanne": {"bakkeskolen"},
        "erik": {"askolen"},
        "per": {"solsikken"},
        "ida": {"aertebo"},
        "stig": {"bakkeskolen"},
        "anna": EVERYTHING,
    },
    Permission.KPI_IMPORT: {"danni": EVERYTHING, "anna": EVERYTHING},
    Permission.ORGANISATION_EDIT: {"anna": EVERYTHING},
    Permission.LIMITS_SET: {"anna": EVERYTHING},
    Permission.MUNICIPALITY_EDIT: {"anna": EVERYTHING},
    Permission.TRAIL_VIEW: {"anna": EVERYTHING},
}


def test_the_table_knows_every_permission() -> None:
    assert set(TABLE) == set(Permission)


@pytest.mark.parametrize("permission", Permission)
def test_everybody_reaches_what_the_table_says(lilleby: Lilleby, permission: Permission) -> None:
    found = {}
    for name in PEOPLE:
        reached = units_for(lilleby.people[name], permission, on=TODAY)
        found[name] = {short for short, unit in lilleby.units.items() if unit.pk in reached}

    expected = {name: TABLE[permission].get(name, set()) for name in PEOPLE}
    assert found == expected


@pytest.mark.parametrize("permission", Permission)
def test_the_table_reads_the_same_from_the_side_of_the_unit(
    lilleby: Lilleby, permission: Permission
) -> None:
    for short, unit in lilleby.units.items():
        people = set(people_who_may(permission, unit, on=TODAY))
        expected = {lilleby.people[name] for name, at in TABLE[permission].items() if short in at}
        assert people == expected


def _reach(person: User, on: date = TODAY) -> frozenset[int]:
    return units_for(person, Permission.KPI_VIEW, on=on)


def _give(person: User, unit: Unit | None, role: Role = Role.LEADER, **period: date) -> None:
    Assignment.objects.create(person=person, unit=unit, role=role, **period)


def test_a_role_holds_from_its_first_day_until_the_day_it_ends(lilleby: Lilleby) -> None:
    begins, ends = TODAY, TODAY + timedelta(days=10)
    _give(lilleby.nora, lilleby.bakkeskolen, valid_from=begins, valid_to=ends)

    days = [begins - timedelta(days=1), begins, ends - timedelta(days=1), ends]

    held = [bool(_reach(lilleby.nora, on=day)) for day in days]
    assert held == [False, True, True, False]


def test_a_former_leader_sees_nothing(lilleby: Lilleby) -> None:
    assert _reach(lilleby.frida) == frozenset()


def test_two_leaders_share_a_unit_on_equal_terms(lilleby: Lilleby) -> None:
    _give(lilleby.nora, lilleby.bakkeskolen)

    assert _reach(lilleby.nora) == _reach(lilleby.sanne)


def test_an_acting_leader_may_what_the_leader_may(lilleby: Lilleby) -> None:
    _give(lilleby.nora, lilleby.skoler, Role.ACTING_LEADER)

    for permission in Permission:
        assert units_for(lilleby.nora, permission, on=TODAY) == units_for(
            lilleby.carsten, permission, on=TODAY
        )


def test_whoever_has_several_roles_has_the_rights_of_them_all(lilleby: Lilleby) -> None:
    _give(lilleby.sanne, lilleby.solsikken)

    assert _reach(lilleby.sanne) == {lilleby.bakkeskolen.pk, lilleby.solsikken.pk}


def test_a_closed_account_reaches_nothing(lilleby: Lilleby) -> None:
    lilleby.anna.is_active = False
    lilleby.anna.save()

    assert assignments_of(lilleby.anna, on=TODAY) == []
    assert lilleby.anna not in people_who_may(Permission.KPI_VIEW, lilleby.bakkeskolen, on=TODAY)


def test_a_unit_is_out_of_reach_from_the_day_it_closes(lilleby: Lilleby) -> None:
    unit = lilleby.bakkeskolen
    unit.valid_to = TODAY
    unit.save()

    seen = [unit.pk in _reach(lilleby.carsten, on=day) for day in (TODAY - timedelta(1), TODAY)]

    assert seen == [True, False]


def test_a_chief_loses_what_moves_away_and_the_new_one_gets_it(lilleby: Lilleby) -> None:
    place = lilleby.bakkeskolen.placements.get()
    place.parent = lilleby.dagtilbud
    place.save()

    pk = lilleby.bakkeskolen.pk
    assert (pk in _reach(lilleby.carsten), pk in _reach(lilleby.mette)) == (False, True)


def test_without_a_unit_the_question_is_whether_one_may_anywhere(lilleby: Lilleby) -> None:
    asked = [may(person, Permission.KPI_IMPORT, None, on=TODAY)
             for person in (lilleby.danni, lilleby.carsten)]  # fmt: skip

    assert asked == [True, False]


def test_a_right_everywhere_holds_also_before_there_are_units(db: None) -> None:
    empty = OrganisationTree([])

    where = granted(Permission.KPI_IMPORT, [Assignment(role="DATA_OWNER")], empty)

    assert (bool(where), where.units) == (True, frozenset())


def test_only_a_leader_leads_and_is_the_nearest(lilleby: Lilleby) -> None:
    tree = OrganisationTree.on(TODAY)
    told = {}
    for name in ("carsten", "hanne", "stig", "anna"):
        held = assignments_of(lilleby.people[name], on=TODAY)
        where = granted(Permission.KPI_VIEW, held, tree)
        told[name] = (where.leads, where.nearest)

    schools = frozenset({lilleby.bakkeskolen.pk, lilleby.askolen.pk})
    nothing = (frozenset(), frozenset())
    assert told == {
        "carsten": (frozenset({lilleby.skoler.pk}), schools),
        "hanne": nothing,
        "stig": nothing,
        "anna": nothing,
    }


# --- The oracle: who must never see what, written anew from the paper, by brute force --------

SAME, CHILD, DEEPER, ANYWHERE = "same", "child", "deeper", "anywhere"
ALL_BELOW = {SAME, CHILD, DEEPER}
PAPER: Mapping[str, Mapping[str, set[str]]] = {
    "LEADER": {"KPI_VIEW": ALL_BELOW, "REPORT_MAKE": ALL_BELOW, "MEETING_SHEET_MAKE": {SAME, CHILD}},
    "ACTING_LEADER": {"KPI_VIEW": ALL_BELOW, "REPORT_MAKE": ALL_BELOW, "MEETING_SHEET_MAKE": {SAME, CHILD}},
    "DEPUTY": {"KPI_VIEW": ALL_BELOW, "REPORT_MAKE": ALL_BELOW},
    "COMMITTEE_MEMBER": {"KPI_VIEW_SUMS": ALL_BELOW},
    "COMMITTEE_SECRETARY": {"KPI_VIEW_SUMS": ALL_BELOW},
    "HR_CONSULTANT": {"KPI_VIEW": ALL_BELOW},
    "ECONOMY_CONSULTANT": {"KPI_VIEW": ALL_BELOW},
    "DATA_OWNER": {"KPI_IMPORT": {ANYWHERE}},
    "ADMINISTRATOR": {
        name: {ANYWHERE}
        for name in ["KPI_VIEW", "KPI_VIEW_SUMS", "KPI_IMPORT", "REPORT_MAKE", "ORGANISATION_EDIT", "LIMITS_SET", "MUNICIPALITY_EDIT", "TRAIL_VIEW"]
    },
}  # fmt: skip


def _relation(parents: Mapping[int, int | None], of: int, to: int | None) -> str:
    """How a unit stands to another, found by climbing from it one step at a time."""
    if of == to:
        return SAME
    climbed, at = 0, of
    while (above := parents[at]) is not None:
        climbed, at = climbed + 1, above
        if at == to:
            return CHILD if climbed == 1 else DEEPER
    return "none"


def _oracle(
    role: str, at: int | None, permission: str, unit: int, parents: Mapping[int, int | None]
) -> bool:
    allowed = PAPER[role].get(permission, set())
    return ANYWHERE in allowed or _relation(parents, unit, at) in allowed


NODE = Node(
    pk=0, number="", name="", sort_key="", kind="", kind_name="", leader_title="",
    is_institution=True, is_self_governing=False, parent=None,
)  # fmt: skip


@st.composite
def organisations(draw: st.DrawFn) -> dict[int, int | None]:
    """Unit and parent: a forest of up to 25, each below one that was there before it."""
    size = draw(st.integers(1, 25))
    return {
        unit: draw(st.one_of(st.none(), st.integers(1, unit - 1))) if unit > 1 else None
        for unit in range(1, size + 1)
    }


roles = st.sampled_from([str(role) for role in Role])
held = st.lists(st.tuples(roles, st.one_of(st.none(), st.integers(1, 27))), max_size=4)


@given(parents=organisations(), roles_held=held)
def test_the_code_and_the_oracle_never_disagree(
    parents: dict[int, int | None], roles_held: list[tuple[str, int | None]]
) -> None:
    tree = OrganisationTree(replace(NODE, pk=pk, parent=parent) for pk, parent in parents.items())
    assignments = [Assignment(role=role, unit_id=unit) for role, unit in roles_held]

    for permission in Permission:
        where = granted(permission, assignments, tree)
        expected = {
            unit
            for unit in parents
            if any(_oracle(role, at, permission, unit, parents) for role, at in roles_held)
        }
        assert where.units == expected


def test_a_circle_in_the_data_ends() -> None:
    circle = OrganisationTree([replace(NODE, pk=1, parent=2), replace(NODE, pk=2, parent=1)])

    where = granted(Permission.KPI_VIEW, [Assignment(role="LEADER", unit_id=1)], circle)

    assert where.units == {1, 2}
