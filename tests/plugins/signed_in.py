"""Lilleby in the browser, as somebody, without logging in again for every page.

def test_a_page(demo_world, signed_in):
    page = signed_in("sanne", viewport={"width": 390, "height": 900})
    page.goto("/")
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from playwright.sync_api import Browser, Page, expect

from lederside.demo.examples import FOLDER
from tests.plugins.demo import DemoWorld

QUARTER, WITH_MISTAKES = FOLDER / "kvartal.csv", FOLDER / "kvartal-med-fejl.csv"
# On a busy machine a document may take its time.
SOON = 30_000


@dataclass(frozen=True)
class Places:
    """Where things stand in the demo's database, by what people call them."""

    database: str

    def unit(self, number: str) -> int:
        return self._one("SELECT id FROM organisation_unit WHERE number = %s", number)

    def person(self, name: str) -> int:
        return self._one("SELECT id FROM accounts_user WHERE email LIKE %s", f"{name}@%")

    def assignment(self, name: str) -> int:
        return self._one(
            "SELECT id FROM organisation_assignment WHERE person_id = %s", self.person(name)
        )

    def newest_run(self) -> int:
        return self._one("SELECT max(id) FROM imports_importrun WHERE undone_at IS NULL")

    def upload(self, state: str) -> int:
        return self._one("SELECT max(id) FROM imports_upload WHERE state = %s", state)

    def report(self) -> int:
        return self._one("SELECT max(id) FROM reports_report WHERE made_at IS NOT NULL")

    def mail_to(self, name: str) -> str:
        return str(self._one('SELECT body FROM demo_unsentmail WHERE "to" LIKE %s', f"{name}@%"))

    def _one(self, statement: str, *values: Any) -> Any:
        with psycopg.connect(self.database) as connection:
            row = connection.execute(statement.encode(), values).fetchone()
        assert row is not None, (statement, values)
        return row[0]


@pytest.fixture(scope="session")
def places(demo_world: DemoWorld) -> Places:
    return Places(demo_world.database)


@pytest.fixture(scope="session")
def _sessions() -> dict[str, Any]:
    return {}


@pytest.fixture
def signed_in(
    demo_world: DemoWorld, new_page: Callable[..., Page], _sessions: dict[str, Any]
) -> Callable[..., Page]:
    """Makes a page as somebody, or as a stranger when the name is None; logged in once each."""

    def make(name: str | None, **options: Any) -> Page:
        if name is not None and name not in _sessions:
            page = new_page()
            demo_world.log_in(page, name)
            _sessions[name] = page.context.storage_state()
        return new_page(
            base_url=demo_world.url,
            storage_state=_sessions.get(name or ""),
            **{"viewport": {"width": 1280, "height": 900}, **options},
        )

    return make


def hand_in(page: Page, file: Path, *, period: str = "") -> None:
    """Hand a file in by the administrator's form, and wait until it is checked."""
    page.goto("/administration/indlaesning/")
    page.locator("input[type=file]").set_input_files(file)
    if period:
        page.get_by_text("Hvis filen ikke siger det hele selv").click()
        page.locator("input[name=period]").fill(period)
    page.get_by_role("button", name="Tjek filen").click()
    wait_until_done(page)


def wait_until_done(page: Page) -> None:
    """Until a page that waits says what came of it; without a script it is asked again."""
    expect(page.locator("main progress")).to_have_count(0, timeout=SOON)


@pytest.fixture(scope="session")
def filled_world(demo_world: DemoWorld, browser: Browser) -> Iterator[DemoWorld]:
    """The demo with a document, a file that waits and one that was refused: pages to look at."""
    context = browser.new_context(base_url=demo_world.url)
    page = context.new_page()
    demo_world.log_in(page, "sanne")
    page.get_by_role("button", name="Kvartalsrapport").click()
    wait_until_done(page)
    context.clear_cookies()
    demo_world.log_in(page, "anna")
    hand_in(page, WITH_MISTAKES, period=newest(demo_world))
    hand_in(page, QUARTER, period=newest(demo_world))
    yield demo_world
    page.get_by_role("button", name="Kassér filen").click()
    context.close()


def newest(world: DemoWorld) -> str:
    """The last whole quarter as people write it: ``3. kvartal 2026``."""
    from lederside.demo.calendar import Calendar

    return Calendar(world.today).newest.title
