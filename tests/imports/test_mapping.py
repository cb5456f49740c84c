import pytest
from hypothesis import given
from hypothesis import strategies as st

from lederside.imports.mapping import BadMap, find_columns, parse_maps

FIELDS = {"number": ("nummer", "nr."), "name": ("navn", "enhed")}


def test_a_map_is_split_at_the_first_sign():
    assert parse_maps(["number=a=b", "HR5.base = Antal "]) == {"number": "a=b", "HR5.base": "Antal"}


@given(st.text(max_size=20))
def test_a_map_is_read_or_refused_in_words_and_nothing_else(text):
    field, sign, column = (part.strip() for part in text.partition("="))
    if field and sign and column:
        assert parse_maps([text]) == {field: column}
    else:
        with pytest.raises(BadMap):
            parse_maps([text])


def test_a_field_that_is_not_one_is_refused_with_those_that_are():
    with pytest.raises(BadMap) as reason:
        parse_maps(["farve=X"], FIELDS)

    assert str(reason.value) == "»farve« er ikke et felt. Vælg mellem: number, name."


def test_columns_are_found_by_field_name_or_synonym_whatever_capitals_and_spaces():
    columns = find_columns([" NUMBER ", "Enhed", "Farve"], FIELDS)

    assert columns == ({"number": " NUMBER ", "name": "Enhed"}, ["Farve"], [])


def test_what_is_told_wins_over_what_is_guessed():
    columns = find_columns(["Nummer", "Navn"], FIELDS, {"number": "navn", "name": "NUMMER"})

    assert columns.found == {"number": "Navn", "name": "Nummer"}


def test_a_fields_own_name_wins_over_a_synonym():
    assert find_columns(["Nr.", "number"], FIELDS).found == {"number": "number"}


def test_two_columns_for_one_field_are_asked_about():
    columns = find_columns(["Nummer", "Navn", "Enhed"], FIELDS, required=["number", "name"])

    assert [finding.sentence() for finding in columns.findings] == [
        "Flere kolonner kan være feltet name: »Navn«, »Enhed«. "
        "Vælg med --map name=KOLONNE, eller omdøb den ene."
    ]


def test_a_needed_column_that_is_not_there_is_told():
    columns = find_columns(["Navn"], FIELDS, required=["number", "name"])

    assert [finding.sentence() for finding in columns.findings] == [
        "Filen mangler kolonnen »Nummer«. "
        "Tilføj kolonnen, eller fortæl, hvad den hedder, med --map number=KOLONNE."
    ]


def test_a_column_that_is_told_and_not_there_is_not_guessed_instead():
    columns = find_columns(["Nummer", "Navn"], FIELDS, {"number": "Id"}, required=["number"])

    assert (columns.found, columns.unknown) == ({"name": "Navn"}, ["Nummer"])
    assert [finding.code for finding in columns.findings] == ["F015"]
