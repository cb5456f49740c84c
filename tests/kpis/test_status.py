from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpis.status import Limits, Span, Status, status_of

HIGH = Limits(green=Span(Decimal(95), None), yellow=Span(Decimal(80), None))
LOW = Limits(green=Span(None, Decimal(12)), yellow=Span(None, Decimal(15)))
BAND = Limits(green=Span(Decimal(-4), Decimal(1)), yellow=Span(None, Decimal(4)))
WORST_FIRST = [Status.NOT_MET, Status.PARTLY_MET, Status.MET]

numbers = st.decimals(-1000, 1000, allow_nan=False, places=6)


@pytest.mark.parametrize(
    ("limits", "value", "status"),
    [
        (HIGH, "95", Status.MET),
        (HIGH, "94.999999", Status.PARTLY_MET),
        (HIGH, "80", Status.PARTLY_MET),
        (HIGH, "79.999999", Status.NOT_MET),
        (LOW, "12", Status.MET),
        (LOW, "12.000001", Status.PARTLY_MET),
        (LOW, "15", Status.PARTLY_MET),
        (LOW, "15.000001", Status.NOT_MET),
        (BAND, "1", Status.MET),
        (BAND, "-4", Status.MET),
        (BAND, "-4.000001", Status.PARTLY_MET),
        (BAND, "-50", Status.PARTLY_MET),
        (BAND, "4", Status.PARTLY_MET),
        (BAND, "4.000001", Status.NOT_MET),
    ],
)
def test_a_limit_is_met_on_the_line_itself(limits, value, status):
    assert status_of(Decimal(value), limits) == status


@pytest.mark.parametrize(("value", "limits"), [(None, HIGH), (Decimal(1), None), (None, None)])
def test_without_a_figure_or_limits_there_is_no_colour(value, limits):
    assert status_of(value, limits) == Status.NO_DATA


@given(numbers, numbers)
def test_more_is_never_worse_where_high_is_good(one, other):
    low, high = sorted((one, other))

    worse, better = status_of(low, HIGH), status_of(high, HIGH)

    assert WORST_FIRST.index(worse) <= WORST_FIRST.index(better)


@given(numbers, numbers)
def test_less_is_never_worse_where_low_is_good(one, other):
    low, high = sorted((one, other))

    assert WORST_FIRST.index(status_of(high, LOW)) <= WORST_FIRST.index(status_of(low, LOW))


@given(numbers, numbers)
def test_further_from_a_band_is_never_better(one, other):
    for side in (lambda by: 1 + abs(by), lambda by: -4 - abs(by)):
        near, far = sorted((abs(one), abs(other)))
        assert WORST_FIRST.index(status_of(side(far), BAND)) <= WORST_FIRST.index(
            status_of(side(near), BAND)
        )


@given(numbers)
def test_every_number_has_exactly_one_colour(value):
    assert all(status_of(value, limits).is_colour for limits in (HIGH, LOW, BAND))


def test_only_three_are_judgements():
    assert [status.value for status in Status if status.is_colour] == [
        "MET",
        "PARTLY_MET",
        "NOT_MET",
    ]
