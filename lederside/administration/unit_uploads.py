"""A file with units between hand-in and decision (da: indlevering af enheder).

It stands above the figures, because their sums follow the organisation that the file changes.
The rest is ``lederside.imports.uploads``.
"""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from kpis import refreshing
from lederside.accounts.models import User
from lederside.imports import uploads
from lederside.imports.models import ImportKind, Upload
from lederside.imports.result import ImportResult
from lederside.jobs.models import Job
from organisation.importing.run import Options, import_units

State = Upload.State


def receive(data: bytes, *, name: str, options: Options, by: User, at: datetime) -> Upload:
    """Keep the file and ask for it to be checked."""
    return uploads.receive(
        ImportKind.UNITS, data, name=name, options=options.as_dict(), by=by, at=at
    )


@transaction.atomic
def do(job: Job, at: datetime) -> None:
    """The job: check a file that was received, take one that somebody asked for."""
    upload = uploads.of(job)
    if upload is None:
        return
    if upload.state == State.RECEIVED:
        uploads.run(upload, _import, trial=True, by=upload.by, at=at)
    elif upload.state == State.CHECKED and upload.take:
        uploads.run(upload, _import, trial=False, by=job.created_by, at=at)
        refreshing.refresh()


def _import(upload: Upload, *, trial: bool, by: User | None, at: datetime) -> ImportResult:
    return import_units(
        bytes(upload.content or b""),
        name=upload.file_name,
        options=_options(upload, on=timezone.localdate(at)),
        trial=trial,
        by=by,
        at=at,
    )


def _options(upload: Upload, *, on: date) -> Options:
    said: dict[str, Any] = upload.options
    return Options(
        from_day=date.fromisoformat(said["from"]) if said.get("from") else on,
        maps=said.get("maps") or {},
        sheet=said.get("sheet") or None,
    )
