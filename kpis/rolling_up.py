"""Sums up the chain: what the units below a unit say together (da: op ad kæden).

    a unit's sum = the sums of its children that have figures; a child without figures below it
    gives its own figure. So the lowest level that has figures counts, and never both.

Said once for all units: a figure counts in every sum above it, unless a unit below has one too.
The tree is that of the period's last day. Only figures that are released count, and only with a
numerator and a denominator. Nothing but sums is stored: figures and colours are made of them.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Final, NamedTuple

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from kpis.models import Period as PeriodRow
from lederside.imports.models import ImportKind, ImportRun
from lederside.imports.periods import Period
from organisation.tree import OrganisationTree

# The planner knows no rows of a period that was just filled. Asked by a subquery it expects a
# usual period, and so it joins by hash instead of row by row.
_STANDING: Final = """period_id = (SELECT %(period)s)
    AND run_id = ANY(ARRAY(SELECT unnest(%(runs)s::integer[])))"""
_ONE_RUN: Final = f"""NOT MATERIALIZED (
    SELECT * FROM kpis_measurement WHERE {_STANDING}
)"""
_NEWEST: Final = f"""MATERIALIZED (
    SELECT DISTINCT ON (unit_id, kpi_id) * FROM kpis_measurement
    WHERE {_STANDING}
    ORDER BY unit_id, kpi_id, run_id DESC
)"""
_ROLL_UP: Final = """
WITH figures AS {figures},
kpi AS (
    SELECT id, roll_up = 'SHARE_WITHIN' AS is_share, roll_up_within AS within,
           greatest(minimum_leader, minimum_chief, minimum_committee) AS least FROM kpis_kpi
),
-- Grouped only so that the planner knows that units are few, and hashes them, not the figures.
place AS (
    SELECT unit, max(home) AS home, max(own) AS own
    FROM unnest(%(units)s::bigint[], %(homes)s::bigint[], %(own)s::bigint[]) AS p (unit, home, own)
    GROUP BY unit
),
above AS (SELECT * FROM unnest(%(unit)s::bigint[], %(above)s::bigint[]) AS a (unit, above)),
-- The figures of units at the bottom, summed at the unit they are placed below (own is null),
-- and those of units that have others below them, each by itself (own is the unit).
-- By run, since a run knows whether its source protects small groups.
summed AS MATERIALIZED (
    SELECT p.home, p.own, k.id AS kpi,
           sum(CASE WHEN k.is_share THEN (f.value <= k.within)::int ELSE f.numerator END) AS numerator,
           sum(CASE WHEN k.is_share THEN 1 ELSE f.denominator END) AS denominator,
           coalesce(sum(f.base), 0) AS base, count(*) - count(f.base) AS baseless,
           count(*) AS units, f.run_id AS run
    FROM figures f JOIN place p ON p.unit = f.unit_id JOIN kpi k ON k.id = f.kpi_id
    WHERE CASE WHEN k.is_share THEN f.value IS NOT NULL
               ELSE f.numerator IS NOT NULL AND f.denominator IS NOT NULL END
    GROUP BY 1, 2, 3, f.run_id
),
-- A unit inside the tree counts with its own figure only when nothing below it has one.
counting AS (
    SELECT * FROM summed s
    WHERE s.home IS NOT NULL AND (s.own IS NULL OR (s.own, s.kpi) NOT IN (
        SELECT a.above, l.kpi FROM summed l JOIN above a ON a.unit = l.home WHERE l.own IS NULL
        UNION ALL
        SELECT a.above, d.kpi FROM summed d JOIN above a ON a.unit = d.own AND a.above <> d.own
    ))
)
INSERT INTO kpis_rolledup (period_id, unit_id, kpi_id, numerator, denominator, base, units, run_id)
SELECT %(period)s, a.above, c.kpi, sum(c.numerator), sum(c.denominator),
       -- The source vouches for a group that it has protected: it counts as the largest minimum
       -- that anybody asks of the target. Where nobody asks for one, no base is no secret.
       CASE WHEN min(k.least) IS NULL OR bool_and(c.baseless = 0 OR c.run = ANY(%(protected)s))
            THEN least(sum(c.base + c.baseless * coalesce(k.least, 0)), 2147483647) END,
       sum(c.units), max(c.run)
FROM counting c
JOIN above a ON a.unit = c.home
JOIN kpi k ON k.id = c.kpi
GROUP BY a.above, c.kpi
"""


def roll_up(periods: Iterable[Period]) -> None:
    """Write the sums of the periods anew, from the figures that stand and are released."""
    with transaction.atomic():
        for period in periods:
            _roll_up(period)


def _roll_up(period: Period) -> None:
    runs = _runs(period)
    with connection.cursor() as cursor:
        key = PeriodRow.key(period)
        cursor.execute("DELETE FROM kpis_rolledup WHERE period_id = %s", [key])
        if not runs:
            return
        chain = _Chain.of(OrganisationTree.on(period.ends_on))
        if chain is None:
            return
        values: dict[str, Any] = {
            "period": key,
            "runs": list(runs),
            "protected": [run for run, is_protected in runs.items() if is_protected],
        }
        with _planned_for_fresh_rows(cursor):
            figures = _ONE_RUN if len(runs) == 1 else _NEWEST
            cursor.execute(_ROLL_UP.format(figures=figures), values | chain._asdict())


def _runs(period: Period) -> dict[int, bool]:
    """The runs whose figures of the period count, and whether their source protects small groups.

    A run says itself which periods it is about.
    """
    runs = ImportRun.objects.standing().filter(
        kind=ImportKind.KPIS, released_at__isnull=False, periods__contains=[period.code]
    )
    return dict(runs.values_list("pk", "already_protected"))


class _Chain(NamedTuple):
    """The tree as PostgreSQL's arrays (None when nobody is above anybody): each unit's home, and who is above whom.

    A unit's home is the one above it; `own` is the unit itself when it has others below it.
    Everyone who has others below is also `above` itself.
    """

    units: str
    homes: str
    own: str
    unit: str
    above: str

    @classmethod
    def of(cls, tree: OrganisationTree) -> "_Chain | None":
        places: list[tuple[int, int | None, int | None]] = []
        above: list[tuple[int, int]] = []
        for node in tree:
            home = node.parent if node.parent is not None and node.parent in tree else None
            if tree.children(node.pk):
                places.append((node.pk, home, node.pk))
                above.append((node.pk, node.pk))
                above += [(node.pk, higher.pk) for higher in tree.above(node.pk)]
            else:
                places.append((node.pk, home, None))
        if not above:
            return None
        return cls(*map(_array, zip(*places, strict=True)), *map(_array, zip(*above, strict=True)))


def _array(keys: Iterable[int | None]) -> str:
    """A column of keys as a literal, which is ten times quicker to send than a list."""
    return "{" + ",".join("NULL" if key is None else str(key) for key in keys) + "}"


@contextmanager
def _planned_for_fresh_rows(cursor: CursorWrapper) -> Iterator[None]:
    """The planner believes that a table just filled is almost empty, and would join row by row."""
    names = ("enable_nestloop", "enable_sort", "jit", "work_mem")
    cursor.execute("SELECT " + ", ".join(f"current_setting('{name}')" for name in names))
    before = cursor.fetchone()
    _set(cursor, names, ("off", "off", "off", "64MB"))
    yield
    _set(cursor, names, before)


def _set(cursor: CursorWrapper, names: tuple[str, ...], values: tuple[str, ...]) -> None:
    calls = ", ".join("set_config(%s, %s, true)" for _name in names)
    pairs = zip(names, values, strict=True)
    cursor.execute(f"SELECT {calls}", [word for pair in pairs for word in pair])
