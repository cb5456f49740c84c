"""The municipality's name, look and words."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from lederside.municipality.editing import current
from organisation.models import UnitKind
from tests.lilleby import Lilleby

pytestmark = pytest.mark.django_db
PAGE = "/administration/kommunen/"
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 100
FILLED = {"name": "Lilleby Kommune", "primary_colour": "#123A5A", "review_days": "5"}


@pytest.mark.parametrize("page", ["", "typer/SCHOOL/"])
def test_the_pages_show(lilleby: Lilleby, as_, page):
    assert as_(lilleby.anna).get(PAGE + page).status_code == 200


def test_the_municipality_gets_a_name_a_colour_and_a_logo(lilleby: Lilleby, as_):
    sent = FILLED | {"logo": SimpleUploadedFile("logo.png", PNG)}

    response = as_(lilleby.anna).post(PAGE, sent)

    now = current()
    assert response.status_code == 303
    assert (now.name, now.primary_colour, now.logo_type) == (
        "Lilleby Kommune",
        "#123A5A",
        "image/png",
    )


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"primary_colour": "#9E1B1B"}, "Rød, gul og grøn viser"),
        ({"primary_colour": "#88AADD"}, "Kontrasten mod hvid er 2,3:1"),
        ({"primary_colour": "blå"}, "Skriv farven som fx #123A5A."),
        ({"name": ""}, "error-summary"),
        ({"name": "x" * 100_000}, "error-summary"),
        ({"review_days": "-1"}, "error-summary"),
        ({"review_days": "1e9"}, "error-summary"),
        ({"review_days": "400"}, "Skriv højst 60 dage."),
        ({"accessibility_url": "javascript:alert(1)"}, "error-summary"),
        ({"logo": SimpleUploadedFile("logo.png", b"<html>")}, "Logoet skal være en billedfil"),
        ({"logo": SimpleUploadedFile("logo.png", PNG * 3000)}, "mere end 200 kB"),
    ],
)
def test_what_cannot_be_is_refused_beside_the_field(lilleby: Lilleby, as_, wrong, said):
    response = as_(lilleby.anna).post(PAGE, FILLED | wrong)

    assert response.status_code == 422
    assert said in response.content.decode()
    assert current().name == "Kommunen"


def test_a_kind_gets_its_own_words(lilleby: Lilleby, as_):
    words = {"name": "Folkeskole", "plural": "Folkeskoler", "leader_title": "skolechef"}

    response = as_(lilleby.anna).post(f"{PAGE}typer/SCHOOL/", words)

    school = UnitKind.objects.get(code="SCHOOL")
    assert response.status_code == 303
    assert (school.name, school.plural, school.leader_title) == tuple(words.values())


def test_two_kinds_cannot_have_one_name(lilleby: Lilleby, as_):
    words = {"name": "område", "plural": "Skoler", "leader_title": "skoleleder"}

    response = as_(lilleby.anna).post(f"{PAGE}typer/SCHOOL/", words)

    assert response.status_code == 422
    assert "En anden type hedder allerede" in response.content.decode()


def test_a_kind_that_is_not_there_is_not_found(lilleby: Lilleby, as_):
    assert as_(lilleby.anna).get(f"{PAGE}typer/NIX/").status_code == 404
