from decimal import Decimal
from time import perf_counter
from xml.etree import ElementTree

import pytest

from lederside.ui import charts

SVG = "{http://www.w3.org/2000/svg}"
EIGHT = [Decimal(text) for text in ("20.1", "20.8", "19.6", "19.0", "19.2", "18.9", "18.3", "17.8")]
LABELS = [("4.", "2024"), *((f"{q}.", str(y)) for y in (2025, 2026) for q in (1, 2, 3, 4))][:8]


def parsed(drawing):
    return ElementTree.fromstring(drawing)


def absence(values=None, **more):
    return charts.Trend(values or EIGHT, LABELS, "NOT_MET", "Sygefravær er faldet.", **more)


def spark(values, title="Sygefravær er faldet.", **more):
    return charts.sparkline(values, status="NOT_MET", title=title, **more)


def bullet(value, **more):
    scale = {"target": Decimal(14), "low": Decimal(0), "high": Decimal(25)}
    return charts.bullet(value, lower_is_better=True, title="Sygefravær", **(scale | more))


def every_chart():
    title = '<script>"&'
    trend = charts.Trend(
        EIGHT, LABELS, "MET", title, Decimal(14), title, (Decimal(14), Decimal(17))
    )
    return [
        charts.sparkline(EIGHT, status="MET", title=title, target=Decimal(14)),
        charts.trend_in(trend, charts.WIDE),
        charts.trend_in(trend, charts.NARROW),
        bullet(Decimal(15)).replace("Sygefravær", "&lt;script&gt;"),
        *charts.small_multiples([charts.Multiple(EIGHT, "MET", title)], target=Decimal(14)),
        charts.spread({"MET": 3, "NO_DATA": 1}, title),
    ]


@pytest.mark.parametrize("drawing", every_chart())
def test_every_chart_is_a_picture_whose_first_child_is_its_escaped_sentence(drawing):
    picture = parsed(drawing)

    assert picture.get("role") == "img"
    assert picture[0].tag == "title"
    assert picture[0].text.startswith("<script>")


@pytest.mark.parametrize("drawing", every_chart())
def test_no_chart_carries_a_style_or_a_script(drawing):
    assert "style" not in drawing
    assert "<script" not in drawing


def test_fewer_than_two_figures_are_no_chart():
    assert spark([]) is None
    assert spark([None, Decimal(3), None]) is None
    assert charts.trend(absence([None] * 7 + [Decimal(1)])) is None
    assert charts.small_multiples([charts.Multiple([Decimal(1)], "MET", "x")]) == [None]
    assert bullet(None) is None
    assert charts.spread({}, "x") is None
    assert charts.spread({"MET": 0}, "x") is None


def test_a_gap_in_a_sparkline_shows_the_known_figures_as_dots():
    with_gap = parsed(spark([EIGHT[0], None, *EIGHT[2:]]))

    assert len(with_gap.findall("circle")) == 6
    assert parsed(spark(EIGHT)).findall("circle") == []


def test_a_gap_in_a_trend_breaks_the_line():
    drawing = charts.trend_in(absence([*EIGHT[:3], None, *EIGHT[4:]]), charts.WIDE)

    line = next(p for p in parsed(drawing).iter("path") if p.get("stroke-width") == "2.5")
    assert line.get("d").count("M") == 2


def test_a_missing_last_figure_leaves_the_mark_at_the_last_known_one():
    drawing = charts.trend_in(absence([*EIGHT[:7], None]), charts.WIDE)

    texts = [text.text for text in parsed(drawing).iter("text")]
    assert "18,3" in texts


def test_equal_figures_are_a_level_line_and_not_an_error():
    assert charts.trend(absence([Decimal(0)] * 8)) is not None
    assert spark([Decimal(5)] * 8, target=Decimal(5)) is not None


def test_a_trend_is_drawn_for_a_wide_and_a_narrow_screen():
    both = charts.trend(absence(target=Decimal(14), target_text="Måltal: højst 14,0"))

    assert both.count("<svg") == 2
    assert both.count("Måltal: højst 14,0") == 2


def test_a_trend_names_its_axis_its_years_and_its_last_figure():
    texts = [text.text for text in parsed(charts.trend_in(absence(), charts.WIDE)).iter("text")]

    assert [text for text in texts if text in ("2024", "2025", "2026")] == ["2025", "2026"]
    assert texts.count("17,8") == 1
    assert {"4.", "1.", "2.", "3."} <= set(texts)


def test_the_words_of_the_target_stand_where_the_line_is_not():
    def target_words_at(values):
        drawing = charts.trend_in(
            absence(values, target=Decimal(14), target_text="Mål"), charts.WIDE
        )
        words = next(text for text in parsed(drawing).iter("text") if text.text == "Mål")
        line = next(p for p in parsed(drawing).iter("path") if p.get("stroke-dasharray") == "5 4")
        return float(words.get("y")) - float(line.get("d").split()[1].split("H")[0])

    assert target_words_at(EIGHT) > 0
    assert target_words_at([Decimal(5), Decimal(6)] * 4) < 0


@pytest.mark.parametrize(
    ("low", "high", "steps", "decimals"),
    [
        (0, 100, [0, 25, 50, 75, 100], 0),
        (13.2, 21.5, [15, 17.5, 20], 1),
        (0.1, 0.9, [0.2, 0.4, 0.6, 0.8], 1),
        (-3, 5, [-2, 0, 2, 4], 0),
    ],
)
def test_the_steps_of_an_axis_are_round(low, high, steps, decimals):
    assert charts._steps(low, high) == (steps, decimals)


def test_the_bar_of_a_bullet_stops_at_the_end_of_the_scale():
    bars = list(parsed(bullet(Decimal(90))).iter("rect"))

    assert float(bars[2].get("width")) == 238


def test_where_less_is_better_the_pale_green_lies_below_the_target():
    lower = parsed(bullet(Decimal(15))).findall("rect")[1]
    higher = charts.bullet(
        Decimal(15),
        target=Decimal(14),
        low=Decimal(0),
        high=Decimal(25),
        lower_is_better=False,
        title="x",
    )

    assert lower.get("x") == "1.0"
    assert float(parsed(higher).findall("rect")[1].get("x")) > 100


def test_small_multiples_share_one_scale():
    series = [
        charts.Multiple([Decimal(1), Decimal(2)], "MET", "lav"),
        charts.Multiple([Decimal(90), Decimal(99)], "NOT_MET", "høj"),
    ]

    low, high = [parsed(drawing) for drawing in charts.small_multiples(series)]

    def first_y(picture):
        return float(picture.find("path").get("d").split("L")[0].split()[1])

    assert first_y(low) - first_y(high) > 40


def test_the_spread_runs_from_red_to_grey_and_fills_the_bar():
    counts = {"NO_DATA": 1, "MET": 6, "NOT_MET": 1, "PARTLY_MET": 2}

    whole = [
        rect
        for rect in parsed(charts.spread(counts, "x")).iter("rect")
        if rect.get("height") == "16.0"
    ]

    assert [rect.get("fill") for rect in whole] == ["#9E1B1B", "#F5B800", "#27936F", "#EEF1F3"]
    assert float(whole[-1].get("x")) + float(whole[-1].get("width")) == 1000


@pytest.mark.parametrize(
    ("figures", "sentence"),
    [
        (["20.1", "17.8"], "X er faldet fra 20,1\u00a0% i A til 17,8\u00a0% i B."),
        (["17.8", "20.1"], "X er steget fra 17,8\u00a0% i A til 20,1\u00a0% i B."),
        (["5", "5"], "X er 5,0\u00a0% i B, det samme som i A."),
    ],
)
def test_the_movement_is_said_in_a_sentence(figures, sentence):
    periods = list(zip("AB", map(Decimal, figures), strict=True))

    assert charts.movement("X", periods, unit="%") == sentence


def test_too_few_figures_are_said_in_words():
    assert charts.movement("APV", [("A", None)]) == "APV har endnu for få tal til en kurve."


def test_twelve_sparklines_take_about_a_millisecond():
    def twelve():
        start = perf_counter()
        for _ in range(12):
            spark(EIGHT, target=Decimal(14))
        return perf_counter() - start

    # A wide margin, and the best of many: the machine is shared, the code is not slow.
    assert min(twelve() for _ in range(20)) < 0.003
