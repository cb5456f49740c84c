"""Sanne leads Bakkeskolen and has a quarter of an hour before the meeting with her chief."""

import io
from collections.abc import Callable

import pikepdf
import pytest
from playwright.sync_api import Page, expect

from tests.plugins.demo import DemoWorld
from tests.plugins.signed_in import newest, wait_until_done

with_and_without_scripts = pytest.mark.parametrize("scripts", [True, False], ids=["js", "no-js"])


def begin(world: DemoWorld, new_page: Callable[..., Page], *, scripts: bool) -> Page:
    page = new_page(base_url=world.url, java_script_enabled=scripts)
    world.log_in(page, "sanne")
    return page


@with_and_without_scripts
def test_she_lands_on_her_school_and_reads_about_one_target(
    demo_world: DemoWorld, new_page: Callable[..., Page], scripts: bool
) -> None:
    page = begin(demo_world, new_page, scripts=scripts)
    expect(page.get_by_role("heading", level=1)).to_have_text("Bakkeskolen")
    expect(page.locator(".kpi-table tbody tr:not(.theme)")).to_have_count(12)

    page.get_by_role("link", name="Sygefravær").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Sygefravær")
    expect(page.get_by_role("heading", name="Hvor kommer tallet fra?")).to_be_visible()
    expect(page.locator("figure svg[role=img]").first).to_be_visible()


@with_and_without_scripts
def test_she_looks_at_another_quarter_and_the_address_and_title_follow(
    demo_world: DemoWorld, new_page: Callable[..., Page], scripts: bool
) -> None:
    page = begin(demo_world, new_page, scripts=scripts)
    earlier = page.locator("#quarter option").nth(4)
    code, title = earlier.get_attribute("value"), earlier.text_content()

    page.get_by_label("Kvartal", exact=True).select_option(code)
    page.get_by_role("button", name="Vis").click()
    expect(page).to_have_title(f"Bakkeskolen, {title} | Min lederside")
    assert page.url.endswith(f"?kvartal={code}")
    expect(page.locator(".page-note")).to_contain_text(str(title).replace(" ", "\xa0"))

    page.go_back()
    expect(page).to_have_title(f"Bakkeskolen, {newest(demo_world)} | Min lederside")


@with_and_without_scripts
def test_she_makes_the_meeting_sheet_and_gets_a_pdf(
    demo_world: DemoWorld, new_page: Callable[..., Page], scripts: bool
) -> None:
    page = begin(demo_world, new_page, scripts=scripts)

    page.get_by_role("button", name="Lav mødeark").click()
    wait_until_done(page)
    address = page.get_by_role("link", name="Hent dokumentet").get_attribute("href")
    answer = page.request.get(f"{demo_world.url}{address}")

    assert answer.headers["content-type"] == "application/pdf"
    with pikepdf.open(io.BytesIO(answer.body())) as document:
        assert len(document.pages) == 1


def test_she_logs_out_and_the_page_is_gone(
    demo_world: DemoWorld, new_page: Callable[..., Page]
) -> None:
    page = begin(demo_world, new_page, scripts=True)

    page.locator("header summary").click()
    page.get_by_role("button", name="Log ud").click()
    page.goto("/")

    expect(page.get_by_label("Adgangskode")).to_be_visible()


def test_she_cannot_see_her_neighbours_school(
    demo_world: DemoWorld, new_page: Callable[..., Page], places
) -> None:
    page = begin(demo_world, new_page, scripts=True)

    answer = page.goto(f"/enhed/{places.unit('102')}/")

    assert answer is not None
    assert answer.status == 404
    expect(page.get_by_role("link", name="forsiden")).to_be_visible()
