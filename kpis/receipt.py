"""Where a figure comes from (da: kvittering): the run, the file, the rule and who decided it."""

from dataclasses import dataclass
from datetime import date, datetime

from kpis import rules
from kpis.lines import KpiLine
from kpis.models import Level
from lederside.imports.models import ImportRun


@dataclass(frozen=True)
class Receipt:
    """What a leader is told about a figure's origin. ``None`` where there is no figure."""

    file_name: str | None
    run: int | None
    taken_at: datetime | None
    limits_by: str | None
    limits_on: date | None
    target_by: str | None
    target_on: date | None


def of(line: KpiLine, *, kind: str, year: int) -> Receipt:
    """The receipt of a line of a unit of ``kind``. One query when there is a figure."""
    known = rules.current()
    level = known.level(line.kpi, Level.ABOVE if line.is_rolled_up else Level.UNIT)
    limits = known.limits.standing(line.kpi.pk, level, kind, year)
    target = known.targets.standing(line.kpi.pk, level, kind, year)
    run = ImportRun.objects.filter(pk=line.run).first() if line.run else None
    return Receipt(
        file_name=run.file_name if run else None,
        run=run.pk if run else None,
        taken_at=run.at if run else None,
        limits_by=limits.decided_by if limits else None,
        limits_on=limits.decided_on if limits else None,
        target_by=target.decided_by if target else None,
        target_on=target.decided_on if target else None,
    )
