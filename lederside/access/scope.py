"""Where a person may what, on a day. The one answer for lists, pages and letters.

*May* is asked here; *can* is asked of the thing itself. Rights are always judged on the
day they are used, also when the figures shown are of another day.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from lederside.access.permissions import Permission, Reach
from lederside.access.roles import GRANTS
from lederside.accounts.models import User
from organisation.models import LEADING, Assignment, Unit
from organisation.tree import OrganisationTree


@dataclass(frozen=True)
class Granted:
    """Where one permission holds.

    ``own`` are the units it starts from. Those one leads, and those whose nearest leader one
    is, stand apart, because some figures concern only these two.
    """

    own: frozenset[int] = frozenset()
    leads: frozenset[int] = frozenset()
    nearest: frozenset[int] = frozenset()
    units: frozenset[int] = frozenset()
    anywhere: bool = False

    def __bool__(self) -> bool:
        return self.anywhere or bool(self.units)


def assignments_of(user: User, *, on: date) -> Sequence[Assignment]:
    """The roles a person holds on a day. One query; none for somebody who may not log in."""
    if not user.is_active:
        return []
    return list(Assignment.objects.filter(person=user).on(on).order_by("pk"))


def granted(
    permission: Permission, assignments: Iterable[Assignment], tree: OrganisationTree
) -> Granted:
    """Where these assignments give ``permission``. Pure: no query."""
    own: set[int] = set()
    leads: set[int] = set()
    nearest: set[int] = set()
    units: set[int] = set()
    anywhere = False
    for assignment in assignments:
        reach = GRANTS[Assignment.Role(assignment.role)].get(permission, Reach(0))
        if reach:
            anywhere |= Reach.EVERYWHERE in reach
            units |= _within(reach, assignment.unit_id, tree)
            here = _within(reach & Reach.OWN, assignment.unit_id, tree)
            own |= here
            if assignment.role in LEADING:
                leads |= here
                nearest |= _within(_near(reach), assignment.unit_id, tree)
    return Granted(
        own=frozenset(own),
        leads=frozenset(leads),
        nearest=frozenset(nearest),
        units=frozenset(units),
        anywhere=anywhere,
    )


def units_for(user: User, permission: Permission, *, on: date) -> frozenset[int]:
    """The units where ``user`` holds ``permission`` on a day."""
    tree = OrganisationTree.on(on)
    return granted(permission, assignments_of(user, on=on), tree).units


def may(user: User, permission: Permission, unit: int | None, *, on: date) -> bool:
    """Whether ``user`` holds ``permission`` at a unit, or without a unit anywhere, on a day."""
    where = granted(permission, assignments_of(user, on=on), OrganisationTree.on(on))
    return bool(where) if unit is None else unit in where.units


def people_who_may(permission: Permission, unit: Unit, *, on: date) -> QuerySet[User]:
    """The people who hold ``permission`` at ``unit`` on a day: whom to write to."""
    tree = OrganisationTree.on(on)
    here = {
        assignment.person_id
        for assignment in Assignment.objects.all().on(on)
        if unit.pk in granted(permission, [assignment], tree).units
    }
    return User.objects.filter(pk__in=here, is_active=True)


def _near(reach: Reach) -> Reach:
    return Reach.NEAREST if reach & (Reach.NEAREST | Reach.BELOW) else Reach(0)


def _within(reach: Reach, unit: int | None, tree: OrganisationTree) -> frozenset[int]:
    if Reach.EVERYWHERE in reach:
        return frozenset(node.pk for node in tree)
    if unit is None or unit not in tree:
        return frozenset()
    found: frozenset[int] = frozenset()
    if Reach.OWN in reach:
        found |= {unit}
    if Reach.NEAREST in reach:
        found |= {node.pk for node in tree.children(unit)}
    if Reach.BELOW in reach:
        found |= tree.below(unit)
    return found
