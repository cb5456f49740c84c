"""A Redis and real Celery workers of the tests' own."""

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from subprocess import Popen
from urllib.parse import quote

import pytest
from pytest_django import Settings

from tests.plugins.processes import free_port, running, says


@pytest.fixture(scope="session")
def redis_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Redis that is started at first use and ended with the session."""
    program = shutil.which("redis-server")
    assert program, "redis-server is missing: run `make setup-dev`"
    port = free_port()
    folder = tmp_path_factory.mktemp("redis")
    options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    ready = says("Ready to accept connections")
    with running([program, *options], ready=ready, log=folder / "log"):
        yield f"redis://127.0.0.1:{port}/0"


@pytest.fixture
def broker(redis_server: str, settings: Settings) -> Iterator[str]:
    """The same Redis, emptied, and this process's Celery pointed at it."""
    from redis import Redis

    Redis.from_url(redis_server).flushdb()
    settings.CELERY_BROKER_URL = redis_server
    _point_celery_at(redis_server)
    yield redis_server
    _point_celery_at("")


@pytest.fixture
def environment_of_processes(transactional_db: None, broker: str) -> dict[str, str]:
    """What a process of ours must be told, to share the test's database and Redis.

    Only what the test has committed is seen there.
    """
    return {**os.environ, "DATABASE_URL": test_database_url(), "CELERY_BROKER_URL": broker}


@pytest.fixture
def celery_worker_process(
    environment_of_processes: dict[str, str], tmp_path: Path
) -> Iterator["Popen[bytes]"]:
    """A real worker with one child process, ready to take tasks."""
    command = [sys.executable, "-m", "celery", "-A", "lederside", "worker"]
    options = ["--concurrency", "1", "--loglevel", "INFO", "--without-gossip", "--without-mingle"]
    with running(
        [*command, *options],
        ready=says(" ready."),
        log=tmp_path / "worker.log",
        env=environment_of_processes,
    ) as process:
        yield process


def test_database_url() -> str:
    """The address of the database that this test process uses, for other processes."""
    from django.db import connection

    now = connection.settings_dict
    user = quote(str(now["USER"] or ""), safe="")
    word = f":{quote(str(now['PASSWORD']), safe='')}" if now["PASSWORD"] else ""
    where = f"host={quote(str(now['HOST']), safe='/')}&port={now['PORT'] or 5432}"
    return f"postgres://{user}{word}@/{now['NAME']}?{where}"


def _point_celery_at(broker_url: str) -> None:
    from kombu import pools

    from lederside.celery import app

    app.conf.update(broker_url=broker_url)
    # Connections and producers are kept with the address they were made for.
    pools.reset()
    app._after_fork()  # type: ignore[attr-defined]


test_database_url.__test__ = False  # type: ignore[attr-defined]
