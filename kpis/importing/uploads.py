"""A file with figures between hand-in and decision (da: indlevering af tal).

A file from the inbox asks beforehand: it is taken at once when nothing was found, and otherwise
waits for a person. The rest is ``lederside.imports.uploads``.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from kpis import emails
from kpis.importing.options import Options
from kpis.importing.run import import_kpis
from lederside.accounts.models import User
from lederside.imports import uploads
from lederside.imports.models import ImportKind, Upload
from lederside.imports.result import Counts, ImportResult
from lederside.jobs.models import Job
from lederside.municipality.models import Municipality

State = Upload.State


def receive(
    data: bytes,
    *,
    name: str,
    options: Options,
    by: User | None,
    at: datetime,
    take_if_clean: bool = False,
) -> Upload:
    """Keep the file and ask for it to be checked."""
    return uploads.receive(
        ImportKind.KPIS,
        data,
        name=name,
        options=options.as_dict(),
        by=by,
        at=at,
        take_if_clean=take_if_clean,
    )


@transaction.atomic
def do(job: Job, at: datetime) -> None:
    """The job: check a file that was received, take one that somebody asked for."""
    upload = uploads.of(job)
    if upload is None:
        return
    if upload.state == State.RECEIVED:
        _check(upload, at=at)
    elif upload.state == State.CHECKED and upload.take:
        uploads.run(upload, _import, trial=False, by=job.created_by, at=at)


def _check(upload: Upload, *, at: datetime) -> None:
    at_once, upload.take = upload.take, False
    uploads.run(upload, _import, trial=True, by=upload.by, at=at)
    counts = Counts(**upload.counts)
    if at_once and upload.state == State.CHECKED and not counts.warnings:
        upload.take = True
        uploads.run(upload, _import, trial=False, by=upload.by, at=at)
    if at_once:
        emails.import_done(upload, on=timezone.localdate(at))


def _import(upload: Upload, *, trial: bool, by: User | None, at: datetime) -> ImportResult:
    return import_kpis(
        bytes(upload.content or b""),
        name=upload.file_name,
        options=Options.of(upload.options),
        by=by,
        at=at,
        on=timezone.localdate(at),
        trial=trial,
        review_days=_review_days(),
    )


def _review_days() -> int:
    days = Municipality.objects.values_list("review_days", flat=True).first()
    return days or 0
