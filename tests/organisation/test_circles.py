from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from organisation.circles import Stretch, find_circle

FIRST = date(2026, 1, 1)
DAYS = 6


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


@st.composite
def histories(draw: st.DrawFn) -> dict[int, list[Stretch]]:
    """Some units, each with parents that change on some of six days."""
    size = draw(st.integers(1, 6))
    places = {}
    for unit in range(size):
        cuts = sorted(draw(st.sets(st.integers(1, DAYS - 1), max_size=3)))
        edges = [None, *map(day, cuts), None]
        parents = st.none() | st.integers(0, size - 1)
        places[unit] = [Stretch(draw(parents), begins, ends) for begins, ends in pairwise(edges)]
    return places


def parent_on(places: dict[int, list[Stretch]], unit: int, on: date) -> int | None:
    for parent, begins, ends in places[unit]:
        if (begins or date.min) <= on < (ends or date.max):
            return parent
    return None


def is_in_a_circle_some_day(places: dict[int, list[Stretch]]) -> bool:
    """The oracle: every unit, every day, one step up at a time."""
    for number in range(-1, DAYS + 1):
        for unit in places:
            at: int | None = unit
            for _step in range(len(places) + 1):
                at = None if at is None else parent_on(places, at, day(number))
            if at is not None:
                return True
    return False


@given(histories())
def test_a_circle_is_found_exactly_when_there_is_one_on_some_day(places):
    assert bool(find_circle(places, places)) == is_in_a_circle_some_day(places)


@given(histories())
def test_what_is_found_goes_round_on_one_and_the_same_day(places):
    circle = find_circle(places, places)

    rounds = [
        number
        for number in range(-1, DAYS + 1)
        if all(
            parent_on(places, unit, day(number)) == over
            for unit, over in zip(circle, [*circle[1:], *circle[:1]], strict=True)
        )
    ]
    assert bool(circle) <= bool(rounds)


def test_changing_places_is_no_circle_when_it_happens_on_one_day():
    noon = day(3)
    places = {
        "a": [Stretch("b", None, noon), Stretch(None, noon, None)],
        "b": [Stretch(None, None, noon), Stretch("a", noon, None)],
    }

    assert find_circle(places, places) == []


def test_one_day_of_overlap_is_a_circle():
    places = {"a": [Stretch("b", None, day(4))], "b": [Stretch("a", day(3), None)]}

    assert list(find_circle(places, places)) == ["a", "b"]


def test_a_chain_of_ten_thousand_is_followed_to_its_end():
    places = {number: [Stretch(number + 1, None, None)] for number in range(10_000)}

    assert find_circle(places, sorted(places, reverse=True)) == []
