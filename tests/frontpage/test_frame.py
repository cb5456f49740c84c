"""What stands around every page follows from what one may."""

from collections.abc import Callable, Sequence

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lederside.access.scope import assignments_of
from lederside.accounts.models import User
from lederside.frontpage.frame import frame
from lederside.municipality import editing
from lederside.municipality.editing import NewLogo
from organisation.tree import OrganisationTree
from tests.lilleby import Lilleby

Titles = Callable[[str], Sequence[str]]


@pytest.fixture
def titles(lilleby: Lilleby) -> Titles:
    def of(name: str) -> Sequence[str]:
        request = RequestFactory().get("/min-side/")
        request.user = lilleby.people[name]
        return [item.title for item in frame(request)["menu"]]

    return of


@pytest.mark.parametrize(
    ("name", "menu"),
    [
        ("sanne", ["Forside", "Rapporter"]),
        ("stig", ["Forside", "Rapporter"]),
        ("carsten", ["Forside", "Mine enheder", "Rapporter"]),
        ("hanne", ["Forside", "Mine enheder"]),
        ("uffe", ["Forside", "Udvalget"]),
        ("danni", ["Forside", "Administration"]),
        ("anna", ["Forside", "Mine enheder", "Udvalget", "Rapporter", "Administration"]),
        ("frida", ["Forside"]),
        ("nora", ["Forside"]),
    ],
)
def test_the_menu_holds_what_one_may_use(titles: Titles, name: str, menu: Sequence[str]) -> None:
    assert titles(name) == menu


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("sanne", "Skoleleder, Bakkeskolen"),
        ("stig", "Stedfortræder, Bakkeskolen"),
        ("anna", "Administrator"),
        ("nora", ""),
    ],
)
def test_the_line_under_the_name_says_what_one_is(lilleby: Lilleby, name: str, line: str) -> None:
    request = RequestFactory().get("/")
    request.user = lilleby.people[name]

    who = frame(request)["who"]

    assert (who.name, who.role_line) == (name.capitalize(), line)


def test_the_page_one_is_on_is_marked(lilleby: Lilleby) -> None:
    request = RequestFactory().get("/enheder/7/")
    request.user = lilleby.carsten

    current = [item.title for item in frame(request)["menu"] if item.current]

    assert current == ["Mine enheder"]


def test_a_stranger_gets_the_municipality_and_no_menu(db: None) -> None:
    editing.change(
        name="Lilleby Kommune",
        primary_colour="#123a5a",
        logo=NewLogo(b"<svg/>"),
        by=None,
        at=timezone.now(),
    )
    request = RequestFactory().get("/log-ind/")
    request.user = AnonymousUser()

    given = frame(request)

    municipality = given["municipality"]
    assert (municipality.name, municipality.has_theme, municipality.has_logo) == (
        "Lilleby Kommune",
        True,
        True,
    )
    assert (given["menu"], given["who"]) == ([], None)


def test_it_costs_one_query_when_the_view_has_declared_its_access(lilleby: Lilleby) -> None:
    today = timezone.localdate()
    person: User = lilleby.anna
    request = RequestFactory().get("/")
    request.user = person
    vars(request).update(
        assignments=assignments_of(person, on=today), tree=OrganisationTree.on(today)
    )

    with CaptureQueriesContext(
        connection,
    ) as asked:
        frame(request)

    assert len(asked) == 1
    assert '"municipality_municipality"."logo",' not in asked[0]["sql"]
