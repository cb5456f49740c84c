"""The demo as a visitor meets it, from the front door."""

import pytest
from playwright.sync_api import Page

from tests.plugins.demo import DemoWorld


@pytest.mark.parametrize("name", ["sanne", "carsten", "dorthe", "uffe", "anna"])
def test_everybody_logs_in_with_the_same_easy_phrase(
    demo_world: DemoWorld, page: Page, name: str
) -> None:
    demo_world.log_in(page, name)

    assert page.locator("h1").count() == 1
    assert page.locator(".user-name").inner_text().split()[0].lower() == name


def test_the_letter_to_somebody_new_can_be_read(demo_world: DemoWorld, page: Page) -> None:
    page.goto(f"{demo_world.url}/demo/post/")

    assert page.locator("article", has_text="nora@lilleby.example").count() == 1
