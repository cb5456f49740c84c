"""How a form's page answers: 200 to look, 422 with what is wrong, 303 when it is done."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render, resolve_url
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from lederside.access.decorators import LeaderRequest

Way = list[tuple[str, str | None]]


class SeeOther(HttpResponseRedirect):
    """After a POST: the page to see now, fetched with GET."""

    status_code = 303


def sent(request: LeaderRequest) -> tuple[QueryDict | None, MultiValueDict[str, Any] | None]:
    """What was sent to a form, also when that is nothing; None for somebody who only looks."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def see_other(to: str, *args: object) -> SeeOther:
    return SeeOther(resolve_url(to, *args))


def way_to(title: str, /, *between: tuple[str, str]) -> Way:
    """The crumbs from the administration's front to a page; ``between`` is (title, address)."""
    return [(_("Administration"), reverse("administration:home")), *between, (title, None)]


def form_page(
    request: LeaderRequest, form: BaseForm, context: dict[str, Any], template: str = ""
) -> HttpResponse:
    """A page with one form. With errors it keeps what was written and answers 422."""
    context = {"form": form} | context
    status = 422 if form.errors else 200
    return render(request, template or "administration/step.html", context, status=status)


def taken(
    form: BaseForm,
    step: Callable[[], object],
    *,
    refused: type[Exception] | tuple[type[Exception], ...],
) -> bool:
    """Take the step of a valid form. When it is ``refused``, the reason stands on the form."""
    try:
        step()
    except refused as reason:
        form.add_error(None, reason if isinstance(reason, ValidationError) else str(reason))
        return False
    return True
