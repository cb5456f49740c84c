"""A quarter for 10,000 units, from a Danish CSV to stored and rolled up, against a raw COPY.

    python -m bench.import_quarter        in the database of DATABASE_URL, which is emptied

The base is a COPY of the same clean rows, made beforehand, into the same table, in the order of
the file. Both commit. A round whose rows or sums are not right has no time.
"""

import gc
import random
import statistics
import time
from datetime import UTC, date, datetime
from decimal import Decimal

from django.db import connection, transaction

UNITS = 10_000
LIMIT = 2.0
TODAY = date(2026, 10, 20)
NOW = datetime(2026, 10, 20, 8, tzinfo=UTC)
PERIOD = "2026K3"


def run(rounds: int = 7) -> dict[str, dict[str, object]]:
    """The median of `rounds` interleaved ratios, after one round that does not count."""
    numbers = _organisation()
    file, clean = _quarter(numbers)
    _empty()
    _copy(clean)
    with connection.cursor() as cursor:
        # As autovacuum does after each quarter.
        cursor.execute("ANALYZE kpis_measurement")
    ratios, bases, lines = [], [], []
    for _round in range(rounds + 1):
        base, line = _timed(_copy, clean), _timed(_import, file)
        bases.append(base)
        lines.append(line)
        ratios.append(line / base)
    ratio = statistics.median(ratios[1:])
    what = (
        f"{UNITS * 12:,} rows from Danish CSV, checked, stored and rolled up, against COPY "
        f"({statistics.median(lines[1:]):.2f} s against {statistics.median(bases[1:]):.2f} s)"
    )
    return {
        "import_quarter": {
            "ratio": round(ratio, 2),
            "limit": LIMIT,
            "met": ratio <= LIMIT,
            "what": what,
        }
    }


def _timed(work, data: bytes) -> float:
    _empty()
    gc.collect()
    begun = time.perf_counter()
    work(data)
    took = time.perf_counter() - begun
    _verify()
    return took


def _empty() -> None:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE kpis_measurement, kpis_rolledup, imports_importrun CASCADE")
        cursor.execute("CHECKPOINT")


def _verify() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM kpis_measurement")
        rows = cursor.fetchone()[0]
        cursor.execute(
            "SELECT sum(denominator) FROM kpis_rolledup r JOIN organisation_unit u ON u.id = r.unit_id"
            " JOIN kpis_kpi k ON k.id = r.kpi_id WHERE u.number = 'TOP' AND k.roll_up = 'RATIO'"
        )
        summed = cursor.fetchone()[0]
        cursor.execute(
            "SELECT sum(denominator) FROM kpis_measurement m JOIN kpis_kpi k ON k.id = m.kpi_id"
            " WHERE k.roll_up = 'RATIO'"
        )
        expected = cursor.fetchone()[0]
    _demand(rows == UNITS * 12, f"{rows} rows were stored")
    _demand(summed in (None, expected), f"the sum at the top is {summed}, not {expected}")


def _demand(is_right: bool, wrong: str) -> None:  # noqa: FBT001
    if not is_right:
        raise RuntimeError(f"A wrong answer has no time: {wrong}")


def _copy(clean: bytes) -> None:
    columns = "period_id, unit_id, kpi_id, run_id, value, numerator, denominator, base"
    command = f"COPY kpis_measurement ({columns}) FROM STDIN"
    with transaction.atomic(), connection.cursor() as cursor, cursor.copy(command) as copy:
        copy.write(clean)


def _import(file: bytes) -> None:
    from kpis.importing.options import Options
    from kpis.importing.run import import_kpis

    result = import_kpis(
        file, name="kvartal.csv", options=Options(), by=None, at=NOW, on=TODAY, trial=False
    )
    _demand(result.counts.new == UNITS * 12, "; ".join(result.findings.sentences()[:5]))
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM kpis_rolledup")
        _demand(cursor.fetchone()[0] > 0, "nothing was rolled up")


def _organisation() -> dict[str, int]:
    """One top, 20 areas, 400 districts, 10,000 institutions. Returns the institutions' keys."""
    from organisation.models import Placement, Unit, UnitName

    if not Unit.objects.filter(number="TOP").exists():
        below = {"TOP": None}
        below |= {f"A{n}": "TOP" for n in range(20)}
        below |= {f"D{n}": f"A{n % 20}" for n in range(400)}
        below |= {f"{100_000 + n}": f"D{n % 400}" for n in range(UNITS)}
        kinds = {"T": "DIRECTORATE", "A": "AREA", "D": "AREA"}
        made = {
            number: Unit(number=number, kind_id=kinds.get(number[0], "SCHOOL")) for number in below
        }
        with transaction.atomic():
            Unit.objects.bulk_create(made.values())
            UnitName.objects.bulk_create(
                UnitName(unit=unit, name=f"Børnehuset {number}", sort_key=number)
                for number, unit in made.items()
            )
            Placement.objects.bulk_create(
                Placement(unit=made[number], parent=made[parent] if parent else None)
                for number, parent in below.items()
            )
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    units = Unit.objects.filter(kind_id="SCHOOL").order_by("number")
    return dict(units.values_list("number", "pk"))


def _quarter(numbers: dict[str, int]) -> tuple[bytes, bytes]:
    """The file as a clerk gets it, and the same rows as PostgreSQL wants them."""
    from kpis.rules import twelve

    random.seed(2026)
    file = ["Enhedsnummer;Kode;Periode;Værdi;Tæller;Nævner;Antal svar"]
    clean = []
    for number, unit in numbers.items():
        for kpi in twelve():
            low, high = (
                int(end) for end in (kpi.at_unit.plausible_low, kpi.at_unit.plausible_high)
            )
            weight = Decimal(random.randint(500, 40_000)) / 100
            value = Decimal(random.randint(low * 100, min(high, 99) * 100)) / 100
            people = int(weight) + random.randint(1, 40)
            numerator = (value * weight / kpi.at_unit.factor).quantize(Decimal("0.0001"))
            file.append(
                f"{number};{kpi.code};{PERIOD};{_danish(value)};{_danish(numerator)};{_danish(weight)};{people}"
            )
            clean.append(
                f"202609302\t{unit}\t{kpi.pk}\t1\t{value}\t{numerator}\t{weight}\t{people}"
            )
    return "\r\n".join(file).encode("cp1252"), ("\n".join(clean) + "\n").encode()


def _danish(value: Decimal) -> str:
    return f"{value:,f}".translate(str.maketrans(",.", ".,"))


if __name__ == "__main__":
    import json
    import sys

    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    sys.stdout.write(json.dumps(run(), indent=2, ensure_ascii=False) + "\n")
