from collections.abc import Mapping
from datetime import date, timedelta

from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from organisation.models import Placement, Unit, UnitKind, UnitName
from organisation.names import sort_key
from organisation.tree import Node, OrganisationTree

TODAY = date(2026, 11, 22)
TOMORROW = TODAY + timedelta(days=1)


def node(pk: int, parent: int | None, name: str = "") -> Node:
    name = name or f"Enhed {pk}"
    key = sort_key(name)
    return Node(pk, str(pk), name, key, "SCHOOL", "Skole", "skoleleder", True, False, parent)


@st.composite
def parents(draw: st.DrawFn) -> Mapping[int, int | None]:
    """Up to twelve units, each under any other, itself, one that is not there, or none: also circles."""
    size = draw(st.integers(0, 12))
    anywhere = st.none() | st.integers(0, size + 1)
    return {pk: draw(anywhere) for pk in range(size)}


def climb(start: int, under: Mapping[int, int | None]) -> list[int]:
    """The oracle: one step up at a time, until the top or a unit that was seen."""
    chain: list[int] = []
    at = under[start]
    while at in under and at != start and at not in chain:
        chain.append(at)
        at = under[at]
    return chain


@given(parents())
def test_the_chain_above_is_what_climbing_step_by_step_gives(under):
    tree = OrganisationTree(node(pk, parent) for pk, parent in under.items())

    chains = {pk: [above.pk for above in tree.above(pk)] for pk in under}

    assert chains == {pk: climb(pk, under) for pk in under}


@given(parents())
def test_a_unit_is_below_those_that_are_above_it_and_no_others(under):
    tree = OrganisationTree(node(pk, parent) for pk, parent in under.items())

    below = {pk: tree.below(pk) for pk in under}

    assert below == {
        pk: frozenset(other for other in under if other != pk and pk in climb(other, under))
        for pk in under
    }


@given(parents())
def test_walking_meets_every_unit_that_is_not_in_a_circle_once_and_parents_first(under):
    tree = OrganisationTree(node(pk, parent) for pk, parent in under.items())

    met = [found.pk for _depth, found in tree.walk()]

    hangs = {pk for pk in under if under[(climb(pk, under) or [pk])[-1]] not in under}
    assert sorted(met) == sorted(hangs)
    assert all(met.index(under[pk]) < met.index(pk) for pk in met if under[pk] in under)


@given(parents())
def test_the_order_of_the_nodes_does_not_matter(under):
    nodes = [node(pk, parent) for pk, parent in under.items()]

    forwards, backwards = OrganisationTree(nodes), OrganisationTree(reversed(nodes))

    assert list(forwards.walk()) == list(backwards.walk())


def test_the_chain_goes_from_the_nearest_upwards(lilleby):
    tree = OrganisationTree.on(TODAY)

    names = [above.name for above in tree.above(lilleby.bakkeskolen.pk)]

    assert names == ["Område Skoler", "Direktionen", "Børne- og Ungdomsudvalget"]


def test_siblings_come_in_danish_order(lilleby):
    tree = OrganisationTree.on(TODAY)

    assert [child.name for child in tree.children(lilleby.dagtilbud.pk)] == ["Solsikken", "Ærtebo"]


def test_a_unit_is_there_on_its_last_day_and_not_the_day_after(lilleby):
    Unit.objects.filter(pk=lilleby.askolen.pk).update(valid_to=TOMORROW)

    assert lilleby.askolen.pk in OrganisationTree.on(TODAY)
    assert lilleby.askolen.pk not in OrganisationTree.on(TOMORROW)


def test_a_unit_is_not_there_the_day_before_its_first(lilleby):
    Unit.objects.filter(pk=lilleby.askolen.pk).update(valid_from=TOMORROW)

    assert lilleby.askolen.pk not in OrganisationTree.on(TODAY)
    assert lilleby.askolen.pk in OrganisationTree.on(TOMORROW)


def test_name_and_place_are_those_of_the_day(lilleby):
    unit = lilleby.askolen
    UnitName.objects.filter(unit=unit).update(valid_to=TOMORROW)
    UnitName.objects.create(unit=unit, name="Ny", sort_key="ny", valid_from=TOMORROW)
    Placement.objects.filter(unit=unit).update(valid_to=TOMORROW)
    Placement.objects.create(unit=unit, parent=lilleby.dagtilbud, valid_from=TOMORROW)

    before, after = (OrganisationTree.on(day).node(unit.pk) for day in (TODAY, TOMORROW))

    assert (before.name, before.parent) == ("Åskolen", lilleby.skoler.pk)
    assert (after.name, after.parent) == ("Ny", lilleby.dagtilbud.pk)


def test_the_tree_is_read_again_only_when_the_organisation_has_changed(
    lilleby, django_assert_num_queries
):
    OrganisationTree.on(TODAY)

    with django_assert_num_queries(1):
        OrganisationTree.on(TODAY)
    UnitName.objects.filter(unit=lilleby.askolen).update(name="Ny")

    assert OrganisationTree.on(TODAY).node(lilleby.askolen.pk).name == "Ny"


def test_a_thousand_units_are_read_in_two_queries(db, django_assert_num_queries):
    kind = UnitKind.objects.get(code="SCHOOL")
    units = Unit.objects.bulk_create(Unit(number=str(n), kind=kind) for n in range(1000))
    UnitName.objects.bulk_create(UnitName(unit=u, name=u.number, sort_key=u.number) for u in units)
    Placement.objects.bulk_create(
        Placement(unit=unit, parent=units[at // 2] if at else None) for at, unit in enumerate(units)
    )

    with django_assert_num_queries(2):
        tree = OrganisationTree.on(timezone.localdate())

    assert len(tree.below(units[0].pk)) == 999
