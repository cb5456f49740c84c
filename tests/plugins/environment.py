"""The environment that the settings read, made before Django is: loaded by `-p` in addopts.

Without DATABASE_URL an embedded PostgreSQL is started for the session and ended with it;
the processes of pytest-xdist inherit its address.
"""

import atexit
import os
from collections.abc import Generator
from contextlib import ExitStack

import pytest

DEFAULTS = {
    "SECRET_KEY": "only-for-the-tests-" + "x" * 40,
    # Plain http, as pytest-django's live server speaks it.
    "DEMO": "True",
    "STATIC_HASHED": "False",
    "CELERY_BROKER_URL": "",
    "DJANGO_SETTINGS_MODULE": "lederside.settings",
    # Playwright keeps an event loop in the thread that also asks the database.
    "DJANGO_ALLOW_ASYNC_UNSAFE": "true",
    # The suites' own libraries must not print in the machine's language.
    "LC_ALL": "C.UTF-8",
}


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests() -> Generator[None, None, None]:
    # A wrapper comes before pytest-django, which loads the settings in this same hook.
    for name, value in DEFAULTS.items():
        os.environ.setdefault(name, value)
    if not os.environ.get("DATABASE_URL"):
        os.environ["DATABASE_URL"] = _start_server()
    return (yield)


def _start_server() -> str:
    from lederside.demo import postgres

    stack = ExitStack()
    owner = os.getpid()
    url = stack.enter_context(postgres.temporary())
    # A test's forked child also runs what is registered here.
    atexit.register(lambda: stack.close() if os.getpid() == owner else None)
    return url
