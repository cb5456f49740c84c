"""A file with figures between hand-in and decision (da: indlevering).

    received ── check ──▶ checked ── ask ──▶ (job) ── take ──▶ taken
                   └──▶ refused                          └──▶ refused

Both steps run in a job, so that no request waits for a large file. A file from the inbox asks
beforehand: it is taken at once when nothing was found, and otherwise waits for a person.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from kpis import emails
from kpis.importing.options import Options
from kpis.importing.run import import_kpis, storable
from lederside.accounts.models import User
from lederside.imports.log import ImportLog
from lederside.imports.models import ImportKind, Upload
from lederside.imports.reading import Unreadable
from lederside.imports.result import Counts, ImportResult
from lederside.jobs import running
from lederside.jobs.models import Job
from lederside.municipality.models import Municipality

State = Upload.State


@transaction.atomic
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
    upload = Upload.objects.create(
        kind=ImportKind.KPIS,
        file_name=name[:250],
        content=data,
        size=len(data),
        options=options.as_dict(),
        by=by,
        at=at,
        take=take_if_clean,
    )
    running.enqueue(Job.Kind.IMPORT_KPIS, upload.pk, by=by, at=at)
    return upload


@transaction.atomic
def ask_to_take(upload: Upload, *, by: User, at: datetime) -> None:
    """Ask for a checked file to be taken. Asking twice asks once."""
    asked = Upload.objects.filter(pk=upload.pk, state=State.CHECKED, take=False)
    if asked.update(take=True):
        running.enqueue(Job.Kind.IMPORT_KPIS, upload.pk, by=by, at=at)


@transaction.atomic
def do(job: Job, at: datetime) -> None:
    """The job: check a file that was received, take one that somebody asked for."""
    upload = Upload.objects.select_for_update().filter(pk=job.about_id).first()
    if upload is None or upload.content is None:
        return
    if upload.state == State.RECEIVED:
        _check(upload, at=at)
    elif upload.state == State.CHECKED and upload.take:
        _run(upload, trial=False, by=job.created_by, at=at)


def _check(upload: Upload, *, at: datetime) -> None:
    at_once, upload.take = upload.take, False
    _run(upload, trial=True, by=upload.by, at=at)
    counts = Counts(**upload.counts)
    if at_once and upload.state == State.CHECKED and not counts.warnings:
        upload.take = True
        _run(upload, trial=False, by=upload.by, at=at)
    if at_once:
        emails.import_done(upload, on=timezone.localdate(at))


def _run(upload: Upload, *, trial: bool, by: User | None, at: datetime) -> None:
    try:
        result = import_kpis(
            bytes(upload.content or b""),
            name=upload.file_name,
            options=Options.of(upload.options),
            by=by,
            at=at,
            on=timezone.localdate(at),
            trial=trial,
            review_days=_review_days(),
        )
    except Unreadable as refused:
        _refuse(upload, refused)
    else:
        _note(upload, result)
    if upload.state != State.CHECKED:
        # Bytes are kept only while somebody must decide; those with CPR numbers not even so.
        upload.content = None
    upload.save()


def _review_days() -> int:
    days = Municipality.objects.values_list("review_days", flat=True).first()
    return days or 0


def _refuse(upload: Upload, refused: Unreadable) -> None:
    log = ImportLog()
    log.add(refused.finding)
    upload.state, upload.findings = State.REFUSED, storable(log)
    upload.counts = Counts(errors=log.errors).as_dict()


def _note(upload: Upload, result: ImportResult) -> None:
    upload.counts = result.counts.as_dict()
    upload.findings = storable(result.findings)
    upload.preview = [change.as_dict() for change in result.changes]
    if result.refused:
        upload.state = State.REFUSED
    elif result.trial:
        upload.state = State.CHECKED
    else:
        upload.state, upload.run_id = State.TAKEN, result.run
