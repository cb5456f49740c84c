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

from kpis.models import Kpi
from kpis.models import Period as PeriodRow
from lederside.imports.models import ImportKind, ImportRun
from lederside.imports.periods import Period
from organisation.tree import OrganisationTree

_ONE_RUN: Final = """NOT MATERIALIZED (
    SELECT * FROM kpis_measurement WHERE period_id = %(period)s AND run_id = ANY(%(runs)s)
)"""
_NEWEST: Final = """MATERIALIZED (
    SELECT DISTINCT ON (unit_id, kpi_id) * FROM kpis_measurement
    WHERE period_id = %(period)s AND run_id = ANY(%(runs)s)
    ORDER BY unit_id, kpi_id, run_id DESC
)"""
# How a group of figures is summed, by the target's way up the chain. `unknown` counts those that
# do not say how many they are about, `vouched` those whose source has protected small groups.
_BASES: Final = """
    coalesce(sum(f.base), 0) AS base,
    count(*) FILTER (WHERE f.base IS NULL AND f.run_id <> ALL(%(protected)s)) AS unknown,
    count(*) FILTER (WHERE f.base IS NULL AND f.run_id = ANY(%(protected)s)) AS vouched,
    count(*) AS units, max(f.run_id) AS run"""
_RATIO: Final = f"""
    SELECT {{unit}} AS unit, f.kpi_id AS kpi, sum(f.numerator) AS numerator,
           sum(f.denominator) AS denominator, {_BASES}
    FROM figures f JOIN {{places}} p ON p.unit = f.unit_id
    WHERE f.numerator IS NOT NULL AND f.denominator IS NOT NULL AND f.kpi_id <> ALL(%(shares)s)
    GROUP BY 1, 2"""
_SHARE: Final = f"""
    SELECT {{unit}} AS unit, f.kpi_id AS kpi,
           count(*) FILTER (WHERE f.value <= k.roll_up_within) AS numerator,
           count(*) AS denominator, {_BASES}
    FROM figures f JOIN {{places}} p ON p.unit = f.unit_id JOIN kpis_kpi k ON k.id = f.kpi_id
    WHERE f.value IS NOT NULL AND f.kpi_id = ANY(%(shares)s)
    GROUP BY 1, 2"""
_ROLL_UP: Final = """
WITH figures AS {figures},
bottom AS (SELECT * FROM unnest(%(bottom)s::bigint[], %(home)s::bigint[]) AS b (unit, home)),
inside AS (SELECT unnest(%(inside)s::bigint[]) AS unit),
above AS (SELECT * FROM unnest(%(unit)s::bigint[], %(above)s::bigint[]) AS a (unit, above)),
-- Sums of the units at the bottom, each standing at the unit they are placed below.
lowest AS MATERIALIZED ({lowest}),
own AS MATERIALIZED ({own}),
-- A unit inside the tree counts with its own figure only when nothing below it has one.
counting AS (
    SELECT * FROM lowest
    UNION ALL
    SELECT p.above, o.kpi, o.numerator, o.denominator, o.base, o.unknown, o.vouched, o.units, o.run
    FROM own o JOIN unnest(%(inside)s::bigint[], %(parents)s::bigint[]) AS p (unit, above) USING (unit)
    WHERE p.above IS NOT NULL AND (o.unit, o.kpi) NOT IN (
        SELECT a.above, l.kpi FROM lowest l JOIN above a ON a.unit = l.unit
        UNION ALL
        SELECT a.above, d.kpi FROM own d JOIN above a ON a.unit = d.unit AND a.above <> d.unit
    )
)
INSERT INTO kpis_rolledup (period_id, unit_id, kpi_id, numerator, denominator, base, units, run_id)
SELECT %(period)s, a.above, c.kpi, sum(c.numerator), sum(c.denominator),
       -- The source vouches for a group that it has protected: it counts as the largest minimum
       -- that anybody asks of the target. Where nobody asks for one, no base is no secret.
       CASE WHEN sum(c.unknown) = 0 OR min(k.least) IS NULL
            THEN least(sum(c.base + c.vouched * coalesce(k.least, 0)), 2147483647) END,
       sum(c.units), max(c.run)
FROM counting c
JOIN above a ON a.unit = c.unit
JOIN (SELECT id, greatest(minimum_leader, minimum_chief, minimum_committee) AS least FROM kpis_kpi) k
  ON k.id = c.kpi
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
        shares = Kpi.objects.filter(roll_up=Kpi.RollUp.SHARE_WITHIN).values_list("pk", flat=True)
        values: dict[str, Any] = {
            "period": key,
            "runs": list(runs),
            "protected": [run for run, is_protected in runs.items() if is_protected],
            "shares": list(shares),
        }
        with _planned_for_fresh_rows(cursor):
            cursor.execute(_statement(one_run=len(runs) == 1), values | chain._asdict())


def _statement(*, one_run: bool) -> str:
    lowest, own = (
        f"{_RATIO} UNION ALL {_SHARE}".format(unit=unit, places=places)
        for unit, places in (("p.home", "bottom"), ("p.unit", "inside"))
    )
    return _ROLL_UP.format(figures=_ONE_RUN if one_run else _NEWEST, lowest=lowest, own=own)


def _runs(period: Period) -> dict[int, bool]:
    """The runs whose figures of the period count, and whether their source protects small groups.

    A run says itself which periods it is about.
    """
    runs = ImportRun.objects.standing().filter(
        kind=ImportKind.KPIS, released_at__isnull=False, periods__contains=[period.code]
    )
    return dict(runs.values_list("pk", "already_protected"))


class _Chain(NamedTuple):
    """The tree as PostgreSQL's arrays: who stands at the bottom, who inside, who is above whom."""

    bottom: str
    home: str
    inside: str
    parents: str
    unit: str
    above: str

    @classmethod
    def of(cls, tree: OrganisationTree) -> "_Chain":
        bottom, inside, above = [], [], []
        for node in tree:
            parent = node.parent if node.parent is not None and node.parent in tree else None
            if not tree.children(node.pk):
                if parent is not None:
                    bottom.append((node.pk, parent))
                continue
            inside.append((node.pk, parent))
            above.append((node.pk, node.pk))
            above += [(node.pk, higher.pk) for higher in tree.above(node.pk)]
        return cls(*_arrays(bottom), *_arrays(inside), *_arrays(above))


def _arrays(pairs: list[tuple[int, int]] | list[tuple[int, int | None]]) -> tuple[str, str]:
    """Two columns of keys as literals, which are ten times quicker to send than lists."""
    first = ",".join(str(one) for one, _other in pairs)
    second = ",".join("NULL" if other is None else str(other) for _one, other in pairs)
    return f"{{{first}}}", f"{{{second}}}"


@contextmanager
def _planned_for_fresh_rows(cursor: CursorWrapper) -> Iterator[None]:
    """The planner believes that a table just filled is almost empty, and would join row by row."""
    names = ("enable_nestloop", "jit", "work_mem")
    cursor.execute("SELECT " + ", ".join(f"current_setting('{name}')" for name in names))
    before = cursor.fetchone()
    _set(cursor, names, ("off", "off", "64MB"))
    yield
    _set(cursor, names, before)


def _set(cursor: CursorWrapper, names: tuple[str, ...], values: tuple[str, ...]) -> None:
    calls = ", ".join("set_config(%s, %s, true)" for _name in names)
    pairs = zip(names, values, strict=True)
    cursor.execute(f"SELECT {calls}", [word for pair in pairs for word in pair])
