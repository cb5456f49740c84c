"""How many: small, seeded counts in `make test`, the full ones in `make test-long`."""

import os

from hypothesis import HealthCheck, settings

LONG = os.environ.get("LEDERSIDE_LONG") == "1"

_COMMON = settings(
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.register_profile("short", _COMMON, max_examples=200)
settings.register_profile("long", _COMMON, max_examples=5000)
settings.load_profile("long" if LONG else "short")


def count(short: int, long: int) -> int:
    """`short` in `make test` and CI, `long` in `make test-long`."""
    return long if LONG else short
