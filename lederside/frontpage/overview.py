"""What one leader sees first: the twelve with their status, and what comes next."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kpis import picture, wording
from kpis.lines import Audience, KpiLine
from kpis.models import Kpi
from kpis.status import Status
from lederside.imports.periods import Period, PeriodKind, quarters_back
from lederside.ui import charts, marks
from organisation.tree import Node, OrganisationTree

# The order in which they are counted: what to talk about first, what is well, what is grey.
IN_ORDER = (
    Status.NOT_MET,
    Status.PARTLY_MET,
    Status.MET,
    Status.STALE,
    Status.TOO_FEW,
    Status.NO_DATA,
    Status.NOT_RELEVANT,
)


@dataclass(frozen=True)
class Row:
    """One of the twelve as a table shows it: ready words and a drawing."""

    url: str
    text: wording.LineText
    spark: SafeString | None


@dataclass(frozen=True)
class Theme:
    title: str
    rows: Sequence[Row]


@dataclass(frozen=True)
class Count:
    status: Status
    count: int
    word: str


@dataclass(frozen=True)
class UnitOverview:
    """The twelve of one unit, ready to be shown."""

    node: Node
    period: Period
    headline: tuple[str, str]
    counts: Sequence[Count]
    themes: Sequence[Theme]


@lru_cache(maxsize=8)
def quarters(today: date) -> Sequence[Period]:
    """The eight whole quarters that can be looked at, newest first."""
    latest = Period.containing(today, PeriodKind.QUARTER).previous()
    return tuple(reversed(quarters_back(latest, 8)))


def chosen_quarter(code: str | None, today: date) -> Period:
    """The quarter somebody asked for, or the latest whole one when it is not one of the eight."""
    known = quarters(today)
    return next((period for period in known if period.code == code), known[0])


def unit_overview(
    node: Node, *, period: Period, today: date, audience: Audience, tree: OrganisationTree
) -> UnitOverview:
    """The page of one unit. The latest quarter is shown as of today, an earlier as of its end."""
    on = _as_of(period, today)
    lines = picture.kpi_lines([node.pk], on=on, audience=audience, tree=tree)[node.pk]
    return UnitOverview(
        node=node,
        period=period,
        headline=_headline(lines),
        counts=counts(lines),
        themes=themes(lines),
    )


def _as_of(period: Period, today: date) -> date:
    return today if period == quarters(today)[0] else period.ends_on


def counts(lines: Iterable[KpiLine]) -> Sequence[Count]:
    """How many of the twelve have each status; only those that occur."""
    found = Counter(line.status for line in lines)
    return [
        Count(status, found[status], str(status.label).lower())
        for status in IN_ORDER
        if found[status]
    ]


def _headline(lines: Sequence[KpiLine]) -> tuple[str, str]:
    met = sum(line.status == Status.MET for line in lines)
    judged = sum(line.status.is_colour for line in lines)
    if not judged:
        return _("Ingen tal endnu"), ""
    return (
        _("%(met)d af %(judged)d mål") % {"met": met, "judged": judged},
        _("er opfyldt"),
    )


def themes(lines: Sequence[KpiLine]) -> Sequence[Theme]:
    """The twelve under their two headings, each with its curve."""
    return [
        Theme(str(theme.label), [_row(line) for line in lines if line.kpi.theme == theme])
        for theme in Kpi.Theme
    ]


def _row(line: KpiLine) -> Row:
    text = wording.words(line)
    values = [figure.value for figure in line.history]
    spark = charts.sparkline(values, status=line.status, title=text.movement, target=line.target)
    return Row(url=_address("kpis:target", line.unit, line.kpi.code), text=text, spark=spark)


@lru_cache(maxsize=16_384)
def _address(name: str, *args: int | str) -> str:
    # Finding an address is slower than everything else about a row.
    return reverse(name, args=args)


@dataclass(frozen=True)
class KpiSpread:
    """One of the twelve over many units: the weighted figure and the spread behind it."""

    text: wording.LineText
    spark: SafeString | None
    counts: Sequence[Count]
    bar: SafeString | None
    is_hidden: bool


class Cell(NamedTuple):
    """One mark in the grid of units, drawn; there are thousands on a page."""

    name: str
    mark: SafeString


@dataclass(frozen=True)
class UnitRow:
    url: str
    node: Node
    cells: Sequence[Cell]


@dataclass(frozen=True)
class UnitsOverview:
    """The units below one, by name; never by how red they are."""

    node: Node
    period: Period
    names: Sequence[str]
    rows: Sequence[UnitRow]
    spreads: Sequence[KpiSpread]


def units_overview(
    node: Node,
    *,
    period: Period,
    today: date,
    audiences: Mapping[int, Audience],
    tree: OrganisationTree,
) -> UnitsOverview:
    """A chief's units directly below, and the twelve over all institutions further down.

    ``audiences`` says for each unit how near the one who looks stands; it holds ``node`` and
    every unit below it.
    """
    below = tree.below(node.pk)
    direct = tree.children(node.pk)
    # Only the whole has a curve; of the parts only the newest figure is shown.
    points = dict.fromkeys(below, 1) | {node.pk: picture.HISTORY}
    lines = picture.kpi_lines(
        list(points), on=_as_of(period, today), audience=audiences, tree=tree, points=points
    )
    words = {status: str(status.label) for status in Status}
    return UnitsOverview(
        node=node,
        period=period,
        names=[line.kpi.short_name for line in lines[node.pk]],
        rows=[_unit_row(child, lines[child.pk], words) for child in direct],
        spreads=[
            kpi_spread(line, _behind({pk: lines[pk][index] for pk in below}, tree))
            for index, line in enumerate(lines[node.pk])
        ],
    )


def _behind(lines: Mapping[int, KpiLine], tree: OrganisationTree) -> Sequence[KpiLine]:
    """The institutions whose figures stand behind a sum, each once: a cluster or its houses.

    As in the sum itself the lowest level that has figures counts, and never both.
    """
    institutions = [pk for pk in lines if tree.node(pk).is_institution]
    told = {
        pk for pk in institutions if lines[pk].status not in (Status.NO_DATA, Status.NOT_RELEVANT)
    }
    above_told = {node.pk for pk in told for node in tree.above(pk)}
    # With figures neither in the cluster nor below it, the lowest level says that there are none.
    above_any = {node.pk for pk in institutions for node in tree.above(pk)}
    return [
        lines[pk]
        for pk in institutions
        if pk not in above_told
        and (pk in told or pk not in above_any)
        and (pk in told or not any(node.pk in told for node in tree.above(pk)))
    ]


def _unit_row(node: Node, lines: Sequence[KpiLine], words: Mapping[Status, str]) -> UnitRow:
    cells = [
        Cell(line.kpi.short_name, marks.mark(line.status, _told(line, words))) for line in lines
    ]
    return UnitRow(_address("frontpage:units_below", node.pk), node, cells)


def _told(line: KpiLine, words: Mapping[Status, str]) -> str:
    return f"{words[line.status]}, {wording.value_text(line, line.value)}"


def kpi_spread(whole: KpiLine, parts: Sequence[KpiLine]) -> KpiSpread:
    """The figure of the whole beside how many of its parts have each status.

    Where each part is about one leader and hidden for that, the spread would be a riddle.
    """
    text = wording.words(whole)
    hidden = whole.kpi.is_about_one_leader and any(p.status is Status.TOO_FEW for p in parts)
    counted = [] if hidden else counts(parts)
    told = ", ".join(f"{count.count} {count.word}" for count in counted)
    title = ngettext(
        "%(name)s i %(units)d enhed: %(told)s",
        "%(name)s i %(units)d enheder: %(told)s",
        len(parts),
    ) % {"name": text.name, "units": len(parts), "told": told}
    values = [figure.value for figure in whole.history]
    return KpiSpread(
        text=text,
        spark=charts.sparkline(
            values, status=whole.status, title=text.movement, target=whole.target
        ),
        counts=counted,
        bar=charts.spread({count.status: count.count for count in counted}, title),
        is_hidden=hidden,
    )
