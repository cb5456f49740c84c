"""The trail in sentences, and how one finds in it."""

import pytest
from django.utils import timezone

from lederside.audit import trail
from lederside.audit.models import AuditEvent
from tests.lilleby import Lilleby

pytestmark = pytest.mark.django_db
TRAIL = "/administration/sporet/"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def events(lilleby: Lilleby) -> None:
    at = timezone.now()
    seen, moved = AuditEvent.Kind.LINES_SEEN, AuditEvent.Kind.UNIT_MOVED
    trail.record(
        seen, subject_name="Bakkeskolen", unit=lilleby.bakkeskolen, by=lilleby.carsten, at=at
    )
    trail.record(moved, subject_name="Åskolen", unit=lilleby.askolen, by=lilleby.anna, at=at)


@pytest.mark.parametrize(
    ("search", "count"),
    [
        ({}, 2),
        ({"q": "carsten"}, 1),
        ({"kind": "UNIT_MOVED"}, 1),
        ({"unit": "101"}, 1),
        ({"begins": "2100-01-01"}, 0),
        ({"last_day": "2100-01-01"}, 2),
        ({"unit": "findes ikke"}, 2),
        ({"begins": "i går"}, 2),
        ({"kind": "NIX"}, 2),
        ({"page": "999"}, 2),
    ],
)
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_the_trail_is_found_by_person_kind_unit_and_day(
    lilleby: Lilleby, as_, events, search, count, headers
):
    anna = as_(lilleby.anna)
    AuditEvent.objects.filter(kind=AuditEvent.Kind.LOGGED_IN).delete()

    response = anna.get(TRAIL, search, headers=headers)

    assert response.status_code == 200
    word = "hændelse" if count == 1 else "hændelser"
    assert f"{count} {word}</p>" in response.content.decode()


def test_the_trail_says_it_in_a_sentence(lilleby: Lilleby, as_, events):
    text = as_(lilleby.anna).get(TRAIL).content.decode()

    assert "Carsten så tal for Bakkeskolen, " in text


def test_the_trail_as_csv(lilleby: Lilleby, as_, events):
    response = as_(lilleby.anna).get(TRAIL, {"hent": "csv", "kind": "UNIT_MOVED"})

    lines = response.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "Dag;Klokken;Hvem;Hvad;Om"
    assert lines[1].endswith(";Anna;flyttede en enhed;Åskolen")


def test_the_trail_costs_the_same_for_few_and_many(
    lilleby: Lilleby, as_, django_assert_max_num_queries
):
    for number in range(120):
        trail.record(
            AuditEvent.Kind.LINES_SEEN, subject_name=str(number), by=lilleby.anna, at=timezone.now()
        )
    anna = as_(lilleby.anna)
    anna.get(TRAIL)

    with django_assert_max_num_queries(7):
        anna.get(TRAIL)
