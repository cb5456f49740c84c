"""What stands around every page: the municipality, the menu and who is signed in.

It costs one query, beyond what the request already knows.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lederside.access.permissions import Permission
from lederside.access.scope import assignments_of, granted
from lederside.accounts.models import User
from lederside.municipality.models import Municipality
from organisation.models import Assignment
from organisation.tree import OrganisationTree


@dataclass(frozen=True)
class Frame:
    """The municipality as a page shows it, without the bytes of its logo."""

    name: str = ""
    department: str = ""
    contact: str = ""
    accessibility_url: str = ""
    has_theme: bool = False
    has_logo: bool = False


@dataclass(frozen=True)
class MenuItem:
    url: str
    title: str
    current: bool


@dataclass(frozen=True)
class Who:
    """Whoever is signed in: ``Sanne``, ``Skoleleder, Bakkeskolen``."""

    name: str
    role_line: str


@dataclass(frozen=True)
class _Known:
    """What the decorator of the view already found out."""

    assignments: Sequence[Assignment]
    tree: OrganisationTree

    def may(self, permission: Permission) -> bool:
        return bool(granted(permission, self.assignments, self.tree))


def frame(request: HttpRequest) -> dict[str, Any]:
    """``municipality``, ``menu`` and ``who`` for base.html; the last two only when signed in."""
    context: dict[str, Any] = {"municipality": _municipality(), "menu": [], "who": None}
    user = getattr(request, "user", None)
    if isinstance(user, User):
        known = _known(request, user)
        context["menu"] = list(_menu(request, known))
        context["who"] = Who(str(user), _role_line(known))
    return context


_MUNICIPALITY = """
SELECT name, department, contact, accessibility_url, primary_colour <> '', logo_type <> ''
FROM municipality_municipality WHERE id = %s
"""


def _municipality() -> Frame:
    # On every page, so without the making of an instance; and the logo stays in the database.
    with connection.cursor() as cursor:
        cursor.execute(_MUNICIPALITY, [Municipality.ONLY])
        row = cursor.fetchone()
    return Frame(*row) if row else Frame()


def _known(request: HttpRequest, user: User) -> _Known:
    """From the view's decorator; pages open to all, and error pages, have to ask themselves."""
    known = vars(request)
    if "assignments" in known:
        return _Known(known["assignments"], known["tree"])
    today = timezone.localdate()
    return _Known(assignments_of(user, on=today), OrganisationTree.on(today))


def _menu(request: HttpRequest, known: _Known) -> Iterator[MenuItem]:
    front = reverse("frontpage:front")
    yield MenuItem(front, _("Forside"), request.path == front)
    for name, title, offered in _offers(known):
        if offered:
            url = reverse(name)
            yield MenuItem(url, title, request.path.startswith(url))


def _offers(known: _Known) -> Sequence[tuple[str, str, bool]]:
    return [
        ("frontpage:units", _("Mine enheder"), _has_units_below(known)),
        ("frontpage:committee", _("Udvalget"), known.may(Permission.KPI_VIEW_SUMS)),
        ("reports:list", _("Rapporter"), known.may(Permission.REPORT_MAKE)),
        ("administration:home", _("Administration"), known.may(Permission.KPI_IMPORT)),
    ]


def _has_units_below(known: _Known) -> bool:
    where = granted(Permission.KPI_VIEW, known.assignments, known.tree)
    return bool(where.units - where.own)


def _role_line(known: _Known) -> str:
    return "; ".join(_role(assignment, known.tree) for assignment in known.assignments)


def _role(assignment: Assignment, tree: OrganisationTree) -> str:
    """The title of the place for its leader, the role's own word for everybody else."""
    unit = assignment.unit_id
    if unit is None or unit not in tree:
        return assignment.get_role_display()
    node = tree.node(unit)
    is_leader = assignment.role == Assignment.Role.LEADER
    title = node.leader_title if is_leader else assignment.get_role_display()
    return f"{title[:1].upper()}{title[1:]}, {node.name}"
