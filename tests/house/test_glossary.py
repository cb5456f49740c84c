"""The glossary holds Danish and English together, so every model must stand in it."""

from django.apps import apps

from tests.plugins.processes import ROOT

OURS = ("lederside.", "organisation", "kpis", "dialogues", "reports")
HEADERS = ["Dansk", "English, in code", "Means", "Not to be confused with"]


def rows() -> list[list[str]]:
    lines = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").splitlines()
    return [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in lines
        if line.startswith("|") and not line.startswith("|---")
    ]


def models() -> set[str]:
    return {model.__name__ for model in apps.get_models() if model.__module__.startswith(OURS)}


def test_every_line_has_the_four_columns() -> None:
    found = rows()
    assert [row for row in found if len(row) != len(HEADERS)] == []
    assert HEADERS in found


def test_every_model_is_in_the_glossary() -> None:
    english = " ".join(row[1] for row in rows())
    assert sorted(name for name in models() if f"`{name}`" not in english) == []
