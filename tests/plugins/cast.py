"""The cast of Lilleby, and a way to be one of them."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from lederside.accounts.models import User
from tests import lilleby as cast


@pytest.fixture
def lilleby(db: None) -> cast.Lilleby:
    return cast.build(today=timezone.localdate())


@pytest.fixture
def as_() -> Callable[[User], Client]:
    """A client that is logged in as somebody: ``as_(lilleby.sanne).get("/")``."""

    def log_in(person: User) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return log_in
