"""From the lines of a unit to what stands in a document. The same lines as on the page."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from dialogues import guides
from kpis import picture, trends, wording
from kpis.lines import Audience, KpiLine
from kpis.models import Kpi
from kpis.status import Status
from lederside.imports.models import ImportRun
from lederside.imports.periods import Period
from lederside.municipality.models import Municipality
from lederside.ui import charts, numbers
from organisation import leaders
from organisation.models import Unit
from organisation.tree import Node, OrganisationTree
from reports.contents import (
    Fact,
    LineGroup,
    MeetingSheet,
    QuarterlyReport,
    ReportLine,
    StatusCount,
    TalkingPoint,
    mark_of,
)
from reports.models import Report

MOST_POINTS = 5
MOST_IN_DEPTH = 3
QUESTIONS_EACH = 2
MOST_OPEN_QUESTIONS = 3

_TEMPLATES = {
    Report.Kind.QUARTERLY: "reports/quarterly.html",
    Report.Kind.MEETING: "reports/meeting.html",
}


def html_of(
    kind: Report.Kind, unit: Unit, period: Period, audience: Audience, *, at: datetime
) -> str:
    """The whole document as HTML, with the figures as they stood at the period's end."""
    tree = OrganisationTree.on(period.ends_on)
    if unit.pk not in tree:
        tree = OrganisationTree.on(at.date())
    node = tree.node(unit.pk)
    lines = picture.kpi_lines([unit.pk], on=period.ends_on, audience=audience, tree=tree)[unit.pk]
    fill = quarterly if kind == Report.Kind.QUARTERLY else meeting
    content = fill(node, lines, period=period, tree=tree, at=at)
    return render_to_string(_TEMPLATES[kind], {"content": content})


def quarterly(
    node: Node, lines: Sequence[KpiLine], *, period: Period, tree: OrganisationTree, at: datetime
) -> QuarterlyReport:
    """What stands in the quarterly report of a unit."""
    above = tree.above(node.pk)
    facts = [Fact(label=_("Leder"), text=_leaders(node.pk, period))]
    if above:
        facts.append(Fact(label=_("Hører under"), text=above[0].name))
    facts.append(Fact(label=_("Type"), text=_kind(node)))
    return QuarterlyReport(
        municipality=_sender(),
        unit=node.name,
        period=wording.period_title(period),
        facts=facts,
        summary=summary(lines),
        counts=_counts(lines),
        talking_points=[_point(line) for line in worth_talking_about(lines)[:MOST_POINTS]],
        groups=[
            LineGroup(
                name=str(theme.label),
                lines=[_report_line(line) for line in lines if line.kpi.theme == theme],
            )
            for theme in Kpi.Theme
        ],
        notes=_notes(lines),
        source=_source(lines),
        made=_made(at),
    )


def meeting(
    node: Node, lines: Sequence[KpiLine], *, period: Period, tree: OrganisationTree, at: datetime
) -> MeetingSheet:
    """What stands on the one sheet of a dialogue meeting: few figures, questions, room to write."""
    worth = worth_talking_about(lines)
    above = tree.above(node.pk)
    asked = guides.questions_for([line.kpi.code for line in worth[:MOST_IN_DEPTH]], most=99)
    return MeetingSheet(
        municipality=_sender(),
        unit=node.name,
        leader=_leaders(node.pk, period),
        leader_above=_leaders(above[0].pk, period) if above else numbers.MISSING,
        period=wording.period_title(period),
        held_on="",
        points=[_point(line, asked) for line in worth[:MOST_IN_DEPTH]],
        others=[_report_line(line) for line in worth[MOST_IN_DEPTH:]],
        questions=[one.text for one in asked if one.kpi is None][:MOST_OPEN_QUESTIONS],
        made=_made(at),
    )


def worth_talking_about(lines: Iterable[KpiLine]) -> Sequence[KpiLine]:
    """The red and then the yellow ones; among equals those that get worse first."""
    colours = (Status.NOT_MET, Status.PARTLY_MET)
    found = [line for line in lines if line.status in colours]
    return sorted(
        found,
        key=lambda line: (
            colours.index(line.status),
            not trends.worth_talking_about(line),
            line.kpi.order,
        ),
    )


def summary(lines: Sequence[KpiLine]) -> Sequence[str]:
    """What stands at the top, one paragraph each, with small numbers in words."""
    judged = [line for line in lines if line.status.is_colour]
    if not judged:
        return [_("Der er ingen tal at vise for kvartalet.")]
    counts = Counter(line.status for line in judged)
    first = _("%(met)s af %(judged)s mål er opfyldt.") % {
        "met": _in_words(counts[Status.MET]).capitalize(),
        "judged": _in_words(len(judged)),
    }
    grey = len(lines) - len(judged)
    if not grey:
        return [first]
    words = {"grey": _in_words(grey).capitalize()}
    return [f"{first} {_('%(grey)s mål har ingen vurdering i kvartalet.') % words}"]


def _in_words(number: int) -> str:
    """Zero to twelve in words, as in running Danish text."""
    words = _("nul et to tre fire fem seks syv otte ni ti elleve tolv").split()
    return words[number] if number < len(words) else str(number)


def _counts(lines: Iterable[KpiLine]) -> Sequence[StatusCount]:
    counted = Counter(line.status if line.status.is_colour else None for line in lines)
    found = [
        StatusCount(mark=mark_of(status), word=str(status.label), count=counted[status])
        for status in (Status.NOT_MET, Status.PARTLY_MET, Status.MET)
    ]
    grey = StatusCount(mark="grey", word=_("Ingen vurdering"), count=counted[None])
    return [*found, grey]


def _point(line: KpiLine, asked: Sequence[guides.GuideQuestion] = ()) -> TalkingPoint:
    text = wording.words(line)
    reasons = " ".join(trends.worth_talking_about(line))
    return TalkingPoint(
        name=text.name,
        mark=mark_of(line.status),
        status_word=text.status_word,
        result=text.value,
        target=text.target if line.target is not None else "",
        reading=reasons or _sentence(text.message),
        sparkline=_curve(line, text),
        span=_span(line),
        questions=[one.text for one in asked if one.kpi == line.kpi.code][:QUESTIONS_EACH],
    )


def _sentence(text: str) -> str:
    return f"{text.removesuffix('.')}." if text else ""


def _report_line(line: KpiLine) -> ReportLine:
    text = wording.words(line)
    # The notes explain the other greys once for all.
    needs_remark = line.status in (Status.STALE, Status.NOT_RELEVANT)
    return ReportLine(
        name=text.name,
        mark=mark_of(line.status),
        status_word=text.status_word,
        result=text.value,
        target=text.target,
        change=text.change_words,
        sparkline=_curve(line, text),
        remark=text.message if needs_remark else "",
    )


def _curve(line: KpiLine, text: wording.LineText) -> SafeString | None:
    values = [figure.value for figure in line.history]
    return charts.sparkline(values, status=line.status, title=text.movement, target=line.target)


def _span(line: KpiLine) -> str:
    if len(line.history) < 2:
        return ""
    first, last = line.history[0].period, line.history[-1].period
    return _("%(first)s til %(last)s") % {
        "first": wording.period_title(first),
        "last": wording.period_title(last),
    }


def _notes(lines: Sequence[KpiLine]) -> Sequence[Fact]:
    notes = [
        Fact(
            label=_("Status"),
            text=_(
                "Opfyldt er grøn, delvist opfyldt er gul, ikke opfyldt er rød. Grå er ingen vurdering. "
                "Farven følger tallet og de grænser, der gælder for året."
            ),
        ),
        Fact(
            label=_("Måltal"),
            text=_("Det, vi går efter. Det er ikke det samme som grænsen for opfyldt."),
        ),
        Fact(
            label=_("Kurven"),
            text=_("Den stiplede linje er måltallet, og mærket er det nyeste tal."),
        ),
    ]
    if any(line.status is Status.STALE for line in lines):
        text = _("Tallet er ældre, end målet skal være. Det sidste tal står der stadig.")
        notes.append(Fact(label=_("Forældet"), text=text))
    if any(line.status is Status.TOO_FEW for line in lines):
        text = _("For få indgår til, at tallet kan vises. Det beskytter den enkelte medarbejder.")
        notes.append(Fact(label=_("For få svar"), text=text))
    return notes


def _source(lines: Iterable[KpiLine]) -> str:
    runs = sorted({line.run for line in lines if line.run is not None})
    files = ImportRun.objects.filter(pk__in=runs).order_by("pk").values_list("pk", "file_name")
    told = ", ".join(f"{name} ({pk})" for pk, name in files)
    return _("Tallene kommer fra indlæsning: %s.") % told if told else ""


def _leaders(unit: int, period: Period) -> str:
    return ", ".join(leaders.names_of(unit, on=period.ends_on)) or numbers.MISSING


def _kind(node: Node) -> str:
    return _("%s, selvejende") % node.kind_name if node.is_self_governing else node.kind_name


def _sender() -> str:
    municipality = Municipality.objects.get(pk=Municipality.ONLY)
    return ", ".join(filter(None, [municipality.name, municipality.department]))


def _made(at: datetime) -> str:
    return _("Dannet %(day)s %(clock)s") % {
        "day": numbers.long_date(at.date()),
        "clock": numbers.clock(at),
    }
