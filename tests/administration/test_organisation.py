"""Units: the list, one unit, and each step with its page."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kpis import refreshing
from lederside.jobs.models import Job
from organisation.models import Unit, UnitName
from organisation.tree import OrganisationTree
from tests.lilleby import Lilleby

pytestmark = pytest.mark.django_db
PAGES = ["/administration/enheder/", "/administration/enheder/ny/"]
STEPS = ["", "navn/", "flyt/", "luk/"]
HTMX = {"HX-Request": "true"}


def _today_tree() -> OrganisationTree:
    return OrganisationTree.on(timezone.localdate())


@pytest.mark.parametrize("page", PAGES)
def test_the_pages_show(lilleby: Lilleby, as_, page):
    assert as_(lilleby.anna).get(page).status_code == 200


@pytest.mark.parametrize("step", STEPS)
def test_the_pages_of_one_unit_show(lilleby: Lilleby, as_, step):
    page = f"/administration/enheder/{lilleby.bakkeskolen.pk}/{step}"
    assert as_(lilleby.anna).get(page).status_code == 200


def test_with_htmx_only_the_list_is_sent(lilleby: Lilleby, as_):
    response = as_(lilleby.anna).get(PAGES[0], {"q": "skolen"}, headers=HTMX)

    text = response.content.decode()
    assert ("<html" in text, 'id="list"' in text) == (False, True)
    assert [name for name in ("Bakkeskolen", "Åskolen", "Solsikken") if f">{name}</a>" in text] == [
        "Bakkeskolen",
        "Åskolen",
    ]


def test_the_list_as_csv_keeps_formulas_asleep(lilleby: Lilleby, as_):
    UnitName.objects.filter(unit=lilleby.askolen).update(name="=cmd|' /c calc'!A1")

    response = as_(lilleby.anna).get(PAGES[0], {"hent": "csv"})

    text = response.content.decode("utf-8-sig")
    assert text.splitlines()[0] == "Nummer;Navn;Type;Hører under;Leder;Selvejende;Lukket"
    assert ";'=cmd" in text


def test_a_unit_is_opened(lilleby: Lilleby, as_):
    response = as_(lilleby.anna).post(
        PAGES[1],
        {"number": "203", "name": "Lærken", "kind": "DAYCARE", "parent": "A2", "on": "01-01-2020"},
    )

    assert response.status_code == 303
    node = _today_tree().by_number("203")
    assert node is not None
    assert (node.name, node.parent) == ("Lærken", lilleby.dagtilbud.pk)


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"number": "101", "name": "Igen", "kind": "SCHOOL", "on": "2026-01-01"},
        {"number": "9", "name": " ", "kind": "SCHOOL", "on": "2026-01-01"},
        {"number": "9", "name": "X", "kind": "NIX", "on": "2026-01-01"},
        {"number": "9", "name": "X" * 100_000, "kind": "SCHOOL", "on": "2026-01-01"},
        {"number": "9\0", "name": "X", "kind": "SCHOOL", "on": "2026-01-01"},
        {"number": "9", "name": "X", "kind": "SCHOOL", "parent": "Solsiken", "on": "2026-01-01"},
        {"number": "9", "name": "X", "kind": "SCHOOL", "on": "9999-12-31"},
        {"number": "9", "name": "X", "kind": "SCHOOL", "on": "0001-01-01"},
        {"number": "9", "name": "X", "kind": "SCHOOL", "on": "31-02-2026"},
    ],
)
def test_a_wrong_unit_is_refused_and_kept_in_the_form(lilleby: Lilleby, as_, wrong):
    response = as_(lilleby.anna).post(PAGES[1], wrong)

    assert response.status_code == 422
    assert "error-summary" in response.content.decode()
    assert Unit.objects.count() == 8


def test_a_unit_gets_a_name_a_place_and_an_end(lilleby: Lilleby, as_):
    today = timezone.localdate()
    home = f"/administration/enheder/{lilleby.bakkeskolen.pk}/"
    anna = as_(lilleby.anna)

    answers = [
        anna.post(f"{home}navn/", {"name": "Nordskolen", "on": today.isoformat()}),
        anna.post(f"{home}flyt/", {"parent": "D1 Direktionen", "on": today.isoformat()}),
    ]
    renamed = _today_tree().node(lilleby.bakkeskolen.pk)
    answers.append(
        anna.post(f"{home}luk/", {"last_day": today.isoformat(), "successor": "Åskolen"})
    )

    assert [answer.status_code for answer in answers] == [303, 303, 303]
    assert (renamed.name, renamed.parent) == ("Nordskolen", lilleby.direktion.pk)
    tomorrow = OrganisationTree.on(today + timedelta(days=1))
    assert lilleby.bakkeskolen.pk not in tomorrow
    assert "Føres videre af" in anna.get(home).content.decode()


def test_a_circle_is_refused_in_words(lilleby: Lilleby, as_):
    home = f"/administration/enheder/{lilleby.direktion.pk}/flyt/"

    response = as_(lilleby.anna).post(home, {"parent": "101", "on": timezone.localdate()})

    assert response.status_code == 422
    assert "Så ville enheden ligge under sig selv" in response.content.decode()


def test_a_closed_unit_stands_in_the_list_and_has_its_page(lilleby: Lilleby, as_):
    Unit.objects.filter(pk=lilleby.aertebo.pk).update(valid_to=timezone.localdate())
    anna = as_(lilleby.anna)

    listed = anna.get(PAGES[0], {"q": "Ærtebo"}).content.decode()

    assert "lukket" in listed
    assert anna.get(f"/administration/enheder/{lilleby.aertebo.pk}/").status_code == 200


@pytest.mark.parametrize("person", ["sanne", "uffe", "danni", "nora", "carsten"])
def test_only_an_administrator_sees_units_here(lilleby: Lilleby, as_, person):
    assert as_(getattr(lilleby, person)).get(PAGES[0]).status_code == 403


def test_the_list_costs_the_same_for_few_and_many(
    lilleby: Lilleby, as_, django_assert_max_num_queries
):
    from organisation import changes
    from organisation.models import UnitKind

    kind = UnitKind.objects.get(code="SCHOOL")
    for number in range(60):
        changes.open_unit(
            f"N{number}",
            f"Skole {number}",
            kind,
            parent=lilleby.skoler,
            by=None,
            at=timezone.now(),
        )
    anna = as_(lilleby.anna)
    anna.get(PAGES[0])

    with django_assert_max_num_queries(7):
        anna.get(PAGES[0])
    with django_assert_max_num_queries(7):
        anna.get(PAGES[0], {"q": "Bakke"})


def test_a_move_on_the_page_takes_the_figures_along(lilleby: Lilleby, as_):
    refreshing.refresh()

    at = f"/administration/enheder/{lilleby.bakkeskolen.pk}/flyt/"
    response = as_(lilleby.anna).post(at, {"parent": lilleby.dagtilbud.number, "on": "2026-09-01"})

    asked = Job.objects.filter(kind=Job.Kind.ROLL_UP, state=Job.State.WAITING)
    assert (response.status_code, asked.count()) == (303, 1)
