"""Units: find them, and say what becomes of them and from when."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.db.models import F, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from kpis import refreshing
from lederside.access.decorators import LeaderRequest, requires
from lederside.access.permissions import Permission
from lederside.administration import forms, unit_lists
from lederside.administration.views import listing
from lederside.administration.views.answering import form_page, see_other, sent, taken, way_to
from lederside.ui.numbers import short_date
from organisation import changes
from organisation.changes import NotPossible
from organisation.models import Assignment, Succession, Unit
from organisation.tree import Node


@require_GET
@requires(Permission.ORGANISATION_EDIT)
def units(request: LeaderRequest) -> HttpResponse:
    """All units by the chain, and after them those that are closed or to come (da: enheder)."""
    search = listing.sought(request)
    rows = unit_lists.rows(request.tree, on=request.today, search=search)
    if listing.wants_csv(request):
        return _as_csv(request, rows)
    page = listing.page_of(request, rows)
    leaders = unit_lists.leaders_of([row.pk for row in page], on=request.today)
    context = {
        "page": page,
        "rows": [(row, leaders.get(row.pk, "")) for row in page],
        "search": search,
        "trail": way_to(_("Enheder")),
    }
    told = ngettext("%(count)s enhed", "%(count)s enheder", len(rows)) % {"count": len(rows)}
    return listing.show(request, "administration/units.html", context, told=told)


@require_GET
@requires(Permission.ORGANISATION_EDIT)
def unit(request: LeaderRequest, pk: int) -> HttpResponse:
    """One unit: what it is, where it hangs, who has a role there, and how it came to be."""
    found = _unit(request, pk)
    name = _name(request, found)
    context = {
        "unit": found,
        "name": name,
        "is_open": pk in request.tree,
        "has_closed": found.is_over(request.today),
        "names": found.names.order_by(F("valid_from").desc(nulls_last=True)),
        "placements": _placements(request, found),
        "below": request.tree.children(pk),
        "trail": way_to(name, _list()),
        **_people(request, found),
        **_kin(request, found),
    }
    return render(request, "administration/unit.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.ORGANISATION_EDIT)
def unit_new(request: LeaderRequest) -> HttpResponse:
    """Open a unit on a day (da: ny enhed)."""
    form = forms.UnitForm(*sent(request), tree=request.tree, initial={"on": request.today})
    if form.is_valid() and taken(form, lambda: _open(request, form), refused=NotPossible):
        messages.success(request, _("Enheden er oprettet."))
        return see_other("administration:units")
    context = {
        "heading": _("Ny enhed"),
        "button": _("Opret enheden"),
        "back": reverse("administration:units"),
        "trail": way_to(_("Ny enhed"), _list()),
    }
    return form_page(request, form, context)


@require_http_methods(["GET", "POST"])
@requires(Permission.ORGANISATION_EDIT)
def unit_rename(request: LeaderRequest, pk: int) -> HttpResponse:
    """Give a unit another name from a day. Earlier figures keep the earlier name."""
    found = _unit(request, pk)
    form = forms.NameForm(*sent(request), initial={"on": request.today})
    if form.is_valid() and taken(form, lambda: _rename(request, found, form), refused=NotPossible):
        messages.success(request, _("Det nye navn er skrevet ind."))
        return see_other("administration:unit", pk)
    context = _step(request, found, _("Omdøb %s"), _("Gem det nye navn"))
    context["explained"] = _(
        "Navnet skifter fra den dag, du vælger. Ældre tal og dokumenter beholder det gamle navn."
    )
    return form_page(request, form, context)


@require_http_methods(["GET", "POST"])
@requires(Permission.ORGANISATION_EDIT)
def unit_move(request: LeaderRequest, pk: int) -> HttpResponse:
    """Hang a unit somewhere else in the chain from a day."""
    found = _unit(request, pk)
    form = forms.MoveForm(*sent(request), tree=request.tree, initial={"on": request.today})
    if form.is_valid() and taken(form, lambda: _move(request, found, form), refused=NotPossible):
        messages.success(request, _("Flytningen er skrevet ind."))
        return see_other("administration:unit", pk)
    context = _step(request, found, _("Flyt %s"), _("Flyt enheden"))
    context["will_happen"] = [
        _("Alt, der ligger under enheden, flytter med."),
        _("Fra den dag, du vælger, følger det, ledere må se, den nye ledelseskæde."),
        _("Ældre tal tælles stadig med der, hvor enheden lå dengang."),
    ]
    return form_page(request, form, context)


@require_http_methods(["GET", "POST"])
@requires(Permission.ORGANISATION_EDIT)
def unit_close(request: LeaderRequest, pk: int) -> HttpResponse:
    """Close a unit after its last day. Nothing of it is deleted."""
    found = _unit(request, pk)
    form = forms.CloseForm(*sent(request), tree=request.tree)
    if form.is_valid() and taken(form, lambda: _close(request, found, form), refused=NotPossible):
        messages.success(request, _("Lukningen er skrevet ind."))
        return see_other("administration:unit", pk)
    context = _step(request, found, _("Luk %s"), _("Luk enheden"))
    context |= {"will_happen": _when_closed(request, found), "is_danger": True}
    return form_page(request, form, context)


def _open(request: LeaderRequest, form: forms.UnitForm) -> None:
    given = form.cleaned_data
    changes.open_unit(
        number=given["number"],
        name=given["name"],
        kind=given["kind"],
        parent=_row(given["parent"]),
        is_self_governing=given["is_self_governing"],
        by=request.user,
        at=timezone.now(),
        on=given["on"],
    )
    _sum_anew(request)


def _rename(request: LeaderRequest, found: Unit, form: forms.NameForm) -> None:
    given = form.cleaned_data
    changes.rename(found, given["name"], by=request.user, at=timezone.now(), on=given["on"])


def _move(request: LeaderRequest, found: Unit, form: forms.MoveForm) -> None:
    given = form.cleaned_data
    changes.move(found, _row(given["parent"]), by=request.user, at=timezone.now(), on=given["on"])
    _sum_anew(request)


def _close(request: LeaderRequest, found: Unit, form: forms.CloseForm) -> None:
    changes.close(
        found,
        successor=_row(form.cleaned_data["successor"]),
        by=request.user,
        at=timezone.now(),
        on=form.closes_on,
    )
    _sum_anew(request)


def _sum_anew(request: LeaderRequest) -> None:
    # The sums stand above the organisation in the layers, so the edge asks for them anew.
    refreshing.ask(by=request.user, at=timezone.now())


def _row(node: Node | None) -> Unit | None:
    return Unit.objects.get(pk=node.pk) if node else None


def _unit(request: LeaderRequest, pk: int) -> Unit:
    reached = Unit.objects.select_related("kind")
    if not request.granted.anywhere:
        reached = reached.filter(pk__in=request.units)
    return get_object_or_404(reached, pk=pk)


def _name(request: LeaderRequest, found: Unit) -> str:
    return unit_lists.names_of([found.pk], tree=request.tree).get(found.pk, found.number)


def _list() -> tuple[str, str]:
    return _("Enheder"), reverse("administration:units")


def _step(request: LeaderRequest, found: Unit, heading: str, button: str) -> dict[str, Any]:
    name = _name(request, found)
    back = reverse("administration:unit", args=[found.pk])
    return {
        "heading": heading % name,
        "button": button,
        "back": back,
        "trail": way_to(heading % name, _list(), (name, back)),
    }


def _when_closed(request: LeaderRequest, found: Unit) -> list[str]:
    told = [
        _("Enheden forsvinder fra menuer og lister dagen efter sin sidste dag."),
        _("Alle roller på enheden slutter samme dag."),
        _("Dens tal, navn og tidligere roller bliver stående og kan stadig findes."),
    ]
    below = len(request.tree.children(found.pk))
    if below:
        told.append(
            ngettext(
                "Én enhed ligger under den. Den flytter til efterfølgeren.",
                "%(count)s enheder ligger under den. De flytter til efterfølgeren.",
                below,
            )
            % {"count": below}
        )
    return told


def _placements(request: LeaderRequest, found: Unit) -> list[tuple[Any, str]]:
    placements = list(found.placements.order_by(F("valid_from").desc(nulls_last=True)))
    parents = [place.parent_id for place in placements if place.parent_id is not None]
    names = unit_lists.names_of(parents, tree=request.tree)
    return [(place, names.get(place.parent_id or 0, "")) for place in placements]


def _people(request: LeaderRequest, found: Unit) -> dict[str, Sequence[Assignment]]:
    held = list(found.assignments.select_related("person").order_by("role", "person__name", "pk"))
    return {
        "people": [role for role in held if not role.is_over(request.today)],
        "people_before": [role for role in held if role.is_over(request.today)],
    }


def _kin(request: LeaderRequest, found: Unit) -> dict[str, list[tuple[Succession, int, str]]]:
    kin = Succession.objects.filter(Q(predecessor=found) | Q(successor=found)).order_by("on")
    others = {row: _other(row, found) for row in kin}
    names = unit_lists.names_of(others.values(), tree=request.tree)
    told = [(row, other, names.get(other, "")) for row, other in others.items()]
    return {
        "successors": [each for each in told if each[0].predecessor_id == found.pk],
        "predecessors": [each for each in told if each[0].successor_id == found.pk],
    }


def _other(row: Succession, found: Unit) -> int:
    return row.successor_id if row.predecessor_id == found.pk else row.predecessor_id


def _as_csv(request: LeaderRequest, rows: Sequence[unit_lists.UnitRow]) -> HttpResponse:
    leaders = unit_lists.leaders_of([row.pk for row in rows], on=request.today)
    headers = [
        _("Nummer"),
        _("Navn"),
        _("Type"),
        _("Hører under"),
        _("Leder"),
        _("Selvejende"),
        _("Lukket"),
    ]
    lines = (
        (
            row.number,
            row.name,
            row.kind,
            row.above,
            leaders.get(row.pk, ""),
            _("ja") if row.is_self_governing else _("nej"),
            short_date(row.closed_on) if row.closed_on else "",
        )
        for row in rows
    )
    return listing.as_csv(_("enheder"), headers, lines)
