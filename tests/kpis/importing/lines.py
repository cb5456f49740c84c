"""A file into the line, said shortly."""

from datetime import UTC, date, datetime

from kpis.importing.options import Options
from kpis.importing.run import import_kpis
from kpis.models import Measurement

TODAY = date(2026, 10, 20)
NOW = datetime(2026, 10, 20, 8, 0, tzinfo=UTC)


def take(text, *, trial=False, review_days=0, name="kvartal.csv", **options):
    data = text if isinstance(text, bytes) else text.encode("cp1252")
    return import_kpis(
        data,
        name=name,
        options=Options(**options),
        by=None,
        at=NOW,
        on=TODAY,
        trial=trial,
        review_days=review_days,
    )


def long_file(*rows, header="enhedsnummer;kode;periode;værdi;antal svar"):
    return "\r\n".join([header, *rows])


def codes(result, severity="ERROR"):
    return [f.code for f in result.findings if f.severity == severity]


def stored():
    """Every measurement as (unit, code, value, numerator, denominator, base, missing), as texts."""
    return [
        (
            m.unit.number,
            m.kpi.code,
            *(None if n is None else f"{n:f}" for n in (m.value, m.numerator, m.denominator)),
            m.base,
            m.missing,
        )
        for m in Measurement.objects.select_related("unit", "kpi").order_by(
            "unit__number", "kpi_id", "run_id"
        )
    ]
