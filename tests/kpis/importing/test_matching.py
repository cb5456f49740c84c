from datetime import date

import pytest

from kpis.models import Measurement, Period
from organisation.models import Placement, Succession, Unit, UnitName
from tests.kpis.importing.lines import codes, long_file, stored, take

NAMED = "nr;navn;kode;periode;værdi;antal"


@pytest.fixture(autouse=True)
def _organisation(lilleby):
    pass


def said(result, code):
    return next(f.sentence() for f in result.findings if f.code == code)


@pytest.mark.parametrize("text", ["hr5", "Sygefravær", "SYGEFRAVÆR", "HR5 Sygefravær"])
def test_a_target_is_known_by_code_or_name(text):
    assert take(long_file(f"101;{text};2026K3;10;20")).counts.new == 1


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("2026K3", 202609302),
        ("3. kvartal 2026", 202609302),
        ("2026-09", 202609302),
        ("30-09-2026", 202609302),
        ("2025", 202512314),
    ],
)
def test_a_period_is_written_as_people_write_it(text, key):
    take(long_file(f"101;HR2;{text};100;1"))

    assert list(Period.objects.values_list("pk", flat=True)) == [key]


def test_a_month_within_a_quarter_is_a_finding():
    assert codes(take(long_file("101;HR5;2026-08;10;20"))) == ["F044"]


def test_a_period_that_has_not_begun_is_an_error_and_one_that_has_not_ended_a_warning():
    assert codes(take(long_file("101;HR5;2027K1;10;20"))) == ["F040"]
    assert "A040" in codes(take(long_file("101;HR5;2026K4;10;20")), "WARNING")


def test_a_year_for_a_quarterly_target_is_a_warning():
    assert "A041" in codes(take(long_file("101;HR5;2025;10;20")), "WARNING")


def test_lost_zeros_are_thought_of_and_said():
    Unit.objects.filter(number="101").update(number="0101")
    result = take(long_file("101;HR5;2026K3;10;20"))

    assert (stored()[0][0], "A051" in codes(result, "WARNING")) == ("0101", True)


def test_a_number_that_a_spreadsheet_made_a_decimal_is_the_unit():
    assert take(long_file("101.0;HR5;2026K3;10;20")).counts.new == 1


def test_without_a_number_column_the_name_is_enough():
    result = take(
        long_file("åskolen;HR5;2026K3;10;20", header="institution;kode;periode;værdi;antal")
    )

    assert (codes(result), stored()[0][0]) == ([], "102")


def test_a_name_of_two_units_is_asked_about(lilleby):
    UnitName.objects.filter(unit=lilleby.askolen).update(name="Bakkeskolen", sort_key="bakkeskolen")
    result = take(
        long_file("Bakkeskolen;HR5;2026K3;10;20", header="institution;kode;periode;værdi;antal")
    )

    assert codes(result) == ["F057"]


def test_number_and_name_must_be_of_the_same_unit():
    assert codes(take(long_file("101;Åskolen;HR5;2026K3;10;20", header=NAMED))) == ["F053"]
    assert codes(take(long_file("101;BAKKESKOLEN;HR5;2026K3;10;20", header=NAMED))) == []


def test_an_unknown_unit_is_said_with_the_nearest_names():
    result = take(long_file("901;Bakkeskole;HR5;2026K3;10;20", header=NAMED))

    assert said(result, "F050") == (
        "Række 2, kolonne A »nr«: »901« er ikke en enhed, vi kender. Mener du Bakkeskolen (101), Åskolen (102) eller Område Skoler (A1)?"
    )


def test_a_closed_unit_is_said_with_the_day_and_who_goes_on(lilleby):
    Unit.objects.filter(number="101").update(valid_to=date(2026, 8, 1))
    Succession.objects.create(
        predecessor=lilleby.bakkeskolen, successor=lilleby.askolen, on=date(2026, 8, 1)
    )
    result = take(long_file("101;HR5;2026K3;10;20"))

    assert codes(result) == ["F051"]
    assert said(result, "F051").replace("\xa0", " ") == (
        "Række 2, kolonne A »enhedsnummer«: »101« er en enhed, hvis sidste dag var 31. juli 2026, "
        "før perioden var slut. Den fortsætter som Åskolen (102)."
    )
    assert codes(take(long_file("101;HR5;2026K2;10;20"))) == []


def test_a_unit_that_came_later_is_an_error(lilleby):
    Unit.objects.filter(number="101").update(valid_from=date(2026, 8, 1))

    assert codes(take(long_file("101;HR5;2026K2;10;20"))) == ["F052"]


def test_each_period_has_its_own_units(lilleby):
    new = Unit.objects.create(number="103", kind_id="SCHOOL", valid_from=date(2026, 8, 1))
    UnitName.objects.create(unit=new, name="Nyskolen", sort_key="nyskolen")
    Placement.objects.create(unit=new, parent=lilleby.skoler)
    result = take(long_file("103;HR5;2026K3;10;20", "103;HR5;2026K2;10;20"))

    assert [(f.code, f.place.row) for f in result.findings if f.severity == "ERROR"] == [
        ("F052", 3)
    ]


def test_the_same_row_twice_is_said_with_both_rows():
    result = take(long_file("101;HR5;2026K3;10;20", "102;HR5;2026K3;10;20", "101;HR5;2026K3;10;20"))

    assert codes(result) == ["F060"]
    assert "Række 2 og 4 er ens" in said(result, "F060")


def test_two_values_for_the_same_are_said_with_both():
    result = take(long_file("101;HR5;2026K3;10;20", "101;Sygefravær;2026-09;11;20"))

    assert codes(result) == ["F061"]
    assert "»10 / 20« og »11 / 20«" in said(result, "F061")


@pytest.mark.parametrize("words", ["I alt", "Total", "Hovedtotal", "Sum", "Skoler i alt"])
def test_rows_that_are_sums_are_left_out(words):
    result = take(long_file("101;HR5;2026K3;10;20", f"{words};HR5;2026K3;99;40"))

    assert (result.counts.rows, result.counts.left_out, Measurement.objects.count()) == (2, 1, 1)


def test_institutions_that_the_file_lacks_are_counted_and_named():
    result = take(long_file("101;HR5;2026K3;10;20"))

    assert result.counts.absent == 3
    assert "Solsikken (201), Ærtebo (202), Åskolen (102)" in said(result, "A060")


def test_a_row_without_a_unit_is_an_error():
    assert codes(take(long_file(";HR5;2026K3;10;20"))) == ["F055"]
