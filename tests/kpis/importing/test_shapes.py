import io

import openpyxl
import pytest

from kpis.importing.template import template
from kpis.rules import twelve
from lederside.imports.periods import Period
from organisation.tree import OrganisationTree
from tests.kpis.importing.lines import TODAY, codes, stored, take


@pytest.fixture(autouse=True)
def _organisation(lilleby):
    pass


WIDE = "enhedsnummer;periode;Sygefravær;HR5 basis;HR6;HR6.base\r\n101;2026K3;10,5;20;12,5;24\r\n102;2026K3;11;30;*;"


def test_a_wide_file_has_a_column_for_each_target():
    result = take(WIDE)

    assert codes(result) == []
    assert (result.counts.rows, result.counts.new, result.counts.missing) == (4, 3, 1)
    assert stored() == [
        ("101", "HR5", "10.5", "210", "20", 20, None),
        ("101", "HR6", "12.5", "3", "24", 24, None),
        ("102", "HR5", "11", "330", "30", 30, None),
        ("102", "HR6", None, None, None, None, 4),
    ]


def test_a_finding_in_a_wide_file_names_the_cell():
    result = take(WIDE.replace("12,5", "abc"))

    assert [f.sentence() for f in result.findings if f.severity == "ERROR"] == [
        "Række 2, kolonne E »HR6«: »abc« er ikke et tal. Skriv et tal, fx 7,5, eller lad cellen være tom."
    ]


def test_columns_can_be_told():
    file = "a;b;c;d\n101;3. kvartal 2026;10,5;20"
    maps = {"unit_number": "A", "period": "b", "HR5": "c", "HR5.base": "d"}

    assert take(file, maps=maps).counts.new == 1


def test_target_and_period_can_be_told_when_the_file_has_no_such_columns():
    assert take("nr;værdi;antal\n101;10;20", kpi="HR5", period="2026K3").counts.new == 1


def test_the_fields_own_names_are_headers():
    head = "unit_number;unit_name;kpi;period;value;numerator;denominator;base"

    assert take(f"{head}\n101;Bakkeskolen;HR5;2026K3;10;200;20;20").counts.new == 1


def test_in_a_file_about_one_target_the_plain_words_belong_to_it():
    take("nr;periode;Sygefravær;tæller;nævner;antal\n101;2026K3;;200;20;25")

    assert stored() == [("101", "HR5", "10", "200", "20", 25, None)]


def test_unknown_columns_are_listed():
    result = take("nr;kode;periode;værdi;antal;bemærkning\n101;HR5;2026K3;10;20;ok")

    assert [f.place.column for f in result.findings if f.code == "A012"] == ["bemærkning"]


@pytest.mark.parametrize(
    ("file", "lacks"),
    [
        ("kode;periode;værdi\nHR5;2026K3;10", "enhedsnummer"),
        ("nr;kode;værdi\n101;HR5;10", "periode"),
        ("nr;kode;periode\n101;HR5;2026K3", "værdi"),
        ("nr;periode;værdi\n101;2026K3;10", "mål"),
    ],
)
def test_a_column_that_is_lacking_is_named(file, lacks):
    result = take(file)

    assert codes(result) == ["F017"]
    assert lacks in next(iter(result.findings)).sentence()


def _filled():
    data = template(OrganisationTree.on(TODAY), twelve(), Period.quarter(2026, 3))
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book["Tal"]
    headers = [cell.value for cell in sheet[1]]
    for row, value in zip(range(2, sheet.max_row + 1), (10.5, 11, 12.25, None), strict=True):
        sheet.cell(row, headers.index("HR5 Sygefravær") + 1).value = value
        sheet.cell(row, headers.index("HR5 basis") + 1).value = 20 if value else None
        sheet.cell(row, headers.index("OEK1 tæller") + 1).value = -12000.5
        sheet.cell(row, headers.index("OEK1 nævner") + 1).value = 1000000
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_our_own_template_is_filled_in_and_read_again():
    result = take(_filled(), name="skabelon.xlsx", source="skabelon")

    assert codes(result) == []
    assert (result.counts.rows, result.counts.new, result.counts.missing) == (8, 7, 1)
    assert result.counts.absent == 0
    assert {row[1] for row in stored()} == {"OEK1", "HR5"}
    assert stored()[0][2:5] == ("-1.20005", "-12000.5", "1000000")


def test_the_template_guides_and_holds_the_municipalitys_institutions():
    data = template(OrganisationTree.on(TODAY), twelve(), Period.quarter(2026, 3))
    book = openpyxl.load_workbook(io.BytesIO(data))

    assert book.sheetnames == ["Vejledning", "Tal"]
    assert [row[0].value for row in book["Tal"].iter_rows(min_row=2)] == [
        "101",
        "201",
        "202",
        "102",
    ]
