"""Anna takes a quarter in, sees the colours change, and undoes it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.plugins.demo import DemoWorld
from tests.plugins.signed_in import QUARTER, WITH_MISTAKES, hand_in, newest, wait_until_done


def statuses(signed_in: Callable[..., Page], who: str) -> list[str]:
    """What a leader reads beside each of the twelve."""
    page = signed_in(who)
    page.goto("/")
    return page.locator(".kpi-table .status-cell .status").all_text_contents()


@pytest.mark.parametrize("scripts", [True, False], ids=["js", "no-js"])
def test_she_takes_a_quarter_in_and_undoes_it(
    demo_world: DemoWorld,
    new_page: Callable[..., Page],
    signed_in: Callable[..., Page],
    scripts: bool,
) -> None:
    page = new_page(base_url=demo_world.url, java_script_enabled=scripts)
    demo_world.log_in(page, "anna")
    before = statuses(signed_in, "malene")

    hand_in(page, QUARTER, period=newest(demo_world))
    expect(page.get_by_role("heading", name="Det ændrer filen")).to_be_visible()
    assert statuses(signed_in, "malene") == before

    page.get_by_role("button", name="Tag ind").click()
    wait_until_done(page)
    expect(page.get_by_text("Filen er taget ind")).to_be_visible()
    assert statuses(signed_in, "malene") != before

    page.get_by_role("link", name="Se kvitteringen").click()
    page.get_by_role("link", name="Fortryd indlæsningen").click()
    expect(page.get_by_role("heading", name="Det sker der")).to_be_visible()
    page.get_by_role("button", name="Fortryd indlæsningen").click()
    expect(page.get_by_role("heading", name="Indlæsningen er fortrudt")).to_be_visible()
    assert statuses(signed_in, "malene") == before


@pytest.mark.parametrize("scripts", [True, False], ids=["js", "no-js"])
def test_a_file_with_mistakes_is_refused_and_she_is_told_what_to_do(
    demo_world: DemoWorld, new_page: Callable[..., Page], scripts: bool
) -> None:
    page = new_page(base_url=demo_world.url, java_script_enabled=scripts)
    demo_world.log_in(page, "anna")

    hand_in(page, WITH_MISTAKES, period=newest(demo_world))

    expect(page.get_by_text("Filen kan ikke tages ind")).to_be_visible()
    expect(page.get_by_text("12,x").first).to_be_visible()
    expect(page.get_by_role("button", name="Tag ind")).to_have_count(0)


def test_a_file_that_is_none_gets_a_sentence(
    demo_world: DemoWorld, signed_in: Callable[..., Page]
) -> None:
    page = signed_in("anna")
    page.goto("/administration/indlaesning/")

    page.get_by_role("button", name="Tjek filen").click()

    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.locator(".error-summary")).to_contain_text("Vælg en fil.")
