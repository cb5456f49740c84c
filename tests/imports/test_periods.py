from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lederside.imports.danish import Unread
from lederside.imports.periods import Period, PeriodKind, parse_period, quarters_back

THIRD_QUARTER = Period.quarter(2026, 3)
days = st.dates(min_value=date(1950, 1, 1), max_value=date(2090, 12, 31))
kinds = st.sampled_from(PeriodKind)


@pytest.mark.parametrize(
    "text",
    [
        "2026K3",
        "2026 k3",
        "2026-K3",
        "2026Q3",
        "2026/Q3",
        "K3 2026",
        "Q3-26",
        "Q3 '26",
        "3. kvartal 2026",
        "3.kvartal 2026",
        "3 kvartal 2026",
        "3. kvt. 2026",
        "3. kv. 2026",
        "kvartal 3, 2026",
        "2026, 3. kvartal",
        "3K2026",
        "juli-sept 2026",
        "juli-sept. 2026",
        "Juli - september 2026",
        "juli til september 2026",
        "2026-09",
        "09-2026",
        "09.2026",
        "09/2026",
        "9-2026",
        "202609",
        "september 2026",
        "sep-26",
        "30-09-2026",
        "30.09.2026",
        "30/9-26",
        "2026-09-30",
        "2026-09-30 00:00:00",
        "20260930",
        "30. september 2026",
        "  2026K3 ",
    ],
)
def test_the_third_quarter_is_known_however_it_is_written(text: str) -> None:
    assert parse_period(text) == THIRD_QUARTER


@pytest.mark.parametrize("text", ["2026", "år 2026", "året 2026", "januar-december 2026"])
def test_a_bare_year_means_the_year(text: str) -> None:
    assert parse_period(text) == Period.year(2026)


@pytest.mark.parametrize("text", ["1. halvår 2026", "H1 2026", "2026H1", "jan-jun 2026"])
def test_half_years_are_known(text: str) -> None:
    assert parse_period(text) == Period(date(2026, 6, 30), PeriodKind.HALF_YEAR)


@pytest.mark.parametrize("text", ["2025/26", "2025/2026", "skoleår 2025/26", "Skoleåret 2025-26"])
def test_school_years_end_in_july(text: str) -> None:
    assert parse_period(text) == Period(date(2026, 7, 31), PeriodKind.SCHOOL_YEAR)


def test_a_month_within_a_quarter_is_refused_with_a_way_on() -> None:
    assert parse_period("2026-08") == Unread(
        "F044",
        "er ikke den sidste måned i et kvartal",
        "Mener du 3. kvartal 2026, så skriv 2026K3.",
    )


def test_a_date_within_a_quarter_is_refused_with_a_way_on() -> None:
    assert parse_period("29-09-2026") == Unread(
        "F044",
        "er ikke den sidste dag i et kvartal",
        "Mener du 3. kvartal 2026, så skriv 2026K3.",
    )


@pytest.mark.parametrize(
    "text",
    ["", "5. kvartal 2026", "2026K5", "K0 2026", "2026-13", "kvartal", "31-09-2026", "26", "x" * 999,
     "juli-august 2026", "٢٠٢٦K3", "2026K3K3", "2025/27", "9999-12-31", "hest 2026", "-", "1899"],
)  # fmt: skip
def test_what_is_no_period_is_said(text: str) -> None:
    answer = parse_period(text)

    assert isinstance(answer, Unread)
    assert answer.code == "F043"


@pytest.mark.parametrize(
    ("period", "code", "title", "starts_on"),
    [
        (THIRD_QUARTER, "2026K3", "3. kvartal 2026", date(2026, 7, 1)),
        (Period.year(2026), "2026", "2026", date(2026, 1, 1)),
        (
            Period(date(2026, 6, 30), PeriodKind.HALF_YEAR),
            "2026H1",
            "1. halvår 2026",
            date(2026, 1, 1),
        ),
        (
            Period(date(2026, 7, 31), PeriodKind.SCHOOL_YEAR),
            "2025/26",
            "skoleåret 2025/26",
            date(2025, 8, 1),
        ),
        (
            Period(date(2026, 9, 30), PeriodKind.MONTH),
            "2026-09",
            "september 2026",
            date(2026, 9, 1),
        ),
    ],
)
def test_a_period_has_a_code_a_title_and_a_first_day(
    period: Period, code: str, title: str, starts_on: date
) -> None:
    assert (period.code, period.title, period.starts_on) == (code, title, starts_on)


def test_a_period_that_ends_on_a_wrong_day_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="no QUARTER ends on"):
        Period(date(2026, 8, 31), PeriodKind.QUARTER)


def test_eight_quarters_back_are_the_oldest_first() -> None:
    codes = [period.code for period in quarters_back(THIRD_QUARTER, 8)]

    assert codes == [
        "2024K4", "2025K1", "2025K2", "2025K3", "2025K4", "2026K1", "2026K2", "2026K3",
    ]  # fmt: skip


@given(days, kinds)
def test_a_day_lies_in_exactly_one_period_of_a_kind(day: date, kind: PeriodKind) -> None:
    period = Period.containing(day, kind)

    assert period.starts_on <= day <= period.ends_on
    assert period.previous().ends_on == period.starts_on - timedelta(days=1)


@given(days, kinds, st.integers(-40, 40))
def test_back_is_previous_so_many_times(day: date, kind: PeriodKind, steps: int) -> None:
    period = Period.containing(day, kind)

    assert period.back(1) == period.previous()
    assert period.back(steps).back(-steps) == period


@given(days, kinds.filter(lambda kind: kind != PeriodKind.MONTH))
def test_what_is_written_back_can_be_read(day: date, kind: PeriodKind) -> None:
    period = Period.containing(day, kind)

    assert parse_period(period.code) == period
    assert parse_period(period.title) == period


@settings(max_examples=200)
@given(st.text(max_size=30))
def test_no_text_breaks_the_reading_of_periods(text: str) -> None:
    assert isinstance(parse_period(text), Period | Unread)
