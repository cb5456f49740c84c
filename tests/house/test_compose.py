"""docker-compose.yml says only what is so: its variables exist and its commands run.

No container engine is needed: each command runs here as it stands, with the service's own
variables, on the tests' database and Redis.
"""

import os
import re
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.plugins.processes import ROOT, free_port, running, says

COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = [name for name, service in SERVICES.items() if service["image"] == "min-lederside"]
HOST = "lederside.example"

READ = r"env\.(text|flag|number|secret|words|database)\(\s*\"([A-Z_]+)\""


def read_variables() -> tuple[set[str], set[str]]:
    """Every variable that our settings read, and those of them that are secrets."""
    code = "".join(
        (ROOT / path).read_text(encoding="utf-8")
        for path in ("lederside/settings.py", "gunicorn.conf.py")
    )
    found = re.findall(READ, code)
    secret = {name for reader, name in found if reader in ("secret", "database")}
    return {name for _, name in found}, secret


def example_variables() -> dict[str, str]:
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    written = [line for line in lines if line and not line.startswith("#")]
    return dict(line.split("=", 1) for line in written)


def environment(name: str, folder: Path, database_url: str, broker: str) -> dict[str, str]:
    """The service's variables, with our own servers, folders and files in the places named."""
    secrets = {"secret_key": "k" * 60, "database_url": database_url}
    for secret, value in secrets.items():
        (folder / secret).write_text(value, encoding="utf-8")
    (folder / "inbox").mkdir(exist_ok=True)
    here = {
        "/run/secrets": str(folder),
        "/inbox": str(folder / "inbox"),
        "redis://redis:6379/0": broker,
        "0.0.0.0:8000": f"127.0.0.1:{free_port()}",
    }
    told = SERVICES[name]["environment"]
    known = {key: _replaced(str(value), here) for key, value in told.items()}
    bare = {key: os.environ[key] for key in ("HOME", "LC_ALL") if key in os.environ}
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return {**bare, "PATH": path, "ALLOWED_HOSTS": HOST, **known}


def command(name: str, folder: Path) -> list[str]:
    return [_replaced(word, {"/tmp": str(folder)}) for word in SERVICES[name]["command"]]


def _replaced(text: str, words: dict[str, str]) -> str:
    for old, new in words.items():
        text = text.replace(old, new)
    return text


def answers(url: str, host: str) -> bool:
    try:
        with urllib.request.urlopen(
            urllib.request.Request(url, headers={"Host": host}), timeout=5
        ) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def test_the_example_names_exactly_the_variables_that_are_read() -> None:
    read, secret = read_variables()
    example = {
        name.removesuffix("_FILE") if name.removesuffix("_FILE") in secret else name
        for name in example_variables()
    }
    assert example == read


def test_compose_sets_only_variables_that_are_read() -> None:
    read, secret = read_variables()
    allowed = read | {f"{name}_FILE" for name in secret}
    for name in OURS:
        assert set(SERVICES[name]["environment"]) <= allowed


def test_no_variable_of_the_example_meets_its_own_file_in_compose() -> None:
    for name in OURS:
        both = {**example_variables(), **SERVICES[name]["environment"]}
        assert [key for key in both if f"{key}_FILE" in both] == []


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_is_read_only_and_keeps_secrets_in_files(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    named = {
        str(value).removeprefix("/run/secrets/")
        for key, value in service.get("environment", {}).items()
        if key.endswith("_FILE")
    }
    assert named == set(service.get("secrets", []))
    assert named <= set(COMPOSE["secrets"])


@pytest.mark.parametrize("name", sorted(set(SERVICES) - {"migrate"}))
def test_every_lasting_service_has_a_health_check(name: str) -> None:
    assert SERVICES[name]["healthcheck"]["test"][0] == "CMD"


def test_everything_waits_for_the_migration() -> None:
    for name in set(OURS) - {"migrate"}:
        waits = SERVICES[name]["depends_on"]["migrate"]
        assert waits == {"condition": "service_completed_successfully"}


def test_the_image_runs_as_nobody_special_and_copies_what_exists() -> None:
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()
    assert "USER lederside" in lines
    copied = [
        word
        for line in lines
        if line.startswith("COPY") and "--from" not in line
        for word in line.split()[1:-1]
    ]
    assert [path for path in copied if not (ROOT / path).exists()] == []


def test_migrate_prepares_an_empty_database(
    new_database: Callable[[], str], tmp_path: Path
) -> None:
    env = environment("migrate", tmp_path, new_database(), "")
    subprocess.run(command("migrate", tmp_path), cwd=ROOT, env=env, check=True)
    unmigrated = subprocess.run(
        [sys.executable, "manage.py", "migrate", "--check"], cwd=ROOT, env=env, check=False
    )
    assert unmigrated.returncode == 0


def test_web_answers_and_its_health_check_agrees(
    new_database: Callable[[], str], redis_server: str, tmp_path: Path
) -> None:
    env = environment("web", tmp_path, new_database(), redis_server)
    subprocess.run(command("migrate", tmp_path), cwd=ROOT, env=env, check=True)
    check = SERVICES["web"]["healthcheck"]["test"][1:]

    with running(
        command("web", tmp_path),
        ready=lambda _: answers(f"http://{env['BIND']}/sundhed/live", HOST),
        log=tmp_path / "log",
        env=env,
    ):
        checked = subprocess.run(check, cwd=ROOT, env=env, check=False)

    assert checked.returncode == 0
    ended = subprocess.run(check, cwd=ROOT, env=env, check=False, stderr=subprocess.DEVNULL)
    assert ended.returncode == 1


@pytest.mark.parametrize(("name", "words"), [("worker", " ready."), ("beat", "beat: Starting...")])
def test_worker_and_beat_start(
    name: str, words: str, new_database: Callable[[], str], redis_server: str, tmp_path: Path
) -> None:
    env = environment(name, tmp_path, new_database(), redis_server)
    with running(
        command(name, tmp_path), ready=says(words), log=tmp_path / "log", env=env
    ) as process:
        assert process.poll() is None
