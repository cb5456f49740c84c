"""`make bench`: how quick, how small and how light, against limits in the same run.

    python -m bench                     everything, about five minutes
    python -m bench --only import       one group

It starts its own PostgreSQL, web server, Redis and worker, and ends them.
"""

import argparse
import os
import secrets
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from bench import measuring
from bench.measuring import Figure, Figures
from lederside.demo import postgres

RESULTS = Path(__file__).resolve().parents[1] / "build" / "bench.json"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Mål fart, vægt og hukommelse.")
    parser.add_argument("--only", choices=[*GROUPS], help="mål kun denne gruppe")
    parser.add_argument("--rounds", type=int, default=measuring.ROUNDS, help="antal runder")
    parser.add_argument("--out", type=Path, default=RESULTS, help="filen med tallene")
    options = parser.parse_args(arguments)
    groups = [options.only] if options.only else [*GROUPS]
    figures: Figures = {}
    # As a real server: what is committed is on the disk.
    with postgres.temporary(durable=True) as url:
        prepare(url)
        for name in groups:
            begun = time.monotonic()
            figures |= GROUPS[name](options.rounds)
            print(f"{name}: {time.monotonic() - begun:.0f} s", file=sys.stderr)
    measuring.write(figures, options.out)
    print(measuring.table(figures))
    return 0


def prepare(url: str) -> None:
    """Point this process, and those it starts, at an empty database, as in production."""
    os.environ |= {
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "DEBUG": "False",
        "DEMO": "False",
        "STATIC_HASHED": "True",
        "BEHIND_PROXY": "True",
        "ALLOWED_HOSTS": "127.0.0.1,testserver",
        "CELERY_BROKER_URL": "",
        "EMAIL_BACKEND": "django.core.mail.backends.locmem.EmailBackend",
        # Celery says that it should not be root; in a container of the tests it is.
        "PYTHONWARNINGS": "ignore",
    }
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)


def _import(rounds: int) -> Figures:
    from bench import import_quarter

    found = import_quarter.run(rounds)
    return {
        name: Figure(ratio=one["ratio"], limit=one["limit"], what=one["what"])
        for name, one in found.items()
    }


def _page(rounds: int) -> Figures:
    from bench import page

    return page.run(rounds)


def _weight(_rounds: int) -> Figures:
    from bench import weight

    return weight.run()


def _documents(rounds: int) -> Figures:
    from bench import documents

    return documents.run(rounds)


def _memory(_rounds: int) -> Figures:
    from bench import memory

    return memory.run()


# The import empties the figures, so the municipality of the others is built after it.
GROUPS: dict[str, Callable[[int], Figures]] = {
    "import": _import,
    "page": _page,
    "weight": _weight,
    "documents": _documents,
    "memory": _memory,
}


if __name__ == "__main__":
    sys.exit(main())
