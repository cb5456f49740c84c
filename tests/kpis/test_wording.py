from datetime import date
from decimal import Decimal

import pytest

from kpis import limits, picture, rules, wording
from kpis.limits import Place
from kpis.lines import Audience
from kpis.status import Span
from lederside.imports.danish import MissingKind
from organisation.tree import OrganisationTree
from tests.kpis.figures import decided, line, measured, series, summed

ON = date(2026, 11, 22)


def words(unit, code, *, on=ON, audience=Audience.CHIEF):
    tree = OrganisationTree.on(on)
    lines = picture.kpi_lines([unit.pk], on=on, audience=audience, tree=tree)[unit.pk]
    return wording.words(line(lines, code), audience=audience)


def aim(code, value, *, level="UNIT"):
    limits.set_target(Place(code, 2020, level=level), Decimal(value), decided=decided())


@pytest.mark.parametrize(
    ("code", "value", "text"),
    [
        ("HR5", "17.8", "17,8 dagsværk"),
        ("HR1", "97.25", "97,3 %"),
        ("HR2", "100", "100 %"),
        ("HR4", "20", "20 måneder"),
        ("HR4", "1", "1 måned"),
        ("HR7", "5.4", "5,4 af 7"),
        ("HR8", "66.4", "66 af 100"),
        ("OEK1", "0.6", "0,6 % merforbrug"),
        ("OEK1", "-2.14", "2,1 % mindreforbrug"),
        ("OEK1", "0.01", "0,0 %, i balance"),
    ],
)
def test_a_value_has_its_measure_and_a_budget_its_word(lilleby, code, value, text):
    measured(lilleby.bakkeskolen, code, value)

    shown = words(lilleby.bakkeskolen, code).value

    assert shown.replace("\u00a0", " ") == text
    assert " " not in shown.replace(", i balance", "")


@pytest.mark.parametrize(
    ("code", "value", "text"),
    [
        ("HR5", "14", "højst 14,0"),
        ("HR5", "0", "0,0"),
        ("HR1", "95", "mindst 95\u00a0%"),
        ("HR1", "100", "100\u00a0%"),
        ("HR7", "5.5", "mindst 5,5"),
        ("HR4", "30", "højst 30"),
        ("OEK1", "1", "højst 1\u00a0%\u00a0merforbrug"),
        ("OEK1", "-1.5", "højst 1,5\u00a0%\u00a0mindreforbrug"),
    ],
)
def test_a_target_says_which_way_is_good(lilleby, code, value, text):
    aim(code, value)

    assert words(lilleby.bakkeskolen, code).target == text


def test_a_target_nobody_has_set_is_a_dash(lilleby):
    measured(lilleby.bakkeskolen, "OEK1", "0.6")

    assert words(lilleby.bakkeskolen, "OEK1").target == "–"


def test_limits_say_where_green_and_yellow_end(db):
    budget = rules.current().by_code["OEK1"].at_unit
    spans = [Span(Decimal(-4), Decimal(1)), Span(None, Decimal(4)), Span(Decimal(95), None)]

    said = [wording.span_text(span, budget) for span in spans]

    assert said == ["−4 til 1\u00a0%", "højst 4\u00a0%", "mindst 95\u00a0%"]


@pytest.mark.parametrize(
    ("code", "target", "value", "message"),
    [
        ("HR5", "14", "17.8", "3,8\u00a0dagsværk fra måltallet"),
        ("HR5", "14", "14", "Måltallet er nået"),
        ("HR5", "14", "14.01", "Meget tæt på måltallet"),
        ("HR1", "95", "93", "2,0\u00a0procentpoint fra måltallet"),
        ("HR7", "5.5", "5.4", "0,1\u00a0point fra måltallet"),
        ("HR4", "30", "31", "1\u00a0måned fra måltallet"),
        ("HR5", None, "17.8", "6,8\u00a0dagsværk fra grænsen for opfyldt"),
        ("HR5", None, "9", ""),
        ("OEK1", None, "-6", "2,0\u00a0procentpoint fra grænsen for opfyldt"),
    ],
)
def test_the_message_says_how_far_it_is(lilleby, code, target, value, message):
    if target:
        aim(code, target)
    measured(lilleby.bakkeskolen, code, value)

    assert words(lilleby.bakkeskolen, code).message == message


def test_every_grey_says_why(lilleby):
    unit = lilleby.bakkeskolen
    measured(unit, "HR5", 9, at="2025K4")
    measured(unit, "OEK2", missing=MissingKind.NOT_RELEVANT)
    measured(unit, "OEK3", missing=MissingKind.BLANK)

    messages = [words(unit, code).message for code in ("HR5", "OEK2", "OEK3", "OEK4")]

    assert messages == [
        "Sidste tal er fra 4.\u00a0kvartal\u00a02025",
        "Enheden har ingen økonomisk handleplan.",
        "Der er ikke kommet tal for 3.\u00a0kvartal\u00a02026.",
        "Der er ikke kommet tal endnu.",
    ]


def test_what_is_hidden_says_the_same_whatever_the_reason(lilleby):
    few, unknown, removed = lilleby.bakkeskolen, lilleby.askolen, lilleby.solsikken
    measured(few, "HR6", 20, base=4)
    measured(unknown, "HR6", 20, base=None)
    measured(removed, "HR6", base=None, missing=MissingKind.PROTECTED)

    texts = {words(unit, "HR6") for unit in (few, unknown)}
    assert len(texts) == 1

    text = texts.pop()
    assert text.message == (
        "Tallet vises ikke, fordi færre end 5 indgår. Det beskytter den enkelte medarbejder."
    )
    assert (text.value, text.change, text.direction) == ("–", "–", "")
    assert words(removed, "HR6").message == text.message
    assert "færre end 10" in words(few, "HR6", audience=Audience.COMMITTEE).message


@pytest.mark.parametrize(
    ("values", "change", "whole", "direction"),
    [
        (["18.3", "17.8"], "−0,5", "−0,5\u00a0bedre", "better"),
        (["17.8", "18.3"], "+0,5", "+0,5\u00a0dårligere", "worse"),
        (["17.8", "17.9"], "+0,1", "uændret", "same"),
        (["17.8"], "–", "–", ""),
    ],
)
def test_a_change_is_said_as_better_or_worse(lilleby, values, change, whole, direction):
    series(lilleby.bakkeskolen, "HR5", values)

    text = words(lilleby.bakkeskolen, "HR5")

    assert (text.change, text.change_words, text.direction) == (change, whole, direction)


def test_the_curve_is_told_as_a_sentence(lilleby):
    aim("HR5", 14)
    series(lilleby.bakkeskolen, "HR5", ["20.1", "19", "17.8"])

    assert words(lilleby.bakkeskolen, "HR5").movement.replace("\u00a0", " ") == (
        "Sygefravær er faldet fra 20,1 dagsværk i 1. kvartal 2026 til 17,8 dagsværk i "
        "3. kvartal 2026. Måltallet er højst 14,0."
    )


def test_the_curve_of_a_budget_is_told_with_its_words(lilleby):
    series(lilleby.bakkeskolen, "OEK1", ["-1.2", "0.6"])

    assert words(lilleby.bakkeskolen, "OEK1").movement.replace("\u00a0", " ") == (
        "Budgetoverholdelse er gået fra 1,2 % mindreforbrug i 2. kvartal 2026 til "
        "0,6 % merforbrug i 3. kvartal 2026."
    )


def test_a_survey_says_how_often_it_is_made(lilleby):
    assert words(lilleby.bakkeskolen, "HR7").no_curve == "Måles hvert andet år"


def test_a_sum_of_apv_is_told_in_percent(lilleby):
    aim("HR4", 100, level="ABOVE")
    summed(lilleby.skoler, "HR4", 9, 10)

    text = words(lilleby.skoler, "HR4")

    assert (text.value, text.target) == ("90\u00a0%", "100\u00a0%")
    assert text.message == "10\u00a0procentpoint fra måltallet"


def test_no_line_says_a_word_that_leaders_do_not_use(lilleby):
    for code in ("OEK1", "HR1", "HR4", "HR5", "HR7"):
        series(lilleby.bakkeskolen, code, [5, 6, 7])

    for code in ("OEK1", "OEK2", "HR1", "HR4", "HR5", "HR7"):
        text = words(lilleby.bakkeskolen, code)
        said = " ".join(str(getattr(text, name)) for name in text.__slots__).lower()
        assert [word for word in ("kpi", "dashboard", "deadline", "target") if word in said] == []
