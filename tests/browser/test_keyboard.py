"""With the keyboard alone: in the order of the page, and always with a mark where one is."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser import measures

PATHS = {
    "sanne": "/",
    "carsten": "/enheder/",
    "uffe": "/udvalg/",
    "anna": "/administration/indlaesning/",
    None: "/log-ind/",
}
each = pytest.mark.parametrize(("who", "path"), PATHS.items())


def stops(page: Page, most: int = 60) -> list[dict[str, Any]]:
    """Where Tab leads, until it leaves the page."""
    found: list[dict[str, Any]] = []
    while len(found) < most:
        page.keyboard.press("Tab")
        stop = page.evaluate(measures.FOCUSED)
        if stop is None or (found and stop["order"] == found[0]["order"]):
            break
        found.append(stop)
    return found


@each
def test_tab_follows_the_page_and_is_always_seen(
    signed_in: Callable[..., Page], who: str | None, path: str
) -> None:
    page = signed_in(who)
    page.goto(path)
    page.evaluate("document.activeElement.blur()")

    found = stops(page)

    assert len(found) > 5
    assert [stop["what"] for stop in found if not (stop["outlined"] and stop["visible"])] == []
    assert [stop["order"] for stop in found] == sorted(stop["order"] for stop in found)


@each
def test_the_first_stop_leads_past_the_menu(
    signed_in: Callable[..., Page], who: str | None, path: str
) -> None:
    page = signed_in(who)
    page.goto(path)
    page.evaluate("document.activeElement.blur()")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("[location.hash, document.activeElement.id]") == ["#content", "content"]


def test_the_menu_opens_and_closes_on_a_small_screen(signed_in: Callable[..., Page]) -> None:
    page = signed_in("carsten", viewport={"width": 390, "height": 900})
    page.goto("/enheder/")
    menu = page.get_by_role("navigation", name="Hovedmenu")
    assert not menu.is_visible()

    page.get_by_role("button", name="Menu").press("Space")
    assert menu.is_visible()

    page.get_by_role("button", name="Menu").press("Enter")
    assert not menu.is_visible()


def test_the_menu_opens_without_a_script_too(signed_in: Callable[..., Page]) -> None:
    page = signed_in("carsten", viewport={"width": 390, "height": 900}, java_script_enabled=False)
    page.goto("/enheder/")

    page.get_by_role("link", name="Menu").click()

    assert page.get_by_role("navigation", name="Hovedmenu").is_visible()
