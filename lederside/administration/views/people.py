"""People and roles: who may log in, and what they are where and when."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lederside.access.decorators import LeaderRequest, requires
from lederside.access.permissions import Permission
from lederside.accounts import inviting
from lederside.accounts.models import User
from lederside.administration import forms, people_lists, roles, unit_lists
from lederside.administration.views import listing
from lederside.administration.views.answering import form_page, see_other, sent, taken, way_to
from organisation import changes
from organisation.changes import NotPossible
from organisation.models import Assignment, Unit


@require_GET
@requires(Permission.ORGANISATION_EDIT)
def people(request: LeaderRequest) -> HttpResponse:
    """Everybody who can log in, with their roles today (da: personer og roller)."""
    search, role = listing.sought(request), listing.sought(request, "rolle")
    found = people_lists.found(search=search, role=role, on=request.today)
    if listing.wants_csv(request):
        return _as_csv(request, found)
    page = listing.page_of(request, found)
    context = {
        "page": page,
        "rows": _rows(request, list(page)),
        "search": search,
        "role": role,
        "roles": _choices(),
        "trail": way_to(_("Personer og roller")),
    }
    count = page.paginator.count
    told = ngettext("%(count)s person", "%(count)s personer", count) % {"count": count}
    return listing.show(request, "administration/people.html", context, told=told)


@require_GET
@requires(Permission.ORGANISATION_EDIT)
def person(request: LeaderRequest, pk: int) -> HttpResponse:
    """One person with all roles, also those that are over or to come."""
    found = get_object_or_404(User, pk=pk)
    held = list(found.assignments.order_by("valid_from", "pk"))
    names = unit_lists.names_of([row.unit_id for row in held if row.unit_id], tree=request.tree)
    told = [(row, names.get(row.unit_id or 0, "")) for row in held]
    context = {
        "person": found,
        "log_in": people_lists.log_in_words(found),
        "offer_invitation": found.is_active and found.last_login is None,
        "roles": [each for each in told if not each[0].is_over(request.today)],
        "roles_before": [each for each in told if each[0].is_over(request.today)],
        "trail": way_to(str(found), _list()),
    }
    return render(request, "administration/person.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.ORGANISATION_EDIT)
def invite(request: LeaderRequest) -> HttpResponse:
    """Let somebody in: they get a letter and choose their own password (da: inviter)."""
    form = forms.InviteForm(*sent(request))
    invited: list[User] = []
    if form.is_valid() and taken(
        form, lambda: invited.append(_invite(request, form)), refused=ValidationError
    ):
        messages.success(request, _("Invitationen er sendt til %s.") % invited[0].email)
        return see_other("administration:person", invited[0].pk)
    context = {
        "heading": _("Inviter en person"),
        "explained": _("En ny person ser intet, før du har givet en rolle."),
        "button": _("Send invitationen"),
        "back": reverse("administration:people"),
        "trail": way_to(_("Inviter en person"), _list()),
    }
    return form_page(request, form, context)


@require_POST
@requires(Permission.ORGANISATION_EDIT)
def invite_again(request: LeaderRequest, pk: int) -> HttpResponse:
    """Send the letter once more to somebody who has not logged in yet."""
    found = get_object_or_404(User, pk=pk, is_active=True)
    try:
        inviting.invite(found.email, found.name, by=request.user, at=timezone.now())
    except ValidationError as reason:
        messages.error(request, " ".join(reason.messages))
    else:
        messages.success(request, _("Invitationen er sendt til %s.") % found.email)
    return see_other("administration:person", pk)


@require_http_methods(["GET", "POST"])
@requires(Permission.ORGANISATION_EDIT)
def give_role(request: LeaderRequest, pk: int) -> HttpResponse:
    """Make a person something somewhere from a day (da: giv en rolle)."""
    found = get_object_or_404(User, pk=pk)
    form = forms.RoleForm(*sent(request), tree=request.tree, initial={"begins": request.today})
    if form.is_valid() and taken(form, lambda: _assign(request, found, form), refused=NotPossible):
        messages.success(request, _("Rollen er skrevet ind."))
        return see_other("administration:person", pk)
    heading = _("Giv %s en rolle") % found
    context = {
        "heading": heading,
        "explained": _("Rollen bestemmer, hvad personen må se, i netop den periode."),
        "button": _("Giv rollen"),
        "back": reverse("administration:person", args=[pk]),
        "trail": way_to(heading, _list(), _to(found)),
    }
    return form_page(request, form, context)


@require_http_methods(["GET", "POST"])
@requires(Permission.ORGANISATION_EDIT)
def end_role(request: LeaderRequest, pk: int) -> HttpResponse:
    """Let a role end after its last day. The period before it stays as it was."""
    role = get_object_or_404(Assignment.objects.select_related("person"), pk=pk)
    form = forms.EndRoleForm(*sent(request), initial={"last_day": request.today})
    if form.is_valid() and taken(form, lambda: _end(request, role, form), refused=NotPossible):
        messages.success(request, _("Rollens sidste dag er skrevet ind."))
        return see_other("administration:person", role.person_id)
    heading = _("Afslut rollen som %s") % role.get_role_display().lower()
    context = {
        "heading": heading,
        "will_happen": [
            _("%s kan ikke længere se det, rollen gav adgang til, dagen efter den sidste dag.")
            % role.person,
            _("Perioden før bliver stående, så man kan se, hvem der havde rollen hvornår."),
        ],
        "is_danger": True,
        "button": _("Afslut rollen"),
        "back": reverse("administration:person", args=[role.person_id]),
        "trail": way_to(heading, _list(), _to(role.person)),
    }
    return form_page(request, form, context)


def _invite(request: LeaderRequest, form: forms.InviteForm) -> User:
    given = form.cleaned_data
    return inviting.invite(given["email"], given["name"], by=request.user, at=timezone.now())


def _assign(request: LeaderRequest, found: User, form: forms.RoleForm) -> None:
    given = form.cleaned_data
    node = given["unit"]
    changes.assign(
        found,
        given["role"],
        Unit.objects.get(pk=node.pk) if node else None,
        valid_from=given["begins"],
        valid_to=form.ends,
        by=request.user,
        at=timezone.now(),
    )


def _end(request: LeaderRequest, role: Assignment, form: forms.EndRoleForm) -> None:
    roles.end(role, by=request.user, at=timezone.now(), on=form.ends)


def _list() -> tuple[str, str]:
    return _("Personer og roller"), reverse("administration:people")


def _to(found: User) -> tuple[str, str]:
    return str(found), reverse("administration:person", args=[found.pk])


def _choices() -> list[tuple[str, Any]]:
    return [
        ("", _("Alle")),
        *Assignment.Role.choices,
        (people_lists.WITHOUT_ROLE, _("Uden rolle")),
    ]


def _rows(request: LeaderRequest, found: Sequence[User]) -> list[tuple[User, list[str], str]]:
    held = people_lists.roles_of(found, on=request.today, tree=request.tree)
    return [(one, held.get(one.pk, []), people_lists.log_in_words(one)) for one in found]


def _as_csv(request: LeaderRequest, found: Sequence[User]) -> HttpResponse:
    lines = (
        (one.name, one.email, "; ".join(held), log_in)
        for one, held, log_in in _rows(request, found)
    )
    return listing.as_csv(_("personer"), [_("Navn"), _("E-mail"), _("Roller"), _("Log ind")], lines)
