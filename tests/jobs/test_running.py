from datetime import timedelta

import pytest
from django.utils import timezone

from lederside.jobs import running
from lederside.jobs.models import Job

NOW = timezone.now()


@pytest.fixture
def done(monkeypatch):
    """What the handler was asked to do, in order."""
    asked: list[int] = []
    monkeypatch.setitem(
        running._handlers, "MAKE_REPORT", lambda job, at: asked.append(job.about_id)
    )
    return asked


def make_job(**fields) -> Job:
    return Job.objects.create(kind="MAKE_REPORT", about_id=7, created_at=NOW, **fields)


def test_a_job_is_done_once_however_often_the_bell_rings(db, done):
    job = make_job()

    running.run(job.pk, at=NOW)
    running.run(job.pk, at=NOW)

    job.refresh_from_db()
    assert (job.state, job.attempt, done) == ("DONE", 1, [7])


def test_a_job_that_somebody_works_on_is_left_alone(db, done):
    job = make_job(state="RUNNING", attempt=1, lease_until=NOW + timedelta(minutes=1))

    assert running.run(job.pk, at=NOW) is None
    assert done == []


def test_a_job_whose_worker_fell_silent_is_taken_over(db, done):
    job = make_job(state="RUNNING", attempt=1, lease_until=NOW - timedelta(seconds=1))

    running.run(job.pk, at=NOW)

    job.refresh_from_db()
    assert (job.state, job.attempt, done) == ("DONE", 2, [7])


def test_a_job_that_stops_again_and_again_is_given_up_with_a_reason(db, done):
    job = make_job(
        state="RUNNING", attempt=running.MOST_ATTEMPTS, lease_until=NOW - timedelta(seconds=1)
    )

    running.run(job.pk, at=NOW)

    job.refresh_from_db()
    assert (job.state, done) == ("FAILED", [])
    assert job.error == "Opgaven gik i stå flere gange og prøves ikke igen."


def test_a_handler_that_fails_leaves_the_reason_on_the_job(db, monkeypatch, caplog):
    def stop(job, at):
        raise ValueError("secret detail")

    monkeypatch.setitem(running._handlers, "MAKE_REPORT", stop)
    job = make_job()

    running.run(job.pk, at=NOW)

    job.refresh_from_db()
    assert job.state == "FAILED"
    assert "secret detail" not in job.error


def test_without_a_broker_the_job_begins_after_commit_and_not_before(
    db, done, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks() as callbacks:
        running.enqueue(Job.Kind.MAKE_REPORT, 7, by=None, at=NOW)

    assert len(callbacks) == 1
    assert done == []


def test_a_bell_nobody_heard_is_rung_again(db, done, monkeypatch):
    rung: list[int] = []
    monkeypatch.setattr(running, "_ring", rung.append)
    waiting = make_job()
    make_job(state="DONE")

    assert running.tend(at=NOW) == 1
    assert rung == [waiting.pk]
