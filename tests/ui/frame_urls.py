"""The addresses that the frame of the pages points at, without the rest of the portal."""

from django.http import HttpResponse
from django.urls import include, path


def nothing(request):
    return HttpResponse()


def named(app, *names):
    return include(([path(f"{name}/", nothing, name=name) for name in names], app))


urlpatterns = [
    path("", named("frontpage", "front", "help", "accessibility")),
    path("", named("accounts", "my_page")),
    path("", named("privacy", "policy")),
    path("", named("municipality", "logo", "theme")),
    path("log-ud/", nothing, name="account_logout"),
]
