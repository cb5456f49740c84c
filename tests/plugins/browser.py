"""A real browser, Debian's Chromium through Playwright, for journeys and accessibility.

def test_a_leader_logs_in(live_server, page): ...
def test_it_works_without_javascript(live_server, new_page):
    page = new_page(java_script_enabled=False)
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connection, connections
from playwright.sync_api import Browser, Page, Route, sync_playwright

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A small /dev/shm, as in containers, would end the browser on a large page.
    "--disable-dev-shm-usage",
]
FIXTURES = {"browser", "page", "new_page"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker("browser")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> None:
    """Playwright's loop makes Django use another connection object in this very thread.

    What a transactional test brings back (`serialized_rollback`) is kept on the first one, so
    all of them must know it.
    """
    kept = getattr(connection, "_test_serialized_contents", None)
    if kept is not None:
        setattr(type(connections["default"]), "_test_serialized_contents", kept)  # noqa: B010


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=_chromium(), args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def new_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Makes a page with a fresh set of cookies; takes Playwright's options for a context."""
    contexts = []

    def make(**options: Any) -> Page:
        context = browser.new_context(
            **{"locale": "da-DK", "timezone_id": "Europe/Copenhagen", **options}
        )
        context.set_default_timeout(10_000)
        context.route("**/*", _only_this_machine)
        contexts.append(context)
        return context.new_page()

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    return new_page(viewport={"width": 1280, "height": 900})


def _only_this_machine(route: Route) -> None:
    if urlsplit(route.request.url).hostname in ("127.0.0.1", "localhost"):
        route.continue_()
    else:
        route.abort()


def _chromium() -> str:
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
    assert Path(found).exists(), "Chromium is missing: run `make setup-dev`, or set CHROMIUM"
    return found
