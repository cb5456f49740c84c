"""A file between hand-in and decision (da: indlevering), the same for figures and units.

    received ── check ──▶ checked ── ask ──▶ (job) ── take ──▶ taken
                   └──▶ refused                          └──▶ refused

Both steps run in a job, so that no request waits for a large file. Which lines read the file is
the importer's business: ``kpis.importing.uploads`` and ``administration.unit_uploads``.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, Protocol

from django.db import transaction

from lederside.accounts.models import User
from lederside.imports.models import ImportKind, Upload
from lederside.imports.result import ImportResult
from lederside.imports.tables import Unreadable
from lederside.jobs import running
from lederside.jobs.models import Job

SHOWN: Final = 500
JOBS: Final[Mapping[str, Job.Kind]] = {
    ImportKind.KPIS: Job.Kind.IMPORT_KPIS,
    ImportKind.UNITS: Job.Kind.IMPORT_UNITS,
}
State = Upload.State


class Importer(Protocol):
    """Tries the file of an upload, or takes it in. Raises ``Unreadable`` when it is no table."""

    def __call__(
        self, upload: Upload, *, trial: bool, by: User | None, at: datetime
    ) -> ImportResult: ...


@transaction.atomic
def receive(
    kind: ImportKind,
    data: bytes,
    *,
    name: str,
    options: Mapping[str, Any],
    by: User | None,
    at: datetime,
    take_if_clean: bool = False,
) -> Upload:
    """Keep the file and ask for it to be checked. ``options``: the importer's, as plain values."""
    upload = Upload.objects.create(
        kind=kind,
        file_name=name[:250],
        content=data,
        size=len(data),
        options=options,
        by=by,
        at=at,
        take=take_if_clean,
    )
    running.enqueue(JOBS[kind], upload.pk, by=by, at=at)
    return upload


@transaction.atomic
def ask_to_take(upload: Upload, *, by: User, at: datetime) -> None:
    """Ask for a checked file to be taken. Asking twice asks once."""
    asked = Upload.objects.filter(pk=upload.pk, state=State.CHECKED, take=False)
    if asked.update(take=True):
        running.enqueue(JOBS[upload.kind], upload.pk, by=by, at=at)


def of(job: Job) -> Upload | None:
    """The file a job is about, locked; None when there is no content left to work on."""
    upload = Upload.objects.select_for_update().filter(pk=job.about_id).first()
    return None if upload is None or upload.content is None else upload


def run(
    upload: Upload, importer: Importer, *, trial: bool, by: User | None, at: datetime
) -> Upload:
    """Try the file or take it in, and note on it what came of that."""
    try:
        result = importer(upload, trial=trial, by=by, at=at)
    except Unreadable as refused:
        result = ImportResult.of_unreadable(refused.finding, trial=trial)
    _note(upload, result)
    if upload.state != State.CHECKED:
        # Bytes are kept only while somebody must decide; those with CPR numbers not even so.
        upload.content = None
    upload.save()
    return upload


def last_job(upload: Upload) -> Job | None:
    """The newest job about a file."""
    jobs = Job.objects.filter(kind=JOBS[upload.kind], about_id=upload.pk)
    return jobs.order_by("-pk").first()


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
