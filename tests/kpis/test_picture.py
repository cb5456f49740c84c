from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kpis import limits, picture, rules
from kpis.lines import Audience, Trend
from kpis.status import Status
from lederside.imports.danish import MissingKind
from organisation.models import Placement, Unit, UnitKind, UnitName
from organisation.tree import OrganisationTree
from tests.kpis.figures import decided, line, measured, period, run, series, summed

ON = date(2026, 11, 22)
TWELVE = ["OEK1", "OEK2", "OEK3", "OEK4", *(f"HR{number}" for number in range(1, 9))]


def lines_of(unit, *, on=ON, audience=Audience.CHIEF):
    tree = OrganisationTree.on(on)
    return picture.kpi_lines([unit.pk], on=on, audience=audience, tree=tree)[unit.pk]


def hr5(unit, **how):
    return line(lines_of(unit, **how), "HR5")


def test_there_are_always_twelve_lines_in_order(lilleby):
    measured(lilleby.bakkeskolen, "HR8", 70, at="2026")

    assert [one.kpi.code for one in lines_of(lilleby.bakkeskolen)] == TWELVE
    assert [one.kpi.code for one in lines_of(lilleby.skoler)] == TWELVE


def test_without_figures_a_line_is_empty_and_grey(lilleby):
    empty = hr5(lilleby.bakkeskolen)

    assert empty.status == Status.NO_DATA
    assert (empty.period, empty.value, empty.run, empty.change) == (None, None, None, None)
    assert empty.history == ()
    assert empty.units == 0


def test_a_figure_is_numerator_over_denominator_times_factor(lilleby):
    by = measured(lilleby.bakkeskolen, "HR1", "95.1", n=19, d=20)

    mus = line(lines_of(lilleby.bakkeskolen), "HR1")

    assert (mus.value, mus.status, mus.run) == (95, Status.MET, by.pk)
    assert (mus.numerator, mus.denominator, mus.base) == (19, 20, 20)


def test_the_colour_is_of_the_unrounded_figure(lilleby):
    measured(lilleby.bakkeskolen, "HR1", n=9496, d=10000)

    assert line(lines_of(lilleby.bakkeskolen), "HR1").status == Status.PARTLY_MET


def test_limits_follow_the_kind_of_unit(lilleby):
    measured(lilleby.bakkeskolen, "HR5", 12)
    measured(lilleby.solsikken, "HR5", 12)

    assert hr5(lilleby.bakkeskolen).status == Status.PARTLY_MET
    assert hr5(lilleby.solsikken).status == Status.MET


def test_a_line_is_judged_by_the_limits_and_target_of_its_periods_year(lilleby):
    for year, target in ((2025, 10), (2026, 9)):
        limits.set_target(limits.Place("HR5", year), Decimal(target), decided=decided())
    measured(lilleby.bakkeskolen, "HR5", 12, at="2025K4")

    assert hr5(lilleby.bakkeskolen).target == 10


@pytest.mark.parametrize(
    ("missing", "status"),
    [
        (MissingKind.BLANK, Status.NO_DATA),
        (MissingKind.NOT_AVAILABLE, Status.NO_DATA),
        (MissingKind.NOT_RELEVANT, Status.NOT_RELEVANT),
        (MissingKind.PROTECTED, Status.TOO_FEW),
    ],
)
def test_a_blank_is_missing_and_never_zero(lilleby, missing, status):
    measured(lilleby.bakkeskolen, "OEK2", None, base=None, missing=missing)

    plan = line(lines_of(lilleby.bakkeskolen), "OEK2")

    assert (plan.status, plan.value) == (status, None)
    assert plan.period == period("2026K3")


def test_the_newest_standing_run_holds_and_an_undone_one_gives_way(lilleby):
    first = measured(lilleby.bakkeskolen, "HR5", 12)
    second = measured(lilleby.bakkeskolen, "HR5", 9)

    assert (hr5(lilleby.bakkeskolen).value, hr5(lilleby.bakkeskolen).run) == (9, second.pk)

    second.undone_at = second.at
    second.save(update_fields=["undone_at"])

    assert (hr5(lilleby.bakkeskolen).value, hr5(lilleby.bakkeskolen).run) == (12, first.pk)


@pytest.mark.parametrize(
    ("audience", "value"),
    [("LEADER", 9), ("CHIEF", 9), ("DIRECTION", 12), ("COMMITTEE", 12)],
)
def test_a_run_in_review_is_seen_by_the_leader_and_the_nearest_leader_only(
    lilleby, audience, value
):
    measured(lilleby.bakkeskolen, "HR5", 12)
    measured(lilleby.bakkeskolen, "HR5", 9, by=run(released=False, release_on=date(2026, 11, 23)))

    assert hr5(lilleby.bakkeskolen, audience=Audience(audience)).value == value


def test_a_run_is_seen_by_all_from_the_day_of_its_release(lilleby):
    measured(lilleby.bakkeskolen, "HR5", 9, by=run(released=False, release_on=ON))

    assert hr5(lilleby.bakkeskolen, audience=Audience.DIRECTION).value == 9


def test_later_periods_are_not_shown_on_an_earlier_day(lilleby):
    series(lilleby.bakkeskolen, "HR5", [10, 11])

    assert hr5(lilleby.bakkeskolen, on=date(2026, 9, 30)).value == 11
    assert hr5(lilleby.bakkeskolen, on=date(2026, 9, 29)).value == 10


def test_a_survey_of_the_running_year_is_shown_when_it_is_there(lilleby):
    measured(lilleby.bakkeskolen, "HR7", "5.1", at="2024")
    measured(lilleby.bakkeskolen, "HR7", "5.6", at="2026")

    happiness = line(lines_of(lilleby.bakkeskolen), "HR7")

    assert (happiness.value, happiness.period) == (Decimal("5.6"), period("2026"))


def test_a_running_year_never_stands_before_the_quarters(lilleby):
    measured(lilleby.bakkeskolen, "OEK1", 2, at="2026K3")
    measured(lilleby.bakkeskolen, "OEK1", 3, at="2026")

    assert line(lines_of(lilleby.bakkeskolen), "OEK1").period == period("2026K3")


def test_history_is_the_newest_eight_and_the_oldest_comes_first(lilleby):
    series(lilleby.bakkeskolen, "HR5", range(1, 11))

    history = hr5(lilleby.bakkeskolen).history

    assert [figure.value for figure in history] == list(range(3, 11))
    assert (history[0].period, history[-1].period) == (period("2024K4"), period("2026K3"))


def test_history_never_mixes_quarters_and_years(lilleby):
    measured(lilleby.bakkeskolen, "HR5", 13, at="2025")
    series(lilleby.bakkeskolen, "HR5", [10, 11, 12, 14])

    assert [figure.value for figure in hr5(lilleby.bakkeskolen).history] == [10, 11, 12, 14]


def test_a_fourth_quarter_goes_before_its_year(lilleby):
    series(lilleby.bakkeskolen, "HR5", [10, 11], last="2025K4")
    measured(lilleby.bakkeskolen, "HR5", 13, at="2025")

    history = hr5(lilleby.bakkeskolen, on=date(2026, 1, 15)).history

    assert [figure.period.code for figure in history] == ["2025K3", "2025K4"]


def test_without_units_there_is_nothing_to_ask(lilleby):
    tree = OrganisationTree.on(ON)

    assert picture.kpi_lines([], on=ON, audience=Audience.CHIEF, tree=tree) == {}


def test_a_unit_that_is_not_in_the_tree_that_day_has_its_figures_still(lilleby):
    measured(lilleby.bakkeskolen, "HR5", 12)
    nothing = OrganisationTree([])

    found = picture.kpi_lines(
        [lilleby.bakkeskolen.pk], on=ON, audience=Audience.CHIEF, tree=nothing
    )

    assert line(found[lilleby.bakkeskolen.pk], "HR5").status == Status.MET


def test_the_history_can_be_cut_short(lilleby):
    series(lilleby.bakkeskolen, "HR5", range(1, 6))
    tree = OrganisationTree.on(ON)

    found = picture.kpi_lines(
        [lilleby.bakkeskolen.pk], on=ON, audience=Audience.CHIEF, tree=tree, points=3
    )

    history = line(found[lilleby.bakkeskolen.pk], "HR5").history
    assert [figure.value for figure in history] == [3, 4, 5]


def test_an_engine_may_hide_more_and_sees_all_figures_at_once(lilleby):
    for unit in (lilleby.bakkeskolen, lilleby.askolen):
        series(unit, "HR5", [10, 11])
    seen = []

    def hide_all(figures):
        seen.extend(figures)
        return frozenset(range(len(seen)))

    found = picture.kpi_lines(
        [lilleby.bakkeskolen.pk, lilleby.askolen.pk],
        on=ON,
        audience=Audience.LEADER,
        tree=OrganisationTree.on(ON),
        engine=hide_all,
    )

    assert len(seen) == 4
    assert {line(lines, "HR5").status for lines in found.values()} == {Status.TOO_FEW}


def test_a_survey_has_its_points_years_apart(lilleby):
    for year in (2019, 2021, 2023, 2025):
        measured(lilleby.bakkeskolen, "HR7", "5.6", at=f"{year}K1")
        series(lilleby.bakkeskolen, "HR5", [9, 10, 11, 12], last=f"{year}K4")

    survey = line(lines_of(lilleby.bakkeskolen), "HR7")

    assert [figure.period.code for figure in survey.history] == [
        "2019K1",
        "2021K1",
        "2023K1",
        "2025K1",
    ]


def test_a_stale_figure_keeps_its_value_however_old(lilleby):
    measured(lilleby.bakkeskolen, "HR5", 9, at="2020K1")

    stale = hr5(lilleby.bakkeskolen)

    assert (stale.status, stale.value, stale.period) == (Status.STALE, 9, period("2020K1"))
    assert stale.history[0].status == Status.MET


def test_a_report_judges_freshness_at_its_own_periods_end(lilleby):
    measured(lilleby.bakkeskolen, "HR5", 9, at="2024K1")

    assert hr5(lilleby.bakkeskolen, on=date(2024, 3, 31)).status == Status.MET


def test_too_few_hides_everything_and_its_points_in_the_history(lilleby):
    measured(lilleby.bakkeskolen, "HR5", 10, at="2026K1", base=12)
    measured(lilleby.bakkeskolen, "HR5", 11, at="2026K2", base=4)
    measured(lilleby.bakkeskolen, "HR5", n=50, d=4, base=4)

    hidden = hr5(lilleby.bakkeskolen)

    assert hidden.status == Status.TOO_FEW
    assert (hidden.value, hidden.numerator, hidden.denominator, hidden.base) == (None,) * 4
    assert hidden.change is None
    assert [(one.value, one.status) for one in hidden.history] == [
        (10, Status.MET),
        (None, Status.TOO_FEW),
        (None, Status.TOO_FEW),
    ]
    assert hr5(lilleby.bakkeskolen, audience=Audience.LEADER).value == Decimal("12.5")


def test_each_unit_may_have_its_own_audience(lilleby):
    for unit in (lilleby.bakkeskolen, lilleby.askolen):
        measured(unit, "HR5", 10, base=4)
    audiences = {
        lilleby.bakkeskolen.pk: Audience.LEADER,
        lilleby.askolen.pk: Audience.DIRECTION,
    }

    found = picture.kpi_lines(
        list(audiences), on=ON, audience=audiences, tree=OrganisationTree.on(ON)
    )

    assert [line(lines, "HR5").value for lines in found.values()] == [10, None]


def test_a_sum_is_shown_where_a_unit_has_no_figure_of_its_own(lilleby):
    by = summed(lilleby.skoler, "HR5", 1200, 100, units=2)

    sums = hr5(lilleby.skoler)

    assert (sums.value, sums.is_rolled_up, sums.units, sums.run) == (12, True, 2, by.pk)


def test_a_units_own_figure_stands_before_the_sum(lilleby):
    summed(lilleby.skoler, "HR5", 1200, 100)
    measured(lilleby.skoler, "HR5", 9)

    assert (hr5(lilleby.skoler).value, hr5(lilleby.skoler).is_rolled_up) == (9, False)


def test_a_blank_of_its_own_gives_way_to_the_sum_but_a_protected_one_does_not(lilleby):
    for code, kind in (("HR5", MissingKind.BLANK), ("HR6", MissingKind.PROTECTED)):
        summed(lilleby.skoler, code, 1200, 100)
        measured(lilleby.skoler, code, base=None, missing=kind)

    assert hr5(lilleby.skoler).value == 12
    assert line(lines_of(lilleby.skoler), "HR6").status == Status.TOO_FEW


def test_apv_is_months_at_a_unit_and_percent_above(lilleby):
    measured(lilleby.bakkeskolen, "HR4", 31)
    summed(lilleby.skoler, "HR4", 19, 20)

    at_unit = line(lines_of(lilleby.bakkeskolen), "HR4")
    above = line(lines_of(lilleby.skoler), "HR4")

    assert (at_unit.value, at_unit.definition.measure) == (31, "måneder")
    assert (above.value, above.definition.measure) == (95, "%")
    assert (at_unit.status, above.status) == (Status.PARTLY_MET, Status.PARTLY_MET)
    assert line(lines_of(lilleby.dagtilbud), "HR4").definition.measure == "%"


def test_the_change_is_since_the_figure_before(lilleby):
    series(lilleby.bakkeskolen, "HR5", ["18.3", "17.8"])

    change = hr5(lilleby.bakkeskolen).change

    assert (change.trend, change.by) == (Trend.BETTER, Decimal("-0.5"))
    assert change.since == period("2026K2")


def test_spread_counts_every_status(lilleby):
    measured(lilleby.bakkeskolen, "HR5", 10)
    measured(lilleby.askolen, "HR5", 20)
    units = [lilleby.bakkeskolen.pk, lilleby.askolen.pk, lilleby.solsikken.pk]
    found = picture.kpi_lines(units, on=ON, audience=Audience.CHIEF, tree=OrganisationTree.on(ON))

    counts = picture.spread(found)

    assert list(counts) == TWELVE
    assert {status: count for status, count in counts["HR5"].items() if count} == {
        Status.MET: 1,
        Status.NOT_MET: 1,
        Status.NO_DATA: 1,
    }


def test_one_unit_and_three_hundred_take_the_same_queries(lilleby):
    limits.set_target(limits.Place("HR5", 2026), Decimal(12), decided=decided())
    units = _many_schools(lilleby, 300)
    by = run()
    for unit in units[:3]:
        measured(unit, "HR5", 10, by=by)
    tree = OrganisationTree.on(ON)
    rules.current()

    counts = []
    for some in (units[:1], units):
        with CaptureQueriesContext(connection) as queries:
            found = picture.kpi_lines(
                [unit.pk for unit in some], on=ON, audience=Audience.CHIEF, tree=tree
            )
        counts.append(len(queries))
        assert {len(lines) for lines in found.values()} == {12}

    assert counts == [2, 2]


def _many_schools(lilleby, count):
    kind = UnitKind.objects.get(code="SCHOOL")
    units = Unit.objects.bulk_create(
        Unit(number=f"9{number:03}", kind=kind) for number in range(count)
    )
    UnitName.objects.bulk_create(
        UnitName(unit=unit, name=unit.number, sort_key=unit.number) for unit in units
    )
    Placement.objects.bulk_create(Placement(unit=unit, parent=lilleby.skoler) for unit in units)
    return units
