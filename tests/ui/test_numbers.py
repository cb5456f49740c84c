from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from lederside.ui import numbers

HARD = "\u00a0"


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [
        ("1234.5", 1, "1.234,5"),
        ("1250000", 0, "1.250.000"),
        ("0.6", 1, "0,6"),
        ("97", 1, "97,0"),
        ("17.85", 1, "17,9"),
        ("2.5", 0, "3"),
        ("-2.5", 0, "\u22123"),
        ("1234.50", None, "1.234,5"),
        ("100", None, "100"),
        ("0", None, "0"),
    ],
)
def test_a_number_is_written_as_danes_write_it(value, decimals, written):
    assert numbers.number(Decimal(value), decimals) == written


def test_a_minus_is_a_real_minus():
    assert numbers.number(Decimal("-0.4"), 1) == "\u22120,4"


def test_a_figure_that_rounds_to_zero_has_no_sign():
    assert numbers.number(Decimal("-0.04"), 1) == "0,0"
    assert numbers.signed(Decimal("0.04"), 1) == "0,0"


def test_a_change_says_its_sign():
    assert numbers.signed(Decimal("0.5"), 1) == "+0,5"
    assert numbers.signed(Decimal("-0.5"), 1) == "\u22120,5"
    assert numbers.signed(Decimal(0)) == "0"


def test_a_missing_figure_is_a_dash_and_never_zero():
    assert numbers.number(None) == "\u2013"
    assert numbers.with_unit(None, "%") == "\u2013"


def test_a_figure_and_its_unit_stay_on_one_line():
    assert numbers.with_unit(Decimal("97.3"), "%", 1) == f"97,3{HARD}%"


def test_a_figure_without_a_unit_ends_with_the_figure():
    assert numbers.with_unit(Decimal("5.4"), "", 1) == "5,4"


def test_days_are_written_out_with_hard_spaces():
    assert numbers.long_date(date(2026, 11, 22)) == f"22.{HARD}november{HARD}2026"
    assert numbers.weekday_date(date(2026, 11, 26)) == f"torsdag 26.{HARD}november{HARD}2026"
    assert numbers.short_date(date(2026, 3, 1)) == "01.03.2026"
    assert numbers.long_date(None) == "\u2013"


def test_a_moment_is_told_in_the_time_of_the_place():
    assert numbers.clock(datetime(2026, 11, 22, 23, 30, tzinfo=UTC)) == f"kl.{HARD}00.30"
    assert numbers.short_date(datetime(2026, 11, 22, 23, 30, tzinfo=UTC)) == "23.11.2026"


def test_a_quarter_is_written_out():
    assert numbers.quarter(2026, 3) == f"3.{HARD}kvartal{HARD}2026"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("fra 1. januar til 31. marts 2027", "fra 1._januar til 31._marts_2027"),
        ("i 3. kvartal 2026.", "i 3._kvartal_2026."),
        ("mødet er kl. 10.00-11.30", "mødet er kl._10.00-11.30"),
        ("2 procentpoint fra måltallet", "2_procentpoint fra måltallet"),
        ("højst 5 % af 1.214 t.kr.", "højst 5_% af 1.214_t.kr."),
        ("22. november kom 4 gæster", "22._november kom 4 gæster"),
    ],
)
def test_what_belongs_together_stays_on_one_line(text, kept):
    assert numbers.hard_spaces(text) == kept.replace("_", HARD)
