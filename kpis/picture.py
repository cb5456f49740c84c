"""What units look like on a day: twelve lines each, in a constant number of queries.

Page, meeting sheet, report and command line ask here. The figures of one unit and of three
hundred are fetched by the same single query; the rules are remembered (``kpis.rules``).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from django.db import connection

from kpis import discretion, freshness, rules, trends
from kpis.lines import Audience, Definition, Figure, KpiFacts, KpiLine
from kpis.models import Kpi, Level, Period
from kpis.rules import Rules
from kpis.status import Status, status_of
from lederside.imports import periods
from lederside.imports.danish import MissingKind
from organisation.tree import OrganisationTree

HISTORY = 8
# Months that a quarter may be late before its history needs the older periods too.
LATE = 6

# What is new enough to fill a history is read by unit and period, for all targets at once.
# Only where that is not enough (a survey, a stale figure) older periods are asked, one target at
# a time. LATERAL with OFFSET 0 keeps the planner at the key of the table, whatever it believes
# about its size, and the runs are looked at last, since there may be hundreds of them.
_FIGURES = """
WITH asked AS MATERIALIZED (
    SELECT * FROM unnest(%(units)s::bigint[], %(since)s::int[], %(points)s::int[], %(early)s::bool[])
    AS a(unit, since, points, is_early)
), seen AS MATERIALIZED (
    SELECT id, already_protected, released_at IS NOT NULL OR release_on <= %(on)s AS is_out
    FROM imports_importrun WHERE undone_at IS NULL
), found AS MATERIALIZED (
    SELECT {own} FROM asked a CROSS JOIN LATERAL (
        SELECT * FROM kpis_measurement WHERE unit_id = a.unit AND period_id = ANY({recent}) OFFSET 0
    ) m
    UNION ALL
    SELECT {sums} FROM asked a CROSS JOIN LATERAL (
        SELECT * FROM kpis_rolledup WHERE unit_id = a.unit AND period_id = ANY({recent}) OFFSET 0
    ) m
), recent AS MATERIALIZED (
    SELECT f.*, s.already_protected FROM found f JOIN seen s
    ON s.id = f.run AND (s.is_out OR f.is_early)
    WHERE f.period <= %(until)s OR f.kpi = ANY(%(rare)s::bigint[])
), lacking AS MATERIALIZED (
    SELECT a.*, k.kpi FROM asked a CROSS JOIN unnest(%(kpis)s::bigint[]) k(kpi)
    LEFT JOIN (
        SELECT unit, kpi, count(*) AS points
        FROM (SELECT DISTINCT unit, kpi, period FROM recent) r GROUP BY 1, 2
    ) r USING (unit, kpi) WHERE coalesce(r.points, 0) < a.points
), older AS MATERIALIZED (
    SELECT {own} FROM lacking a CROSS JOIN LATERAL (
        SELECT * FROM kpis_measurement
        WHERE unit_id = a.unit AND kpi_id = a.kpi AND period_id = ANY({older}) OFFSET 0
    ) m
    UNION ALL
    SELECT {sums} FROM lacking a CROSS JOIN LATERAL (
        SELECT * FROM kpis_rolledup
        WHERE unit_id = a.unit AND kpi_id = a.kpi AND period_id = ANY({older}) OFFSET 0
    ) m
)
SELECT {columns}, already_protected FROM recent
UNION ALL
SELECT {columns}, s.already_protected FROM older f JOIN seen s
ON s.id = f.run AND (s.is_out OR f.is_early)
""".format(
    own="m.unit_id AS unit, m.kpi_id AS kpi, m.period_id AS period, false AS is_rolled_up, "
    "m.run_id AS run, m.value, m.numerator, m.denominator, m.base, m.missing, 1 AS units, "
    "a.is_early",
    sums="m.unit_id, m.kpi_id, m.period_id, true, m.run_id, NULL, m.numerator, m.denominator, "
    "m.base, NULL, m.units, a.is_early",
    columns="unit, kpi, period, is_rolled_up, run, value, numerator, denominator, base, missing, "
    "units",
    recent="ARRAY(SELECT id FROM kpis_period "
    "WHERE id > a.since AND (id <= %(until)s OR id = %(this_year)s))",
    older="ARRAY(SELECT id FROM kpis_period WHERE id <= a.since)",
)


class _Row(NamedTuple):
    unit: int
    kpi: int
    period: int
    is_rolled_up: bool
    run: int
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    base: int | None
    missing: int | None
    units: int
    is_protected: bool


class _Point(NamedTuple):
    row: _Row
    is_hidden: bool


def kpi_lines(
    units: Collection[int],
    *,
    on: date,
    audience: Audience | Mapping[int, Audience],
    tree: OrganisationTree,
    points: int | Mapping[int, int] = HISTORY,
    engine: discretion.Engine = discretion.too_small,
) -> dict[int, list[KpiLine]]:
    """Twelve lines for each unit, in the order of the twelve.

    ``on`` is the day the figures are judged on: no period that ends later is shown, but for
    what is measured once a year or less, where the running year's figure is the news of the
    year, and freshness is counted up to it. ``audience`` is one for all units or one for each; those with review
    pending are shown to the leader and the nearest leader only. ``points`` limits the history,
    and is one number or one for each unit; with 1 there is no change to tell of.
    One query for the figures and one for the rules' stamp.
    """
    if not units:
        return {}
    known = rules.current()
    audiences = (
        {unit: audience[unit] for unit in units}
        if isinstance(audience, Mapping)
        else dict.fromkeys(units, audience)
    )
    counts = points if isinstance(points, Mapping) else dict.fromkeys(units, points)
    rows = _histories(_rows(audiences, known, on=on, points=counts), counts)
    found = _judged(rows, audiences, known, engine)
    return {
        unit: [
            _line(kpi, unit, found.get((unit, kpi.pk), ()), known, tree, on=on)
            for kpi in known.kpis
        ]
        for unit in units
    }


def spread(lines: Mapping[int, Sequence[KpiLine]]) -> dict[str, dict[Status, int]]:
    """How many units have each status, for each of the twelve by code. Pure."""
    counts: dict[str, dict[Status, int]] = {}
    for line in (line for of_unit in lines.values() for line in of_unit):
        counts.setdefault(line.kpi.code, dict.fromkeys(Status, 0))[line.status] += 1
    return counts


def _rows(
    audiences: Mapping[int, Audience], known: Rules, *, on: date, points: Mapping[int, int]
) -> Sequence[_Row]:
    """Everything that may stand in the histories, in no order."""
    early = (Audience.LEADER, Audience.CHIEF)
    with connection.cursor() as cursor:
        cursor.execute(
            _FIGURES,
            {
                "units": list(points),
                "since": [_since(on, count) for count in points.values()],
                "points": list(points.values()),
                "early": [audiences[unit] in early for unit in points],
                "kpis": [kpi.pk for kpi in known.kpis],
                "until": int(f"{on:%Y%m%d}9"),
                "this_year": Period.key(periods.Period.year(on.year)),
                "rare": [kpi.pk for kpi in known.kpis if kpi.frequency != Kpi.Frequency.QUARTERLY],
                "on": on,
            },
        )
        return [_Row._make(row) for row in cursor.fetchall()]


@lru_cache(maxsize=256)
def _since(on: date, points: int) -> int:
    """The key of the last period that is too old for a history of quarters."""
    return int(f"{_months_before(on, points * 3 + LATE):%Y%m%d}9")


def _months_before(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(max(year, 1), month + 1, 1)


def _histories(rows: Iterable[_Row], points: Mapping[int, int]) -> Sequence[_Row]:
    """The newest points of each unit and target: of one kind of period, all own or all sums."""
    lines: dict[tuple[int, int], list[_Row]] = {}
    for row in _standing(rows):
        lines.setdefault((row.unit, row.kpi), []).append(row)
    chosen: list[_Row] = []
    for line in lines.values():
        newest = max(line, key=_latest_and_shortest)
        alike = [row for row in line if _are_alike(row, newest)]
        alike.sort(key=_period_of)
        chosen += alike[-points[line[-1].unit] :]
    return chosen


def _latest_and_shortest(row: _Row) -> tuple[int, int]:
    """The last digit of a period's key is its kind: a fourth quarter goes before its year."""
    day, kind = divmod(row.period, 10)
    return day, -kind


def _are_alike(row: _Row, other: _Row) -> bool:
    return row.period % 10 == other.period % 10 and row.is_rolled_up == other.is_rolled_up


def _standing(rows: Iterable[_Row]) -> Iterable[_Row]:
    """One figure for each place: the newest run's, and the unit's own before the sum below it.

    That a unit delivered nothing of its own does not stand in the way of the sum.
    """
    own: dict[tuple[int, int, int], _Row] = {}
    sums: dict[tuple[int, int, int], _Row] = {}
    for row in rows:
        among = sums if row.is_rolled_up else own
        place = (row.unit, row.kpi, row.period)
        held = among.get(place)
        if held is None or row.run > held.run:
            among[place] = row
    delivered = {
        place: row
        for place, row in own.items()
        if place not in sums or not row.missing or row.missing == MissingKind.PROTECTED
    }
    return (sums | delivered).values()


def _judged(
    rows: Sequence[_Row],
    audiences: Mapping[int, Audience],
    known: Rules,
    engine: discretion.Engine,
) -> dict[tuple[int, int], Sequence[_Point]]:
    """The points of each unit and target, the oldest first, with what must be hidden marked."""
    hidden = engine(_counted(rows, audiences, known))
    marked = [_Point(row, place in hidden) for place, row in enumerate(rows)]
    grouped = groupby(marked, key=lambda point: (point.row.unit, point.row.kpi))
    return {place: tuple(points) for place, points in grouped}


def _counted(
    rows: Iterable[_Row], audiences: Mapping[int, Audience], known: Rules
) -> Iterable[discretion.Counted]:
    for row in rows:
        yield discretion.Counted(
            unit=row.unit,
            period=row.period,
            kpi=known.by_pk[row.kpi],
            audience=audiences[row.unit],
            base=row.base,
            denominator=row.denominator,
            missing=row.missing,
            is_rolled_up=row.is_rolled_up,
            is_protected=row.is_protected,
        )


def _line(
    kpi: KpiFacts,
    unit: int,
    points: Sequence[_Point],
    known: Rules,
    tree: OrganisationTree,
    *,
    on: date,
) -> KpiLine:
    newest = points[-1] if points else None
    row = newest.row if newest else None
    is_rolled_up = row.is_rolled_up if row else bool(tree.children(unit))
    level = Level.ABOVE if is_rolled_up else Level.UNIT
    definition = kpi.above if is_rolled_up else kpi.at_unit
    kind = tree.node(unit).kind if unit in tree else ""
    history = tuple(_figure(point, kpi, definition, known, level, kind) for point in points)
    now = history[-1] if history else None
    year = now.period.ends_on.year if now else on.year
    limits = known.limits_for(kpi, level, kind, year)
    shown = row if now and now.value is not None else None
    return KpiLine(
        kpi=kpi,
        unit=unit,
        definition=definition,
        status=_status(kpi, now, on=on),
        period=now.period if now else None,
        value=now.value if now else None,
        numerator=shown.numerator if shown else None,
        denominator=shown.denominator if shown else None,
        base=shown.base if shown else None,
        run=row.run if row else None,
        target=known.target_for(kpi, level, kind, year),
        limits=limits,
        change=trends.change(history, definition, limits),
        history=history,
        is_rolled_up=is_rolled_up,
        units=row.units if row else 0,
    )


def _figure(
    point: _Point, kpi: KpiFacts, definition: Definition, known: Rules, level: str, kind: str
) -> Figure:
    period = _period(point.row.period)
    if point.is_hidden:
        return Figure(period, None, Status.TOO_FEW)
    if point.row.missing:
        irrelevant = point.row.missing == MissingKind.NOT_RELEVANT
        return Figure(period, None, Status.NOT_RELEVANT if irrelevant else Status.NO_DATA)
    value = _value(point.row, definition.factor)
    limits = known.limits_for(kpi, level, kind, period.ends_on.year)
    return Figure(period, value, status_of(value, limits))


def _status(kpi: KpiFacts, now: Figure | None, *, on: date) -> Status:
    if now is None:
        return Status.NO_DATA
    if now.value is not None and freshness.is_stale(kpi, now.period, on=on):
        return Status.STALE
    return now.status


def _value(row: _Row, factor: int) -> Decimal | None:
    """Unrounded, since 94.96 is not 95."""
    if row.numerator is None or not row.denominator:
        return row.value
    return row.numerator * factor / row.denominator


@lru_cache(maxsize=1024)
def _period(key: int) -> periods.Period:
    return Period.of_key(key)


_period_of = attrgetter("period")
