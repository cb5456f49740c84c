"""The end of a run's days of review (da: frigivelse): now all who may see its figures do."""

from datetime import date, datetime

from django.db import transaction

from kpis import rolling_up
from kpis.importing import run as running
from lederside.accounts.models import User
from lederside.audit import trail
from lederside.audit.models import AuditEvent
from lederside.imports.models import ImportKind, ImportRun


def release(run: ImportRun, *, by: User | None, at: datetime) -> None:
    """Let all who may see the figures see them, and count them upwards. Twice does nothing."""
    with transaction.atomic():
        running.lock(running.periods_of(run))
        run = ImportRun.objects.select_for_update().get(pk=run.pk)
        if run.released_at or run.undone_at:
            return
        run.released_at, run.released_by = at, by
        run.save(update_fields=["released_at", "released_by"])
        rolling_up.roll_up(running.periods_of(run))
        trail.record(AuditEvent.Kind.IMPORT_RELEASED, run, by=by, at=at, subject_name=run.file_name)


def release_due(*, on: date, at: datetime) -> int:
    """Release every run whose days of review are over. Returns how many."""
    due = ImportRun.objects.standing().filter(
        kind=ImportKind.KPIS, released_at__isnull=True, release_on__lte=on
    )
    runs = list(due.order_by("pk"))
    for run in runs:
        release(run, by=None, at=at)
    return len(runs)
