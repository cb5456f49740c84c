"""The end of a role, when there is still somebody to look after the portal."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from lederside.accounts.models import User
from organisation import changes
from organisation.changes import NotPossible
from organisation.models import Assignment


@transaction.atomic
def end(role: Assignment, *, on: date, by: User | None, at: datetime) -> None:
    """The role is held no longer from ``on``. Raises NotPossible for the last administrator."""
    if role.role == Assignment.Role.ADMINISTRATOR and not _others(role, on):
        raise NotPossible(
            _(
                "%s er den sidste administrator. "
                "Giv først en anden rollen, så nogen kan passe Min lederside."
            )
            % role.person
        )
    changes.end_assignment(role, on=on, by=by, at=at)


def _others(role: Assignment, on: date) -> bool:
    # Two administrators who end each other at once wait here, and the second is refused.
    rows = Assignment.objects.filter(role=Assignment.Role.ADMINISTRATOR)
    list(rows.select_for_update().order_by("pk").values_list("pk", flat=True))
    others = rows.on(on).filter(person__is_active=True).exclude(pk=role.pk)
    lasts = Q(valid_to__isnull=True)
    if role.valid_to is not None:
        lasts |= Q(valid_to__gte=role.valid_to)
    return others.filter(lasts).exists()
