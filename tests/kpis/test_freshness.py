from datetime import date

import pytest

from kpis import freshness
from lederside.imports.periods import Period
from tests.kpis.figures import facts, period


@pytest.mark.parametrize(
    ("code", "months", "last"),
    [
        ("2026K1", 6, date(2026, 9, 30)),
        ("2026K3", 6, date(2027, 3, 31)),
        ("2025K4", 2, date(2026, 2, 28)),
        ("2023K4", 2, date(2024, 2, 29)),
        ("2025", 15, date(2027, 3, 31)),
        ("2025K1", 26, date(2027, 5, 31)),
        ("2025K4", 12, date(2026, 12, 31)),
    ],
)
def test_a_figure_is_fresh_through_its_last_month(code, months, last):
    kpi = facts(fresh_months=months)

    assert freshness.last_fresh_day(period(code), months) == last
    assert not freshness.is_stale(kpi, period(code), on=last)
    assert freshness.is_stale(kpi, period(code), on=date.fromordinal(last.toordinal() + 1))


def test_at_its_own_periods_end_a_figure_is_always_fresh():
    quarter = Period.quarter(2020, 1)

    assert not freshness.is_stale(facts(), quarter, on=quarter.ends_on)
