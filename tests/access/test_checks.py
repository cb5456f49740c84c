"""A view that says nothing of who may use it is refused."""

from allauth.account import views as allauth_views
from django.http import HttpRequest, HttpResponse
from django.urls import URLResolver, include, path
from django.urls.resolvers import RegexPattern
from django.views.decorators.http import require_GET

from lederside.access import checks
from lederside.access.decorators import open_to_all, requires, signed_in
from lederside.access.permissions import Permission


def silent(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def _refused(*patterns: object) -> list[str]:
    resolver = URLResolver(RegexPattern(r"^/"), list(patterns))
    return [str(error.msg) for error in checks.undeclared(checks.all_routes(resolver))]


def test_a_view_that_says_nothing_is_named() -> None:
    nested = include(([path("skjult/<int:pk>/", silent, name="hidden")], "inner"))

    refused = _refused(path("", silent), path("inde/", nested))

    assert refused == [
        "/ does not say who may use it.",
        "/inde/skjult/<int:pk>/ does not say who may use it.",
    ]


def test_a_declared_view_passes_whatever_is_wrapped_around_it() -> None:
    refused = _refused(
        path("a", require_GET(open_to_all(silent))),
        path("b", require_GET(signed_in(silent))),
        path("c", requires(Permission.KPI_VIEW)(silent)),
    )

    assert refused == []


def test_only_the_log_in_pages_of_allauth_are_exempt() -> None:
    def pretender(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    refused = _refused(
        path("log-ind", allauth_views.login, name="account_login"),
        path("andet", allauth_views.login, name="other"),
        path("x", pretender, name="account_x"),
    )

    assert refused == ["/andet does not say who may use it.", "/x does not say who may use it."]


def test_every_view_of_the_portal_says_who_may_use_it() -> None:
    assert checks.every_view_declares_access() == []
