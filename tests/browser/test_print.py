"""A page printed from the browser: figures and words, nothing to press."""

import io
from collections.abc import Callable

import pikepdf
import pytest
from playwright.sync_api import Page

PATHS = {"sanne": "/", "carsten": "/enheder/", "uffe": "/udvalg/"}
CONTROLS = "button, select, .button, nav, .skipnav, .footer ul"


@pytest.mark.parametrize(("who", "path"), PATHS.items())
def test_a_print_has_the_figures_and_no_controls(
    signed_in: Callable[..., Page], who: str, path: str
) -> None:
    page = signed_in(who)
    page.goto(path)

    page.emulate_media(media="print")

    assert [one for one in page.locator(CONTROLS).all() if one.is_visible()] == []
    assert page.get_by_text("Sygefravær").first.is_visible()


@pytest.mark.parametrize(("who", "sheets"), {"sanne": 1, "carsten": 2, "uffe": 2}.items())
def test_a_print_is_short(signed_in: Callable[..., Page], who: str, sheets: int) -> None:
    page = signed_in(who)
    page.goto(PATHS[who])

    with pikepdf.open(io.BytesIO(page.pdf(format="A4"))) as document:
        assert len(document.pages) <= sheets
