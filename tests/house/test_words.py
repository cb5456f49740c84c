"""The words on the screen are plain and Danish."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.plugins.processes import ROOT

PACKAGES = ("lederside", "organisation", "kpis", "dialogues", "reports")
GETTEXT = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
NEVER = re.compile(
    r"\b(?:kpi(?:'?er)?|dashboards?|upload\w*|deadlines?|ressourcer?)\b|\bklik her\b|\bups\b|!",
    re.IGNORECASE,
)
_QUOTED = r"\"([^\"]*)\"|'([^']*)'"
SAID = re.compile(
    rf"\{{%\s*translate\s+(?:{_QUOTED})"
    rf"|\b_\((?:{_QUOTED})\)"
    r"|\{%\s*blocktranslate\b[^%]*%\}(.*?)\{%\s*endblocktranslate",
    re.DOTALL,
)
VARIABLE = re.compile(r"\{\{.*?\}\}|%\(\w+\)s")


def in_templates() -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / "templates").rglob("*.*")):
        for found in SAID.finditer(path.read_text(encoding="utf-8")):
            yield _name(path), "".join(part or "" for part in found.groups())


def in_code() -> Iterator[tuple[str, str]]:
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                yield from ((_name(path), text) for text in _marked(node))


def _marked(node: ast.AST) -> Iterator[str]:
    if not isinstance(node, ast.Call):
        return
    called = getattr(node.func, "id", getattr(node.func, "attr", ""))
    if called in GETTEXT:
        for argument in node.args:
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                yield argument.value


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def wrong(text: str) -> str | None:
    found = NEVER.search(VARIABLE.sub("", text))
    return found.group() if found else None


@pytest.mark.parametrize("said", [in_templates, in_code], ids=["templates", "code"])
def test_no_sentence_has_a_word_we_never_use(said) -> None:
    sentences = list(said())
    assert len(sentences) > 100
    assert [(place, text) for place, text in sentences if wrong(text)] == []


@pytest.mark.parametrize(
    "text", ["Se KPI'er", "Dit dashboard", "Upload en fil", "Klik her", "Ups", "Godt gået!"]
)
def test_a_planted_word_is_seen(text: str) -> None:
    assert wrong(text)


@pytest.mark.parametrize("text", ["Grupper", "{{ upload.name }} er klar", "%(kpi)s er sat"])
def test_a_word_inside_another_or_a_variable_is_no_word(text: str) -> None:
    assert wrong(text) is None
