"""Lilleby Kommune, the demo itself, for tests that want a whole municipality.

def test_what_somebody_sees(demo): ...                  in the test's own database, built once a module
def test_a_journey(demo_world, page):                   a server of its own with the demo, once a session
    demo_world.log_in(page, "sanne")

What a journey changes in `demo_world`, the next one finds; so it undoes what it did.
"""

import os
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from urllib.error import URLError

import psycopg
import pytest
from django.db import transaction
from django.utils import timezone
from playwright.sync_api import Page
from pytest_django import DjangoDbBlocker

from lederside.demo import lilleby
from lederside.demo.calendar import Calendar
from lederside.demo.people import DOMAIN, PASSWORD
from tests.plugins.databases import address_of
from tests.plugins.processes import ROOT, free_port, running


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Calendar]:
    """The demo as of today in the test's database; each test's own changes are rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():
        today = timezone.localdate()
        lilleby.build(today=today)
        yield Calendar(today)
        transaction.set_rollback(True)


@dataclass(frozen=True)
class DemoWorld:
    """The demo as its visitors meet it: an address, and people who can log in there."""

    url: str
    database: str
    today: date

    def log_in(self, page: Page, name: str) -> None:
        """Log in by the form as somebody: ``sanne``, ``carsten``, ``anna``."""
        page.goto(f"{self.url}/")
        page.locator("input[name=login]").fill(f"{name}@{DOMAIN}")
        page.locator("input[name=password]").fill(PASSWORD)
        page.locator("input[name=password]").press("Enter")
        # Whoever leads others is sent on to their own first page.
        page.locator(".user-name").wait_for()


@pytest.fixture(scope="session")
def demo_world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoWorld]:
    """The demo in a database of its own behind a server of its own, ended with the session."""
    name, port = f"demo_{os.getpid()}", free_port()
    url = f"http://127.0.0.1:{port}"
    env = {
        **os.environ,
        "DATABASE_URL": address_of(os.environ["DATABASE_URL"], name),
        "SITE_URL": url,
        "DEMO": "True",
        # The error pages are our own.
        "DEBUG": "False",
    }
    with _database(name):
        for command in ("migrate", "build_lilleby"):
            _manage(command, env)
        serve = ["runserver", "--noreload", "--insecure", f"127.0.0.1:{port}"]
        with running(
            [sys.executable, "manage.py", *serve],
            ready=lambda _log: _answers(f"{url}/sundhed/live"),
            log=tmp_path_factory.mktemp("demo") / "log",
            env=env,
        ):
            yield DemoWorld(url, env["DATABASE_URL"], timezone.localdate())


def _manage(command: str, env: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", command, "--verbosity", "0"],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@contextmanager
def _database(name: str) -> Iterator[None]:
    """An empty database while it is needed."""
    _administer(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    _administer(f"CREATE DATABASE {name} TEMPLATE template0")
    try:
        yield
    finally:
        _administer(f"DROP DATABASE {name} WITH (FORCE)")


def _administer(statement: str) -> None:
    server = address_of(os.environ["DATABASE_URL"], "postgres")
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(statement.encode())


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as response:
            return bool(response.status == 200)
    except (URLError, OSError):
        return False
