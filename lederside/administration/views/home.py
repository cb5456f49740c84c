"""The administration's front: what waits for somebody, and the way to each part."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lederside.access.decorators import LeaderRequest, requires
from lederside.access.permissions import Permission
from lederside.access.scope import granted
from lederside.administration import import_lists
from lederside.jobs.models import Job


@dataclass(frozen=True)
class Part:
    """One part of the administration, in a line."""

    title: str
    url: str
    text: str


@require_GET
@requires(Permission.KPI_IMPORT)
def home(request: LeaderRequest) -> HttpResponse:
    """What waits, and the parts that this person may use (da: administration)."""
    kinds = import_lists.kinds_for(request.assignments, request.tree)
    context = {
        "waiting": import_lists.waiting(kinds)[:10],
        "stopped": _stopped(request)[:5],
        "parts": [
            Part(title, reverse(f"administration:{name}"), text)
            for permission, title, name, text in _parts()
            if granted(permission, request.assignments, request.tree)
        ],
    }
    return render(request, "administration/home.html", context)


def _stopped(request: LeaderRequest) -> QuerySet[Job]:
    """Jobs that stopped for good within the last fortnight, the newest first."""
    since = request.today - timedelta(days=14)
    return Job.objects.filter(state=Job.State.FAILED, created_at__date__gte=since).order_by("-pk")


def _parts() -> list[tuple[Permission, str, str, str]]:
    """Each part: who may, its title, its address' name, and what it is for."""
    return [
        (Permission.KPI_IMPORT, _("Indlæsning"), "imports",
         _("Tag tal og enheder ind, og fortryd igen.")),
        (Permission.ORGANISATION_EDIT, _("Enheder"), "units",
         _("Opret, omdøb, flyt og luk enheder.")),
        (Permission.ORGANISATION_EDIT, _("Personer og roller"), "people",
         _("Inviter personer, og giv dem roller i en periode.")),
        (Permission.LIMITS_SET, _("Måltal og grænser"), "limits",
         _("Sæt måltal og grænser for hvert år.")),
        (Permission.TRAIL_VIEW, _("Sporet"), "trail",
         _("Se, hvem der har gjort og set hvad.")),
        (Permission.MUNICIPALITY_EDIT, _("Kommunen"), "municipality",
         _("Navn, logo, farve og betegnelser.")),
    ]  # fmt: skip
