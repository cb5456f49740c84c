import pytest

from tests.kpis.importing.lines import codes, long_file, stored, take

ALL = "enhedsnummer;kode;periode;værdi;tæller;nævner;antal svar"


@pytest.fixture(autouse=True)
def _organisation(lilleby):
    pass


def one(row, **options):
    result = take(long_file(f"101;{row}", header=ALL), **options)
    return codes(result) or stored()[0][2:]


def test_percentages_are_a_hundred_times_numerator_over_denominator():
    assert one("OEK4;2026K3;;7;8;") == ("87.5", "7", "8", None, None)


def test_other_targets_are_numerator_over_denominator():
    assert one("HR5;2026K3;;225;20;25") == ("11.25", "225", "20", 25, None)


@pytest.mark.parametrize(
    ("value", "found"), [("33,33", []), ("33,31", ["F034"]), ("33,35", []), ("33,36", ["F034"])]
)
def test_value_and_parts_may_differ_by_two_hundredths(value, found):
    answer = one(f"OEK4;2026K3;{value};1;3;")

    assert (answer if isinstance(answer, list) else []) == found


def test_a_value_with_its_base_is_weighted_by_the_base():
    assert one("HR1;2026K3;62,5;;;8") == ("62.5", "5", "8", 8, None)


@pytest.mark.parametrize("code", ["OEK1", "OEK3"])
def test_percentages_of_a_budget_are_not_weighted_by_people(code):
    assert one(f"{code};2026K3;1,5;;;8") == ("1.5", None, None, 8, None)


def test_months_since_apv_have_no_weight_of_their_own():
    assert one("HR4;2026K3;30;;;8") == ("30", None, None, 8, None)


@pytest.mark.parametrize("weight", ["0", "-3"])
def test_a_denominator_is_over_zero(weight):
    assert one(f"OEK4;2026K3;;5;{weight};") == ["F035"]


def test_nothing_over_nothing_is_a_missing_figure():
    assert one("OEK4;2026K3;;;0;") == (None, None, None, None, 1)


def test_a_numerator_needs_its_denominator():
    assert one("OEK4;2026K3;;5;;") == ["F036"]


@pytest.mark.parametrize(
    ("cell", "kind"), [("", 1), ("..", 2), ("M", 2), ("ikke relevant", 3), ("*", 4), ("<5", 4)]
)
def test_a_blank_is_missing_and_never_zero(cell, kind):
    assert one(f"HR5;2026K3;{cell};;;") == (None, None, None, None, kind)


def test_what_the_source_protects_is_not_stored_by_its_parts():
    assert one("HR7;2026K3;*;22;4;4") == (None, None, None, 4, 4)


def test_zero_is_a_figure():
    assert one("HR6;2026K3;0;0;20;20") == ("0", "0", "20", 20, None)


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ("HR5;2026K3;-1;;;20", ["F030"]),
        ("HR5;2026K3;250;;;20", ["F031"]),
        ("HR7;2026K3;8,2;;;20", ["F031"]),
        ("OEK4;2026K3;;9;8;", ["F031"]),
    ],
)
def test_what_cannot_be_is_said(row, found):
    assert one(row) == found


def test_an_overspend_may_be_negative():
    assert one("OEK1;2026K3;-1,2;-12;1000;")[0] == "-1.2"


def test_a_point_that_can_be_two_things_is_decided_by_what_is_possible():
    assert one("HR7;2026K3;5.125;;;8")[0] == "5.125"


def test_a_point_that_cannot_be_decided_is_said():
    assert one("OEK4;2026K3;;1.234;2.468;") == ["F021", "F021"]


def test_a_count_of_people_is_whole():
    assert one("HR5;2026K3;10;;;1.234")[3] == 1234


@pytest.mark.parametrize("base", ["-4", "2,5", "0"])
def test_a_base_that_contradicts_the_figure_is_an_error(base):
    assert one(f"HR5;2026K3;10;;;{base}") == ["F070"]


def test_more_held_talks_than_people_contradict_each_other():
    assert one("HR1;2026K3;;12;20;8") == ["F070"]


def test_a_missing_base_is_a_warning_where_somebody_asks_for_a_minimum():
    file = long_file(
        "101;HR5;2026K3;10;;;", "102;HR5;2026K3;11;;;", "101;OEK4;2026K3;80;;;", header=ALL
    )
    result = take(file)

    assert (codes(result), codes(result, "WARNING")) == ([], ["A060", "A070"])


def test_a_source_that_protects_needs_no_base():
    assert codes(
        take(long_file("101;HR5;2026K3;10;;;", header=ALL), already_protected=True), "WARNING"
    ) == ["A060"]


def test_thousands_with_points_are_read_with_the_rest_of_the_column():
    file = long_file(
        "101;OEK1;2026K3;;-12.345,5;1.234.567,89;", "102;OEK1;2026K3;;10;2.000;", header=ALL
    )
    take(file)

    assert [row[3:5] for row in stored()] == [("-12345.5", "1234567.89"), ("10", "2000")]


def test_forty_digits_are_refused_and_never_rounded():
    assert one(f"OEK1;2026K3;;{'1' * 40};{'2' * 40};") == ["F032", "F032"]


@pytest.mark.parametrize("cell", ["NaN", "inf", "1e308", "0x1F", "½", "ca. 7", "SAND", "#DIV/0!"])
def test_what_is_no_number_is_a_finding(cell):
    assert len(one(f"HR5;2026K3;{cell};;;20")) == 1
