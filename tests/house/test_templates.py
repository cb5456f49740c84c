"""Every template compiles, leads somewhere and keeps the strict content security policy."""

import re
from pathlib import Path

import pytest
from django.template.loader import get_template

from lederside.access.checks import all_routes
from tests.plugins.processes import ROOT

FOLDER = ROOT / "templates"
TEMPLATES = sorted(path for path in FOLDER.rglob("*") if path.suffix in (".html", ".txt"))
PAGES = [path for path in TEMPLATES if path.suffix == ".html"]

# What a browser would refuse under our policy, and what would let text through unescaped.
FORBIDDEN = re.compile(
    r"<style\b"
    r"|<script(?![^>]*\bsrc=)"
    r"|\sstyle\s*="
    r"|\son[a-z]+\s*=\s*[\"']"
    r"|javascript:"
    r"|\b(?:src|href)\s*=\s*[\"']data:"
    r"|\|\s*safe\b"
    r"|autoescape\s+off"
)
# Django's own help texts are HTML: the list of what a password must be.
ALLOWED = "{{ field.help_text|safe }}"
URL = re.compile(r"\{%-?\s*url\s+[\"']([^\"']+)[\"']")


def name(path: Path) -> str:
    return str(path.relative_to(FOLDER))


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_a_template_compiles(path: Path) -> None:
    get_template(name(path))


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_a_page_has_nothing_inline_and_nothing_unescaped(path: Path) -> None:
    text = path.read_text(encoding="utf-8").replace(ALLOWED, "")
    assert [found.group() for found in FORBIDDEN.finditer(text)] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_every_link_is_to_a_page_that_exists(path: Path) -> None:
    known = {route.name for route in all_routes()}
    asked = set(URL.findall(path.read_text(encoding="utf-8")))
    assert sorted(asked - known) == []


@pytest.mark.parametrize(
    "text",
    [
        "<style>p{}</style>",
        "<script>go()</script>",
        '<p style="x">',
        '<a onclick="go()">',
        '<a href="javascript:go()">',
        '<img src="data:image/png;base64,AA">',
        "{{ text|safe }}",
        "{% autoescape off %}",
    ],
)
def test_a_planted_breach_is_seen(text: str) -> None:
    assert FORBIDDEN.search(text)
