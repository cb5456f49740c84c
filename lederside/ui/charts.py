"""Charts as plain SVG text: the same drawing on the page and in the PDF.

Every chart is a picture with a name: ``role="img"`` and a first ``<title>`` that says in a
sentence what it shows (the alternative text of the tagged PDF). Colours are presentation
attributes, because the content security policy allows no ``style``. A figure that is
missing is None, never zero, and a chart of fewer than two figures is no chart: None.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from html import escape
from typing import Final, NamedTuple

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from lederside.ui import marks, numbers

Figure = Decimal | None
Point = tuple[float, float]
Scale = Callable[[float], float]

LINE: Final = "#33475B"
TARGET: Final = "#5B6770"
GRID: Final = "#D9DFE4"
LABEL: Final = "#47525C"
INK: Final = "#1A1A1A"
BAND: Final = "#FFF3D0"
FONT: Final = "IBM Plex Sans, system-ui, sans-serif"


class Multiple(NamedTuple):
    """One of the small multiples: a unit's figures on the scale of all."""

    values: Sequence[Figure]
    status: str
    title: str


class Trend(NamedTuple):
    """What a trend shows.

    ``labels`` are one for each value: what stands on the axis and the year under it, such as
    ``("3.", "2026")``. ``band`` is the span that is partly met. ``title`` is the sentence.
    """

    values: Sequence[Figure]
    labels: Sequence[tuple[str, str]]
    status: str
    title: str
    target: Figure = None
    target_text: str = ""
    band: tuple[Decimal, Decimal] | None = None
    decimals: int = 1
    unit: str = ""


class Size(NamedTuple):
    css: str
    width: int
    height: int


WIDE: Final = Size("wide-chart", 552, 264)
NARROW: Final = Size("narrow-chart", 326, 244)


# --- In words ------------------------------------------------------------------------------


def movement(
    name: str, periods: Sequence[tuple[str, Figure]], *, unit: str = "", decimals: int = 1
) -> str:
    """The sentence of a development: from the first known figure to the last.

    ``periods`` are (period in words, figure), the oldest first. Fewer than two figures give
    a sentence that says so.
    """
    known = [(period, value) for period, value in periods if value is not None]
    if len(known) < 2:
        return _("%(name)s har endnu for få tal til en kurve.") % {"name": name}
    (first, start), (last, end) = known[0], known[-1]
    if start == end:
        sentence = _("%(name)s er %(end)s i %(last)s, det samme som i %(first)s.")
    elif end > start:
        sentence = _("%(name)s er steget fra %(start)s i %(first)s til %(end)s i %(last)s.")
    else:
        sentence = _("%(name)s er faldet fra %(start)s i %(first)s til %(end)s i %(last)s.")
    return sentence % {
        "name": name,
        "first": first,
        "last": last,
        "start": numbers.with_unit(start, unit, decimals),
        "end": numbers.with_unit(end, unit, decimals),
    }


# --- In a row of a table -------------------------------------------------------------------


def sparkline(
    values: Sequence[Figure], *, status: str, title: str, target: Figure = None
) -> SafeString | None:
    """A development in 128 by 36 pixels on its own scale, the target dotted.

    Where figures are missing the known ones are joined and each gets a dot, so that nobody
    reads a straight line as measured.
    """
    width, height, right = 128, 36, 120
    low, high = _bounds([*values, target], air=0.12)
    y = _scale(low, high, height - 5, 5)
    points = _known(_points(values, 3, right, y))
    if len(points) < 2:
        return None
    parts = [_open("spark", width, height, title)]
    if target is not None:
        parts.append(_dotted(3, right, y(float(target))))
    parts.append(_line([*points], 1.75))
    if len(points) < len(values):
        parts += _dots(points[:-1], 2.2)
    parts.append(marks.symbol(status, *points[-1], 4.6, halo=0.8))
    return _close(parts)


def bullet(
    value: Figure,
    *,
    target: Decimal,
    low: Decimal,
    high: Decimal,
    lower_is_better: bool,
    title: str,
) -> SafeString | None:
    """How far a figure is from its target: a dark bar, a black line, pale green where it is met.

    ``low`` and ``high`` are the ends of the scale; a figure outside is drawn at the end.
    """
    if value is None:
        return None
    width, height = 240, 16
    x = _scale(float(low), float(high), 1, width - 1)
    at, end = x(_within(target, low, high)), x(_within(value, low, high))
    met_from, met_to = (1.0, at) if lower_is_better else (at, width - 1.0)
    return _close(
        [
            _open("bullet", width, height, title),
            _box(1, width - 1, 1, height - 1, "#E6EAED"),
            _box(met_from, met_to, 1, height - 1, "#CFE3DA"),
            _box(1, max(end, 3), height * 0.34, height * 0.66, LINE),
            f'<path d="M{at:.1f} 0V{height}" stroke="{INK}" stroke-width="2"/>',
        ]
    )


# --- Many units ----------------------------------------------------------------------------


def small_multiples(
    series: Sequence[Multiple], *, target: Figure = None
) -> list[SafeString | None]:
    """One small drawing for each unit, all on one scale, in the order they came."""
    every = [value for one in series for value in one.values]
    low, high = _bounds([*every, target], air=0.12)
    return [_multiple(one, target, low, high) for one in series]


def _multiple(one: Multiple, target: Figure, low: float, high: float) -> SafeString | None:
    width, height = 240, 84
    y = _scale(low, high, height - 10, 10)
    points = _points(one.values, 4, width - 12, y)
    known = _known(points)
    if len(known) < 2:
        return None
    parts = [_open("multiple", width, height, one.title)]
    if target is not None:
        parts.append(_dotted(4, width - 12, y(float(target))))
    parts.append(_line(points, 2))
    if len(known) < len(points):
        parts += _dots(known[:-1], 2.6)
    parts.append(marks.symbol(one.status, *known[-1], 6, halo=1.2))
    return _close(parts)


def spread(counts: Mapping[str, int], title: str) -> SafeString | None:
    """A bar of how many are red, yellow, green and grey, in that order.

    It stretches to the width it is given and holds no text: the counts stand beside it as
    a list with marks and words. None when there is nothing to count.
    """
    total = sum(counts.values())
    if not total:
        return None
    parts = [
        '<svg class="spread" role="img" focusable="false" viewBox="0 0 1000 16" width="552" '
        f'height="16" preserveAspectRatio="none"><title>{escape(title)}</title>'
    ]
    start = 0.0
    for status in (one for one in marks.ORDER if counts.get(one)):
        end = start + 1000 * counts[status] / total
        parts.append(_segment(marks.look(status), start, end, last=end > 999))
        start = end
    return _close(parts)


def _segment(look: marks.Look, start: float, end: float, *, last: bool) -> str:
    stop = end if last else end - min(4.0, (end - start) / 2)
    fill = "#EEF1F3" if look is marks.NONE else look.fill
    edges = "".join(_box(start, stop, top, top + 1.5, look.outline) for top in (0, 14.5))
    return _box(start, stop, 0, 16, fill) + edges


# --- One target in full --------------------------------------------------------------------


def trend(what: Trend) -> SafeString | None:
    """The development of one target, drawn in two widths; the stylesheet shows one of them."""
    wide, narrow = trend_in(what, WIDE), trend_in(what, NARROW)
    return wide + narrow if wide and narrow else None


def trend_in(what: Trend, size: Size) -> SafeString | None:
    """The development of one target in one size, with axis, band, target line and labels.

    The axis need not begin at zero. Missing figures break the line.
    """
    left, right, top, bottom = 44, size.width - 56, 22, size.height - 46
    low, high = _bounds([*what.values, what.target, *(what.band or ())], air=0.18)
    y = _scale(low, high, bottom, top)
    points = _points(what.values, left + 14, right - 14, y)
    known = _known(points)
    if len(known) < 2:
        return None
    parts = [_open(f"trend {size.css}", size.width, size.height, what.title)]
    parts.append(f'<g font-family="{FONT}" font-size="13" fill="{LABEL}">')
    if what.band:
        ends = sorted(y(float(limit)) for limit in what.band)
        parts.append(_box(left, right, ends[0], ends[1], BAND))
    parts += _axis(low, high, y, left, right)
    parts += _target_line(what, known, y, left, right)
    parts.append(_line(points, 2.5))
    parts += [
        f'<circle cx="{x:.1f}" cy="{at:.1f}" r="3.5" fill="#fff" stroke="{LINE}" stroke-width="2"/>'
        for x, at in known[:-1]
    ]
    parts.append(marks.symbol(what.status, *known[-1], 8, halo=1.5))
    parts.append(_last_label(what, known[-1]))
    parts += _period_labels(what.labels, left + 14, right - 14, bottom)
    parts.append("</g>")
    return _close(parts)


def _axis(low: float, high: float, y: Scale, left: int, right: int) -> list[str]:
    steps, decimals = _steps(low, high)
    parts = []
    for step in steps:
        text = numbers.number(Decimal(str(step)), decimals)
        parts.append(
            f'<path d="M{left} {y(step):.1f}H{right}" stroke="{GRID}" stroke-width="1"/>'
            f'<text x="{left - 8}" y="{y(step) + 4.5:.1f}" text-anchor="end">{text}</text>'
        )
    return parts


def _target_line(what: Trend, known: Sequence[Point], y: Scale, left: int, right: int) -> list[str]:
    if what.target is None:
        return []
    at = y(float(what.target))
    # The words stand on the side of the line that the first figures leave free.
    line_is_above = sum(point[1] for point in known[:3]) / len(known[:3]) < at
    words_at = at + 16 if line_is_above else at - 7
    return [
        f'<path d="M{left} {at:.1f}H{right}" stroke="{INK}" stroke-width="1.5" '
        'stroke-dasharray="5 4"/>',
        f'<text x="{left + 4}" y="{words_at:.1f}" font-weight="600" fill="{INK}">'
        f"{escape(what.target_text)}</text>",
    ]


def _last_label(what: Trend, point: Point) -> str:
    last = next(value for value in reversed(what.values) if value is not None)
    text = numbers.with_unit(last, what.unit, what.decimals)
    return (
        f'<text x="{point[0] + 16:.1f}" y="{point[1] + 5:.1f}" font-size="15" '
        f'font-weight="600" fill="{INK}">{escape(text)}</text>'
    )


def _period_labels(
    labels: Sequence[tuple[str, str]], left: float, right: float, bottom: int
) -> list[str]:
    x = _scale(0, max(1, len(labels) - 1), left, right)
    every = math.ceil(30 * len(labels) / (right - left))
    apart = (right - left) / max(1, len(labels) - 1)
    parts, year_before = [], ""
    for index, (label, year) in enumerate(labels):
        if (len(labels) - 1 - index) % every == 0:
            parts.append(_centred(x(index), bottom + 20, label))
        if year != year_before and _room_for_year(labels, index, apart):
            parts.append(_centred(x(index), bottom + 38, year, ' font-weight="600"'))
        year_before = year
    return parts


def _room_for_year(labels: Sequence[tuple[str, str]], index: int, apart: float) -> bool:
    """A year that begins the axis gives way when the next one follows at once and close by."""
    return index > 0 or len(labels) < 2 or labels[1][1] == labels[0][1] or apart >= 96


def _centred(x: float, y: int, text: str, more: str = "") -> str:
    return f'<text x="{x:.1f}" y="{y}" text-anchor="middle"{more}>{escape(text)}</text>'


# --- Drawing -------------------------------------------------------------------------------


def _open(css: str, width: int, height: int, title: str) -> str:
    return (
        f'<svg class="{css}" role="img" focusable="false" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}"><title>{escape(title)}</title>'
    )


def _close(parts: list[str]) -> SafeString:
    # Every text was escaped where it was put in; the rest is numbers.
    return mark_safe("".join(parts) + "</svg>")  # noqa: S308


def _box(left: float, right: float, top: float, bottom: float, fill: str) -> str:
    return (
        f'<rect x="{left:.1f}" y="{top:.1f}" width="{right - left:.1f}" '
        f'height="{bottom - top:.1f}" fill="{fill}"/>'
    )


def _dotted(left: float, right: float, y: float) -> str:
    return (
        f'<path d="M{left} {y:.1f}H{right}" fill="none" stroke="{TARGET}" stroke-width="1" '
        'stroke-dasharray="2 3"/>'
    )


def _line(points: Sequence[Point | None], width: float) -> str:
    """A line through the points, broken where one is missing."""
    path, pen = [], "M"
    for point in points:
        if point is None:
            pen = "M"
            continue
        path.append(f"{pen}{point[0]:.1f} {point[1]:.1f}")
        pen = "L"
    return (
        f'<path d="{"".join(path)}" fill="none" stroke="{LINE}" stroke-width="{width}" '
        'stroke-linejoin="round" stroke-linecap="round"/>'
    )


def _dots(points: Sequence[Point], radius: float) -> list[str]:
    return [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius}" fill="{LINE}"/>' for x, y in points]


def _scale(low: float, high: float, first: float, last: float) -> Scale:
    ratio = (last - first) / ((high - low) or 1)
    return lambda value: first + (value - low) * ratio


def _bounds(values: Sequence[Figure], *, air: float) -> tuple[float, float]:
    known = [float(value) for value in values if value is not None]
    if not known:
        return 0.0, 1.0
    low, high = min(known), max(known)
    room = ((high - low) or abs(high) or 1) * air
    return low - room, high + room


def _points(values: Sequence[Figure], left: float, right: float, y: Scale) -> list[Point | None]:
    x = _scale(0, max(1, len(values) - 1), left, right)
    return [None if value is None else (x(at), y(float(value))) for at, value in enumerate(values)]


def _known(points: Sequence[Point | None]) -> list[Point]:
    return [point for point in points if point is not None]


def _within(value: Decimal, low: Decimal, high: Decimal) -> float:
    return float(min(max(value, low), high))


def _steps(low: float, high: float) -> tuple[list[float], int]:
    """Round numbers for the axis, about four, and how many decimals they need."""
    about = (high - low) / 4
    magnitude = 10.0 ** math.floor(math.log10(about))
    step = next(m * magnitude for m in (1, 2, 2.5, 5, 10) if m * magnitude >= about)
    decimals = max(0, -math.floor(math.log10(step)))
    if round(step, decimals) != round(step, decimals + 2):
        decimals += 1
    first = math.ceil(low / step)
    count = math.floor(high / step) - first + 1
    return [round((first + index) * step, 6) for index in range(count)], decimals
