import os
import signal
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil
import psycopg

from lederside.demo import postgres


def kept(url: str) -> list[tuple[object, ...]]:
    with psycopg.connect(url) as connection:
        return connection.execute("SELECT * FROM kept").fetchall()


def is_alive(pid: int) -> bool:
    """Whether it runs; one that has ended and waits for its parent does not."""
    try:
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def cut_the_power(pid: int) -> None:
    pids = [pid, *(child.pid for child in psutil.Process(pid).children(recursive=True))]
    for one in pids:
        os.kill(one, signal.SIGKILL)
    while any(is_alive(one) for one in pids):
        time.sleep(0.02)


def test_data_survives_a_stop_and_a_power_cut() -> None:
    # A folder under /tmp itself: a socket's path may only be about a hundred characters.
    with TemporaryDirectory(prefix="lederside-", ignore_cleanup_errors=True) as name:
        folder = Path(name) / "postgres"
        try:
            server = postgres.start(folder)
            with psycopg.connect(server.url) as connection:
                connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
            assert postgres.start(folder).started_here is False

            postgres.stop(folder)
            again = postgres.start(folder)
            assert (again.started_here, kept(again.url)) == (True, [(7,)])

            cut_the_power(again.pid)
            # After a power cut the number in the file may belong to somebody else: to us.
            lines = (folder / "postmaster.pid").read_text(encoding="utf-8").splitlines()
            (folder / "postmaster.pid").write_text("\n".join([str(os.getpid()), *lines[1:]]))
            assert kept(postgres.start(folder).url) == [(7,)]
        finally:
            postgres.stop(folder)


def test_a_temporary_server_is_gone_afterwards() -> None:
    with postgres.temporary() as url:
        folder = Path(url.partition("host=")[2])
        pid = int((folder / "postmaster.pid").read_text(encoding="utf-8").splitlines()[0])
    assert (folder.exists(), is_alive(pid)) == (False, False)
