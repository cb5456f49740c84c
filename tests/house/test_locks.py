"""The locks say exactly what is installed, and nothing of where it came from."""

import json
import re
import tomllib

import pytest

from tests.plugins.processes import ROOT

PYTHON_LOCKS = ["requirements.lock", "requirements-dev.lock", "requirements-node.lock"]
LOCKS = [*PYTHON_LOCKS, "package-lock.json"]
PROJECT = (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def required(group: str | None = None) -> list[str]:
    """What the project asks for itself, by name: for a server, or also for ``group``."""
    project = tomllib.loads(PROJECT)["project"]
    asked = project["dependencies"] if group is None else project["optional-dependencies"][group]
    names = [re.match(r"[\w.-]+", one).group() for one in asked]  # type: ignore[union-attr]
    return [normal(name) for name in names if name != "min-lederside"]


def locked(name: str) -> dict[str, str]:
    """Each package of a lock and what stands under it."""
    parts = re.split(r"^(?=[\w.-]+(?:\[[^\]]*\])?==)", read(name), flags=re.MULTILINE)
    return {normal(re.split(r"[\[=]", part)[0]): part for part in parts if "==" in part}


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_has_no_address(name: str) -> None:
    text = read(name)
    assert [word for word in ("://", "index-url", '"resolved"') if word in text] == []


@pytest.mark.parametrize("name", PYTHON_LOCKS)
def test_every_package_is_locked_with_its_hashes(name: str) -> None:
    packages = locked(name)
    assert packages != {}
    assert [one for one, text in packages.items() if "--hash=sha256:" not in text] == []


def test_every_npm_package_is_locked_with_its_checksum() -> None:
    packages = json.loads(read("package-lock.json"))["packages"]
    assert [name for name, said in packages.items() if name and "integrity" not in said] == []


def test_what_the_project_asks_for_is_locked() -> None:
    assert set(required()) <= set(locked("requirements.lock"))
    assert {*required("dev"), *required("demo")} <= set(locked("requirements-dev.lock"))


def test_every_dependency_says_why_it_is_here() -> None:
    unexplained = []
    group, before = "", ""
    for line in PROJECT.splitlines():
        started = re.match(r"(dependencies|demo|dev) = \[$", line)
        group = started[1] if started else "" if line == "]" else group
        if group and line.startswith('  "') and "min-lederside[" not in line:
            # Tools of one kind may share a reason; what runs on a server has its own.
            shares = group == "dev" and before.startswith('  "')
            unexplained += [] if before.startswith("  # ") or shares else [line]
        before = line
    assert unexplained == []
