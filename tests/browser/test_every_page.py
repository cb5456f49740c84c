"""Every page, as somebody who uses it: nothing for axe to find, and it fits a small telephone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.access.test_every_view import PAGES as ALL
from tests.browser import measures
from tests.browser.pages import NOT_PAGES, PAGES, Seen
from tests.plugins.demo import DemoWorld
from tests.plugins.signed_in import Places

LOUD = {"error", "warning"}


def test_every_page_is_looked_at() -> None:
    shown = {name for name, page in ALL.items() if page.method == "GET"} - NOT_PAGES

    assert {seen.name for seen in PAGES} == shown, "Add ONE line to tests/browser/pages.py"


@pytest.mark.parametrize("seen", PAGES, ids=str)
def test_a_page_is_for_everybody(
    filled_world: DemoWorld, signed_in: Callable[..., Page], places: Places, seen: Seen
) -> None:
    page = signed_in(seen.who)
    said: list[str] = []
    page.on("console", lambda one: said.append(one.text) if one.type in LOUD else None)

    response = page.goto(seen.path(places))
    found = list(measures.faults(page))

    assert response is not None
    assert (response.status, found) == (seen.status, [])
    # The browser itself says it when a page was not there.
    assert [text for text in said if f"status of {seen.status}" not in text] == []
