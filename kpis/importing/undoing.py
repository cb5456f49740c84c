"""Taking a run back (da: fortryd). Its figures stay in the ledger, but no longer count."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kpis import rolling_up
from kpis.importing import run as running
from lederside.accounts.models import User
from lederside.audit import trail
from lederside.audit.models import AuditEvent
from lederside.imports.models import ImportKind, ImportRun
from lederside.ui.numbers import short_date


class NotPossible(Exception):
    """The run cannot be undone. The message says why and what to do."""


def undo(run: ImportRun, *, by: User | None, at: datetime) -> ImportRun:
    """Mark a run as undone and sum its periods anew; what stood before counts again.

    Raises `NotPossible` when it is undone already, or is a run of units.
    """
    if run.kind != ImportKind.KPIS:
        raise NotPossible(
            _("En indlæsning af enheder kan ikke fortrydes. Ret filen, og indlæs den igen.")
        )
    with transaction.atomic():
        running.lock(running.periods_of(run))
        run = ImportRun.objects.select_for_update().get(pk=run.pk)
        if run.undone_at:
            words = {"run": run.pk, "day": short_date(run.undone_at)}
            raise NotPossible(_("Indlæsning %(run)s er allerede fortrudt den %(day)s.") % words)
        run.undone_at, run.undone_by = at, by
        run.save(update_fields=["undone_at", "undone_by"])
        rolling_up.roll_up(running.periods_of(run))
        trail.record(AuditEvent.Kind.IMPORT_UNDONE, run, by=by, at=at, subject_name=run.file_name)
    return run
