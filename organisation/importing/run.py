"""The line for units, whole: a file's bytes -> cells -> rows -> units -> a plan -> stored, or not.

A trial and the real thing are the same code; the trial leaves the last step out. Nothing is stored
when there is an error, and nothing when the file says what is already so.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from lederside.accounts.models import User
from lederside.audit import trail
from lederside.audit.models import AuditEvent
from lederside.imports import cpr
from lederside.imports.log import ImportLog, Place
from lederside.imports.mapping import Columns, find_columns, unknown_columns
from lederside.imports.models import ImportKind, ImportRun
from lederside.imports.reading import Table, read_table
from lederside.imports.result import Counts, ImportResult
from organisation.changes import nobody_else_moves
from organisation.importing import known as knowing
from organisation.importing.matching import Matching
from organisation.importing.planning import Plan, Planning
from organisation.importing.rows import FIELDS, NUMBER_FIELDS, REQUIRED, Cells, typed_rows
from organisation.importing.storing import store


@dataclass(frozen=True, slots=True)
class Options:
    """How a file is to be understood: the same bytes with other options are another delivery.

    `from_day`: the first day of changes to units already known. `maps`: field to header, as
    `parse_maps` gives it. `sheet`: of a spreadsheet with several.
    """

    from_day: date
    maps: Mapping[str, str] = field(default_factory=dict)
    sheet: str | None = None
    source: str = ""

    def as_dict(self) -> dict[str, Any]:
        """As plain values, for JSON."""
        return {"from": self.from_day.isoformat(), "maps": dict(self.maps), "sheet": self.sheet}


def import_units(
    data: bytes,
    *,
    name: str,
    options: Options,
    trial: bool,
    by: User | None,
    at: datetime,
) -> ImportResult:
    """Try or take a file with units.

    `data`, `name`: the file's bytes and its name. `by` is None on the command line.
    Raises `Unreadable` when the bytes are no table.
    """
    log = ImportLog()
    table = read_table(data, name=name, sheet=options.sheet)
    columns = _look_through(table, options.maps, log)
    if columns is None:
        return _refused(len(table), 0, log, trial=trial)
    cells = Cells(table, columns.found)
    rows = typed_rows(cells, log)
    run = ImportRun(
        kind=ImportKind.UNITS,
        file_name=name[:250],
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        source=options.source,
        options=options.as_dict(),
        by=by,
        at=at,
    )
    with transaction.atomic():
        if not trial:
            # What is planned from what is known must still be so when it is stored.
            nobody_else_moves()
        known = knowing.read({row.leader_email for row in rows.units if row.leader_email})
        matching = Matching(cells, known, log, on=options.from_day)
        wanted = matching.match(rows.units)
        planning = Planning(cells, known, log, on=options.from_day)
        plan = planning.make(wanted, matching.new_kinds, matching.referred)
        if log.errors:
            return _refused(len(table), rows.left_out, log, trial=trial, plan=plan)
        if plan and not trial:
            store(plan, known)
        counts = _counts(plan, log, left_out=rows.left_out)
        key = _run_of(run, plan, counts, log, trial=trial)
    return ImportResult(counts, log, key, trial, plan.changes)


def _look_through(table: Table, maps: Mapping[str, str], log: ImportLog) -> Columns | None:
    """The columns of the fields; None when the file is refused before any row is read."""
    columns = find_columns(
        table.headers, FIELDS, maps, required=REQUIRED, place=Place(table.sheet, table.header_row)
    )
    numbers = [columns.found[field] for field in NUMBER_FIELDS if field in columns.found]
    guarded = cpr.guard(table, exempt=[*numbers, *cpr.TEN_DIGITS])
    if guarded is not None:
        # The other findings might show what this one masks.
        log.add(guarded)
        return None
    for finding in table.findings:
        log.add(finding)
    for left_out in table.left_out:
        parts = {"count": left_out.count, "what": left_out.reason, "row": left_out.first_row}
        why = _("Sprunget over: %(count)s %(what)s, den første i række %(row)s") % parts
        log.note("A016", Place(table.sheet), why)
    for finding in (*columns.findings, *unknown_columns(table, columns.unknown)):
        log.add(finding)
    return None if columns.findings else columns


def _refused(
    rows: int, left_out: int, log: ImportLog, *, trial: bool, plan: Plan | None = None
) -> ImportResult:
    # A plan that changes nothing is false, and still knows what the file lacks.
    absent = 0 if plan is None else plan.absent
    counts = Counts.of_refused(rows, log, left_out=left_out, absent=absent)
    return ImportResult(counts, log, None, trial, plan.changes if plan else [])


def _counts(plan: Plan, log: ImportLog, *, left_out: int) -> Counts:
    return Counts(
        rows=plan.new + plan.changed + plan.unchanged + left_out,
        new=plan.new,
        changed=plan.changed,
        unchanged=plan.unchanged,
        left_out=left_out,
        absent=plan.absent,
        errors=log.errors,
        warnings=log.warnings,
    )


def _run_of(
    run: ImportRun, plan: Plan, counts: Counts, log: ImportLog, *, trial: bool
) -> int | None:
    """The key of the run that the file becomes; of the earlier one when it changes nothing."""
    if not plan:
        return _earlier(run, log)
    if trial:
        return None
    run.counts = counts.as_dict()
    run.findings = log.as_dicts()
    run.save()
    said = {"file_name": run.file_name, "from": run.options["from"], **run.counts}
    trail.record(AuditEvent.Kind.UNITS_IMPORTED, run, by=run.by, at=run.at, **said)
    return run.pk


def _earlier(run: ImportRun, log: ImportLog) -> int | None:
    before = ImportRun.objects.standing().filter(kind=ImportKind.UNITS).newest_first()
    same = before.filter(sha256=run.sha256).first() or before.first()
    log.note("A100", Place(), _("Filen siger det, som vi allerede ved, så der er intet at ændre"))
    return same.pk if same else None
