import socket

import pytest

from lederside.demo import start


def test_a_taken_port_is_told_with_a_way_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        monkeypatch.setenv("PORT", str(port))

        with pytest.raises(SystemExit) as told:
            start.main([])

    assert told.value.code == (
        f"Port {port} er optaget, måske af en demo, der allerede kører.\n"
        f"Vælg en anden: make demo PORT={port % 65535 + 1}"
    )


@pytest.mark.parametrize("written", ["otte", "0", "70000", "-1"])
def test_a_port_is_a_number_in_range(written: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", written)
    with pytest.raises(SystemExit) as told:
        start.main([])
    assert told.value.code == f"PORT skal være et tal mellem 1 og 65535, men er {written!r}."
