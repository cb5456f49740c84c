"""The import contracts see a breach: each fails once on one that is planted in a copy."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.plugins.processes import ROOT

PACKAGES = ("lederside", "organisation", "kpis", "dialogues", "reports")
LINTER = Path(sys.executable).with_name("lint-imports")

# The contract, who breaks it, and what is imported. The views one lies in a nested package.
BREACHES = [
    ("Apps build on each other", "organisation/names.py", "kpis.models"),
    ("Nothing but urls", "lederside/frontpage/overview.py", "lederside.administration.views.home"),
    ("Nothing but urls", "reports/contents.py", "kpis.views"),
    ("The domain never asks", "kpis/status.py", "lederside.access.scope"),
    ("The frame of the pages", "lederside/ui/charts.py", "kpis.status"),
]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for package in PACKAGES:
        ignored = shutil.ignore_patterns("__pycache__", "*.pyc")
        shutil.copytree(ROOT / package, tmp_path / package, ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def broken(folder: Path) -> list[str]:
    """The contracts that do not hold in ``folder``."""
    env = {**os.environ, "PYTHONPATH": str(folder), "NO_COLOR": "1"}
    ran = subprocess.run(
        [LINTER, "--no-cache"], cwd=folder, env=env, capture_output=True, text=True, check=False
    )
    judged = re.findall(r"^(.+?) (KEPT|BROKEN)", ran.stdout, re.MULTILINE)
    assert judged, ran.stdout + ran.stderr
    return [name for name, verdict in judged if verdict == "BROKEN"]


def test_every_contract_has_a_planted_breach() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    names = re.findall(
        r"^\[\[tool\.importlinter\.contracts\]\]\nname = \"(.+)\"", text, re.MULTILINE
    )
    starts = tuple(name for name, _file, _module in BREACHES)
    assert [name for name in names if not name.startswith(starts)] == []


@pytest.mark.parametrize(("contract", "file", "module"), BREACHES)
def test_a_planted_breach_is_seen(contract: str, file: str, module: str, copy: Path) -> None:
    with (copy / file).open("a", encoding="utf-8") as source:
        source.write(f"\nimport {module}\n")

    assert [name for name in broken(copy) if name.startswith(contract)] != []
