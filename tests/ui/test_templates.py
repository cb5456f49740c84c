import re
from types import SimpleNamespace

import pytest
from django.template import Context, engines
from django.template.loader import render_to_string

from lederside.ui import gallery

pytestmark = pytest.mark.urls("tests.ui.frame_urls")

METTE = SimpleNamespace(name="Mette Holm Sørensen", role_line="Leder, Mælkebøtten")
MENU = [
    SimpleNamespace(url="/", title="Forside", current=True),
    SimpleNamespace(url="/maal/", title="Mål", current=False),
]


def page(rf, **context):
    municipality = SimpleNamespace(name="Lilleby Kommune", has_logo=False, has_theme=False)
    frame = {"request": rf.get("/"), "municipality": municipality}
    return render_to_string("base.html", frame | context)


@pytest.mark.parametrize("name", ["400.html", "403_csrf.html", "404.html", "500.html"])
def test_an_error_page_needs_no_request_and_shows_a_way_on(name):
    shown = render_to_string(name)

    assert "<h1>" in shown
    assert "Gå til forsiden" in shown


def test_the_page_for_our_own_faults_asks_nothing_of_the_templates(settings):
    source = (settings.BASE_DIR / "templates" / "500.html").read_text()

    assert not re.search(r"{%|{{", source)


def test_the_frame_names_who_is_signed_in_and_logs_out_by_post(rf):
    shown = page(rf, who=METTE, menu=MENU)

    assert "Mette Holm Sørensen" in shown
    assert re.search(r'<form method="post" action="/log-ud/">', shown)


def test_the_frame_marks_where_one_is(rf):
    assert re.findall(r'aria-current="(\w+)"', page(rf, who=METTE, menu=MENU)) == ["page"]


def test_a_stranger_sees_neither_menu_nor_user(rf):
    shown = page(rf, who=None, menu=[])

    assert "<nav" not in shown
    assert "Log ud" not in shown


def test_only_a_municipality_with_its_own_colour_costs_another_request(rf):
    own = SimpleNamespace(name="Lilleby Kommune", has_logo=True, has_theme=True)

    assert page(rf).count('rel="stylesheet"') == 1
    assert page(rf, municipality=own).count('rel="stylesheet"') == 2


def test_the_gallery_shows_every_component_without_inline_script_or_style(rf):
    context = Context(gallery.context(None))
    context.request = rf.get("/")

    shown = engines["django"].engine.get_template("ui/gallery.html").render(context)

    assert "kpi-table" in shown
    assert not re.search(r"\sstyle=|<style|\son\w+=|data:", shown)
    assert all("src=" in script for script in re.findall(r"<script[^>]*>", shown))


def test_the_waiting_page_works_without_a_script(rf):
    shown = render_to_string("ui/waiting.html", {"request": rf.get("/rapporter/7/")})

    assert '<a href="/rapporter/7/">' in shown
