import pytest
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.test import RequestFactory

from lederside.ui.middleware import SessionGoneMiddleware

# Any project with a log-in page will do.
pytestmark = pytest.mark.urls("django.contrib.auth.urls")

PAGE = "http://testserver/maal/?vis=alle"


def answer(response, **headers):
    request = RequestFactory().get("/maal/", headers=headers)
    return SessionGoneMiddleware(lambda _: response)(request)


def test_a_lost_session_during_htmx_sends_the_whole_page_to_log_in(settings):
    settings.LOGIN_URL = "login"

    response = answer(
        HttpResponseRedirect("/login/?next=/maal/"),
        hx_request="true",
        hx_current_url=PAGE,
    )

    assert response.status_code == 200
    assert response["HX-Redirect"] == "/login/?next=/maal/%3Fvis%3Dalle"
    assert response.content == b""


def test_log_in_never_leads_back_to_another_site(settings):
    settings.LOGIN_URL = "login"

    response = answer(
        HttpResponseRedirect("/login/"),
        hx_request="true",
        hx_current_url="https://evil.example/maal/",
    )

    assert response["HX-Redirect"] == "/login/"


def test_a_redirect_elsewhere_is_left_alone(settings):
    settings.LOGIN_URL = "login"

    response = answer(HttpResponseRedirect("/maal/1/"), hx_request="true", hx_current_url=PAGE)

    assert response.status_code == 302


def test_without_htmx_a_lost_session_is_an_ordinary_redirect(settings):
    settings.LOGIN_URL = "login"

    response = answer(HttpResponseRedirect("/login/?next=/maal/"))

    assert response.status_code == 302
    assert "HX-Redirect" not in response


def test_a_page_says_that_it_varies_with_htmx():
    assert answer(HttpResponse("x"))["Vary"] == "HX-Request"
    assert "Vary" not in answer(JsonResponse({}))
