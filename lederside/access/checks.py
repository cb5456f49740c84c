"""Every page says who may use it, or nothing starts."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.urls import URLPattern, URLResolver, get_resolver

from lederside.access.decorators import Declared

# Not ours to decorate: allauth guards its own views, and static files are for everybody.
_ALLAUTH = "account_"
_FILES = ("django.views.static", "django.contrib.staticfiles.views")


@dataclass(frozen=True)
class Route:
    """A URL pattern with its whole name, ``kpis:target``, and what answers it."""

    name: str
    path: str
    view: Callable[..., Any]

    @property
    def is_exempt(self) -> bool:
        module = self.view.__module__
        is_log_in = self.name.startswith(_ALLAUTH) and module.startswith("allauth.")
        return is_log_in or module in _FILES

    @property
    def access(self) -> Declared | None:
        declared = getattr(self.view, "access", None)
        return declared if isinstance(declared, Declared) else None


def all_routes(resolver: URLResolver | None = None) -> Iterator[Route]:
    """Every URL pattern of the portal, or of ``resolver``."""
    yield from _walk(resolver or get_resolver(), namespace="", path="/")


def _walk(resolver: URLResolver, *, namespace: str, path: str) -> Iterator[Route]:
    for pattern in resolver.url_patterns:
        here = f"{path}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            inside = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern, namespace=inside, path=here)
        elif isinstance(pattern, URLPattern):
            yield Route(f"{namespace}{pattern.name or ''}", here, pattern.callback)


@register(Tags.security)
def every_view_declares_access(**_options: Any) -> Sequence[CheckMessage]:
    return undeclared(all_routes())


def undeclared(routes: Iterator[Route]) -> Sequence[CheckMessage]:
    """An error for each route whose view says nothing of who may use it."""
    return [
        Error(
            f"{route.path} does not say who may use it.",
            hint="Put @requires(Permission...), @signed_in or @open_to_all on the view.",
            obj=f"{route.view.__module__}.{getattr(route.view, '__qualname__', route.view)}",
            id="access.E001",
        )
        for route in routes
        if route.access is None and not route.is_exempt
    ]
