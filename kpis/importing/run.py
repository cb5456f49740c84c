"""The whole line for a file with figures: bytes in, findings and perhaps an undoable run out.

    read -> cells -> which target, period, unit -> figures -> compare -> (a trial ends) -> store

One transaction. An error anywhere: everything that is wrong is said, and nothing is stored.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

import numpy as np
from django.db import connection, transaction
from django.utils.translation import gettext as _

from kpis import rolling_up
from kpis.importing import ledger, matching, previewing, rows, shapes
from kpis.importing.ledger import Comparison, Facts
from kpis.importing.options import Options
from kpis.importing.shapes import Cells
from kpis.models import Period as PeriodRow
from kpis.rules import twelve
from lederside.accounts.models import User
from lederside.audit import trail
from lederside.audit.models import AuditEvent
from lederside.imports import cpr
from lederside.imports.log import ImportLog, Place, Severity
from lederside.imports.models import ImportKind, ImportRun
from lederside.imports.periods import Period, parse_period
from lederside.imports.reading import Table, read_table
from lederside.imports.result import Counts, ImportResult
from lederside.ui.numbers import short_date

# The first half of the advisory lock's key: "figures of a period".
LOCK: Final = 712_001


@dataclass(frozen=True)
class Checked:
    """A file that was read and judged. Without facts there is an error in the said."""

    rows: int
    left_out: int
    absent: int
    periods: Sequence[Period]
    facts: Facts | None
    cells: Cells | None


def import_kpis(
    data: bytes,
    *,
    name: str,
    options: Options,
    by: User | None,
    at: datetime,
    on: date,
    trial: bool,
    review_days: int = 0,
) -> ImportResult:
    """Try a file with figures, or take it in.

    `data`: its bytes; `name`: what it is called; `on`: today. `review_days`: for so many days
    only the leader and the nearest leader see the figures; 0 releases them at once.
    Raises `Unreadable` when the file is no table. Kilde: beslutningerne om indlæsning.
    """
    digest = hashlib.sha256(data).hexdigest()
    with transaction.atomic():
        earlier = _same_file(digest, options)
        if earlier:
            return _again(earlier, trial=trial)
        said = ImportLog()
        checked = check(data, name=name, options=options, on=on, said=said)
        if checked.facts is None or said.errors:
            counts = Counts.of_refused(
                checked.rows, said, left_out=checked.left_out, absent=checked.absent
            )
            return ImportResult(counts, said, run=None, trial=trial)
        if not trial:
            lock(checked.periods)
        keys = sorted(PeriodRow.key(period) for period in checked.periods)
        compared = ledger.compare(checked.facts, keys)
        counts = _counts(checked, checked.facts, compared, said)
        changes = previewing.changes(checked.facts, compared, twelve(), checked.periods)
        writes = bool(compared.is_written.any())
        if trial or not writes:
            known = None if writes else compared.newest
            return ImportResult(counts, said, run=known, trial=trial, changes=changes)
        run = ImportRun(
            kind=ImportKind.KPIS,
            file_name=name[:250],
            sha256=digest,
            size=len(data),
            source=options.source,
            options=options.as_dict(),
            already_protected=options.already_protected,
            counts=counts.as_dict(),
            findings=said.as_dicts(),
            periods=[period.code for period in sorted(checked.periods)],
            by=by,
            at=at,
        )
        _store(run, checked, checked.facts, compared, on=on, review_days=review_days)
    return ImportResult(counts, said, run=run.pk, trial=False, changes=changes)


def _same_file(digest: str, options: Options) -> ImportRun | None:
    """The run these very bytes became, if it stands and nothing newer is about the same periods."""
    runs = ImportRun.objects.standing().filter(kind=ImportKind.KPIS)
    run = runs.filter(sha256=digest, options=options.as_dict()).newest_first().first()
    if run is None:
        return None
    later = runs.filter(pk__gt=run.pk).values_list("periods", flat=True)
    return None if any(set(periods) & set(run.periods) for periods in later) else run


def _again(run: ImportRun, *, trial: bool) -> ImportResult:
    """The same file again: nothing is new, nothing changes, no new run."""
    before = Counts(**run.counts)
    counts = Counts(
        rows=before.rows,
        unchanged=before.new + before.changed + before.unchanged,
        missing=before.missing,
        left_out=before.left_out,
        absent=before.absent,
    )
    said = ImportLog()
    when = {"day": short_date(run.at), "run": run.pk}
    place = Place()
    said.note("A100", place, _("Filen er allerede taget ind %(day)s (indlæsning %(run)s)") % when)
    return ImportResult(counts, said, run=run.pk, trial=trial)


def check(data: bytes, *, name: str, options: Options, on: date, said: ImportLog) -> Checked:
    """Read and judge a file without a look at what is stored. All findings go to `said`."""
    table = read_table(data, name=name, sheet=options.sheet)
    for finding in table.findings:
        said.add(finding)
    _say_left_out(table, said)
    kpis = twelve()
    whole = Checked(len(table), 0, 0, [], None, None)
    if not _is_about_no_person(table, options, said):
        return whole
    cells = shapes.spread(table, options, kpis, said)
    if cells is None:
        return whole
    size = len(cells)
    cells = _without_totals(cells, said)
    left_out = size - len(cells)
    kpi_of = matching.kpis(cells, kpis, said)
    periods, period_of = matching.periods(cells, said, on=on)
    matching.frequencies(cells, kpi_of, period_of, kpis, periods, said)
    unit_of = matching.units(cells, periods, period_of, said, on=on)
    absent = matching.absent(periods, unit_of, cells, said)
    figures = rows.read(cells, kpi_of, kpis, said, already_protected=options.already_protected)
    kpi_pk = np.array([*(kpi.pk for kpi in kpis), 0])[kpi_of]
    _check_duplicates(cells, period_of, unit_of, kpi_pk, said)
    period_key = np.array([*(PeriodRow.key(period) for period in periods), 0])[period_of]
    facts = Facts(period_key, unit_of, kpi_pk, figures, options.already_protected)
    return Checked(size, left_out, absent, periods, facts, cells)


def _say_left_out(table: Table, said: ImportLog) -> None:
    for left in table.left_out:
        words = {"count": left.count, "reason": left.reason}
        why = _("Sprunget over: %(reason)s (%(count)s)") % words
        said.note("A010", Place(table.sheet, left.first_row), why)


def _is_about_no_person(table: Table, options: Options, said: ImportLog) -> bool:
    """A file with CPR numbers, names or e-mails of people is refused before anything else."""
    numbered = {*shapes.FIELDS["unit_number"], "unit_number", options.maps.get("unit_number", "")}
    guarded = cpr.guard(table, exempt=[*numbered, *cpr.TEN_DIGITS])
    found = [*([guarded] if guarded else []), *cpr.personal_columns(table)]
    for finding in found:
        said.add(finding)
    return not any(finding.severity is Severity.ERROR for finding in found)


def _without_totals(cells: Cells, said: ImportLog) -> Cells:
    sums = matching.totals(cells)
    for row in np.unique(cells.rows[sums]).tolist():
        why = _("Rækken er en sum af andre rækker og er sprunget over")
        said.note("A014", cells.table.place(row), why)
    return cells.without(sums)


def _check_duplicates(
    cells: Cells, period_of: ledger.Ints, unit_of: ledger.Ints, kpi: ledger.Ints, said: ImportLog
) -> None:
    known = (period_of >= 0) & (unit_of > 0) & (kpi > 0)
    key = ledger.keys(period_of, unit_of, kpi)
    if known.all():
        matching.duplicates(cells, key, said)
    else:
        matching.duplicates(cells.without(~known), key[known], said)


def lock(periods: Sequence[Period]) -> None:
    """Imports of the same period come one after the other, in the order of their periods."""
    with connection.cursor() as cursor:
        for period in sorted(periods):
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, PeriodRow.key(period)])


def _counts(checked: Checked, facts: Facts, compared: Comparison, said: ImportLog) -> Counts:
    """Each row once: what is left out, what has no figure, and how the others compare."""
    figure = facts.figures.missing == 0
    counts = Counts(
        rows=checked.rows,
        new=int((compared.is_new & figure).sum()),
        changed=int((compared.is_changed & figure).sum()),
        unchanged=int((~compared.is_written & figure).sum()),
        missing=int((~figure).sum()),
        left_out=checked.left_out,
        absent=checked.absent,
        errors=said.errors,
        warnings=said.warnings,
    )
    fallen = counts.new + counts.changed + counts.unchanged + counts.missing + counts.left_out
    if fallen != counts.rows:
        raise AssertionError(f"{counts.rows} rows were read, but {fallen} are accounted for")
    return counts


def _store(
    run: ImportRun,
    checked: Checked,
    facts: Facts,
    compared: Comparison,
    *,
    on: date,
    review_days: int,
) -> None:
    run.release_on = on + timedelta(days=review_days)
    if not review_days:
        run.released_at, run.released_by = run.at, run.by
    run.save()
    ledger.ensure_periods(checked.periods)
    ledger.store(facts, compared.is_written, run.pk)
    if run.released_at:
        rolling_up.roll_up(checked.periods)
    trail.record(
        AuditEvent.Kind.KPIS_IMPORTED,
        run,
        by=run.by,
        at=run.at,
        subject_name=run.file_name,
        counts=run.counts,
    )


def periods_of(run: ImportRun) -> list[Period]:
    """The periods that a run has figures for."""
    found = [parse_period(code) for code in run.periods]
    return [period for period in found if isinstance(period, Period)]
