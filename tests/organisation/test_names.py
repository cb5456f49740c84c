import pytest
from hypothesis import given
from hypothesis import strategies as st

from organisation.models import UnitName
from organisation.names import sort_key


@pytest.mark.parametrize(
    "names",
    [
        ["Bakken", "Zoo", "Ærtebo", "Ølstykke", "Åskolen"],
        ["Ågård", "Aalborg", "Ålholm", "Aasen"],
        ["Vuggestuen 2", "Vuggestuen 9", "Vuggestuen 10", "Vuggestuen 100"],
        ["Ærø", "Ølstykke", "Aabenraa", "Åby"],
        ["Café Nord", "Cafe Syd"],
        ["bakken", "Birken", "bøgen"],
        ["Bo", "Bo 2", "Boet"],
    ],
)
def test_names_come_in_danish_order(names):
    assert sorted(set(names), key=sort_key) == names


def test_aa_is_sorted_as_its_one_letter():
    assert sort_key("Aabenraa") == sort_key("Åbenrå")


def test_a_letter_and_its_ring_apart_are_one_letter():
    assert sort_key("A\u030agade") == sort_key("Ågade")


@given(st.text(max_size=300))
def test_any_text_has_a_key_that_the_column_can_hold(name):
    assert len(sort_key(name)) <= 200


@given(st.text("abcæøåÆØÅ 0123456789", max_size=20), st.integers(0, 3))
def test_capitals_and_spaces_around_do_not_count(name, spaces):
    assert sort_key(" " * spaces + name.upper()) == sort_key(name)


def test_the_database_sorts_the_keys_as_python_does(lilleby):
    names = ["Åby", "Zoo", "Ærø", "Bo 10", "Bo 9", "Øen", "Aabenraa"]
    for at, name in enumerate(names):
        UnitName.objects.filter(unit=list(lilleby.units.values())[at]).update(
            name=name, sort_key=sort_key(name)
        )

    shown = UnitName.objects.filter(name__in=names).order_by("sort_key")

    assert [row.name for row in shown] == sorted(names, key=sort_key)
