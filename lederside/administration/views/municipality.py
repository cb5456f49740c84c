"""How the portal looks and what it calls things here."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lederside.access.decorators import LeaderRequest, requires
from lederside.access.permissions import Permission
from lederside.administration import forms, titles
from lederside.administration.views.answering import form_page, see_other, sent, taken, way_to
from lederside.municipality import editing
from organisation.models import UnitKind


@require_http_methods(["GET", "POST"])
@requires(Permission.MUNICIPALITY_EDIT)
def municipality(request: LeaderRequest) -> HttpResponse:
    """Name, contact, logo, colour and days of review (da: kommunens oplysninger)."""
    form = forms.MunicipalityForm(*sent(request), instance=editing.current())
    if form.is_valid() and taken(form, lambda: _change(request, form), refused=ValidationError):
        messages.success(request, _("Kommunens oplysninger er gemt."))
        return see_other("administration:municipality")
    context = {"kinds": UnitKind.objects.all(), "trail": way_to(_("Kommunen"))}
    return form_page(request, form, context, "administration/municipality.html")


@require_http_methods(["GET", "POST"])
@requires(Permission.MUNICIPALITY_EDIT)
def kind(request: LeaderRequest, code: str) -> HttpResponse:
    """What one kind of unit and its leader are called (da: betegnelser)."""
    found = get_object_or_404(UnitKind, code=code)
    form = forms.KindForm(*sent(request), initial=_words(found))
    if form.is_valid() and taken(form, lambda: _name(request, code, form), refused=ValidationError):
        messages.success(request, _("Betegnelserne er gemt."))
        return see_other("administration:municipality")
    back = reverse("administration:municipality")
    context = {
        "heading": _("Betegnelser: %s") % found.name,
        "explained": _("Ordene bruges overalt i Min lederside, også om ældre tal."),
        "button": _("Gem betegnelserne"),
        "back": back,
        "trail": way_to(found.name, (_("Kommunen"), back)),
    }
    return form_page(request, form, context)


def _change(request: LeaderRequest, form: forms.MunicipalityForm) -> None:
    editing.change(by=request.user, at=timezone.now(), logo=form.new_logo, **form.fields_only)


def _words(found: UnitKind) -> dict[str, Any]:
    return {"name": found.name, "plural": found.plural, "leader_title": found.leader_title}


def _name(request: LeaderRequest, code: str, form: forms.KindForm) -> None:
    titles.change(code, **form.cleaned_data, by=request.user, at=timezone.now())
