"""Sums in SQL against the same rule said plainly in Python, on random trees."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from kpis import rolling_up
from kpis.models import Kpi, Measurement, RolledUp
from kpis.models import Period as PeriodRow
from lederside.imports.models import ImportRun
from lederside.imports.periods import Period
from organisation.models import Placement, Unit, UnitName

K3 = Period.quarter(2026, 3)
NOW = datetime(2026, 10, 20, tzinfo=UTC)
LEAST = {"HR5": 10, "HR4": None, "OEK4": None}
CODES = list(LEAST)


@pytest.fixture(autouse=True)
def _database(db):
    pass


@st.composite
def municipalities(draw):
    """Parents by unit, and figures as (unit, code, run, value, numerator, denominator, base)."""
    size = draw(st.integers(1, 12))
    parents = [None] + [draw(st.integers(0, at - 1)) for at in range(1, size)]
    runs = draw(
        st.lists(
            st.sampled_from(["stands", "protected", "undone", "waits"]), min_size=1, max_size=3
        )
    )
    number = st.integers(0, 60).map(lambda n: Decimal(n) / 2)
    figures = draw(
        st.dictionaries(
            st.tuples(
                st.integers(0, size - 1), st.sampled_from(CODES), st.integers(0, len(runs) - 1)
            ),
            st.tuples(
                st.none() | number,
                st.none() | number,
                st.none() | number,
                st.none() | st.integers(1, 30),
            ),
            max_size=30,
        )
    )
    return parents, runs, figures


def expected(parents, runs, figures):  # noqa: C901
    """The rule, unit by unit: children that have sums, else one's own figure."""
    current = {}
    for (unit, code, run), figure in figures.items():
        if runs[run] in ("stands", "protected") and run >= current.get((unit, code), (-1,))[0]:
            current[unit, code] = (run, *figure)
    found = {}

    def own(unit, code):
        if (unit, code) not in current:
            return None
        run, value, numerator, denominator, base = current[unit, code]
        if code == "HR4":
            if value is None:
                return None
            numerator, denominator = int(value <= 36), 1
        if numerator is None or denominator is None:
            return None
        if base is None and LEAST[code] is None:
            base = 0
        elif base is None and runs[run] == "protected":
            base = LEAST[code]
        return numerator, denominator, base, 1, run

    def total(unit, code):
        parts = [
            p
            for child, parent in enumerate(parents)
            if parent == unit and (p := total(child, code))
        ]
        if not parts:
            return own(unit, code)
        bases = [p[2] for p in parts]
        whole = (
            sum(p[0] for p in parts),
            sum(p[1] for p in parts),
            None if None in bases else sum(bases),
            sum(p[3] for p in parts),
            max(p[4] for p in parts),
        )
        found[unit, code] = whole
        return whole

    for code in CODES:
        total(0, code)
    return found


@given(municipalities())
def test_the_sums_are_those_of_the_rule(municipality):
    with transaction.atomic():
        assert summed(*municipality) == expected(*municipality)
        transaction.set_rollback(True)


def summed(parents, runs, figures):
    units = Unit.objects.bulk_create(
        Unit(number=f"u{at}", kind_id="SCHOOL") for at in range(len(parents))
    )
    UnitName.objects.bulk_create(UnitName(unit=u, name=u.number, sort_key=u.number) for u in units)
    Placement.objects.bulk_create(
        Placement(unit=unit, parent=None if parent is None else units[parent])
        for unit, parent in zip(units, parents, strict=True)
    )
    made = [
        ImportRun.objects.create(
            kind="KPIS",
            file_name=kind,
            sha256="",
            size=0,
            at=NOW,
            periods=[K3.code],
            already_protected=kind == "protected",
            released_at=None if kind == "waits" else NOW,
            undone_at=NOW if kind == "undone" else None,
        )
        for kind in runs
    ]
    kpis = {kpi.code: kpi.pk for kpi in Kpi.objects.all()}
    Measurement.objects.bulk_create(
        Measurement(
            period_id=PeriodRow.key(K3),
            unit=units[unit],
            kpi_id=kpis[code],
            run=made[run],
            value=value,
            numerator=numerator,
            denominator=denominator,
            base=base,
        )
        for (unit, code, run), (value, numerator, denominator, base) in figures.items()
    )
    rolling_up.roll_up([K3])
    places = {unit.pk: at for at, unit in enumerate(units)}
    order = {run.pk: at for at, run in enumerate(made)}
    return {
        (places[r.unit_id], r.kpi.code): (
            r.numerator,
            r.denominator,
            r.base,
            r.units,
            order[r.run_id],
        )
        for r in RolledUp.objects.select_related("kpi")
    }


def test_the_tree_is_that_of_the_periods_last_day(lilleby):
    moved = date(2026, 10, 1)
    Placement.objects.filter(unit=lilleby.bakkeskolen).update(valid_to=moved)
    Placement.objects.create(unit=lilleby.bakkeskolen, parent=lilleby.dagtilbud, valid_from=moved)
    run = ImportRun.objects.create(
        kind="KPIS", file_name="f", sha256="", size=0, at=NOW, periods=[K3.code], released_at=NOW
    )
    Measurement.objects.create(
        period_id=PeriodRow.key(K3),
        unit=lilleby.bakkeskolen,
        kpi=Kpi.objects.get(code="HR5"),
        run=run,
        value=10,
        numerator=100,
        denominator=10,
    )
    rolling_up.roll_up([K3])

    assert sorted(RolledUp.objects.values_list("unit__number", flat=True)) == ["A1", "D1", "U1"]
