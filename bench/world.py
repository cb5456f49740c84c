"""The municipality that pages and documents are measured on.

A direction, an area of 300 institutions and one of 100, twelve targets for twelve quarters, all
taken in through the product's own importer.
"""

import random
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from django.utils import timezone

from bench.measuring import expect
from lederside.accounts.models import User
from lederside.imports.periods import Period, PeriodKind, quarters_back
from organisation.models import Assignment, Placement, Unit, UnitName
from organisation.names import sort_key

SIZES = {"Skoler": 300, "Dagtilbud": 100}
QUARTERS = 12


class World(NamedTuple):
    """`leader` leads `school`, one of the 300 in `area`, which `chief` leads."""

    schools: Sequence[Unit]
    leader: User
    school: Unit
    chief: User
    area: Unit
    quarter: Period


@cache
def built() -> World:
    """The municipality, made at the first call in place of what was there."""
    _empty()
    today = timezone.localdate()
    top = _unit("TOP", "Børn og Unge", "DIRECTORATE", None)
    area = top
    schools: list[Unit] = []
    for name, size in SIZES.items():
        here = _unit(name[0], f"Område {name}", "AREA", top)
        below = [
            _unit(f"{name[0]}{at:03}", f"Huset {at} ved åen", "SCHOOL", here) for at in range(size)
        ]
        if size == max(SIZES.values()):
            area, schools = here, below
    latest = Period.containing(today, PeriodKind.QUARTER).previous()
    random.seed(2026)
    for period in quarters_back(latest, QUARTERS):
        take_in(period)
    return World(
        schools=schools,
        leader=_person("leder", "LEADER", schools[7]),
        school=schools[7],
        chief=_person("chef", "LEADER", area),
        area=area,
        quarter=latest,
    )


def take_in(period: Period) -> None:
    """A quarter's file for all institutions, through the whole line."""
    from kpis.importing.options import Options
    from kpis.importing.run import import_kpis

    now = datetime.combine(timezone.localdate(), time(8), UTC)
    result = import_kpis(
        file_of(period), name=f"{period.code}.csv", options=Options(),
        by=None, at=now, on=now.date(), trial=False,
    )  # fmt: skip
    said = result.findings.sentences()[:5]
    expect(f"rows of {period.code} {said}", result.counts.new, sum(SIZES.values()) * 12)


def file_of(period: Period) -> bytes:
    """A Danish CSV; every target has figures that are green, yellow and red somewhere."""
    lines = ["Enhedsnummer;Kode;Periode;Værdi;Tæller;Nævner;Antal svar", *_rows(period)]
    return "\r\n".join(lines).encode("cp1252")


def _rows(period: Period) -> Iterator[str]:
    from kpis.models import Level
    from kpis.rules import current

    rules = current()
    for number in Unit.objects.filter(kind_id="SCHOOL").values_list("number", flat=True):
        for kpi in rules.kpis:
            definition = kpi.at_unit
            limits = rules.limits_for(kpi, Level.UNIT, "SCHOOL", period.ends_on.year)
            edge = (limits and (limits.green.low or limits.green.high)) or Decimal(1)
            value = edge * Decimal(random.randint(700, 1300)) / 1000
            value = min(max(value, definition.plausible_low), definition.plausible_high)
            people = random.randint(12, 60)
            weight = Decimal(people)
            numerator = (value * weight / definition.factor).quantize(Decimal("0.0001"))
            figures = ";".join(map(_danish, (value.quantize(Decimal("0.01")), numerator, weight)))
            yield f"{number};{kpi.code};{period.code};{figures};{people}"


def _danish(value: Decimal) -> str:
    return f"{value:,f}".translate(str.maketrans(",.", ".,"))


def _unit(number: str, name: str, kind: str, parent: Unit | None) -> Unit:
    unit = Unit.objects.create(number=number, kind_id=kind)
    UnitName.objects.create(unit=unit, name=name, sort_key=sort_key(name))
    Placement.objects.create(unit=unit, parent=parent)
    return unit


def _person(name: str, role: str, unit: Unit) -> User:
    person = User.objects.create_user(f"{name}@lilleby.example", name=name.capitalize())
    Assignment.objects.create(person=person, role=role, unit=unit, valid_from=date(2020, 1, 1))
    return person


def _empty() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "TRUNCATE kpis_measurement, kpis_rolledup, imports_importrun, organisation_unit CASCADE"
        )
