"""The people as an administrator finds them, with the roles they hold on a day."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from lederside.accounts.models import User
from lederside.administration import unit_lists
from lederside.ui.numbers import long_date
from organisation.models import Assignment
from organisation.names import sort_key
from organisation.tree import OrganisationTree

WITHOUT_ROLE = "UDEN"


def found(*, search: str, role: str, on: date) -> list[User]:
    """Everybody by Danish name; those whose name or e-mail has the words, and who hold the role today.

    ``role`` is one of ``Assignment.Role``, ``WITHOUT_ROLE`` or empty for all.
    """
    people = _found(search=search, role=role, on=on)
    return sorted(people, key=lambda one: (sort_key(str(one)), one.pk))


def _found(*, search: str, role: str, on: date) -> QuerySet[User]:
    people = User.objects.all()
    for word in search.split():
        people = people.filter(Q(name__icontains=word) | Q(email__icontains=word))
    held = Assignment.objects.on(on).filter(person=OuterRef("pk"))
    if role == WITHOUT_ROLE:
        return people.filter(~Exists(held))
    if role in Assignment.Role.values:
        return people.filter(Exists(held.filter(role=role)))
    return people


def roles_of(
    people: Iterable[User], *, on: date, tree: OrganisationTree
) -> Mapping[int, list[str]]:
    """``Leder, Bakkeskolen`` by person, for the roles they hold on a day."""
    held = list(Assignment.objects.on(on).filter(person__in=list(people)).order_by("pk"))
    units = [row.unit_id for row in held if row.unit_id is not None]
    names = unit_lists.names_of(units, tree=tree)
    said: dict[int, list[str]] = {}
    for row in held:
        where = names.get(row.unit_id or 0, "")
        title = row.get_role_display()
        said.setdefault(row.person_id, []).append(f"{title}, {where}" if where else title)
    return said


def log_in_words(person: User) -> str:
    """Whether and when somebody logged in or was asked to."""
    if not person.is_active:
        return _("Kan ikke logge ind")
    if person.last_login:
        return _("Logget ind %s") % long_date(person.last_login)
    if person.invited_at:
        return _("Inviteret %s") % long_date(person.invited_at)
    return _("Ikke inviteret")
