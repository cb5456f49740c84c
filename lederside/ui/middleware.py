"""What a page needs around htmx: somewhere to go when the session is gone."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import resolve_url
from django.utils.cache import add_never_cache_headers, patch_vary_headers
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

GetResponse = Callable[[HttpRequest], HttpResponse]


class SessionGoneMiddleware:
    """Send the whole page to log-in when the session ended, never a log-in form into a part.

    The same address can answer with a page or with a part of it, so every page also says
    that it varies with htmx.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.get("Content-Type", "").startswith("text/html"):
            patch_vary_headers(response, ["HX-Request"])
        htmx = HtmxDetails(request)
        if htmx and _goes_to_log_in(response):
            return HttpResponseClientRedirect(_log_in_and_back_to(htmx.current_url_abs_path))
        return response


class NeverKeptMiddleware:
    """No browser and no proxy keeps what somebody signed in was shown.

    Without it the back button shows a leader's figures after log-out on a shared machine. What
    says itself how long it may be kept, such as the logo, is left alone.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not response.has_header("Cache-Control") and request.user.is_authenticated:
            add_never_cache_headers(response)
        return response


def _log_in_path() -> str:
    return resolve_url(settings.LOGIN_URL)


def _goes_to_log_in(response: HttpResponse) -> bool:
    if not isinstance(response, HttpResponseRedirect):
        return False
    return urlsplit(response.url).path == _log_in_path()


def _log_in_and_back_to(page: str | None) -> str:
    if not page:
        return _log_in_path()
    query = QueryDict(mutable=True)
    query[REDIRECT_FIELD_NAME] = page
    return f"{_log_in_path()}?{query.urlencode(safe='/')}"
