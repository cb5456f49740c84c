"""Måltal and limits: what holds in a year, and new decisions about it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kpis import limits as deciding
from kpis import rules
from kpis.forms import CopyYearForm, LimitsForm, TargetForm
from kpis.lines import KpiFacts
from kpis.models import Level
from lederside.access.decorators import LeaderRequest, requires
from lederside.access.permissions import Permission
from lederside.administration import decisions
from lederside.administration.views import listing
from lederside.administration.views.answering import form_page, see_other, sent, taken, way_to
from organisation.models import UnitKind


@require_GET
@requires(Permission.LIMITS_SET)
def limits(request: LeaderRequest) -> HttpResponse:
    """The twelve with what holds for each in a year (da: måltal og grænser)."""
    year = _year(request)
    kinds = dict(UnitKind.objects.values_list("code", "name"))
    rows = decisions.rows(rules.current(), year, kinds)
    if listing.wants_csv(request):
        return _as_csv(rows, year)
    context = {
        "rows": rows,
        "year": str(year),
        "years": [str(each) for each in range(request.today.year + 1, request.today.year - 5, -1)],
        "trail": way_to(_("Måltal og grænser")),
    }
    return render(request, "administration/limits.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.LIMITS_SET)
def set_target(request: LeaderRequest, code: str) -> HttpResponse:
    """Decide what to aim for. The måltal of before keeps its year (da: sæt måltal)."""
    kpi, level = _kpi(code), _level(request)
    form = TargetForm(*sent(request), kpi=kpi, level=level, initial=_before(request, kpi))
    if form.is_valid() and taken(form, lambda: _save(request, form), refused=deciding.NotPossible):
        messages.success(request, _("Måltallet er sat."))
        return see_other(_list_of(form.cleaned_data["year"]))
    context = _step(_("Sæt måltal: %s") % kpi.name, _("Sæt måltallet"))
    context["explained"] = form.definition.formula
    return form_page(request, form, context)


@require_http_methods(["GET", "POST"])
@requires(Permission.LIMITS_SET)
def set_limits(request: LeaderRequest, code: str) -> HttpResponse:
    """Decide where green and yellow end. Earlier years keep their colours (da: sæt grænser)."""
    kpi, level = _kpi(code), _level(request)
    initial = _before(request, kpi) | _ends(request, kpi, level)
    form = LimitsForm(*sent(request), kpi=kpi, level=level, initial=initial)
    if form.is_valid() and taken(form, lambda: _save(request, form), refused=deciding.NotPossible):
        messages.success(request, _("Grænserne er sat."))
        return see_other(_list_of(form.cleaned_data["year"]))
    context = _step(_("Sæt grænser: %s") % kpi.name, _("Sæt grænserne"))
    context["will_happen"] = [
        _("Farverne regnes om for perioder, der slutter i det år, du vælger, og senere."),
        _("De gamle grænser bliver stående for årene før."),
    ]
    return form_page(request, form, context)


@require_http_methods(["GET", "POST"])
@requires(Permission.LIMITS_SET)
def copy_year(request: LeaderRequest) -> HttpResponse:
    """Decide for a later year what holds in this one (da: kopiér til næste år)."""
    year = _year(request)
    initial = {"year_from": year, "year_to": year + 1, "decided_on": request.today}
    form = CopyYearForm(*sent(request), initial=initial)
    copied: list[int] = []
    if form.is_valid() and taken(
        form, lambda: copied.append(_copy(request, form)), refused=deciding.NotPossible
    ):
        given = form.cleaned_data
        messages.success(
            request, deciding.copied_text(copied[0], given["year_from"], given["year_to"])
        )
        return see_other(_list_of(given["year_to"]))
    context = _step(_("Kopiér til et andet år"), _("Kopiér"))
    context["will_happen"] = [
        _("Alle måltal og grænser fra det ene år besluttes også for det andet."),
        _("Det, der allerede er besluttet for det andet år, bliver stående."),
    ]
    return form_page(request, form, context)


def _save(request: LeaderRequest, form: TargetForm | LimitsForm) -> None:
    form.save(by=request.user, at=timezone.now())


def _copy(request: LeaderRequest, form: CopyYearForm) -> int:
    return form.save(by=request.user, at=timezone.now())


def _year(request: LeaderRequest) -> int:
    """The year that is asked for; one that is no year becomes this year."""
    asked = request.GET.get("aar", "")
    year = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) == 4 else 0
    known = deciding.FIRST_YEAR <= year <= deciding.LAST_YEAR
    return year if known else request.today.year


def _kpi(code: str) -> KpiFacts:
    kpi = rules.current().by_code.get(code.upper())
    if kpi is None:
        raise Http404
    return kpi


def _level(request: LeaderRequest) -> str:
    return Level.ABOVE if request.GET.get("niveau") == Level.ABOVE else Level.UNIT


def _kind(request: LeaderRequest) -> str | None:
    return request.GET.get("type", "")[:30].replace("\0", "") or None


def _before(request: LeaderRequest, kpi: KpiFacts) -> dict[str, Any]:
    known = rules.current()
    target = known.targets.standing(kpi.pk, _level(request), _kind(request), _year(request))
    return {
        "year": _year(request),
        "kind": _kind(request),
        "decided_on": request.today,
        "value": target.what if target else None,
    }


def _ends(request: LeaderRequest, kpi: KpiFacts, level: str) -> dict[str, Any]:
    found = rules.current().limits.standing(kpi.pk, level, _kind(request), _year(request))
    return dict(deciding.ends_of(found.what)) if found else {}


def _list_of(year: int) -> str:
    return f"{reverse('administration:limits')}?aar={year}"


def _step(heading: str, button: str) -> dict[str, Any]:
    back = reverse("administration:limits")
    return {
        "heading": heading,
        "button": button,
        "back": back,
        "trail": way_to(heading, (_("Måltal og grænser"), back)),
    }


def _as_csv(rows: list[decisions.DecisionRow], year: int) -> HttpResponse:
    headers = [
        _("Kode"),
        _("Mål"),
        _("Gælder"),
        _("Grøn"),
        _("Gul"),
        _("Grænser besluttet"),
        _("Måltal"),
        _("Måltal besluttet"),
    ]
    lines = (
        (
            row.code,
            row.name,
            row.applies_to,
            row.green,
            row.yellow,
            row.limits_by,
            row.target,
            row.target_by,
        )
        for row in rows
    )
    return listing.as_csv(_("maaltal-og-graenser-%d") % year, headers, lines)
