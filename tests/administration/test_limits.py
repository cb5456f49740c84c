"""Måltal and limits: what holds in a year, and new decisions about it."""

import pytest

from kpis.models import LimitSet, Target
from tests.lilleby import Lilleby

pytestmark = pytest.mark.django_db
LIMITS = "/administration/maaltal/"
DECIDED = {"year": "2027", "decided_by": "Økonomiudvalget", "decided_on": "12-11-2026"}


@pytest.mark.parametrize(
    "page",
    [
        "",
        "?aar=2027",
        "?aar=9999999",
        "?aar=%00",
        "kopier/",
        "HR5/maaltal/",
        "hr5/graenser/?type=SCHOOL",
        "HR4/graenser/?niveau=ABOVE",
        "OEK1/graenser/?type=%00x&niveau=X",
    ],
)
def test_the_pages_show(lilleby: Lilleby, as_, page):
    assert as_(lilleby.anna).get(LIMITS + page).status_code == 200


def test_a_target_that_is_none_of_the_twelve_is_not_there(lilleby: Lilleby, as_):
    assert as_(lilleby.anna).get(f"{LIMITS}HR99/maaltal/").status_code == 404


def test_a_target_is_set_and_stands_in_the_list(lilleby: Lilleby, as_):
    anna = as_(lilleby.anna)

    response = anna.post(f"{LIMITS}HR5/maaltal/", DECIDED | {"value": "11,5"})
    listed = anna.get(LIMITS, {"aar": "2027"}).content.decode()

    assert (response.status_code, response["Location"]) == (303, f"{LIMITS}?aar=2027")
    assert "højst 11,5" in listed
    assert "Økonomiudvalget" in listed


def test_new_limits_are_a_new_row(lilleby: Lilleby, as_):
    before = LimitSet.objects.count()

    response = as_(lilleby.anna).post(
        f"{LIMITS}HR5/graenser/", DECIDED | {"green_high": "10", "yellow_high": "13"}
    )

    assert (response.status_code, LimitSet.objects.count()) == (303, before + 1)


@pytest.mark.parametrize(
    ("page", "wrong"),
    [
        ("HR5/maaltal/", {}),
        ("HR5/maaltal/", DECIDED | {"value": "ca. 7"}),
        ("HR5/maaltal/", DECIDED | {"value": "1e9"}),
        ("HR5/maaltal/", DECIDED | {"value": "-4"}),
        ("HR5/maaltal/", DECIDED | {"value": "11", "year": "99999999999999999999"}),
        ("HR5/maaltal/", DECIDED | {"value": "11", "decided_on": "0001-01-01x"}),
        ("HR5/maaltal/?niveau=ABOVE", DECIDED | {"value": "11"}),
        ("HR5/graenser/", DECIDED | {"green_high": "15", "yellow_high": "13"}),
        ("OEK1/graenser/", DECIDED | {"green_low": "3"}),
        ("kopier/", {}),
        ("kopier/", DECIDED | {"year_from": "2027", "year_to": "2026"}),
    ],
)
def test_a_wrong_decision_is_refused(lilleby: Lilleby, as_, page, wrong):
    response = as_(lilleby.anna).post(LIMITS + page, wrong)

    assert response.status_code == 422
    assert not Target.objects.exists()


def test_a_year_is_copied_to_the_next(lilleby: Lilleby, as_):
    copied = {k: v for k, v in DECIDED.items() if k != "year"}

    response = as_(lilleby.anna).post(
        f"{LIMITS}kopier/", copied | {"year_from": "2026", "year_to": "2027"}
    )

    assert response.status_code == 303
    assert LimitSet.objects.filter(year=2027).exists()


def test_the_list_as_csv_has_a_line_for_each_decision(lilleby: Lilleby, as_):
    response = as_(lilleby.anna).get(LIMITS, {"hent": "csv", "aar": "2026"})

    lines = response.content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Kode;Mål;Gælder")
    assert len({line.split(";")[0] for line in lines[1:]}) == 12


def test_the_list_costs_the_same_whatever_is_decided(
    lilleby: Lilleby, as_, django_assert_max_num_queries
):
    anna = as_(lilleby.anna)
    anna.get(LIMITS)

    with django_assert_max_num_queries(7):
        anna.get(LIMITS)
