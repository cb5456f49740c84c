"""Real processes to measure: the web server, Redis and a Celery worker, on ports of their own.

They are started with this process's environment and ended by their own pid.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import NamedTuple

import psutil

from bench.measuring import WrongAnswer, expect
from lederside.accounts.models import User

ROOT = Path(__file__).resolve().parents[1]
SECONDS = 60


class Answer(NamedTuple):
    """What came, and the connection, on which nothing more is to come."""

    status: int
    body: bytes
    connection: socket.socket

    def wait_for_worker(self) -> None:
        """Until the worker is free again: it closes when the trail is written."""
        with self.connection as connection:
            connection.recv(1)


class Web(NamedTuple):
    """One synchronous worker, configured as in production; a proxy before it is pretended."""

    port: int
    pid: int

    def get(self, path: str, session: str) -> Answer:
        """The answer to a page, as soon as its last byte is here. Close it by waiting."""
        request = (
            f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Forwarded-Proto: https\r\n"
            f"X-Forwarded-For: 127.0.0.1\r\nCookie: sessionid={session}\r\n"
            "Connection: close\r\n\r\n"
        )
        connection = socket.create_connection(("127.0.0.1", self.port))
        connection.sendall(request.encode())
        answer = b""
        while b"\r\n\r\n" not in answer:
            answer += _more(connection)
        head, _, body = answer.partition(b"\r\n\r\n")
        length = re.search(rb"(?i)content-length: (\d+)", head)
        parts, left = [body], int(length[1]) - len(body) if length else 0
        while left > 0:
            parts.append(_more(connection))
            left -= len(parts[-1])
        return Answer(int(head.split(b" ", 2)[1]), b"".join(parts), connection)

    def page(self, path: str, session: str) -> str:
        """The HTML of a page; raises WrongAnswer when it is not shown."""
        answer = self.get(path, session)
        answer.wait_for_worker()
        expect(f"status of {path}", answer.status, 200)
        return answer.body.decode()

    @property
    def worker(self) -> psutil.Process:
        return psutil.Process(self.pid).children()[0]


def _more(connection: socket.socket) -> bytes:
    part = connection.recv(1 << 18)
    if not part:
        raise WrongAnswer("the web server hung up")
    return part


@contextmanager
def web() -> Iterator[Web]:
    _collect_static()
    port = free_port()
    env = os.environ | {"BIND": f"127.0.0.1:{port}", "WEB_WORKERS": "1"}
    command = [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py", "bench.wsgi"]
    with process(command, env) as running:
        wait_for(lambda: _answers(port), "the web server")
        yield Web(port, running.pid)


@contextmanager
def redis() -> Iterator[str]:
    """The address of an empty Redis."""
    program = shutil.which("redis-server")
    if program is None:
        raise WrongAnswer("redis-server is missing: run `make setup-dev`")
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="lederside-redis-") as folder:
        command = [
            program,
            "--port",
            str(port),
            "--bind",
            "127.0.0.1",
            "--save",
            "",
            "--dir",
            folder,
        ]
        with process(command, os.environ):
            wait_for(lambda: _answers(port), "Redis")
            yield f"redis://127.0.0.1:{port}/0"


@contextmanager
def worker(broker: str) -> Iterator[psutil.Process]:
    """A Celery worker's one child, which does the work."""
    command = [sys.executable, "-m", "celery", "-A", "lederside", "worker", "--concurrency", "1"]
    env = os.environ | {"CELERY_BROKER_URL": broker}
    with process([*command, "--without-gossip", "--without-mingle"], env) as running:
        wait_for(lambda: psutil.Process(running.pid).children(), "the worker")
        yield psutil.Process(running.pid).children()[0]


@contextmanager
def process(command: Sequence[str], env: Mapping[str, str]) -> Iterator["subprocess.Popen[bytes]"]:
    """A process while it runs; what it says is thrown away, what goes wrong is heard."""
    with subprocess.Popen(
        command, cwd=ROOT, env=dict(env), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    ) as running:
        try:
            yield running
        finally:
            running.terminate()
            try:
                running.wait(20)
            except subprocess.TimeoutExpired:
                running.kill()


def wait_for(ready: Callable[[], object], what: str) -> None:
    """Ask `ready` until it says yes; raises WrongAnswer after a minute."""
    deadline = time.monotonic() + SECONDS
    while not ready():
        if time.monotonic() > deadline:
            raise WrongAnswer(f"{what} was not ready within {SECONDS} seconds")
        time.sleep(0.05)


def session_of(user: User) -> str:
    """The session key of somebody who has just logged in."""
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@cache
def _collect_static() -> None:
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, clear=True, verbosity=0)


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
