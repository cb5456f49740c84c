"""Processes that tests start: on a free port, watched until they answer, ended by their own pid."""

import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running(
    command: Sequence[str],
    *,
    ready: Callable[[Path], bool],
    log: Path,
    env: Mapping[str, str] | None = None,
    seconds: float = 60,
) -> Iterator["subprocess.Popen[bytes]"]:
    """The process while it runs; `ready` is asked, with the log's path, until it says yes.

    Raises AssertionError with the log when the process ends or is not ready in time.
    """
    with log.open("wb") as out:
        process = subprocess.Popen(
            command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, stdout=out, stderr=out
        )
    try:
        deadline = time.monotonic() + seconds
        while not ready(log):
            written = log.read_text(encoding="utf-8", errors="replace")
            assert process.poll() is None, f"{command[0]} ended by itself:\n{written}"
            assert time.monotonic() < deadline, f"{command[0]} was not ready:\n{written}"
            time.sleep(0.05)
        yield process
    finally:
        _end(process)


def says(words: str) -> Callable[[Path], bool]:
    """Ready when the log holds these words."""
    return lambda log: words in log.read_text(encoding="utf-8", errors="replace")


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(timeout=20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
