"""The settings as in production; only the paths of the benchmark's own two pages come on top."""

from lederside.settings import *  # noqa: F403
from lederside.settings import BASE_DIR

ROOT_URLCONF = "bench.urls"
STATIC_ROOT = BASE_DIR / "build" / "bench-static"
