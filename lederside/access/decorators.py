"""Each view says who may use it. A view that says nothing is refused by a system check."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import Any, Protocol

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django_htmx.middleware import HtmxDetails

from lederside.access.permissions import Permission
from lederside.access.scope import Granted, assignments_of, granted
from lederside.accounts.models import User
from organisation.models import Assignment
from organisation.tree import OrganisationTree

ViewFunction = Callable[..., HttpResponseBase]


@dataclass(frozen=True)
class Declared:
    """What a view declares: open to all, to everyone signed in, or to holders of a permission."""

    permission: Permission | None = None
    is_open: bool = False


class LeaderRequest(HttpRequest):
    """A request of somebody who is signed in, with what they may reach."""

    user: User
    htmx: HtmxDetails
    today: date
    tree: OrganisationTree
    assignments: Sequence[Assignment]
    granted: Granted
    units: frozenset[int]


class _View(Protocol):
    access: Declared

    def __call__(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase: ...


def open_to_all(view: ViewFunction) -> _View:
    """Anybody may use the view, signed in or not."""
    return _declare(login_not_required(view), Declared(is_open=True))


def signed_in(view: ViewFunction) -> _View:
    """Everybody signed in may use the view; it shows only what is their own."""

    @wraps(view)
    def with_roles(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        _know(request)
        request.granted, request.units = Granted(), frozenset()
        return view(request, *args, **kwargs)

    return _declare(with_roles, Declared())


def requires(permission: Permission) -> Callable[[ViewFunction], _View]:
    """Only those who hold ``permission`` somewhere today; ``request.units`` says where.

    Somebody who holds it nowhere is refused (403). The view finds its unit among
    ``request.units``, so that what lies outside is absent (404), not forbidden.
    """

    def decorate(view: ViewFunction) -> _View:
        @wraps(view)
        def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
            _know(request)
            request.granted = granted(permission, request.assignments, request.tree)
            if not request.granted:
                raise PermissionDenied
            request.units = request.granted.units
            return view(request, *args, **kwargs)

        return _declare(guarded, Declared(permission=permission))

    return decorate


def _know(request: Any) -> None:
    request.today = timezone.localdate()
    request.tree = OrganisationTree.on(request.today)
    request.assignments = assignments_of(request.user, on=request.today)


def _declare(view: Any, access: Declared) -> _View:
    view.access = access
    return view  # type: ignore[no-any-return]
