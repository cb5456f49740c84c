from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpis import discretion
from kpis.discretion import Counted
from kpis.lines import Audience
from lederside.imports.danish import MissingKind
from tests.kpis.figures import facts

ABSENCE = facts()
SURVEY = facts(code="HR7", minimum_leader=5)
ECONOMY = facts(code="OEK1", minimum_chief=None, minimum_committee=None)
LUS = facts(code="HR2", minimum_chief=None, minimum_committee=None, is_about_one_leader=True)
LEADER, CHIEF, DIRECTION, COMMITTEE = (
    Audience.LEADER,
    Audience.CHIEF,
    Audience.DIRECTION,
    Audience.COMMITTEE,
)


def counted(kpi=ABSENCE, audience=CHIEF, base=20, **fields):
    plain = {
        "unit": 1,
        "period": 202609302,
        "denominator": None if base is None else Decimal(base),
        "missing": None,
        "is_rolled_up": False,
        "is_protected": False,
    }
    return Counted(kpi=kpi, audience=audience, base=base, **(plain | fields))


@pytest.mark.parametrize(
    ("kpi", "audience", "base", "hidden"),
    [
        (ABSENCE, LEADER, 1, False),
        (ABSENCE, CHIEF, 4, True),
        (ABSENCE, CHIEF, 5, False),
        (ABSENCE, DIRECTION, 4, True),
        (ABSENCE, DIRECTION, 5, False),
        (ABSENCE, COMMITTEE, 9, True),
        (ABSENCE, COMMITTEE, 10, False),
        (SURVEY, LEADER, 4, True),
        (SURVEY, LEADER, 5, False),
        (ECONOMY, COMMITTEE, 1, False),
    ],
)
def test_each_audience_has_its_own_minimum(kpi, audience, base, hidden):
    assert discretion.is_too_few(counted(kpi, audience, base)) is hidden


@pytest.mark.parametrize("audience", list(Audience))
def test_a_missing_base_hides_unless_the_source_is_protected(audience):
    unknown = counted(audience=audience, base=None)

    assert discretion.is_too_few(unknown)
    assert not discretion.is_too_few(unknown._replace(is_protected=True))


def test_a_sum_with_a_missing_base_is_hidden_whatever_the_newest_source_says():
    figure = counted(base=None, is_rolled_up=True, is_protected=True)

    assert discretion.is_too_few(figure)


def test_a_missing_base_does_not_matter_where_there_is_no_minimum():
    assert not discretion.is_too_few(counted(ECONOMY, COMMITTEE, base=None))


def test_a_denominator_never_stands_in_for_a_base_unless_the_definition_says_so():
    figure = counted(base=None, denominator=Decimal(20))
    same = facts(denominator_is_base=True)

    assert discretion.is_too_few(figure)
    assert not discretion.is_too_few(figure._replace(kpi=same))
    assert discretion.is_too_few(figure._replace(kpi=same, denominator=Decimal(4)))


def test_a_base_below_the_minimum_hides_also_when_the_source_is_protected():
    assert discretion.is_too_few(counted(base=3, is_protected=True))


@pytest.mark.parametrize(
    ("kind", "hidden"),
    [
        (MissingKind.PROTECTED, True),
        (MissingKind.BLANK, False),
        (MissingKind.NOT_AVAILABLE, False),
        (MissingKind.NOT_RELEVANT, False),
    ],
)
def test_what_the_source_removed_stays_hidden_and_a_blank_hides_nothing(kind, hidden):
    figure = counted(ECONOMY, LEADER, base=None, missing=kind)

    assert discretion.is_too_few(figure) is hidden


@pytest.mark.parametrize(
    ("audience", "hidden"),
    [(LEADER, False), (CHIEF, False), (DIRECTION, True), (COMMITTEE, True)],
)
def test_one_leaders_figure_concerns_that_leader_and_the_nearest(audience, hidden):
    assert discretion.is_too_few(counted(LUS, audience, base=1)) is hidden


@pytest.mark.parametrize(
    ("audience", "leaders", "hidden"),
    [
        (LEADER, 1, True),
        (LEADER, 2, False),
        (CHIEF, 1, True),
        (CHIEF, 2, False),
        (DIRECTION, 1, True),
        (DIRECTION, 2, False),
        (COMMITTEE, 2, False),
    ],
)
def test_a_sum_of_one_leader_is_seen_by_nobody_for_it_may_be_far_down_the_chain(
    audience, leaders, hidden
):
    figure = counted(LUS, audience, base=None, is_rolled_up=True, denominator=Decimal(leaders))

    assert discretion.is_too_few(figure) is hidden


def test_who_leads_an_area_is_a_chief_to_the_people_in_its_sums():
    assert discretion.is_too_few(counted(ABSENCE, LEADER, base=4, is_rolled_up=True))


def test_all_figures_are_judged_together_and_named_by_their_place():
    figures = [counted(base=20), counted(base=2), counted(base=30), counted(base=None)]

    assert discretion.too_small(figures) == {1, 3}


@given(
    st.sampled_from([ABSENCE, SURVEY, ECONOMY, LUS]),
    st.sampled_from(list(Audience)),
    st.integers(0, 50),
    st.integers(0, 50),
    st.booleans(),
    st.booleans(),
)
def test_more_people_never_hide_what_fewer_showed(kpi, audience, base, more, rolled_up, protected):
    few = counted(kpi, audience, base, is_rolled_up=rolled_up, is_protected=protected)
    many = few._replace(base=base + more, denominator=Decimal(base + more))

    assert discretion.is_too_few(few) or not discretion.is_too_few(many)


@given(
    st.sampled_from([ABSENCE, SURVEY, ECONOMY]),
    st.one_of(st.none(), st.integers(0, 50)),
    st.booleans(),
    st.booleans(),
)
def test_who_stands_nearer_sees_whatever_those_further_away_see(kpi, base, rolled_up, protected):
    hidden = [
        discretion.is_too_few(
            counted(kpi, audience, base, is_rolled_up=rolled_up, is_protected=protected)
        )
        for audience in (LEADER, CHIEF, DIRECTION, COMMITTEE)
    ]

    assert hidden == sorted(hidden)


@given(st.sampled_from(list(Audience)), st.integers(0, 9))
def test_nobody_but_the_leader_sees_a_figure_about_fewer_than_its_minimum(audience, base):
    least = discretion.minimum(ABSENCE, audience)
    shown = not discretion.is_too_few(counted(ABSENCE, audience, base))

    assert shown == (least is None or base >= least)
