from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRedirect

from kpis.audience import audience_for
from kpis.lines import Audience
from lederside.access.decorators import LeaderRequest, requires
from lederside.access.permissions import Permission
from lederside.access.scope import granted
from lederside.audit import trail
from lederside.audit.models import AuditEvent
from lederside.jobs.models import Job
from organisation.models import Unit
from organisation.tree import Node
from reports import ordering
from reports.models import Report

KINDS = {"kvartalsrapport": Report.Kind.QUARTERLY, "moedeark": Report.Kind.MEETING}


@require_GET
@requires(Permission.REPORT_MAKE)
def listed(request: LeaderRequest) -> HttpResponse:
    mine = Report.objects.filter(ordered_by=request.user, unit__in=request.units)
    ordered = mine.select_related("job").defer("content").order_by("-pk")
    found = [report for report in ordered if _may_still_read(request, report)]
    page = Paginator(found, 25).get_page(request.GET.get("page"))
    rows = [(report, request.tree.node(report.unit_id).name) for report in page]
    return render(request, "reports/list.html", {"page": page, "rows": rows})


@require_POST
@requires(Permission.REPORT_MAKE)
def order(request: LeaderRequest, unit: int, period: str, kind: str) -> HttpResponse:
    wanted = KINDS.get(kind)
    if wanted is None or unit not in _allowed(request, wanted):
        raise Http404
    audience = _audience(request, unit)
    now = timezone.localtime()
    try:
        quarter = ordering.quarter(period, at=now)
    except ordering.NotPossible as reason:
        return render(request, "reports/not_possible.html", {"reason": reason}, status=422)
    report = ordering.order(
        wanted, Unit.objects.get(pk=unit), quarter, audience, by=request.user, at=now
    )
    return redirect("reports:report", pk=report.pk)


@require_GET
@never_cache
@requires(Permission.REPORT_MAKE)
def report(request: LeaderRequest, pk: int) -> HttpResponse:
    found = _report(request, pk)
    unit = request.tree.node(found.unit_id)
    if found.made_at is None and found.job is not None and found.job.state != Job.State.FAILED:
        return render(request, "ui/waiting.html", _waiting(found, unit))
    if request.htmx:
        return HttpResponseClientRedirect(request.path)
    return render(request, "reports/report.html", {"report": found, "unit": unit})


@require_GET
@never_cache
@requires(Permission.REPORT_MAKE)
def download(request: LeaderRequest, pk: int) -> HttpResponse:
    found = _report(request, pk)
    if found.content is None:
        raise Http404
    unit = request.tree.node(found.unit_id)
    trail.seen(request, AuditEvent.Kind.REPORT_SEEN, subject_name=str(found), units=[unit.pk])
    name = f"{slugify(found.get_kind_display())}-{slugify(unit.name)}-{found.period}.pdf"
    response = HttpResponse(bytes(found.content), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def _report(request: LeaderRequest, pk: int) -> Report:
    mine = Report.objects.filter(ordered_by=request.user, unit__in=request.units)
    found = get_object_or_404(mine.select_related("job"), pk=pk)
    if not _may_still_read(request, found):
        raise Http404
    return found


def _may_still_read(request: LeaderRequest, report: Report) -> bool:
    """A document holds what its reader could see that day, and is not for somebody further away."""
    if report.unit_id not in _allowed(request, Report.Kind(report.kind)):
        return False
    nearest_first = list(Audience)
    then = nearest_first.index(Audience(report.audience))
    return nearest_first.index(_audience(request, report.unit_id)) <= then


def _audience(request: LeaderRequest, unit: int) -> Audience:
    return audience_for(unit, leads=request.granted.leads, nearest=request.granted.nearest)


def _waiting(report: Report, unit: Node) -> dict[str, str]:
    return {
        "heading": _("%(document)s dannes") % {"document": report.get_kind_display()},
        "text": _("%(unit)s, %(period)s. Det tager som regel få sekunder.")
        % {"unit": unit.name, "period": report.period},
        "stop_url": reverse("frontpage:unit", args=[unit.pk]),
    }


def _allowed(request: LeaderRequest, kind: Report.Kind) -> frozenset[int]:
    """The reach that stands behind each kind; a meeting sheet is between two people."""
    if kind == Report.Kind.QUARTERLY:
        return request.units
    return granted(Permission.MEETING_SHEET_MAKE, request.assignments, request.tree).units
