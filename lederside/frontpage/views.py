from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kpis.audience import audience_for
from kpis.lines import Audience
from lederside.access.decorators import LeaderRequest, open_to_all, requires, signed_in
from lederside.access.permissions import Permission
from lederside.access.scope import granted
from lederside.audit import trail
from lederside.audit.models import AuditEvent
from lederside.frontpage import overview
from lederside.imports.periods import Period
from organisation import leaders
from organisation.tree import Node


@require_GET
@signed_in
def front(request: LeaderRequest) -> HttpResponse:
    """Whoever logs in comes here, and sees what their first role is about."""
    request.granted = granted(Permission.KPI_VIEW, request.assignments, request.tree)
    mine = request.tree.in_order(request.granted.own)
    institution = next((node for node in mine if not request.tree.children(node.pk)), None)
    if institution is not None:
        return _unit(request, institution, others=[node for node in mine if node != institution])
    if mine:
        return redirect("frontpage:units_below", pk=mine[0].pk)
    sums = granted(Permission.KPI_VIEW_SUMS, request.assignments, request.tree)
    if any(_is_a_sum(request, unit) for unit in sums.own):
        return redirect("frontpage:committee")
    if granted(Permission.KPI_IMPORT, request.assignments, request.tree):
        return redirect("administration:home")
    return render(request, "frontpage/no_role.html")


@require_GET
@requires(Permission.KPI_VIEW)
def unit_page(request: LeaderRequest, pk: int) -> HttpResponse:
    return _unit(request, _node(request, pk), others=[])


def _unit(request: LeaderRequest, node: Node, *, others: list[Node]) -> HttpResponse:
    audience = _audience(request, node.pk)
    period = overview.chosen_quarter(request.GET.get("kvartal"), request.today)
    shown = overview.unit_overview(
        node, period=period, today=request.today, audience=audience, tree=request.tree
    )
    _remember(request, node, period)
    is_own = node.pk in request.granted.own
    context = {
        "overview": shown,
        "quarters": overview.quarters(request.today),
        "is_own": is_own,
        "leaders": [] if is_own else leaders.names_of(node.pk, on=request.today),
        "others": others,
        "trail": None if is_own else _breadcrumbs(request, node),
        "has_units_below": bool(request.tree.children(node.pk)),
        "offer_report": _may(request, Permission.REPORT_MAKE, node),
        "offer_sheet": _may(request, Permission.MEETING_SHEET_MAKE, node),
    }
    return _page(request, "frontpage/unit.html", "overview", context)


@require_GET
@requires(Permission.KPI_VIEW)
def units(request: LeaderRequest) -> HttpResponse:
    """The units somebody looks after: straight to them when they all hang under one."""
    tops = _tops(request)
    if len(tops) == 1 and request.tree.children(tops[0].pk):
        return redirect("frontpage:units_below", pk=tops[0].pk)
    return render(request, "frontpage/units_list.html", {"nodes": tops})


@require_GET
@requires(Permission.KPI_VIEW)
def units_below(request: LeaderRequest, pk: int) -> HttpResponse:
    node = _node(request, pk)
    below = request.tree.below(pk)
    if not below:
        return redirect("frontpage:unit", pk=pk)
    period = overview.chosen_quarter(request.GET.get("kvartal"), request.today)
    shown = overview.units_overview(
        node,
        period=period,
        today=request.today,
        audiences={unit: _audience(request, unit) for unit in [pk, *below]},
        tree=request.tree,
    )
    _remember(request, node, period)
    context = {
        "overview": shown,
        "quarters": overview.quarters(request.today),
        "trail": _breadcrumbs(request, node),
        "offer_report": _may(request, Permission.REPORT_MAKE, node),
    }
    return _page(request, "frontpage/units.html", "overview", context)


@require_GET
@requires(Permission.KPI_VIEW_SUMS)
def committee(request: LeaderRequest) -> HttpResponse:
    """Sums for politicians: the whole and the areas, never one leader's figures."""
    period = overview.chosen_quarter(request.GET.get("kvartal"), request.today)
    root = _committee_unit(request)
    shown = overview.units_overview(
        root,
        period=period,
        today=request.today,
        audiences=dict.fromkeys([root.pk, *request.tree.below(root.pk)], Audience.COMMITTEE),
        tree=request.tree,
    )
    context = {"overview": shown, "quarters": overview.quarters(request.today)}
    return _page(request, "frontpage/committee.html", "overview", context)


@require_GET
@open_to_all
def help_page(request: HttpRequest) -> HttpResponse:
    return render(request, "frontpage/help.html")


@require_GET
@open_to_all
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "frontpage/accessibility.html")


def _page(
    request: LeaderRequest, template: str, part: str, context: dict[str, Any]
) -> HttpResponse:
    # htmx gets the part with a title, so that the browser's own title follows (WCAG 2.4.2).
    return render(request, f"{template}#{part}" if request.htmx else template, context)


def _remember(request: LeaderRequest, node: Node, period: Period) -> None:
    kind = AuditEvent.Kind.LINES_SEEN
    trail.seen(request, kind, subject_name=node.name, units=[node.pk], period=period.code)


def _node(request: LeaderRequest, pk: int) -> Node:
    if pk not in request.units:
        raise Http404
    return request.tree.node(pk)


def _audience(request: LeaderRequest, unit: int) -> Audience:
    return audience_for(unit, leads=request.granted.leads, nearest=request.granted.nearest)


def _tops(request: LeaderRequest) -> list[Node]:
    """Those of the units in reach that hang under none of the others."""
    inside = request.units
    return request.tree.in_order(pk for pk in inside if request.tree.node(pk).parent not in inside)


def _committee_unit(request: LeaderRequest) -> Node:
    own = request.tree.in_order(request.granted.own)
    node = next((one for one in own or _tops(request) if _is_a_sum(request, one.pk)), None)
    if node is None:
        raise Http404
    return node


def _is_a_sum(request: LeaderRequest, unit: int) -> bool:
    """Whether the figures of a unit are those of several leaders, and so for politicians."""
    below = [request.tree.node(pk) for pk in request.tree.below(unit)]
    return sum(node.is_institution for node in below) > 1


def _breadcrumbs(request: LeaderRequest, node: Node) -> list[tuple[str, str | None]]:
    above = [up for up in reversed(request.tree.above(node.pk)) if up.pk in request.units]
    links: list[tuple[str, str | None]] = [(_("Forside"), reverse("frontpage:front"))]
    links += [(up.name, reverse("frontpage:units_below", args=[up.pk])) for up in above]
    return [*links, (node.name, None)]


def _may(request: LeaderRequest, permission: Permission, node: Node) -> bool:
    return node.pk in granted(permission, request.assignments, request.tree).units
