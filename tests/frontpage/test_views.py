"""Who sees what on the pages a leader, a chief and a politician begin with."""

import pytest
from django.utils import timezone

from lederside.frontpage import overview
from tests.kpis.figures import measured, run, summed

TODAY = timezone.localdate()
QUARTER = overview.quarters(TODAY)[0].code


@pytest.fixture
def figures(lilleby):
    """One quarter: Bakkeskolen is red in sickness, Åskolen green, both with a base of 40."""
    taken = run()
    for unit, days in ((lilleby.bakkeskolen, "17.8"), (lilleby.askolen, "9.5")):
        measured(unit, "HR5", days, at=QUARTER, by=taken, n=str(float(days) * 40), d="40", base=40)
    for unit in (lilleby.skoler, lilleby.direktion, lilleby.udvalg):
        summed(unit, "HR5", "1092", "80", at=QUARTER, by=taken, base=80, units=2)
    return taken


def test_a_leader_lands_on_the_own_unit(lilleby, as_, figures):
    page = as_(lilleby.sanne).get("/")

    assert page.status_code == 200
    text = page.content.decode()
    assert "<h1 data-focus>Bakkeskolen</h1>" in text
    assert "17,8\N{NO-BREAK SPACE}dagsværk" in text
    assert "Åskolen" not in text


def test_a_chief_lands_on_the_units_below_by_name(lilleby, as_, figures):
    page = as_(lilleby.carsten).get("/", follow=True)

    text = page.content.decode()
    assert page.redirect_chain == [(f"/enheder/{lilleby.skoler.pk}/", 302)]
    assert text.index("Bakkeskolen") < text.index("Åskolen")


def test_a_committee_member_sees_sums_and_no_unit_by_name(lilleby, as_, figures):
    page = as_(lilleby.uffe).get("/", follow=True)

    text = page.content.decode()
    assert page.redirect_chain == [("/udvalg/", 302)]
    assert "Bakkeskolen" not in text
    assert "Sanne" not in text
    assert "13,7\N{NO-BREAK SPACE}dagsværk" in text


@pytest.mark.parametrize("unit", ["bakkeskolen", "skoler"])
def test_a_committee_never_sees_the_figures_of_one_leader(lilleby, as_, figures, unit):
    lilleby.askolen.placements.update(parent=lilleby.dagtilbud)
    lilleby.uffe.assignments.update(unit=lilleby.units[unit])
    client = as_(lilleby.uffe)

    page, front = client.get("/udvalg/"), client.get("/")

    assert (page.status_code, front.status_code) == (404, 200)
    assert "17,8" not in page.content.decode() + front.content.decode()


def test_an_administrator_lands_in_the_administration(lilleby, as_):
    assert as_(lilleby.anna).get("/").headers["Location"] == "/administration/"


def test_somebody_without_a_role_is_told_what_to_do(lilleby, as_):
    page = as_(lilleby.nora).get("/")

    assert page.status_code == 200
    assert "Du har ikke en rolle i Min lederside i dag" in page.content.decode()


def test_a_former_leader_sees_nothing_of_the_unit_any_more(lilleby, as_, figures):
    client = as_(lilleby.frida)

    assert "Bakkeskolen" not in client.get("/").content.decode()
    assert client.get(f"/enhed/{lilleby.bakkeskolen.pk}/").status_code == 403


@pytest.mark.parametrize(
    ("person", "status"),
    [("sanne", 200), ("carsten", 200), ("dorthe", 200), ("erik", 404), ("mette", 404),
     ("stig", 200), ("hanne", 200), ("anna", 200), ("uffe", 403), ("danni", 403), ("nora", 403)],
)  # fmt: skip
def test_a_units_page_is_absent_outside_ones_reach(lilleby, as_, person, status):
    client = as_(lilleby.people[person])

    assert client.get(f"/enhed/{lilleby.bakkeskolen.pk}/").status_code == status
    assert client.get(f"/maal/{lilleby.bakkeskolen.pk}/HR5/").status_code == status


def test_htmx_gets_the_part_with_its_title_and_nothing_around_it(lilleby, as_, figures):
    page = as_(lilleby.sanne).get("/", headers={"HX-Request": "true"})

    text = page.content.decode().strip()
    assert text.removeprefix("<title>").strip().startswith("Bakkeskolen, ")
    assert "<html" not in text


def test_an_earlier_quarter_is_shown_as_it_ended_and_an_unknown_one_as_the_latest(
    lilleby, as_, figures
):
    earlier = overview.quarters(TODAY)[3]
    client = as_(lilleby.sanne)

    before = client.get("/", {"kvartal": earlier.code}).content.decode()
    nonsense = client.get("/", {"kvartal": "'; drop table"}).content.decode()

    assert f'value="{earlier.code}" selected' in before
    assert "17,8" not in before
    assert f'value="{QUARTER}" selected' in nonsense


def test_the_front_page_asks_the_same_few_questions_however_many_units(
    lilleby, as_, figures, django_assert_num_queries
):
    sanne, carsten = as_(lilleby.sanne), as_(lilleby.carsten)
    area = f"/enheder/{lilleby.skoler.pk}/"
    sanne.get("/")
    carsten.get(area)

    # Seven before the answer leaves, and one after it: that somebody looked.
    with django_assert_num_queries(8):
        sanne.get("/")
    with django_assert_num_queries(8):
        carsten.get(area)


def test_one_targets_page_tells_where_the_figure_comes_from(lilleby, as_, figures):
    text = as_(lilleby.sanne).get(f"/maal/{lilleby.bakkeskolen.pk}/hr5/").content.decode()

    assert "Hvor kommer tallet fra?" in text
    assert "prøve.csv" in text
    assert "Min ledersides forslag" in text


def test_a_target_that_is_none_of_the_twelve_is_absent(lilleby, as_):
    assert as_(lilleby.sanne).get(f"/maal/{lilleby.bakkeskolen.pk}/HR9/").status_code == 404


def test_one_leaders_own_talk_is_hidden_further_up_the_chain(lilleby, as_):
    measured(lilleby.bakkeskolen, "HR2", "100", at=QUARTER, n="1", d="1", base=None)
    url = f"/maal/{lilleby.bakkeskolen.pk}/HR2/"

    seen = {
        name: "For få svar" not in as_(lilleby.people[name]).get(url).content.decode()
        for name in ("sanne", "carsten", "dorthe", "stig", "hanne", "anna")
    }

    assert seen == {
        "sanne": True,
        "carsten": True,
        "dorthe": False,
        "stig": False,
        "hanne": False,
        "anna": False,
    }


def test_help_and_accessibility_are_open_to_all(client, db):
    assert client.get("/hjaelp/").status_code == 200
    assert client.get("/tilgaengelighed/").status_code == 200
