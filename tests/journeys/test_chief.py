"""Carsten is chief of the schools: all of them side by side, by name."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from organisation.names import sort_key
from tests.plugins.demo import DemoWorld


def test_he_sees_the_schools_by_name_opens_one_and_goes_back(
    demo_world: DemoWorld, page: Page
) -> None:
    demo_world.log_in(page, "carsten")
    expect(page.get_by_role("heading", level=1)).to_have_text("Område Skoler")
    names = page.locator(".unit-grid tbody th a").all_text_contents()
    assert len(names) > 10
    assert names == sorted(names, key=sort_key)

    page.get_by_role("link", name="Bakkeskolen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bakkeskolen")
    expect(page.locator(".page-note")).to_contain_text("Ledes af Sanne Holm")

    page.get_by_role("navigation", name="Brødkrumme").get_by_text("Område Skoler").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Område Skoler")


def test_he_makes_the_report_of_a_school(
    demo_world: DemoWorld, signed_in: Callable[..., Page]
) -> None:
    page = signed_in("carsten")
    page.goto("/")
    page.get_by_role("link", name="Bakkeskolen").click()

    page.get_by_role("button", name="Kvartalsrapport").click()

    expect(page.get_by_role("link", name="Hent dokumentet")).to_be_visible(timeout=30_000)
