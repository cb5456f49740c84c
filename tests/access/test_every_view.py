"""Every page, as everybody, about every kind of unit.

A new URL pattern makes the first test fail until it has ONE line in ``PAGES``:

    "kpis:target": Page(VIEW, lambda world: {"unit": world.unit, "code": "HR5"}, per_unit=True),

says who may use it (a table of people and units, or ``SIGNED_IN``, ``OPEN``, ``LOG_IN``), with
which arguments, and whether the answer hangs on the unit. ``method="POST"`` for pages that only
take a form, ``only={...}`` where a thing belongs to one of those who may.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lederside.access.checks import Route, all_routes
from lederside.access.permissions import Permission
from lederside.imports.models import ImportKind, ImportRun, Upload
from organisation.models import Placement, Unit, UnitName
from reports.models import Report
from tests.access.test_scope import PEOPLE, TABLE
from tests.lilleby import Lilleby

Holders = Mapping[str, set[str]]


class World:
    """The cast, and one of each thing that a page can be about."""

    unit: int

    def __init__(self, lilleby: Lilleby) -> None:
        now = timezone.now()
        self.people = lilleby.people
        self.units = {short: unit.pk for short, unit in lilleby.units.items()}
        self.units["closed"] = _closed_school(lilleby)
        self.units["unknown"] = 987654
        self.unit = self.units["bakkeskolen"]
        self.person = lilleby.nora.pk
        self.assignment = lilleby.stig.assignments.get().pk
        self.report = Report.objects.create(
            kind="QUARTERLY", unit=lilleby.bakkeskolen, period="2026K3", audience="CHIEF",
            ordered_by=lilleby.carsten, ordered_at=now, made_at=now, content=b"%PDF-1.7", pages=1, sha256="0" * 64,
        ).pk  # fmt: skip
        self.upload = Upload.objects.create(
            kind=ImportKind.KPIS, file_name="2026K3.csv", content=b"a;b\n", size=4, at=now,
            by=lilleby.danni,
        ).pk  # fmt: skip
        self.run = ImportRun.objects.create(
            kind=ImportKind.KPIS, file_name="2026K3.csv", sha256="0" * 64, size=4, at=now,
            by=lilleby.danni,
        ).pk  # fmt: skip


def _closed_school(lilleby: Lilleby) -> int:
    yesterday: date = timezone.localdate() - timedelta(days=1)
    unit = Unit.objects.create(number="199", kind=lilleby.bakkeskolen.kind, valid_to=yesterday)
    UnitName.objects.create(unit=unit, name="Lukkeskolen", sort_key="lukkeskolen")
    Placement.objects.create(unit=unit, parent=lilleby.skoler)
    return unit.pk


def _nothing(_world: World) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class Page:
    """Who may use a page, and with which arguments it is asked for."""

    holders: Holders | None
    arguments: Callable[[World], dict[str, Any]] = _nothing
    per_unit: bool = False
    method: str = "GET"
    only: frozenset[str] | set[str] = frozenset(PEOPLE)
    is_open: bool = False
    is_log_in: bool = False

    def may(self, person: str, unit: str) -> bool:
        if self.holders is None:
            return True
        reach = self.holders.get(person, set())
        return person in self.only and (unit in reach if self.per_unit else bool(reach))

    def expected(self, person: str, unit: str) -> set[int]:
        """The statuses that are right: in, absent, or refused."""
        if self.may(person, unit):
            return {200, 302, 303}
        return {404} if self.holders and self.holders.get(person) else {403}


def _unit(world: World) -> dict[str, Any]:
    return {"pk": world.unit}


VIEW, SUMS, REPORT, SHEET, IMPORT, ORGANISE, LIMITS, MUNICIPALITY, TRAIL = (
    TABLE[permission]
    for permission in (
        Permission.KPI_VIEW, Permission.KPI_VIEW_SUMS, Permission.REPORT_MAKE,
        Permission.MEETING_SHEET_MAKE, Permission.KPI_IMPORT, Permission.ORGANISATION_EDIT,
        Permission.LIMITS_SET, Permission.MUNICIPALITY_EDIT, Permission.TRAIL_VIEW,
    )
)  # fmt: skip
SIGNED_IN = Page(None)
OPEN = Page(None, is_open=True)
LOG_IN = Page(None, is_open=True, is_log_in=True)

PAGES: Mapping[str, Page] = {
    "frontpage:front": SIGNED_IN,
    "frontpage:unit": Page(VIEW, _unit, per_unit=True),
    "frontpage:units": Page(VIEW),
    "frontpage:units_below": Page(VIEW, _unit, per_unit=True),
    "frontpage:committee": Page(SUMS),
    "frontpage:help": OPEN,
    "frontpage:accessibility": OPEN,
    "kpis:target": Page(VIEW, lambda w: {"unit": w.unit, "code": "HR5"}, per_unit=True),
    "reports:list": Page(REPORT),
    "reports:order": Page(
        REPORT,
        lambda w: {"unit": w.unit, "period": "2026K3", "kind": "kvartalsrapport"},
        per_unit=True,
        method="POST",
    ),
    "reports:report": Page(REPORT, lambda w: {"pk": w.report}, only={"carsten"}),
    "reports:download": Page(REPORT, lambda w: {"pk": w.report}, only={"carsten"}),
    "administration:home": Page(IMPORT),
    "administration:units": Page(ORGANISE),
    "administration:unit_new": Page(ORGANISE),
    "administration:unit": Page(ORGANISE, _unit),
    "administration:unit_rename": Page(ORGANISE, _unit),
    "administration:unit_move": Page(ORGANISE, _unit),
    "administration:unit_close": Page(ORGANISE, _unit),
    "administration:people": Page(ORGANISE),
    "administration:invite": Page(ORGANISE),
    "administration:person": Page(ORGANISE, lambda w: {"pk": w.person}),
    "administration:invite_again": Page(ORGANISE, lambda w: {"pk": w.person}, method="POST"),
    "administration:give_role": Page(ORGANISE, lambda w: {"pk": w.person}),
    "administration:end_role": Page(ORGANISE, lambda w: {"pk": w.assignment}),
    "administration:limits": Page(LIMITS),
    "administration:copy_year": Page(LIMITS),
    "administration:set_target": Page(LIMITS, lambda _w: {"code": "HR5"}),
    "administration:set_limits": Page(LIMITS, lambda _w: {"code": "HR5"}),
    "administration:imports": Page(IMPORT),
    "administration:template": Page(IMPORT),
    "administration:upload": Page(IMPORT, lambda w: {"pk": w.upload}),
    "administration:take": Page(IMPORT, lambda w: {"pk": w.upload}, method="POST"),
    "administration:drop": Page(IMPORT, lambda w: {"pk": w.upload}, method="POST"),
    "administration:run": Page(IMPORT, lambda w: {"pk": w.run}),
    "administration:undo": Page(IMPORT, lambda w: {"pk": w.run}),
    "administration:trail": Page(TRAIL),
    "administration:municipality": Page(MUNICIPALITY),
    "administration:kind": Page(MUNICIPALITY, lambda _w: {"code": "SCHOOL"}),
    "accounts:my_page": SIGNED_IN,
    "account_login": LOG_IN,
    "account_logout": LOG_IN,
    "account_inactive": LOG_IN,
    "account_signup": LOG_IN,
    "account_reset_password": LOG_IN,
    "account_reset_password_done": LOG_IN,
    "account_reset_password_from_key_done": LOG_IN,
    "account_reset_password_from_key": Page(
        None, lambda _w: {"uidb36": "1", "key": "abc"}, is_open=True, is_log_in=True
    ),
    "account_change_password": LOG_IN,
    "account_set_password": LOG_IN,
    "municipality:logo": OPEN,
    "municipality:theme": OPEN,
    "privacy:policy": OPEN,
    "health:live": OPEN,
    "health:ready": OPEN,
    "ui:gallery": OPEN,
    "demo:outbox": OPEN,
}

ROUTES: Mapping[str, Route] = {route.name: route for route in all_routes()}
HERE = sorted(set(PAGES) & set(ROUTES))
GUARDED = [name for name in HERE if PAGES[name].holders is not None]
# Own, sibling, parent, another area's, further up, closed, and one that never was.
RELATIONS = ["bakkeskolen", "askolen", "skoler", "aertebo", "direktion", "closed", "unknown"]
JUNK: list[dict[str, str]] = [
    {},
    {"name": "\x00", "q": "\x00", "pk": "-1", "page": "-1", "kvartal": "\x00", "on": "32-13"},
    {"name": "æ" * 5000, "q": "æ" * 5000, "email": "@", "kvartal": "9999K9", "page": "x"},
]
# No logo is set; the gallery is for developers, and the outbox for the demo.
MAY_BE_ABSENT = {"municipality:logo", "ui:gallery", "demo:outbox"}
# What looking at a page, or logging in to do so, leaves behind.
LEFT_BY_LOOKING = {"audit_auditevent", "django_session", "django_cache"}


@pytest.fixture
def world(lilleby: Lilleby) -> World:
    cache.clear()
    return World(lilleby)


def test_every_url_pattern_has_a_row_and_every_row_a_url_pattern() -> None:
    assert sorted(ROUTES) == sorted(PAGES), "Add ONE line to PAGES for each new page"


def test_what_a_view_declares_is_what_the_row_says() -> None:
    told = {name: _declared(ROUTES[name]) for name in HERE if not PAGES[name].is_log_in}

    assert told == {name: _of_row(PAGES[name]) for name in told}


def _declared(route: Route) -> str:
    assert route.access is not None
    return "open" if route.access.is_open else str(route.access.permission or "signed in")


def _of_row(page: Page) -> str:
    if page.holders is None:
        return "open" if page.is_open else "signed in"
    return next(str(one) for one, holders in TABLE.items() if holders is page.holders)


def _cases(name: str, world: World) -> Iterator[tuple[str, str, str]]:
    """Each person with each unit that matters, and the address."""
    page = PAGES[name]
    for short in RELATIONS if page.per_unit else RELATIONS[:1]:
        world.unit = world.units[short]
        url = reverse(name, kwargs=page.arguments(world))
        for person in PEOPLE:
            yield person, short, url


def _logged_in(world: World) -> dict[str, Client]:
    clients = {}
    for short, person in world.people.items():
        clients[short] = Client()
        clients[short].force_login(person)
    return clients


@pytest.mark.parametrize("name", GUARDED)
def test_everybody_gets_what_the_table_says(world: World, name: str) -> None:
    page, clients = PAGES[name], _logged_in(world)

    wrong = []
    for person, unit, url in _cases(name, world):
        status = clients[person].generic(page.method, url).status_code
        if status not in page.expected(person, unit):
            wrong.append((person, unit, url, status, page.expected(person, unit)))

    assert wrong == []


def test_a_document_one_ordered_is_gone_with_the_role(world: World) -> None:
    carsten = world.people["carsten"]
    client = Client()
    client.force_login(carsten)
    url = reverse("reports:download", args=[world.report])
    before = client.get(url).status_code

    carsten.assignments.update(unit=world.units["dagtilbud"])
    moved = client.get(url).status_code
    carsten.assignments.update(valid_to=timezone.localdate())
    ended = client.get(url).status_code

    assert (before, moved, ended) == (200, 404, 403)


@pytest.mark.parametrize("name", [name for name in HERE if PAGES[name].holders is None])
def test_what_is_for_all_answers_all(world: World, name: str) -> None:
    url = reverse(name, kwargs=PAGES[name].arguments(world))

    wrong = {}
    for person, client in _logged_in(world).items():
        status = client.get(url).status_code
        if status not in {200, 302} and not (status == 404 and name in MAY_BE_ABSENT):
            wrong[person] = status

    assert wrong == {}


@pytest.mark.parametrize("name", HERE)
def test_a_stranger_is_sent_to_log_in(world: World, name: str, client: Client) -> None:
    page = PAGES[name]
    response = client.generic(page.method, reverse(name, kwargs=page.arguments(world)))

    if page.is_open:
        assert response.status_code in {200, 302, 404}
    else:
        assert (response.status_code, response.url.partition("?")[0]) == (302, "/log-ind/")  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", GUARDED)
def test_a_form_sent_without_rights_changes_nothing(world: World, name: str) -> None:
    page, clients = PAGES[name], _logged_in(world)
    before = _fingerprint()

    wrong = []
    for person, unit, url in _cases(name, world):
        if not page.may(person, unit):
            status = clients[person].post(url, {"name": "X", "on": "2026-12-01"}).status_code
            wrong += [(person, unit, url, status)] if status not in {403, 404, 405} else []

    assert wrong == []
    assert _fingerprint() == before


@pytest.mark.parametrize("name", HERE)
def test_nonsense_is_never_a_fault_of_ours(world: World, name: str) -> None:
    url = reverse(name, kwargs=PAGES[name].arguments(world))
    client = Client()
    client.force_login(world.people["anna"])

    statuses = [
        status
        for junk in JUNK
        for status in (client.get(url, junk).status_code, client.post(url, junk).status_code)
    ]

    assert max(statuses) < 500


@pytest.mark.parametrize("name", HERE)
def test_a_form_from_another_site_is_refused(world: World, name: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.people["anna"])

    response = client.post(reverse(name, kwargs=PAGES[name].arguments(world)), {})

    assert response.status_code == 403


def _fingerprint() -> dict[str, str]:
    """A checksum of every table, without what looking leaves behind."""
    found = {}
    with connection.cursor() as cursor:
        for table in set(connection.introspection.table_names()) - LEFT_BY_LOOKING:
            cursor.execute(
                f"SELECT md5(string_agg(t::text, E'\\n' ORDER BY t::text)) FROM \"{table}\" t"
            )
            found[table] = cursor.fetchone()[0]
    # Logging in is remembered on the person.
    found.pop("accounts_user", None)
    return found
