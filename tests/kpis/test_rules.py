from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kpis import limits, rules
from kpis.audience import audience_for
from kpis.limits import Place
from kpis.lines import Audience
from kpis.models import Kpi
from kpis.status import Limits, Span
from tests.kpis.figures import decided

pytestmark = pytest.mark.django_db


def decide(value, code="HR5", year=2026, kind=None):
    limits.set_target(Place(code, year, kind), Decimal(value), decided=decided())


def target(year=2026, kind="SCHOOL", code="HR5"):
    known = rules.current()
    return known.target_for(known.by_code[code], "UNIT", kind, year)


def test_the_twelve_stand_in_their_order():
    assert [kpi.code for kpi in rules.twelve()] == [
        *("OEK1", "OEK2", "OEK3", "OEK4"),
        *(f"HR{number}" for number in range(1, 9)),
    ]


def test_only_apv_is_counted_otherwise_above_the_unit():
    otherwise = [kpi.code for kpi in rules.twelve() if kpi.above is not kpi.at_unit]

    assert otherwise == ["HR4"]


def test_a_target_is_empty_until_somebody_sets_it():
    assert target() is None


def test_a_decision_holds_from_its_year_until_a_later_one():
    decide(14, year=2025)
    decide(12, year=2027)

    assert [target(year) for year in (2024, 2025, 2026, 2027, 2030)] == [None, 14, 14, 12, 12]


def test_one_kind_of_unit_goes_before_all_kinds():
    decide(14)
    decide(11, kind="SCHOOL")
    decide(13, year=2027)

    assert (target(kind="SCHOOL"), target(kind="DAYCARE")) == (11, 14)
    assert (target(2027, "SCHOOL"), target(2027, "DAYCARE")) == (11, 13)


def test_of_two_alike_the_last_written_holds():
    decide(14)
    decide(13)

    assert target() == 13


def test_limits_for_sums_are_those_of_the_unit_unless_counted_otherwise():
    known = rules.current()

    assert known.limits_for(known.by_code["HR5"], "ABOVE", "AREA", 2026) == Limits(
        Span(None, Decimal(12)), Span(None, Decimal(15))
    )
    assert known.limits_for(known.by_code["HR4"], "ABOVE", "AREA", 2026) == Limits(
        Span(Decimal(100), None), Span(Decimal(90), None)
    )
    assert known.limits_for(known.by_code["HR4"], "UNIT", "SCHOOL", 2026) == Limits(
        Span(None, Decimal(30)), Span(None, Decimal(36))
    )


def test_before_the_first_decision_there_are_no_limits():
    known = rules.current()

    assert known.limits_for(known.by_code["HR5"], "UNIT", "SCHOOL", 1999) is None


def test_who_decided_and_when_is_known():
    decide(14)
    known = rules.current()

    decision = known.targets.standing(known.by_code["HR5"].pk, "UNIT", "SCHOOL", 2026)

    assert (decision.decided_by, decision.decided_on) == ("Økonomiudvalget", date(2026, 11, 3))


def test_rules_are_remembered_until_somebody_changes_them():
    decide(14)
    rules.current()

    with CaptureQueriesContext(connection) as queries:
        first = rules.current()
    assert len(queries) == 1

    Kpi.objects.filter(code="HR5").update(name="Fravær")

    assert rules.current() is not first
    assert rules.current().by_code["HR5"].name == "Fravær"


def test_who_reads_is_the_leader_the_nearest_leader_or_the_management_above():
    leads, nearest = frozenset({1}), frozenset({1, 2})

    assert [audience_for(unit, leads=leads, nearest=nearest) for unit in (1, 2, 3)] == [
        Audience.LEADER,
        Audience.CHIEF,
        Audience.DIRECTION,
    ]
