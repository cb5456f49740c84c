from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lederside.access import table
from lederside.access.decorators import LeaderRequest, signed_in
from lederside.audit.models import AuditEvent


@require_GET
@signed_in
def my_page(request: LeaderRequest) -> HttpResponse:
    """Who I am here, what I may, and what is kept about me."""
    roles = request.user.assignments.order_by(F("valid_to").desc(nulls_first=True), "pk")
    context = {
        "roles": [(role, _place(request, role.unit_id)) for role in roles],
        "rights": table.rights(request.assignments),
        "events": AuditEvent.objects.filter(person_id=request.user.pk).count(),
        "trail": [(_("Forside"), reverse("frontpage:front")), (_("Min side"), None)],
    }
    return render(request, "accounts/my_page.html", context)


def _place(request: LeaderRequest, unit: int | None) -> str:
    if unit is None:
        return _("Hele kommunen")
    return request.tree.node(unit).name if unit in request.tree else _("En enhed, der er lukket")
