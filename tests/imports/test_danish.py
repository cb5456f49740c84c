from datetime import date
from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lederside.imports.danish import (
    Missing,
    MissingKind,
    Style,
    Unread,
    column_style,
    numbers,
    parse_date,
    parse_number,
)

decimals = st.decimals(
    min_value=-(10**14), max_value=10**14, allow_nan=False, allow_infinity=False, places=4
)


def style_of(*texts: str) -> Style:
    return column_style(pa.array(texts, pa.string()))


def code(text: str, style: Style = Style.COMMA) -> str:
    answer = parse_number(text, style)
    assert isinstance(answer, Unread), answer
    return answer.code


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("7,5", "7.5"),
        ("0", "0"),
        ("-0", "0"),
        ("007", "7"),
        (",5", "0.5"),
        ("1234", "1234"),
        ("1.234", "1234"),
        ("1.234,50", "1234.50"),
        ("1 234,50", "1234.50"),
        ("1\u00a0234,50", "1234.50"),
        ("1\u202f234,50", "1234.50"),
        ("1.234.567", "1234567"),
        ("7,5 %", "7.5"),
        ("7,5%", "7.5"),
        ("% 7,5", "7.5"),
        ("7,5 pct.", "7.5"),
        ("1.234 kr.", "1234"),
        ("kr. 1.234,5", "1234.5"),
        ("kr -1,2", "-1.2"),
        ("-1,2", "-1.2"),
        ("−1,2", "-1.2"),
        ("–1,2", "-1.2"),
        ("- 1,2", "-1.2"),
        ("1,2-", "-1.2"),
        ("1.234,56-", "-1234.56"),
        ("(1,2)", "-1.2"),
        ("(1,2 kr.)", "-1.2"),
        ("(1,2) %", "-1.2"),
        ("+1,2", "1.2"),
        ("  7,5  ", "7.5"),
    ],
)
def test_a_number_as_danes_write_it(text: str, number: str) -> None:
    assert parse_number(text, Style.COMMA) == Decimal(number)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", MissingKind.BLANK),
        ("   ", MissingKind.BLANK),
        ("-", MissingKind.NOT_AVAILABLE),
        ("–", MissingKind.NOT_AVAILABLE),
        ("..", MissingKind.NOT_AVAILABLE),
        ("…", MissingKind.NOT_AVAILABLE),
        ("i.t.", MissingKind.NOT_AVAILABLE),
        ("N/A", MissingKind.NOT_AVAILABLE),
        ("M", MissingKind.NOT_AVAILABLE),
        ("Mangler", MissingKind.NOT_AVAILABLE),
        (".", MissingKind.NOT_RELEVANT),
        ("Ikke relevant", MissingKind.NOT_RELEVANT),
        ("*", MissingKind.PROTECTED),
        ("x", MissingKind.PROTECTED),
        ("<5", MissingKind.PROTECTED),
        ("< 5", MissingKind.PROTECTED),
        ("Færre end 5", MissingKind.PROTECTED),
    ],
)
def test_a_cell_that_says_there_is_no_figure_is_missing_and_never_zero(
    text: str, kind: MissingKind
) -> None:
    assert parse_number(text, Style.COMMA) == Missing(kind)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("#DIV/0!", "F023"), ("#N/A", "F023"), ("#VÆRDI!", "F023"), ("#NAVN?", "F023"),
        ("2026-03-01", "F025"), ("1-mar", "F025"), ("mar-26", "F025"), ("01-03-2026", "F025"),
        ("2026-03-01 00:00:00", "F025"), ("07:30", "F025"), ("07:30:00", "F025"),
        ("5,79801E+12", "F020"), ("NaN", "F020"), ("inf", "F020"), ("-inf", "F020"),
        ("1e308", "F020"), ("1e-400", "F020"), ("0x1F", "F020"), ("1_000", "F020"),
        ("١٢", "F020"), ("½", "F020"), ("７", "F020"), ("ca. 7", "F020"), ("7 dage", "F020"),
        ("SAND", "F020"), ("7.5", "F020"), ("1,234.50", "F020"), ("12.34.5", "F020"),
        ("1.23", "F020"), ("7,", "F020"), ("--7", "F020"), ("-(7)", "F020"), ("-7-", "F020"),
        ("1 23", "F020"), ("0.123", "F020"), ("7 % kr.", "F020"), ("kr.", "F020"), ("()", "F020"),
        ("1" * 40, "F032"), ("1234567890123456", "F032"), ("0,123456789", "F032"),
        ("1" * 201, "F033"),
    ],
)  # fmt: skip
def test_anything_else_is_said_and_not_guessed(text: str, expected: str) -> None:
    assert code(text) == expected


def test_the_columns_other_cells_decide_what_1_234_is() -> None:
    assert style_of("1.234", "7,5") == Style.COMMA
    assert parse_number("1.234", Style.COMMA) == Decimal(1234)
    assert style_of("1.234", "7.5") == Style.POINT
    assert parse_number("1.234", Style.POINT) == Decimal("1.234")


@pytest.mark.parametrize(
    ("texts", "style"),
    [
        (["1", "2", "1.234", "..", "1,234", "31.03.2026"], Style.AMBIGUOUS),
        (["7,5", "7.5"], Style.MIXED),
        (["1.234.567"], Style.COMMA),
        (["1,234,567"], Style.POINT),
        (["0.123"], Style.POINT),
        (["0,123"], Style.COMMA),
        (["1 234,567"], Style.COMMA),
        (["(1,5) %"], Style.COMMA),
        ([], Style.AMBIGUOUS),
    ],
)
def test_a_columns_style_is_what_its_unambiguous_cells_prove(
    texts: list[str], style: Style
) -> None:
    assert style_of(*texts) == style


def test_the_plausible_range_decides_when_exactly_one_reading_fits() -> None:
    percent = {"low": Decimal(0), "high": Decimal(100)}

    assert parse_number("1.234", Style.AMBIGUOUS, **percent) == Decimal("1.234")
    assert parse_number("1.234", Style.AMBIGUOUS, low=Decimal(100)) == Decimal(1234)


@pytest.mark.parametrize(("low", "high"), [(None, None), (0, 5000), (5000, 6000)])
def test_otherwise_1_234_is_a_finding(low: int | None, high: int | None) -> None:
    bounds = [None if bound is None else Decimal(bound) for bound in (low, high)]

    assert parse_number("1.234", Style.AMBIGUOUS, low=bounds[0], high=bounds[1]) == Unread(
        "F021", "kan læses på to måder (1234 eller 1,234)", "Skriv fx 1234 eller 1,2."
    )


def test_a_point_in_a_column_with_commas_is_a_conflict() -> None:
    read = numbers(pa.array(["7,5", "8,25", "7.5"]))

    assert (read.style, read.text.to_pylist()) == (Style.MIXED, ["7.5", "8.25", None])
    assert [(problem.index, problem.code) for problem in read.problems] == [(2, "F020")]


def test_a_column_becomes_exact_texts_kinds_and_problems() -> None:
    read = numbers(pa.array(["7,50", "", "1.234,5", "hest", "*", "12", "hest", "-0,0"]))

    assert read.text.to_pylist() == ["7.50", None, "1234.5", None, None, "12", None, "0.0"]
    assert read.missing.to_pylist() == [0, MissingKind.BLANK, 0, 0, MissingKind.PROTECTED, 0, 0, 0]
    assert [(problem.index, problem.value) for problem in read.problems] == [
        (3, "hest"),
        (6, "hest"),
    ]


def test_an_empty_column_is_no_problem() -> None:
    assert len(numbers(pa.array([], pa.string())).text) == 0


cell = st.one_of(
    st.from_regex(r"\A[-−(]?[0-9]{1,4}([.,][0-9]{1,4}){0,2}[-)]?( ?%)?\Z"),
    st.from_regex(r"\A-?[0-9]{1,17}[.,]?[0-9]{0,10}\Z"),
    st.sampled_from(["", "-", "..", "*", "x", "M", "#N/A", "1-mar", "1 234", "0", "-0", "1,234"]),
    st.text(max_size=8),
)


@settings(max_examples=200)
@given(
    st.lists(cell, max_size=12),
    st.sampled_from([None, *Style]),
    st.sampled_from([None, Decimal(0), Decimal(-50)]),
    st.sampled_from([None, Decimal(100)]),
)
def test_a_whole_column_gives_the_same_answers_as_cell_by_cell(
    texts: list[str], style: Style | None, low: Decimal | None, high: Decimal | None
) -> None:
    read = numbers(pa.array(texts, pa.string()), style=style, low=low, high=high)
    problems = {problem.index: problem for problem in read.problems}

    for index, text in enumerate(texts):
        alone = parse_number(text, read.style, low=low, high=high)
        number = read.text[index].as_py()
        assert number == (f"{alone:f}" if isinstance(alone, Decimal) else None)
        assert read.missing[index].as_py() == (alone.kind if isinstance(alone, Missing) else 0)
        assert (index in problems) == isinstance(alone, Unread)
        if isinstance(alone, Unread):
            found = problems[index]
            assert Unread(found.code, found.why, found.how) == alone


@settings(max_examples=200)
@given(st.lists(cell, max_size=8))
def test_the_columns_style_is_the_same_in_whatever_order(texts: list[str]) -> None:
    assert style_of(*texts) == style_of(*reversed(texts), *texts)


def grouped(number: Decimal, dot: str, mark: str) -> str:
    return f"{number:,f}".replace(",", " ").replace(".", mark).replace(" ", dot)


@settings(max_examples=200)
@given(decimals, st.sampled_from([".", " ", "\u00a0", "\u202f", ""]))
def test_a_number_survives_being_written_in_any_accepted_way(number: Decimal, dot: str) -> None:
    danish = grouped(abs(number), dot, ",")
    sign = [danish] if number >= 0 else [f"-{danish}", f"−{danish}", f"{danish}-", f"({danish})"]

    for text in sign:
        assert parse_number(text, Style.COMMA) == number
        assert parse_number(f"{text} kr.", Style.COMMA) == number
        assert parse_number(f"{text} %", Style.AMBIGUOUS) == number


@settings(max_examples=200)
@given(st.text(max_size=40), st.sampled_from(Style))
def test_no_text_breaks_the_reading_of_numbers_or_dates(text: str, style: Style) -> None:
    assert isinstance(parse_number(text, style), Decimal | Missing | Unread)
    assert isinstance(parse_date(text), date | None | Unread)


@pytest.mark.parametrize(
    "text",
    [
        "31-03-2026",
        "31.03.2026",
        "31/03/2026",
        "31/3-26",
        "31.3.26",
        "2026-03-31",
        "2026-03-31 00:00:00",
        "2026/03/31",
        "20260331",
        "31. marts 2026",
        "31 mar 2026",
        "d. 31. marts 2026",
        " 31-03-2026 ",
    ],
)
def test_a_date_as_danes_write_it(text: str) -> None:
    assert parse_date(text) == date(2026, 3, 31)


def test_the_day_comes_before_the_month() -> None:
    assert parse_date("03/04/2026") == date(2026, 4, 3)


@pytest.mark.parametrize("text", ["31-12-9999", "9999-12-31", "99991231"])
def test_the_last_day_of_9999_is_an_open_end(text: str) -> None:
    assert parse_date(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("31-04-2026", "F027"),
        ("29-02-2025", "F027"),
        ("00-00-0000", "F027"),
        ("01-01-0001", "F027"),
        ("46112", "F027"),
        ("12/31/2026", "F026"),
        ("", "F027"),
        ("i morgen", "F027"),
        ("31. hest 2026", "F027"),
        ("9" * 500, "F027"),
    ],
)
def test_a_date_that_does_not_exist_is_said(text: str, expected: str) -> None:
    answer = parse_date(text)

    assert isinstance(answer, Unread)
    assert answer.code == expected
