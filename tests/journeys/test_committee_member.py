"""Uffe sits on the committee: sums for all, and never one leader's figures."""

from playwright.sync_api import Page, expect

from tests.plugins.demo import DemoWorld
from tests.plugins.signed_in import Places


def test_he_sees_sums_and_no_unit_by_name(
    demo_world: DemoWorld, page: Page, places: Places
) -> None:
    demo_world.log_in(page, "uffe")

    expect(page.get_by_role("heading", level=1)).to_have_text("Børne- og Ungdomsudvalget")
    expect(page.locator(".multiples > li")).to_have_count(12)
    assert "skolen" not in page.locator("main").inner_text().lower()

    refused = {}
    for path in (
        f"/enhed/{places.unit('101')}/",
        f"/maal/{places.unit('101')}/HR5/",
        "/rapporter/",
    ):
        answer = page.goto(f"{demo_world.url}{path}")
        assert answer is not None
        refused[path] = answer.status
    assert set(refused.values()) <= {403, 404}
