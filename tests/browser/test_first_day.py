"""Right after installation: an administrator, and nothing else. And the gallery of components."""

from collections.abc import Callable

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from lederside.accounts.models import User
from organisation.models import Assignment
from tests.browser import measures

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
EMPTY = [
    "frontpage:front", "frontpage:units", "frontpage:committee", "reports:list",
    "administration:home", "administration:units", "administration:people",
    "administration:limits", "administration:imports", "administration:trail",
    "administration:municipality",
]  # fmt: skip


def test_every_page_says_what_will_come(
    live_server: LiveServer, new_page: Callable[..., Page]
) -> None:
    anna = User.objects.create(email="anna@lilleby.example", name="Anna")
    Assignment.objects.create(person=anna, role=Assignment.Role.ADMINISTRATOR)
    page = signed_in_as(anna, live_server, new_page)

    found = {}
    for name in EMPTY:
        response = page.goto(reverse(name))
        found[name] = [*measures.faults(page)] if response and response.status < 500 else ["500"]

    assert found == {name: [] for name in EMPTY}


def test_the_gallery_of_components_is_for_everybody(
    live_server: LiveServer, settings: Settings, new_page: Callable[..., Page]
) -> None:
    settings.DEBUG = True
    page = new_page(base_url=live_server.url)
    page.goto(reverse("ui:gallery"))

    assert list(measures.faults(page)) == []


def signed_in_as(person: User, server: LiveServer, new_page: Callable[..., Page]) -> Page:
    client = Client()
    client.force_login(person)
    name = django_settings.SESSION_COOKIE_NAME
    page = new_page(base_url=server.url)
    page.context.add_cookies(
        [{"name": name, "value": client.cookies[name].value, "url": server.url}]
    )
    return page
