from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from lederside.audit.models import AuditEvent
from organisation import changes
from organisation.changes import NotPossible
from organisation.models import LEADING, Assignment, Placement, Succession, Unit, UnitKind, UnitName
from organisation.tree import OrganisationTree

TODAY = timezone.localdate()
LAST = date(TODAY.year + 1, 7, 31)
FIRST = LAST + timedelta(days=1)


@pytest.fixture
def deed(lilleby):
    return {"by": lilleby.anna, "at": timezone.now()}


def name_on(unit: Unit, on: date) -> str:
    return OrganisationTree.on(on).node(unit.pk).name


def parent_on(unit: Unit, on: date) -> int | None:
    return OrganisationTree.on(on).node(unit.pk).parent


def leaders_on(unit: Unit, on: date) -> list[str]:
    held = Assignment.objects.on(on).filter(unit=unit, role__in=LEADING)
    return sorted(held.values_list("person__name", flat=True))


def open_school(lilleby, deed, number="103", **more) -> Unit:
    kind = UnitKind.objects.get(code="SCHOOL")
    return changes.open_unit(
        number, "Cedervangskolen", kind, parent=lilleby.skoler, **(deed | more)
    )


def test_a_unit_opens_on_its_day_and_not_before(lilleby, deed):
    unit = open_school(lilleby, deed, on=FIRST)

    assert unit.pk not in OrganisationTree.on(LAST)
    assert parent_on(unit, FIRST) == lilleby.skoler.pk


def test_a_unit_without_a_day_has_always_been(lilleby, deed):
    unit = open_school(lilleby, deed)

    assert name_on(unit, date(1950, 1, 1)) == "Cedervangskolen"


def test_two_units_cannot_have_the_same_number(lilleby, deed):
    with pytest.raises(NotPossible, match=r"^Der er allerede en enhed med nummer 101\.$"):
        open_school(lilleby, deed, number="101")


def test_a_name_holds_from_its_day_and_the_old_one_until_then(lilleby, deed):
    changes.rename(lilleby.bakkeskolen, "Ny Bakkeskole", on=FIRST, **deed)

    assert name_on(lilleby.bakkeskolen, LAST) == "Bakkeskolen"
    assert name_on(lilleby.bakkeskolen, FIRST) == "Ny Bakkeskole"


def test_a_name_between_leaves_the_later_one_that_is_planned(lilleby, deed):
    unit = lilleby.bakkeskolen
    changes.rename(unit, "Til sidst", on=FIRST, **deed)

    changes.rename(unit, "Imens", on=TODAY, **deed)

    yesterday = TODAY - timedelta(days=1)
    assert [name_on(unit, on) for on in (yesterday, TODAY, LAST, FIRST)] == [
        "Bakkeskolen",
        "Imens",
        "Imens",
        "Til sidst",
    ]


def test_a_second_name_on_the_same_day_takes_the_firsts_place(lilleby, deed):
    changes.rename(lilleby.bakkeskolen, "Forkert", on=FIRST, **deed)

    changes.rename(lilleby.bakkeskolen, "Rigtigt", on=FIRST, **deed)

    names = UnitName.objects.filter(unit=lilleby.bakkeskolen).order_by("pk")
    assert [row.name for row in names] == ["Bakkeskolen", "Rigtigt"]


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("  ", "Skriv enhedens navn."),
        ("Bakkeskolen", "Enheden hedder allerede Bakkeskolen."),
        ("x" * 201, "Navnet er for langt. Brug højst 200 tegn."),
    ],
)
def test_a_name_that_says_nothing_is_refused(lilleby, deed, name, why):
    with pytest.raises(NotPossible) as refusal:
        changes.rename(lilleby.bakkeskolen, name, on=TODAY, **deed)

    assert str(refusal.value) == why


def test_a_unit_moves_on_its_day_and_not_before(lilleby, deed):
    changes.move(lilleby.bakkeskolen, lilleby.dagtilbud, on=FIRST, **deed)

    assert parent_on(lilleby.bakkeskolen, LAST) == lilleby.skoler.pk
    assert parent_on(lilleby.bakkeskolen, FIRST) == lilleby.dagtilbud.pk


def test_nothing_moves_under_itself(lilleby, deed):
    with pytest.raises(NotPossible) as refusal:
        changes.move(lilleby.direktion, lilleby.skoler, on=TODAY, **deed)

    assert str(refusal.value) == "Så ville enheden ligge under sig selv: D1 under A1 under D1."
    assert Placement.objects.count() == 8


def test_a_circle_that_only_closes_later_is_refused_too(lilleby, deed):
    changes.move(lilleby.skoler, lilleby.dagtilbud, on=FIRST, **deed)

    with pytest.raises(NotPossible, match="ligge under sig selv"):
        changes.move(lilleby.dagtilbud, lilleby.skoler, on=TODAY, **deed)


def test_a_unit_cannot_move_to_one_that_is_closed(lilleby, deed):
    changes.close(lilleby.askolen, on=TODAY, **deed)

    with pytest.raises(NotPossible, match=r"^Enheden 102 lukkede den "):
        changes.move(lilleby.bakkeskolen, lilleby.askolen, on=TODAY, **deed)


def test_a_closed_unit_is_there_until_the_day_and_its_roles_end_with_it(lilleby, deed):
    changes.close(lilleby.bakkeskolen, on=FIRST, **deed)

    assert lilleby.bakkeskolen.pk in OrganisationTree.on(LAST)
    assert lilleby.bakkeskolen.pk not in OrganisationTree.on(FIRST)
    assert leaders_on(lilleby.bakkeskolen, LAST) == ["Sanne"]
    assert leaders_on(lilleby.bakkeskolen, FIRST) == []


def test_a_unit_with_others_below_closes_only_with_a_successor(lilleby, deed):
    with pytest.raises(NotPossible) as refusal:
        changes.close(lilleby.skoler, on=FIRST, **deed)
    assert str(refusal.value) == "Flyt først de enheder, der ligger under den: 101, 102."

    changes.close(lilleby.skoler, successor=lilleby.dagtilbud, on=FIRST, **deed)

    assert parent_on(lilleby.bakkeskolen, LAST) == lilleby.skoler.pk
    assert parent_on(lilleby.bakkeskolen, FIRST) == lilleby.dagtilbud.pk
    assert Succession.objects.get().successor == lilleby.dagtilbud


def test_a_successor_from_below_takes_the_closed_units_place(lilleby, deed):
    changes.close(lilleby.skoler, successor=lilleby.bakkeskolen, on=FIRST, **deed)

    assert parent_on(lilleby.bakkeskolen, FIRST) == lilleby.direktion.pk
    assert parent_on(lilleby.askolen, FIRST) == lilleby.bakkeskolen.pk


def test_merged_units_go_on_as_one_that_may_be_one_of_them(lilleby, deed):
    changes.merge([lilleby.bakkeskolen, lilleby.askolen], lilleby.bakkeskolen, on=FIRST, **deed)

    tree = OrganisationTree.on(FIRST)
    assert (lilleby.bakkeskolen.pk in tree, lilleby.askolen.pk in tree) == (True, False)
    assert list(Succession.objects.values_list("predecessor", "successor", "on")) == [
        (lilleby.askolen.pk, lilleby.bakkeskolen.pk, FIRST)
    ]


def test_a_split_unit_goes_on_as_several_with_shares(lilleby, deed):
    new = open_school(lilleby, deed, on=FIRST)

    changes.split(
        lilleby.bakkeskolen,
        {lilleby.askolen: Decimal("0.25"), new: Decimal("0.75")},
        on=FIRST,
        **deed,
    )

    shares = Succession.objects.order_by("share").values_list("successor__number", "share")
    assert list(shares) == [("102", Decimal("0.25")), ("103", Decimal("0.75"))]


def test_shares_that_are_not_a_whole_are_refused_and_nothing_is_closed(lilleby, deed):
    shares = {lilleby.askolen: Decimal("0.5"), lilleby.solsikken: Decimal("0.4")}

    with pytest.raises(NotPossible, match="give 1 tilsammen"):
        changes.split(lilleby.bakkeskolen, shares, on=FIRST, **deed)

    assert Unit.objects.filter(valid_to__isnull=False).count() == 0


def test_a_role_is_held_from_its_first_day(lilleby, deed):
    role = Assignment.Role.ACTING_LEADER

    changes.assign(lilleby.nora, role, lilleby.askolen, valid_from=FIRST, **deed)

    assert leaders_on(lilleby.askolen, LAST) == ["Erik"]
    assert leaders_on(lilleby.askolen, FIRST) == ["Erik", "Nora"]


def test_the_same_role_is_not_given_twice_at_once(lilleby, deed):
    with pytest.raises(NotPossible) as refusal:
        changes.assign(
            lilleby.erik, Assignment.Role.LEADER, lilleby.askolen, valid_from=FIRST, **deed
        )

    assert str(refusal.value) == "Erik har allerede den rolle i den periode."


def test_a_leader_leads_something(lilleby, deed):
    with pytest.raises(NotPossible) as refusal:
        changes.assign(lilleby.nora, Assignment.Role.LEADER, None, valid_from=TODAY, **deed)

    assert str(refusal.value) == "Vælg den enhed, rollen gælder."


def test_a_role_that_is_ended_before_it_began_is_gone(lilleby, deed):
    role = Assignment.objects.create(
        person=lilleby.nora, role="LEADER", unit=lilleby.askolen, valid_from=FIRST
    )

    assert changes.end_assignment(role, on=FIRST, **deed) is None
    assert Assignment.objects.filter(person=lilleby.nora).count() == 0


def test_the_old_leader_leads_on_the_last_day_and_the_new_one_the_day_after(lilleby, deed):
    changes.assign(
        lilleby.stig,
        Assignment.Role.ACTING_LEADER,
        lilleby.askolen,
        valid_from=TODAY,
        **deed,
    )

    changes.hand_over(lilleby.askolen, to=lilleby.nora, on=LAST, **deed)

    assert leaders_on(lilleby.askolen, LAST) == ["Erik", "Stig"]
    assert leaders_on(lilleby.askolen, FIRST) == ["Nora"]


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (open_school, "UNIT_OPENED"),
        (lambda cast, d: changes.rename(cast.askolen, "Ny", on=TODAY, **d), "UNIT_RENAMED"),
        (lambda cast, d: changes.move(cast.askolen, cast.dagtilbud, on=TODAY, **d), "UNIT_MOVED"),
        (lambda cast, d: changes.close(cast.askolen, on=TODAY, **d), "UNIT_CLOSED"),
        (
            lambda cast, d: changes.merge([cast.askolen], cast.solsikken, on=TODAY, **d),
            "UNITS_MERGED",
        ),
        (
            lambda cast, d: changes.split(
                cast.askolen,
                {cast.solsikken: Decimal("0.5"), cast.aertebo: Decimal("0.5")},
                on=TODAY,
                **d,
            ),
            "UNIT_SPLIT",
        ),
        (
            lambda cast, d: changes.assign(
                cast.nora, Assignment.Role.DEPUTY, cast.askolen, valid_from=TODAY, **d
            ),
            "ASSIGNED",
        ),
        (
            lambda cast, d: changes.end_assignment(cast.erik.assignments.get(), on=TODAY, **d),
            "ASSIGNMENT_ENDED",
        ),
    ],
)
def test_each_change_leaves_one_event(lilleby, deed, change, kind):
    change(lilleby, deed)

    events = AuditEvent.objects.values_list("kind", "person")
    assert list(events) == [(kind, "Anna")]
