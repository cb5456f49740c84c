"""A file from hand-in to decision, the same for figures and units (da: indlevering)."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from kpis.importing import options as kpi_options
from kpis.importing import uploads as kpi_uploads
from lederside.accounts.models import User
from lederside.administration import unit_uploads
from lederside.imports import uploads
from lederside.imports.models import ImportKind, ImportRun, Upload
from lederside.jobs.models import Job
from organisation.importing.run import Options as UnitOptions


def receive(
    data: bytes, *, name: str, given: dict[str, Any], by: User, at: datetime, on: date
) -> Upload:
    """Keep the file until somebody decides, and ask for it to be checked.

    ``given`` is what ``ImportForm`` cleaned; ``on`` dates changes to units without a day.
    """
    sheet = given["sheet"] or None
    if given["kind"] == ImportKind.UNITS:
        options = UnitOptions(from_day=given["starts_on"] or on, maps=given["maps"], sheet=sheet)
        return unit_uploads.receive(data, name=name, options=options, by=by, at=at)
    return kpi_uploads.receive(
        data,
        name=name,
        options=kpi_options.Options(
            maps=given["maps"],
            sheet=sheet,
            kpi=given["kpi"] or None,
            period=given["period"] or None,
            already_protected=given["already_protected"],
        ),
        by=by,
        at=at,
    )


def ask_to_take(upload: Upload, *, by: User, at: datetime) -> None:
    """Let a checked file count. It is done in a job; asking twice asks once."""
    _let_go(upload)
    uploads.ask_to_take(upload, by=by, at=at)


@transaction.atomic
def drop(upload: Upload) -> None:
    """Throw a file away that nobody has asked to take. Its content is deleted."""
    _let_go(upload)
    states = [Upload.State.RECEIVED, Upload.State.CHECKED]
    Upload.objects.filter(pk=upload.pk, state__in=states, take=False).update(
        state=Upload.State.DROPPED, content=None, preview=[]
    )


def _let_go(upload: Upload) -> None:
    # A job that stopped for good must not hold the file for ever.
    job = uploads.last_job(upload)
    if job is not None and job.state == Job.State.FAILED:
        Upload.objects.filter(pk=upload.pk, take=True).update(take=False)


def stands_before(run: ImportRun) -> list[ImportRun]:
    """The runs whose figures count again when ``run`` is undone, the newest first."""
    earlier = ImportRun.objects.standing().filter(kind=run.kind, pk__lt=run.pk).newest_first()
    mine = set(run.periods)
    return [one for one in earlier.defer("findings") if mine & set(one.periods)]
