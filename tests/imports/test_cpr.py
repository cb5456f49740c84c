import pytest

from lederside.imports import cpr
from lederside.imports.reading import Table, read_table


def table(text: str) -> Table:
    return read_table(text.encode(), name="fil.csv")


@pytest.mark.parametrize(
    "text",
    [
        "010190-1234",
        "0101901234",
        "010190 1234",
        "290200-1234",
        "Ring til 010190-1234.",
        "(010190-1234)",
        "cpr:0101901234",
        "310226-1234, 010190-1234",
    ],
)
def test_ten_digits_that_begin_with_a_date_look_like_a_cpr_number(text: str) -> None:
    assert cpr.looks_like_cpr(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "320190-1234",
        "011390-1234",
        "310490-1234",
        "290201-1234",
        "000000-0000",
        "5798009381804",
        "57980101901234",
        "0101901234567",
        "A0101901234",
        "0101901234A",
        "0101901234,50",
        "1.010190,1234",
        "01-01-90-1234",
        "010190-123",
        "2026K3",
    ],
)
def test_other_digits_do_not(text: str) -> None:
    assert not cpr.looks_like_cpr(text)


def test_the_finding_masks_the_number_and_counts_all() -> None:
    finding = cpr.guard(table("Nummer;Note\n1;ok\n2;se 010190-1234\n3;0202901234\n"))

    assert finding is not None
    assert finding.sentence() == (
        "Række 3, kolonne B »Note«: »010190-XXXX« ligner et CPR-nummer, og det gør 2 steder i "
        "filen. Filen er ikke gemt. Slet CPR-numrene i den, og prøv igen."
    )


def test_a_file_without_cpr_numbers_is_let_through() -> None:
    assert cpr.guard(table("Nummer;Navn\n4711;Børnehuset Æblehaven\n")) is None


def test_a_p_number_may_look_like_one_in_its_own_column() -> None:
    read = table("P-nummer;Navn\n1001901234;Æblehaven\n")

    assert cpr.guard(read) is not None
    assert cpr.guard(read, exempt=["p-nummer"]) is None


def test_the_hyphen_counts_in_an_exempt_column_too() -> None:
    read = table("P-nummer;Navn\n100190-1234;Æblehaven\n")

    assert cpr.guard(read, exempt=["P-nummer"]) is not None


def test_the_lines_above_the_header_are_looked_at_too() -> None:
    read = table("Trukket af 010190-1234\nNummer;Navn\n1;Æblehaven\n")

    assert cpr.guard(read) is not None


@pytest.mark.parametrize(
    "header", ["Fornavn", "E-mail", "CPR-nummer", "Leders navn", "Medarbejder", "Mobil"]
)
def test_a_column_about_persons_is_refused(header: str) -> None:
    (finding,) = cpr.personal_columns(table(f"Nummer;{header}\n1;a\n"))

    assert (finding.code, finding.place.letter) == ("F081", "B")


def test_cells_with_mail_addresses_are_refused_whatever_the_header() -> None:
    (finding,) = cpr.personal_columns(table("Nummer;Kontakt\n1;sanne@lilleby.example\n"))

    assert finding.why == "indeholder e-mailadresser"


@pytest.mark.parametrize("header", ["Enhedsnavn", "Navn", "Antal medarbejdere", "Ledelse", "LUS"])
def test_ordinary_columns_are_not(header: str) -> None:
    assert cpr.personal_columns(table(f"Nummer;{header}\n1;a\n")) == []
