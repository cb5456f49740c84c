"""Databases beside the test's own, on the same server, for what must begin from nothing."""

import os
from collections.abc import Callable, Iterator
from itertools import count
from urllib.parse import urlsplit

import psycopg
import pytest

_numbers = count(1)


@pytest.fixture
def new_database() -> Iterator[Callable[[], str]]:
    """Makes an empty database and gives its address; it is dropped when the test ends."""
    server = os.environ["DATABASE_URL"]
    made = []

    def make() -> str:
        name = f"extra_{os.getpid()}_{next(_numbers)}"
        with _administering(server) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE template0")
        made.append(name)
        return address_of(server, name)

    yield make
    with _administering(server) as connection:
        for name in made:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def address_of(server: str, name: str) -> str:
    """The address of another database on the same server."""
    return urlsplit(server)._replace(path=f"/{name}").geturl()


def _administering(server: str) -> "psycopg.Connection[tuple[object, ...]]":
    return psycopg.connect(address_of(server, "postgres"), autocommit=True)
