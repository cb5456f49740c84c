from celery import shared_task
from django.utils import timezone

from lederside.jobs import running


@shared_task(name="jobs.run")
def run_job(*, pk: int) -> None:
    running.run(pk, at=timezone.now())


@shared_task(name="jobs.tend")
def tend_jobs() -> None:
    running.tend(at=timezone.now())
