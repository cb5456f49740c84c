"""Who did what and who looked at what."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from lederside.access.decorators import LeaderRequest, requires
from lederside.access.permissions import Permission
from lederside.administration import forms
from lederside.administration.views import listing
from lederside.administration.views.answering import way_to
from lederside.audit import presenting
from lederside.audit.models import AuditEvent
from lederside.ui.numbers import clock, short_date

MOST_IN_A_FILE = 50_000


@require_GET
@requires(Permission.TRAIL_VIEW)
def trail(request: LeaderRequest) -> HttpResponse:
    """The trail in sentences, the newest first (da: sporet)."""
    form = forms.TrailForm(request.GET, tree=request.tree)
    # What cannot be understood is said at its field and left out of the search.
    form.is_valid()
    found = _found(form.cleaned_data)
    if listing.wants_csv(request):
        return _as_csv(found[:MOST_IN_A_FILE])
    page = listing.page_of(request, found)
    context = {
        "form": form,
        "page": page,
        "sentences": [presenting.sentence(event) for event in page],
        "trail": way_to(_("Sporet")),
    }
    count = page.paginator.count
    told = ngettext("%(count)s hændelse", "%(count)s hændelser", count) % {"count": count}
    return listing.show(request, "administration/trail.html", context, told=told)


def _found(given: dict[str, Any]) -> QuerySet[AuditEvent]:
    events = AuditEvent.objects.order_by("-at", "-pk")
    for word in given.get("q", "").split():
        events = events.filter(Q(person__icontains=word) | Q(subject_name__icontains=word))
    if given.get("kind"):
        events = events.filter(kind=given["kind"])
    if given.get("unit"):
        events = events.filter(unit_id=given["unit"].pk)
    if given.get("begins"):
        events = events.filter(at__date__gte=given["begins"])
    if given.get("last_day"):
        events = events.filter(at__date__lte=given["last_day"])
    return events


def _as_csv(found: QuerySet[AuditEvent]) -> HttpResponse:
    headers = [_("Dag"), _("Klokken"), _("Hvem"), _("Hvad"), _("Om")]
    lines = (
        (
            short_date(event.at),
            clock(event.at),
            event.person,
            event.get_kind_display(),
            event.subject_name,
        )
        for event in found
    )
    return listing.as_csv(_("spor"), headers, lines)
