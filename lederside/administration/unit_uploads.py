"""A file with units between hand-in and decision (da: indlevering af enheder).

    received ── check ──▶ checked ── ask ──▶ (job) ── take ──▶ taken
                   └──▶ refused                          └──▶ refused

Both steps run in a job, so that no request waits for a large file.
"""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from lederside.accounts.models import User
from lederside.imports.log import ImportLog
from lederside.imports.models import ImportKind, Upload
from lederside.imports.result import Counts, ImportResult
from lederside.imports.tables import Unreadable
from lederside.jobs import running
from lederside.jobs.models import Job
from organisation.importing.run import Options, import_units

SHOWN = 500
State = Upload.State


@transaction.atomic
def receive(data: bytes, *, name: str, options: Options, by: User, at: datetime) -> Upload:
    """Keep the file and ask for it to be checked."""
    upload = Upload.objects.create(
        kind=ImportKind.UNITS,
        file_name=name[:250],
        content=data,
        size=len(data),
        options=options.as_dict(),
        by=by,
        at=at,
    )
    running.enqueue(Job.Kind.IMPORT_UNITS, upload.pk, by=by, at=at)
    return upload


@transaction.atomic
def ask_to_take(upload: Upload, *, by: User, at: datetime) -> None:
    """Ask for a checked file to be taken. Asking twice asks once."""
    asked = Upload.objects.filter(pk=upload.pk, state=State.CHECKED, take=False)
    if asked.update(take=True):
        running.enqueue(Job.Kind.IMPORT_UNITS, upload.pk, by=by, at=at)


@transaction.atomic
def do(job: Job, at: datetime) -> None:
    """The job: check a file that was received, take one that somebody asked for."""
    upload = Upload.objects.select_for_update().filter(pk=job.about_id).first()
    if upload is None or upload.content is None:
        return
    if upload.state == State.RECEIVED:
        _run(upload, trial=True, by=upload.by, at=at)
    elif upload.state == State.CHECKED and upload.take:
        _run(upload, trial=False, by=job.created_by, at=at)


def _run(upload: Upload, *, trial: bool, by: User | None, at: datetime) -> None:
    try:
        result = import_units(
            bytes(upload.content or b""),
            name=upload.file_name,
            options=_options(upload, on=timezone.localdate(at)),
            trial=trial,
            by=by,
            at=at,
        )
    except Unreadable as refused:
        _refuse(upload, refused)
    else:
        _note(upload, result)
    if upload.state != State.CHECKED:
        upload.content = None
    upload.save()


def _options(upload: Upload, *, on: date) -> Options:
    said: dict[str, Any] = upload.options
    return Options(
        from_day=date.fromisoformat(said["from"]) if said.get("from") else on,
        maps=said.get("maps") or {},
        sheet=said.get("sheet") or None,
    )


def _refuse(upload: Upload, refused: Unreadable) -> None:
    log = ImportLog()
    log.add(refused.finding)
    upload.state, upload.findings = State.REFUSED, log.as_dicts()
    upload.counts = Counts(errors=log.errors).as_dict()


def _note(upload: Upload, result: ImportResult) -> None:
    upload.counts = result.counts.as_dict()
    upload.findings = result.findings.as_dicts()
    upload.preview = [change.as_dict() for change in result.changes[:SHOWN]]
    if result.refused:
        upload.state = State.REFUSED
    elif result.trial:
        upload.state = State.CHECKED
    else:
        upload.state, upload.run_id = State.TAKEN, result.run
