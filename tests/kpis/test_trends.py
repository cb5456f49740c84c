from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpis import trends
from kpis.lines import Figure, KpiLine, Trend
from kpis.status import Limits, Span, Status, status_of
from tests.kpis.figures import definition, facts, period

HIGH = Limits(green=Span(Decimal(95), None), yellow=Span(Decimal(80), None))
LOW = Limits(green=Span(None, Decimal(12)), yellow=Span(None, Decimal(15)))
BAND = Limits(green=Span(Decimal(-4), Decimal(1)), yellow=Span(None, Decimal(4)))
LIMITS = {"HIGH": HIGH, "LOW": LOW, "BAND": BAND}

BETTER, UNCHANGED, WORSE = Trend.BETTER, Trend.UNCHANGED, Trend.WORSE
numbers = st.decimals(-100, 100, allow_nan=False, places=3)


def history(values, direction="LOW"):
    end = period("2026K3")
    figures = []
    for steps, value in enumerate(reversed(list(values))):
        exact = None if value is None else Decimal(str(value))
        status = Status.TOO_FEW if exact is None else status_of(exact, LIMITS[direction])
        figures.append(Figure(end.back(steps), exact, status))
    return tuple(reversed(figures))


def line(values, direction="LOW", **fields):
    points = history(values, direction)
    how, limits = definition(direction), LIMITS[direction]
    plain = {
        "kpi": facts(at_unit=how),
        "unit": 1,
        "definition": how,
        "status": points[-1].status,
        "period": points[-1].period,
        "value": points[-1].value,
        "numerator": None,
        "denominator": None,
        "base": 20,
        "run": 1,
        "target": None,
        "limits": limits,
        "change": trends.change(points, how, limits),
        "history": points,
        "is_rolled_up": False,
        "units": 1,
    }
    return KpiLine(**(plain | fields))


@pytest.mark.parametrize(
    ("direction", "before", "now", "trend"),
    [
        ("HIGH", 90, 91, BETTER),
        ("HIGH", 91, 90, WORSE),
        ("LOW", 12, 11, BETTER),
        ("LOW", 11, 12, WORSE),
        ("LOW", 12, "11.5", BETTER),
        ("LOW", 12, "11.51", UNCHANGED),
        ("HIGH", 90, 90, UNCHANGED),
        ("BAND", 5, 2, BETTER),
        ("BAND", 2, 5, WORSE),
        ("BAND", -6, -5, BETTER),
        ("BAND", -5, -6, WORSE),
        ("BAND", -3, 1, UNCHANGED),
        ("BAND", -6, 3, UNCHANGED),
    ],
)
def test_a_change_is_said_when_it_beats_the_noise(direction, before, now, trend):
    points = history([before, now], direction)

    change = trends.change(points, definition(direction), LIMITS[direction])

    assert (change.trend, change.by) == (trend, Decimal(str(now)) - before)
    assert change.since == period("2026K2")


def test_a_change_is_since_the_last_figure_that_is_shown():
    change = trends.change(history([12, None, 10]), definition(), LOW)

    assert (change.by, change.since) == (-2, period("2026K1"))


@pytest.mark.parametrize("values", [[], [12], [None, 12], [12, None]])
def test_there_is_no_change_without_two_figures(values):
    assert trends.change(history(values), definition(), LOW) is None


@given(st.sampled_from(list(LIMITS)), numbers, numbers)
def test_going_back_is_the_opposite_of_going_there(direction, one, other):
    how, limits = definition(direction), LIMITS[direction]
    opposite = {BETTER: WORSE, WORSE: BETTER, UNCHANGED: UNCHANGED}

    there = trends.trend_of(one, other, how, limits)

    assert trends.trend_of(other, one, how, limits) == opposite[there]


@pytest.mark.parametrize(
    ("direction", "values", "reasons"),
    [
        ("LOW", [10, 10.6, 11.2], ["Det er blevet dårligere to gange i træk."]),
        (
            "LOW",
            [10, 11.9, 12.5],
            [
                "Det er blevet dårligere to gange i træk.",
                "Det er gået fra opfyldt til delvist opfyldt.",
            ],
        ),
        ("LOW", [10, 10.2, 10.4], []),
        ("LOW", [14, 13.6], ["Det er nærmere ikke opfyldt end opfyldt."]),
        ("LOW", [14, 13.5], []),
        ("HIGH", [82, 87], ["Det er nærmere ikke opfyldt end opfyldt."]),
        ("HIGH", [82, 88], []),
        ("BAND", [4, 3], ["Det er nærmere ikke opfyldt end opfyldt."]),
        ("BAND", [-20, -10], []),
        ("BAND", [0, -5], ["Det er gået fra opfyldt til delvist opfyldt."]),
        ("LOW", [20, 19], []),
    ],
)
def test_worth_talking_about_says_why(direction, values, reasons):
    assert list(trends.worth_talking_about(line(values, direction))) == reasons


@pytest.mark.parametrize("status", [Status.STALE, Status.TOO_FEW, Status.NO_DATA])
def test_a_grey_line_is_no_point_on_the_agenda(status):
    assert trends.worth_talking_about(line([10, 12, 14], status=status)) == ()
