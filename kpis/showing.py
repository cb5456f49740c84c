"""One of the twelve in full: its curve, its figures in a table, its limits in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kpis import wording
from kpis.lines import Figure, KpiLine
from kpis.models import KpiDefinition
from kpis.status import Status
from lederside.imports.periods import PeriodKind
from lederside.ui import charts, numbers


@dataclass(frozen=True)
class Point:
    """A figure of the history in words."""

    period: str
    value: str
    status: Status
    status_word: str


def history(line: KpiLine) -> Sequence[Point]:
    """The figures behind the curve, the newest first."""
    return [_point(line, figure) for figure in reversed(line.history)]


def _point(line: KpiLine, figure: Figure) -> Point:
    return Point(
        period=wording.period_title(figure.period),
        value=wording.value_text(line, figure.value),
        status=figure.status,
        status_word=str(figure.status.label),
    )


def limits(line: KpiLine) -> Sequence[tuple[str, str]]:
    """Where green and yellow end, each as a heading and words; empty without limits."""
    if line.limits is None:
        return []
    return [
        (_("Grøn"), wording.span_text(line.limits.green, line.definition)),
        (_("Gul, hvis ikke grøn"), wording.span_text(line.limits.yellow, line.definition)),
    ]


def fraction(line: KpiLine) -> str:
    """``312,5 / 41,2``: what the figure was made of; a dash when it is not shown."""
    if line.numerator is None or line.denominator is None:
        return numbers.MISSING
    return f"{numbers.number(line.numerator)} / {numbers.number(line.denominator)}"


def trend_chart(line: KpiLine) -> SafeString | None:
    """The curve with the måltal as a line and yellow as a band; None with under two figures."""
    return charts.trend(
        charts.Trend(
            [figure.value for figure in line.history],
            [_label(figure) for figure in line.history],
            line.status,
            wording.movement(line),
            target=line.target,
            target_text=_("Måltal: %s") % wording.target_text(line.target, line.definition)
            if line.target is not None
            else "",
            band=_yellow(line),
            decimals=line.definition.decimals,
        )
    )


def _label(figure: Figure) -> tuple[str, str]:
    year = str(figure.period.ends_on.year)
    if figure.period.kind != PeriodKind.QUARTER:
        return (year, "")
    return (f"{(figure.period.ends_on.month + 2) // 3}.", year)


def _yellow(line: KpiLine) -> tuple[Decimal, Decimal] | None:
    """From where green ends to where yellow ends; a band target has more than one, so none."""
    if line.limits is None or line.definition.direction == KpiDefinition.Direction.BAND:
        return None
    green, yellow = line.limits.green, line.limits.yellow
    if green.low is not None and yellow.low is not None:
        return (yellow.low, green.low)
    if green.high is not None and yellow.high is not None:
        return (green.high, yellow.high)
    return None
