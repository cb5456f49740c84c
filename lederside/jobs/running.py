"""How work outside the request is asked for, done once, and never lost.

    waiting ── claim ──▶ running ──▶ done
       ▲                    │  └──▶ failed   (the reason is kept; it may be tried again)
       └── lease ran out ───┘

The row is written in the same transaction as what it is about. Only when that is committed
the bell rings: Celery with a broker, otherwise a thread of this process. A bell that nobody
heard does no harm, since ``tend`` picks up every job that waits too long.
"""

import logging
import threading
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from django.conf import settings
from django.db import close_old_connections, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lederside.accounts.models import User
from lederside.jobs.models import Job

log = logging.getLogger(__name__)

LEASE: Final = timedelta(minutes=5)
MOST_ATTEMPTS: Final = 3

Handler = Callable[[Job, datetime], None]
_handlers: dict[str, Handler] = {}


def register(kind: Job.Kind, handler: Handler) -> None:
    """``handler(job, at)`` does the one domain call behind jobs of ``kind``."""
    _handlers[kind] = handler


def enqueue(kind: Job.Kind, about_id: int, *, by: User | None, at: datetime) -> Job:
    """Write the job down; it is begun after the surrounding transaction is committed."""
    job = Job.objects.create(kind=kind, about_id=about_id, created_by=by, created_at=at)
    transaction.on_commit(partial(_ring, job.pk))
    return job


def tend(*, at: datetime) -> int:
    """Ring again for every job that waits or whose worker fell silent. Returns how many."""
    waiting = list(Job.objects.waiting(at=at).values_list("pk", flat=True))
    for pk in waiting:
        _ring(pk)
    return len(waiting)


def run(pk: int, *, at: datetime) -> Job | None:
    """Do a job, if nobody else does it and it is not done. Returns it, or None."""
    job = _claim(pk, at=at)
    if job is None:
        return None
    try:
        _handlers[job.kind](job, at)
    except Exception:
        log.exception("Job %s stopped", job.pk)
        _finish(job, Job.State.FAILED, error=_("Det gik galt undervejs. Intet er gemt halvt."))
    else:
        _finish(job, Job.State.DONE)
    return job


def _claim(pk: int, *, at: datetime) -> Job | None:
    with transaction.atomic():
        job = Job.objects.select_for_update(skip_locked=True).waiting(at=at).filter(pk=pk).first()
        if job is None:
            return None
        job.attempt += 1
        job.state = Job.State.RUNNING
        job.lease_until = at + LEASE
        if job.attempt > MOST_ATTEMPTS:
            job.state = Job.State.FAILED
            job.error = _("Opgaven gik i stå flere gange og prøves ikke igen.")
        job.save(update_fields=["attempt", "state", "lease_until", "error"])
    return None if job.state == Job.State.FAILED else job


def _finish(job: Job, state: Job.State, *, error: str = "") -> None:
    # The attempt is the fence: a worker that lost its lease must not overwrite the next one's.
    job.state, job.error, job.finished_at = state, error, timezone.now()
    Job.objects.filter(pk=job.pk, attempt=job.attempt).update(
        state=state, error=error, finished_at=job.finished_at, lease_until=None
    )


def _ring(pk: int) -> None:
    if not settings.CELERY_BROKER_URL:
        threading.Thread(target=_run_in_thread, args=(pk,), name=f"job-{pk}", daemon=True).start()
        return
    from lederside.jobs.tasks import run_job

    try:
        run_job.delay(pk=pk)
    except Exception:
        # The job waits in its row; the next round of ``tend`` rings again.
        log.warning("The broker did not hear about job %s", pk, exc_info=True)


def _run_in_thread(pk: int) -> None:
    close_old_connections()
    try:
        run(pk, at=timezone.now())
    finally:
        connection.close()


def handlers() -> Mapping[str, Handler]:
    """What is registered, by kind of job."""
    return dict(_handlers)
