"""People and roles: find, invite, give and end."""

from datetime import timedelta

import pytest
from django.utils import timezone

from lederside.accounts.models import User
from organisation.models import Assignment
from tests.lilleby import Lilleby

pytestmark = pytest.mark.django_db
PEOPLE = "/administration/personer/"
HTMX = {"HX-Request": "true"}


@pytest.mark.parametrize("step", ["", "rolle/"])
def test_the_pages_of_one_person_show(lilleby: Lilleby, as_, step):
    assert as_(lilleby.anna).get(f"{PEOPLE}{lilleby.frida.pk}/{step}").status_code == 200


def test_the_list_is_in_danish_order_and_can_be_searched(lilleby: Lilleby, as_):
    User.objects.create(email="aase@lilleby.example", name="Aase")
    anna = as_(lilleby.anna)

    everybody = anna.get(PEOPLE).content.decode()
    found = anna.get(PEOPLE, {"q": "sann"}, headers=HTMX).content.decode()

    assert everybody.index(">Økke<") < everybody.index(">Aase<")
    assert "1 person<" in found
    assert "Leder, Bakkeskolen" in found


@pytest.mark.parametrize(("role", "names"), [("UDEN", {"Frida", "Nora"}), ("DEPUTY", {"Stig"})])
def test_the_list_can_show_those_with_and_without_a_role(lilleby: Lilleby, as_, role, names):
    response = as_(lilleby.anna).get(PEOPLE, {"rolle": role, "hent": "csv"})

    lines = response.content.decode("utf-8-sig").splitlines()[1:]
    assert {line.split(";")[0] for line in lines} == names


def test_somebody_is_invited_and_gets_a_letter(lilleby: Lilleby, as_, mailoutbox):
    response = as_(lilleby.anna).post(
        f"{PEOPLE}inviter/", {"name": "Bo Bak", "email": "Bo@lilleby.example"}
    )

    bo = User.objects.get(email="bo@lilleby.example")
    assert (response.status_code, response["Location"]) == (303, f"{PEOPLE}{bo.pk}/")
    assert [mail.to for mail in mailoutbox] == [["bo@lilleby.example"]]


@pytest.mark.parametrize(
    "wrong", [{}, {"name": "Bo", "email": "ingen"}, {"name": "B\0", "email": "bo@lilleby.example"}]
)
def test_a_wrong_invitation_is_refused(lilleby: Lilleby, as_, wrong, mailoutbox):
    response = as_(lilleby.anna).post(f"{PEOPLE}inviter/", wrong)

    assert (response.status_code, len(mailoutbox)) == (422, 0)


def test_the_invitation_can_be_sent_again(lilleby: Lilleby, as_, mailoutbox):
    response = as_(lilleby.anna).post(f"{PEOPLE}{lilleby.nora.pk}/inviter-igen/")

    assert (response.status_code, len(mailoutbox)) == (303, 1)


def test_a_closed_account_is_not_invited_again(lilleby: Lilleby, as_):
    User.objects.filter(pk=lilleby.nora.pk).update(is_active=False)

    assert as_(lilleby.anna).post(f"{PEOPLE}{lilleby.nora.pk}/inviter-igen/").status_code == 404


def test_a_role_is_given_with_its_last_day(lilleby: Lilleby, as_):
    today = timezone.localdate()
    response = as_(lilleby.anna).post(
        f"{PEOPLE}{lilleby.nora.pk}/rolle/",
        {
            "role": "ACTING_LEADER",
            "unit": "102 Åskolen",
            "begins": today,
            "last_day": today + timedelta(days=6),
        },
    )

    role = Assignment.objects.get(person=lilleby.nora)
    assert response.status_code == 303
    assert (role.unit, role.valid_to) == (lilleby.askolen, today + timedelta(days=7))


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"role": "LEADER", "begins": "2026-01-01"},
        {"role": "KONGE", "unit": "101", "begins": "2026-01-01"},
        {"role": "LEADER", "unit": "findes ikke", "begins": "2026-01-01"},
        {"role": "LEADER", "unit": "101", "begins": "2026-02-01", "last_day": "2026-01-01"},
        {"role": "LEADER", "unit": "101", "begins": "i morgen"},
        {"role": "LEADER", "unit": "x" * 100_000, "begins": "2026-01-01"},
        # Held at a unit it would end with the unit, also for the last administrator.
        {"role": "ADMINISTRATOR", "unit": "101", "begins": "2026-01-01"},
    ],
)
def test_a_wrong_role_is_refused(lilleby: Lilleby, as_, wrong):
    response = as_(lilleby.anna).post(f"{PEOPLE}{lilleby.nora.pk}/rolle/", wrong)

    assert response.status_code == 422
    assert not Assignment.objects.filter(person=lilleby.nora).exists()


def test_a_role_ends_after_its_last_day(lilleby: Lilleby, as_):
    today = timezone.localdate()
    role = Assignment.objects.get(person=lilleby.stig)
    page = f"/administration/roller/{role.pk}/afslut/"
    anna = as_(lilleby.anna)

    looked = anna.get(page)
    response = anna.post(page, {"last_day": today})

    role.refresh_from_db()
    assert (looked.status_code, response.status_code) == (200, 303)
    assert role.valid_to == today + timedelta(days=1)


def test_the_last_administrator_stays(lilleby: Lilleby, as_):
    role = Assignment.objects.get(person=lilleby.anna)
    page = f"/administration/roller/{role.pk}/afslut/"

    response = as_(lilleby.anna).post(page, {"last_day": timezone.localdate()})

    assert response.status_code == 422
    assert "er den sidste administrator" in response.content.decode()
    role.refresh_from_db()
    assert role.valid_to is None


def test_an_administrator_may_stop_when_there_is_another(lilleby: Lilleby, as_):
    Assignment.objects.create(person=lilleby.nora, role="ADMINISTRATOR")
    role = Assignment.objects.get(person=lilleby.anna)
    page = f"/administration/roller/{role.pk}/afslut/"

    assert as_(lilleby.anna).post(page, {"last_day": timezone.localdate()}).status_code == 303


def test_an_administrator_for_a_while_is_not_enough(lilleby: Lilleby, as_):
    today = timezone.localdate()
    Assignment.objects.create(
        person=lilleby.nora, role="ADMINISTRATOR", valid_to=today + timedelta(days=30)
    )
    role = Assignment.objects.get(person=lilleby.anna)
    page = f"/administration/roller/{role.pk}/afslut/"

    assert as_(lilleby.anna).post(page, {"last_day": today}).status_code == 422


def test_the_list_costs_the_same_for_few_and_many(
    lilleby: Lilleby, as_, django_assert_max_num_queries
):
    User.objects.bulk_create(
        User(email=f"p{number}@lilleby.example", name=f"Person {number}") for number in range(80)
    )
    anna = as_(lilleby.anna)
    anna.get(PEOPLE)

    with django_assert_max_num_queries(7):
        anna.get(PEOPLE)
    with django_assert_max_num_queries(7):
        anna.get(PEOPLE, {"q": "sanne"})
