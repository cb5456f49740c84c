"""What was handed in and what was taken in, as those who import find it."""

from collections.abc import Collection, Iterable, Sequence

from django.db.models import Q, QuerySet

from lederside.access.permissions import Permission
from lederside.access.scope import granted
from lederside.imports.models import ImportKind, ImportRun, Upload
from organisation.models import Assignment
from organisation.tree import OrganisationTree


def kinds_for(assignments: Iterable[Assignment], tree: OrganisationTree) -> list[ImportKind]:
    """What these roles may take in: figures, and with the organisation in hand also units."""
    organisation = granted(Permission.ORGANISATION_EDIT, assignments, tree)
    return [ImportKind.KPIS, ImportKind.UNITS] if organisation else [ImportKind.KPIS]


def waiting(kinds: Collection[str]) -> QuerySet[Upload]:
    """Files that wait: to be checked, or for somebody to decide. The oldest first."""
    states = [Upload.State.RECEIVED, Upload.State.CHECKED]
    return (
        Upload.objects.filter(kind__in=kinds, state__in=states)
        .defer("content", "findings", "preview")
        .select_related("by")
        .order_by("pk")
    )


def runs(kinds: Collection[str], *, search: str = "") -> QuerySet[ImportRun]:
    """What was taken in, the newest first, by file name or person."""
    found = ImportRun.objects.filter(kind__in=kinds).newest_first()
    for word in search.split():
        found = found.filter(Q(file_name__icontains=word) | Q(by__name__icontains=word))
    return found.defer("findings").select_related("by", "undone_by", "released_by")


def said_in_groups(
    findings: Sequence[dict[str, object]],
) -> list[tuple[str, list[dict[str, object]]]]:
    """Findings by how bad they are: errors, warnings, notes; only the groups that have any."""
    groups = ["ERROR", "WARNING", "NOTE"]
    told = [(group, [one for one in findings if one["severity"] == group]) for group in groups]
    return [(group, found) for group, found in told if found]
