"""The front page's content by plain ORM: instances, related rows, a query for each thing needed.

It is the living baseline: the same HTML as the product's own page, to the letter.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import F, Q

from kpis import freshness, trends
from kpis.lines import Definition, Figure, KpiFacts, KpiLine
from kpis.models import Kpi, KpiDefinition, Level, LimitSet, Measurement, Target
from kpis.models import Period as PeriodRow
from kpis.status import Limits, Span, Status, status_of
from lederside.frontpage import overview
from lederside.imports.periods import Period
from organisation.models import Unit
from organisation.tree import OrganisationTree


def context_of(unit_id: int, *, on: date, tree: OrganisationTree) -> dict[str, Any]:
    unit = Unit.objects.select_related("kind").get(pk=unit_id)
    lines = [_line(kpi, unit, on) for kpi in Kpi.objects.order_by("order")]
    shown = overview.UnitOverview(
        node=tree.node(unit_id),
        period=overview.quarters(on)[0],
        headline=overview._headline(lines),  # noqa: SLF001 the same words as the page
        counts=overview.counts(lines),
        themes=overview.themes(lines),
    )
    return {
        "overview": shown,
        "quarters": overview.quarters(on),
        "is_own": True,
        "leaders": [],
        "others": [],
        "trail": None,
        "has_units_below": False,
        "offer_report": True,
        "offer_sheet": True,
    }


def _line(kpi: Kpi, unit: Unit, on: date) -> KpiLine:
    facts = _facts(kpi)
    definition = facts.at_unit
    # By their keys, which the table is laid out for; otherwise the baseline would read all of it.
    quarters = [PeriodRow.key(period) for period in overview.quarters(on)]
    measured = list(
        Measurement.objects.standing()
        .select_related("period", "unit", "kpi", "run")
        .filter(unit=unit, kpi=kpi, period__in=quarters)
        .order_by("-period_id", "-run_id")
    )
    limit_sets = _decided(LimitSet, kpi, unit)
    history = tuple(_figure(row, definition, limit_sets) for row in reversed(measured))
    now = history[-1]
    newest = measured[0]
    limits = _limits(limit_sets, now.period.ends_on.year)
    target = _held(_decided(Target, kpi, unit), now.period.ends_on.year)
    is_stale = freshness.is_stale(facts, now.period, on=on)
    return KpiLine(
        kpi=facts,
        unit=unit.pk,
        definition=definition,
        status=Status.STALE if is_stale else now.status,
        period=now.period,
        value=now.value,
        numerator=newest.numerator,
        denominator=newest.denominator,
        base=newest.base,
        run=newest.run_id,
        target=target.value if target else None,
        limits=limits,
        change=trends.change(history, definition, limits),
        history=history,
        is_rolled_up=False,
        units=1,
    )


def _figure(row: Measurement, definition: Definition, limit_sets: Sequence[LimitSet]) -> Figure:
    period: Period = row.period.value
    value = row.numerator * definition.factor / row.denominator
    limits = _limits(limit_sets, period.ends_on.year)
    return Figure(period, value, status_of(value, limits))


def _limits(limit_sets: Sequence[LimitSet], year: int) -> Limits | None:
    row = _held(limit_sets, year)
    if row is None:
        return None
    return Limits(
        green=Span(row.green_low, row.green_high), yellow=Span(row.yellow_low, row.yellow_high)
    )


def _decided(model: Any, kpi: Kpi, unit: Unit) -> Sequence[Any]:
    """The decisions for the unit's own kind, the newest first, and then those for all kinds."""
    here = Q(kind=unit.kind) | Q(kind__isnull=True)
    rows = model.objects.select_related("kpi", "kind").filter(here, kpi=kpi, level=Level.UNIT)
    return list(rows.order_by(F("kind").desc(nulls_last=True), "-year", "-pk"))


def _held(decided: Sequence[Any], year: int) -> Any:
    return next((row for row in decided if row.year <= year), None)


def _facts(kpi: Kpi) -> KpiFacts:
    row = KpiDefinition.objects.select_related("kpi").get(kpi=kpi, level=Level.UNIT)
    definition = Definition(
        **{name: getattr(row, name) for name in Definition.__dataclass_fields__}
    )
    plain = {
        name: getattr(kpi, name)
        for name in KpiFacts.__dataclass_fields__
        if name not in ("at_unit", "above")
    }
    return KpiFacts(**plain, at_unit=definition, above=definition)
