"""The papers speak only of what is there: files, make targets and commands."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
import yaml
from django.core.management import get_commands

from tests.plugins.processes import ROOT

PAPERS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
# Folders that are built or made while the portal runs, so they are not in the repository.
MADE = ("static/built", "build/", "var/", "secrets/", "inbox/", ".venv/", "node_modules/")

LINK = re.compile(r"\]\(([^)\s]+)\)")
QUOTED = re.compile(r"`([^`\n]+)`")
FENCED = re.compile(r"^```[^\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
FILE = re.compile(r"^\.?[\w-]+(?:/[\w.-]+)+\.(?:py|md|ya?ml|toml|html|css|js|mjs|txt|csv|lock)$")
TARGET = re.compile(r"(?:^|[\s;&`])make ([a-z][a-z-]*)")
COMMAND = re.compile(r"manage\.py ([a-z_]+)")


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def code(path: Path) -> Iterator[str]:
    """What a paper writes as code: in a line, or in a block of its own."""
    text = path.read_text(encoding="utf-8")
    yield from FENCED.findall(text)
    yield from QUOTED.findall(FENCED.sub("", text))


def headings(path: Path) -> set[str]:
    """The anchors that a paper's headings give."""
    lines = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\s-]", "", line.lower()).replace(" ", "-") for line in lines}


@pytest.mark.parametrize("path", PAPERS, ids=name)
def test_every_link_leads_somewhere(path: Path) -> None:
    broken = []
    for link in LINK.findall(path.read_text(encoding="utf-8")):
        if re.match(r"[a-z]+:", link):
            continue
        file, _hash, anchor = unquote(link).partition("#")
        target = (path.parent / file).resolve() if file else path
        if not target.exists() or (anchor and anchor not in headings(target)):
            broken.append(link)
    assert broken == []


@pytest.mark.parametrize("path", PAPERS, ids=name)
def test_every_file_that_is_named_is_there(path: Path) -> None:
    named = {text for text in code(path) if FILE.match(text) and not text.startswith(MADE)}
    assert sorted(text for text in named if not (ROOT / text).exists()) == []


@pytest.mark.parametrize("path", PAPERS, ids=name)
def test_every_make_target_exists(path: Path) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z][a-z-]*):", makefile, re.MULTILINE))
    asked = {target for text in code(path) for target in TARGET.findall(text)}
    assert sorted(asked - targets) == []


@pytest.mark.parametrize("path", PAPERS, ids=name)
def test_every_command_exists(path: Path) -> None:
    asked = {command for text in code(path) for command in COMMAND.findall(text)}
    assert sorted(asked - set(get_commands())) == []


def test_every_decision_stands_in_the_list() -> None:
    folder = ROOT / "docs" / "decisions"
    listed = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    pages = sorted(path.name for path in folder.glob("*.md"))
    assert [page for page in pages if f"decisions/{page}" not in listed] == []
    assert [page[:4] for page in pages] == [f"{n:04}" for n in range(1, len(pages) + 1)]


def test_the_hooks_call_the_tools_of_make_check() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8").replace("$(VENV)", ".venv/bin")
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    entries = [
        hook["entry"].removesuffix(" --force-exclude") for hook in hooks["repos"][0]["hooks"]
    ]
    assert [one for one in entries if one not in f"{makefile}\nmake check"] == []
