"""Lilleby stands, on any day, and tells its stories in figures."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from kpis import picture
from kpis.lines import Audience, KpiLine, Trend
from kpis.models import Measurement, Target
from kpis.status import Status
from lederside.accounts.models import User
from lederside.audit.models import AuditEvent
from lederside.demo import figures, people
from lederside.demo import organisation_file as places
from lederside.demo.calendar import Calendar
from lederside.imports.models import ImportRun
from organisation.models import Assignment, Succession, Unit
from organisation.tree import OrganisationTree

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree(demo: Calendar) -> OrganisationTree:
    return OrganisationTree.on(demo.today)


def lines_of(
    number: str, demo: Calendar, *, audience: Audience = Audience.LEADER
) -> Mapping[str, KpiLine]:
    """The twelve of a unit by code, as its page has them today."""
    tree = OrganisationTree.on(demo.today)
    node = tree.by_number(number)
    assert node is not None
    found = picture.kpi_lines([node.pk], on=demo.today, audience=audience, tree=tree)[node.pk]
    return {line.kpi.code: line for line in found}


def leads(number: str, on: date) -> Sequence[str]:
    held = Assignment.objects.on(on).filter(unit__number=number, role="LEADER")
    return [str(assignment.person) for assignment in held]


class TestTheOrganisation:
    def test_it_hangs_together_from_the_committee_to_each_institution(
        self, demo: Calendar, tree: OrganisationTree
    ) -> None:
        solsikken = tree.by_number("201")

        assert solsikken is not None
        assert [node.name for node in tree.above(solsikken.pk)] == [
            "Område Dagtilbud Nord",
            "Direktionen",
            "Børne- og Ungdomsudvalget",
        ]
        assert [node.name for node in tree.roots] == ["Børne- og Ungdomsudvalget"]

    def test_there_are_three_areas_and_about_forty_institutions(
        self, demo: Calendar, tree: OrganisationTree
    ) -> None:
        kinds = [node.kind for node in tree]

        assert kinds.count("AREA") == 3
        assert kinds.count("CLUSTER") == 1
        assert kinds.count("SCHOOL") == 13
        assert kinds.count("DAYCARE") == 26

    def test_names_sort_as_danes_do(self, demo: Calendar, tree: OrganisationTree) -> None:
        schools = tree.by_number("A1")

        assert schools is not None
        names = [node.name for node in tree.children(schools.pk)]
        assert names[0] == "Bakkeskolen"
        assert names[-2:] == ["Aadalsskolen", "Åskolen"]

    def test_one_institution_governs_itself(self, demo: Calendar) -> None:
        assert list(Unit.objects.filter(is_self_governing=True).values_list("number")) == [("202",)]

    def test_two_schools_became_one_last_year_and_keep_their_history(self, demo: Calendar) -> None:
        merged = Succession.objects.filter(successor__number="112").order_by("predecessor__number")

        assert [one.predecessor.number for one in merged] == ["113", "114"]
        assert {one.on for one in merged} == {date(demo.today.year - 1, 8, 1)}
        assert Measurement.objects.filter(unit__number="113").exists()

    def test_a_closed_house_is_gone_and_not_forgotten(
        self, demo: Calendar, tree: OrganisationTree
    ) -> None:
        assert tree.by_number("308") is None
        assert OrganisationTree.on(demo.quarters[0].ends_on).by_number("308") is not None

    def test_sanne_came_after_frida_and_malene_in_august(self, demo: Calendar) -> None:
        assert leads("101", demo.today) == [people.SANNE]
        assert leads("101", date(demo.today.year - 1, 12, 31)) == ["Frida Krogh"]
        assert leads("104", demo.today) == [people.MALENE]
        assert demo.malene_begins_on.month == 8

    def test_what_was_done_stands_in_the_trail(self, demo: Calendar) -> None:
        kinds = set(AuditEvent.objects.values_list("kind", flat=True))

        assert {"UNITS_MERGED", "UNIT_CLOSED", "UNITS_IMPORTED", "KPIS_IMPORTED"} <= kinds


class TestTheStories:
    def test_vikarer_sickness_and_overspend_rise_together_and_now_it_turns(
        self, demo: Calendar
    ) -> None:
        lines = lines_of("101", demo)
        first = _measured("101", "HR5", demo), _measured("101", "OEK1", demo)

        assert first == (Decimal("9.70"), Decimal("0.30"))
        assert lines["HR5"].status == lines["OEK1"].status == Status.NOT_MET
        assert lines["HR5"].change is not None
        assert lines["HR5"].change.trend == Trend.BETTER
        assert lines["HR5"].history[0].status == Status.PARTLY_MET

    def test_a_place_where_it_goes_well_is_green_all_through(self, demo: Calendar) -> None:
        judged = {line.status for line in lines_of("201", demo).values() if line.status.is_colour}

        assert judged == {Status.MET}

    def test_the_new_leader_meets_talks_that_were_not_held(self, demo: Calendar) -> None:
        lines = lines_of("104", demo)

        assert lines["HR1"].status == Status.NOT_MET
        assert lines["HR1"].history[0].status == Status.MET

    def test_six_employees_see_no_survey_and_neither_does_anybody_else(
        self, demo: Calendar
    ) -> None:
        for audience in (Audience.LEADER, Audience.CHIEF, Audience.DIRECTION):
            lines = lines_of("208", demo, audience=audience)
            assert lines["HR7"].status == lines["HR8"].status == Status.TOO_FEW
            assert lines["HR7"].value is None
        assert lines_of("208", demo)["HR5"].base == 6

    def test_what_was_not_delivered_is_grey_and_never_green(self, demo: Calendar) -> None:
        lines = lines_of("205", demo)

        assert lines["OEK1"].status == lines["OEK4"].status == Status.NO_DATA
        assert lines["OEK1"].period == demo.newest

    def test_a_plan_is_relevant_only_where_there_is_one(self, demo: Calendar) -> None:
        assert lines_of("101", demo)["OEK2"].status == Status.PARTLY_MET
        assert lines_of("108", demo)["OEK2"].status == Status.MET
        assert lines_of("102", demo)["OEK2"].status == Status.NOT_RELEVANT

    def test_workplace_assessments_grow_old(self, demo: Calendar) -> None:
        assert lines_of("107", demo)["HR4"].status == Status.PARTLY_MET
        assert lines_of("207", demo)["HR4"].status == Status.NOT_MET

    def test_money_not_spent_on_the_children_is_not_green(self, demo: Calendar) -> None:
        assert lines_of("206", demo)["OEK1"].status == Status.PARTLY_MET

    def test_surveys_are_two_and_from_the_spring_of_odd_years(self, demo: Calendar) -> None:
        periods = [figure.period for figure in lines_of("201", demo)["HR7"].history]

        assert len(periods) == 2
        assert all(figures.is_survey(period) for period in periods)
        assert periods[1].ends_on.year - periods[0].ends_on.year == 2

    def test_forecasts_are_judged_once_a_year(self, demo: Calendar) -> None:
        periods = [figure.period for figure in lines_of("102", demo)["OEK3"].history]

        assert {period.ends_on.month for period in periods} == {12}

    def test_the_cluster_holds_the_economy_of_its_houses_and_sums_their_people(
        self, demo: Calendar
    ) -> None:
        lines = lines_of("K21", demo)

        assert not lines["OEK1"].is_rolled_up
        assert lines["HR5"].is_rolled_up
        assert lines["HR5"].units == 3

    def test_the_committee_sees_every_target_that_there_is_for_the_whole(
        self, demo: Calendar
    ) -> None:
        lines = lines_of("U1", demo, audience=Audience.COMMITTEE)

        assert [code for code, line in lines.items() if line.value is None] == []

    def test_most_is_in_order_and_not_all(self, demo: Calendar, tree: OrganisationTree) -> None:
        units = [node.pk for node in tree if node.is_institution]
        found = picture.kpi_lines(units, on=demo.today, audience=Audience.CHIEF, tree=tree)
        statuses = [line.status for lines in found.values() for line in lines]
        judged = [status for status in statuses if status.is_colour]

        assert 0.6 < judged.count(Status.MET) / len(judged) < 0.8
        assert 0.02 < judged.count(Status.NOT_MET) / len(judged) < 0.1


class TestTheFigures:
    def test_there_are_three_years_of_quarters_up_to_the_last_whole_one(
        self, demo: Calendar
    ) -> None:
        names = [run.file_name for run in ImportRun.objects.order_by("pk")]

        assert len(demo.quarters) == 12
        assert names[-12:] == [f"maaltal-{period.code}.csv" for period in demo.quarters]

    def test_every_file_was_taken_without_a_warning_but_for_the_lone_survey(
        self, demo: Calendar
    ) -> None:
        warned = [run.file_name for run in ImportRun.objects.all() if run.counts["warnings"] > 0]

        assert all(name.startswith("trivsel-") for name in warned)

    def test_schools_have_budgets_and_staff_as_schools_do(self, demo: Calendar) -> None:
        for place in places.SCHOOLS:
            budget = lines_of(place.number, demo)["OEK1"].denominator
            staff = lines_of(place.number, demo)["HR5"].denominator
            assert budget is not None
            assert 20_000_000 <= budget <= 60_000_000
            assert staff is not None
            assert 15 <= staff <= 80

    def test_maaltal_are_set_by_oekonomiudvalget_for_each_year(self, demo: Calendar) -> None:
        targets = Target.objects.all()

        assert {target.decided_by for target in targets} == {"Økonomiudvalget"}
        assert {target.year for target in targets} == set(demo.years)
        assert all(line.target is not None for line in lines_of("101", demo).values())


class TestThePeople:
    def test_everybody_introduced_can_log_in_and_has_a_role(self, demo: Calendar) -> None:
        introduced = people.introductions()
        users = [User.objects.get(email=one.email) for one in introduced]

        assert len(introduced) == 11
        assert len({one.email for one in introduced}) == 11
        assert users[0].check_password(introduced[0].password)
        for user in users:
            assert Assignment.objects.on(demo.today).filter(person=user).exists()

    def test_addresses_are_plain_letters_and_each_persons_own(self) -> None:
        assert people.email_of("Økke Thygesen") == "oekke@lilleby.example"
        leaders = [one.leader for one in (*places.IN_THE_FILE, places.SELF_GOVERNING) if one.leader]
        names = {*leaders, *(name for name, _, _ in people.ROLES), people.SANNE, people.MALENE}
        assert len({people.email_of(name) for name in names}) == len(names)

    def test_no_institution_is_without_somebody_who_leads(
        self, demo: Calendar, tree: OrganisationTree
    ) -> None:
        led = set(
            Assignment.objects.on(demo.today)
            .filter(role__in=["LEADER", "ACTING_LEADER"])
            .values_list("unit_id", flat=True)
        )

        assert {node.name for node in tree if node.pk not in led} == {"Børne- og Ungdomsudvalget"}

    def test_somebody_new_has_a_letter_in_the_outbox(self, demo: Calendar) -> None:
        nora = User.objects.get(email="nora@lilleby.example")

        assert nora.invited_at is not None
        assert not nora.has_usable_password()


class TestThePages:
    @pytest.mark.parametrize("who", people.introductions(), ids=lambda one: one.email)
    def test_everybody_introduced_lands_on_a_page_of_their_own(
        self, demo: Calendar, who: people.Introduction, client: Client
    ) -> None:
        client.force_login(User.objects.get(email=who.email))

        page = client.get("/", follow=True)

        assert page.status_code == 200
        assert "Lilleby Kommune" in page.content.decode()

    def test_every_page_the_menu_offers_is_there(self, demo: Calendar, client: Client) -> None:
        for who in people.introductions():
            client.force_login(User.objects.get(email=who.email))
            menu = client.get("/", follow=True).context["menu"]
            statuses = {item.url: client.get(item.url, follow=True).status_code for item in menu}
            assert statuses == dict.fromkeys(statuses, 200), who.email


class TestBuilding:
    def test_it_is_never_mixed_into_an_organisation_that_is_there(
        self, demo: Calendar, capsys: pytest.CaptureFixture[str]
    ) -> None:
        before = Unit.objects.count()

        call_command("build_lilleby")

        assert capsys.readouterr().out == (
            "Der er allerede enheder i databasen, så intet er bygget.\n"
        )
        assert Unit.objects.count() == before

    def test_it_is_built_in_the_demo_only(self, demo: Calendar, settings: Settings) -> None:
        settings.DEMO = False

        with pytest.raises(CommandError) as told:
            call_command("build_lilleby")

        assert str(told.value) == (
            "Lilleby bygges kun i demoen (DEMO=True): alle kender dens adgangskoder."
        )

    def test_the_same_figures_come_again(self) -> None:
        newest = Calendar(date(2026, 11, 22)).newest
        files = [figures.quarter_file(places.TODAY, newest, newest) for _ in range(2)]

        assert files[0] == files[1]


def _measured(number: str, code: str, demo: Calendar) -> Decimal | None:
    """What was measured three years ago."""
    return Measurement.objects.get(
        unit__number=number, kpi__code=code, period__ends_on=demo.quarters[0].ends_on
    ).value
