"""With Redis and real workers: work is done elsewhere, and a worker may be killed in the middle."""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import psutil
import pytest
from django.utils import timezone

from kpis.lines import Audience
from lederside.imports.periods import Period, PeriodKind
from lederside.jobs import running as jobs
from lederside.jobs.models import Job
from reports import ordering
from reports.models import Report
from tests.lilleby import Lilleby
from tests.plugins.counts import count
from tests.plugins.processes import running, says

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
SECONDS = 60


def order(lilleby: Lilleby) -> Report:
    now = timezone.localtime()
    quarter = Period.containing(now.date(), PeriodKind.QUARTER).previous()
    return ordering.order(
        Report.Kind.MEETING, lilleby.bakkeskolen, quarter, Audience.LEADER, by=lilleby.sanne, at=now
    )


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + SECONDS
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def state(report: Report) -> str:
    return Job.objects.values_list("state", flat=True).get(pk=report.job_id)


@contextmanager
def worker(environment: dict[str, str], log: Path) -> Iterator[psutil.Process]:
    command = [sys.executable, "-m", "celery", "-A", "lederside", "worker", "--pool", "solo"]
    options = ["--loglevel", "INFO", "--without-gossip", "--without-mingle"]
    with running([*command, *options], ready=says(" ready."), log=log, env=environment) as process:
        yield psutil.Process(process.pid)


def test_a_worker_makes_the_document(lilleby: Lilleby, celery_worker_process: object) -> None:
    report = order(lilleby)

    until(lambda: state(report) == "DONE")

    report.refresh_from_db()
    assert bytes(report.content or b"").startswith(b"%PDF")


def test_a_worker_killed_in_the_middle_leaves_nothing_half_done(
    lilleby: Lilleby, environment_of_processes: dict[str, str], tmp_path: Path
) -> None:
    reports = []
    for number in range(count(3, 20)):
        with worker(environment_of_processes, tmp_path / f"{number}.log") as process:
            reports.append(order(lilleby))
            until(lambda: state(reports[-1]) == "RUNNING")
            os.kill(process.pid, signal.SIGKILL)

        report = Report.objects.get(pk=reports[-1].pk)
        assert (report.made_at, report.content, report.sha256) == (None, None, "")

    later = timezone.now() + jobs.LEASE + timedelta(seconds=1)
    with worker(environment_of_processes, tmp_path / "last.log"):
        for report in reports:
            Job.objects.filter(pk=report.job_id).update(lease_until=timezone.now())
        jobs.tend(at=later)
        until(lambda: {state(report) for report in reports} == {"DONE"})

    assert all(report.made_at for report in Report.objects.all())
