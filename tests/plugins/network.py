"""No test talks to anything but this machine."""

import socket
from typing import Any

import pytest

LOCAL = ("127.", "::1", "localhost")

_connect = socket.socket.connect
_connect_ex = socket.socket.connect_ex


def pytest_configure() -> None:
    socket.socket.connect = _guarded_connect  # type: ignore[method-assign,assignment]
    socket.socket.connect_ex = _guarded_connect_ex  # type: ignore[method-assign,assignment]


def pytest_unconfigure() -> None:
    socket.socket.connect = _connect  # type: ignore[method-assign]
    socket.socket.connect_ex = _connect_ex  # type: ignore[method-assign]


def _guarded_connect(self: socket.socket, address: Any) -> None:
    _refuse_elsewhere(self, address)
    _connect(self, address)


def _guarded_connect_ex(self: socket.socket, address: Any) -> int:
    _refuse_elsewhere(self, address)
    return _connect_ex(self, address)


def _refuse_elsewhere(connection: socket.socket, address: Any) -> None:
    if connection.family == socket.AF_UNIX:
        return
    if not str(address[0]).startswith(LOCAL):
        connection.close()
        pytest.fail(f"A test tried to reach {address[0]}; only this machine is allowed.")
