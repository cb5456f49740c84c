"""The question bank: what it holds, and which questions a meeting is given."""

import pytest

from dialogues import guides
from dialogues.guides import Guide

TWELVE = [f"OEK{n}" for n in range(1, 5)] + [f"HR{n}" for n in range(1, 9)]


def test_each_of_the_twelve_has_at_least_two_questions() -> None:
    assert {code for code, found in guides.bank().by_kpi.items() if len(found) >= 2} == set(TWELVE)


def test_the_bank_says_its_version() -> None:
    assert guides.bank().version == "2026-1"


def test_every_question_is_one_sentence_that_asks() -> None:
    everything = guides.questions_for(TWELVE, most=1000)

    assert [q.text for q in everything if not q.text.endswith("?")] == []


def test_no_question_is_there_twice() -> None:
    texts = [q.text for q in guides.questions_for(TWELVE, most=1000)]

    assert len(texts) == len(set(texts))


def test_an_open_question_begins_and_each_figure_gets_its_turn() -> None:
    found = guides.questions_for(["HR5", "OEK1"], most=5)

    assert [q.kpi for q in found] == [None, "HR5", "OEK1", "HR5", "OEK1"]


def test_economy_and_hr_figures_come_from_their_own_guides() -> None:
    found = guides.questions_for(["HR5", "OEK1"], most=3)

    assert [q.guide for q in found] == [Guide.COMMON, Guide.HR, Guide.ECONOMY]


def test_without_figures_the_open_questions_remain() -> None:
    found = guides.questions_for([], most=10)

    assert found == list(guides.bank().common)


@pytest.mark.parametrize("most", [0, 1, 7])
def test_never_more_than_asked_for(most: int) -> None:
    assert len(guides.questions_for(TWELVE, most=most)) == most


def test_the_same_figure_twice_asks_once() -> None:
    assert guides.questions_for(["HR5", "HR5"], most=20) == guides.questions_for(["HR5"], most=20)


def test_an_unknown_figure_is_refused() -> None:
    with pytest.raises(KeyError):
        guides.questions_for(["HR9"], most=5)


def test_no_question_asks_about_a_named_employee() -> None:
    texts = [q.text.lower() for q in guides.questions_for(TWELVE, most=1000)]

    assert [text for text in texts if "hvem er syg" in text or "hvem mangler" in text] == []
