"""Who leads a unit on a day: there may be more than one, or none."""

from collections.abc import Sequence
from datetime import date

from organisation.models import LEADING, Assignment


def names_of(unit: int, *, on: date) -> Sequence[str]:
    """The names of the leaders, an acting leader marked by the word. One query."""
    held = (
        Assignment.objects.filter(unit=unit, role__in=LEADING)
        .on(on)
        .select_related("person")
        .order_by("person__name")
    )
    return [
        f"{one.person} ({one.get_role_display().lower()})"
        if one.role == Assignment.Role.ACTING_LEADER
        else str(one.person)
        for one in held
    ]
