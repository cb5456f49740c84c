"""Figures straight into the ledger, for tests that are not about importing."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from kpis.limits import Decided
from kpis.lines import Definition, KpiFacts, KpiLine
from kpis.models import Kpi, Measurement, Period, RolledUp
from lederside.imports.models import ImportKind, ImportRun
from lederside.imports.periods import Period as PeriodValue
from lederside.imports.periods import parse_period

AT = datetime(2026, 11, 22, 10, 14, tzinfo=UTC)


def decided(by: Any = None) -> Decided:
    """Who decided a måltal or its limits."""
    return Decided("Økonomiudvalget", date(2026, 11, 3), by, AT)


def run(*, released: bool = True, release_on: date | None = None, **fields: Any) -> ImportRun:
    """A file that was taken in."""
    now = timezone.now()
    return ImportRun.objects.create(
        kind=ImportKind.KPIS,
        file_name="prøve.csv",
        sha256="0" * 64,
        size=1,
        at=now,
        released_at=now if released else None,
        release_on=release_on,
        **fields,
    )


def period(code: str) -> PeriodValue:
    found = parse_period(code)
    assert isinstance(found, PeriodValue)
    return found


def _stored(code: str) -> int:
    value = period(code)
    key = Period.key(value)
    Period.objects.get_or_create(pk=key, defaults={"kind": value.kind, "ends_on": value.ends_on})
    return key


def measured(
    unit: Any,
    code: str,
    value: Any = None,
    *,
    at: str = "2026K3",
    by: ImportRun | None = None,
    n: Any = None,
    d: Any = None,
    base: int | None = 20,
    missing: int | None = None,
) -> ImportRun:
    """What a file said about a unit. Returns the run."""
    by = by or run()
    Measurement.objects.create(
        period_id=_stored(at),
        unit_id=unit.pk,
        kpi_id=Kpi.objects.get(code=code).pk,
        run=by,
        value=None if value is None else Decimal(value),
        numerator=None if n is None else Decimal(n),
        denominator=None if d is None else Decimal(d),
        base=base,
        missing=missing,
    )
    return by


def summed(
    unit: Any,
    code: str,
    n: Any,
    d: Any,
    *,
    at: str = "2026K3",
    by: ImportRun | None = None,
    base: int | None = 100,
    units: int = 3,
) -> ImportRun:
    """The sums below a unit. Returns the run."""
    by = by or run()
    RolledUp.objects.create(
        period_id=_stored(at),
        unit_id=unit.pk,
        kpi_id=Kpi.objects.get(code=code).pk,
        numerator=Decimal(n),
        denominator=Decimal(d),
        base=base,
        units=units,
        run=by,
    )
    return by


def series(unit: Any, code: str, values: Iterable[Any], *, last: str = "2026K3") -> None:
    """A quarter each, the newest at ``last``."""
    end = period(last)
    values = list(values)
    for steps, value in zip(range(len(values) - 1, -1, -1), values, strict=True):
        measured(unit, code, value, at=end.back(steps).code)


def line(lines: Iterable[KpiLine], code: str) -> KpiLine:
    return next(one for one in lines if one.kpi.code == code)


def definition(direction: str = "LOW", **fields: Any) -> Definition:
    """A definition for rules that need no database."""
    plain: dict[str, Any] = {
        "measure": "%",
        "factor": 100,
        "decimals": 1,
        "direction": direction,
        "formula": "",
        "numerator": "",
        "denominator": "",
        "plausible_low": Decimal(0),
        "plausible_high": Decimal(100),
        "noise": Decimal("0.5"),
        "remark": "",
    }
    return Definition(**(plain | fields))


def facts(**fields: Any) -> KpiFacts:
    """One of the twelve for rules that need no database."""
    plain: dict[str, Any] = {
        "pk": 1,
        "code": "HR5",
        "name": "Sygefravær",
        "short_name": "Sygefravær",
        "theme": "STAFF",
        "order": 9,
        "frequency": "QUARTERLY",
        "fresh_months": 6,
        "roll_up": "RATIO",
        "roll_up_within": None,
        "base_is_denominator": True,
        "denominator_is_base": False,
        "weight": "",
        "minimum_leader": None,
        "minimum_chief": 5,
        "minimum_committee": 10,
        "is_about_one_leader": False,
        "source": "",
        "at_unit": definition(),
        "above": definition(),
    }
    return KpiFacts(**(plain | fields))
