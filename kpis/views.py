from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kpis import picture, receipt, showing, wording
from kpis.audience import audience_for
from lederside.access.decorators import LeaderRequest, requires
from lederside.access.permissions import Permission
from lederside.audit import trail
from lederside.audit.models import AuditEvent


@require_GET
@requires(Permission.KPI_VIEW)
def target(request: LeaderRequest, unit: int, code: str) -> HttpResponse:
    """One of the twelve for one unit: how it has gone, what it means, where it comes from."""
    if unit not in request.units:
        raise Http404
    node = request.tree.node(unit)
    audience = audience_for(unit, leads=request.granted.leads, nearest=request.granted.nearest)
    lines = picture.kpi_lines([unit], on=request.today, audience=audience, tree=request.tree)[unit]
    line = next((one for one in lines if one.kpi.code == code.upper()), None)
    if line is None:
        raise Http404
    trail.seen(
        request, AuditEvent.Kind.LINES_SEEN, subject_name=node.name, units=[unit], kpi=line.kpi.code
    )
    year = line.period.ends_on.year if line.period else request.today.year
    context = {
        "node": node,
        "line": line,
        "text": wording.words(line),
        "chart": showing.trend_chart(line),
        "history": showing.history(line),
        "limits": showing.limits(line),
        "fraction": showing.fraction(line),
        "receipt": receipt.of(line, kind=node.kind, year=year),
        "trail": [
            (_("Forside"), reverse("frontpage:front")),
            (node.name, reverse("frontpage:unit", args=[unit])),
            (line.kpi.name, None),
        ],
        "neighbours": [(one.kpi.code, one.kpi.name) for one in lines],
    }
    return render(request, "kpis/target.html", context)
