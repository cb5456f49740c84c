"""Migrations are read like prose: each has a name that somebody thought of."""

import re
from pathlib import Path

from django.apps import apps
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.migration import Migration

from tests.plugins.processes import ROOT

# What Django calls a migration when nobody does.
UNNAMED = re.compile(r"_auto_|_and_more$")


def migrations() -> dict[str, Migration]:
    """Ours, by ``app.name``."""
    ours = {
        app.label
        for app in apps.get_app_configs()
        if Path(app.path).is_relative_to(ROOT) and ".venv" not in app.path
    }
    loaded = MigrationLoader(None).disk_migrations
    return {f"{app}.{name}": made for (app, name), made in loaded.items() if app in ours}


def test_every_migration_has_a_name_of_its_own() -> None:
    assert [name for name in migrations() if UNNAMED.search(name)] == []


def test_only_the_first_is_called_initial() -> None:
    wrong = [
        name
        for name, made in migrations().items()
        if name.endswith("0001_initial") != bool(made.initial)
        or ("initial" in name and not name.endswith("0001_initial"))
    ]
    assert wrong == []


def test_no_two_migrations_stand_side_by_side() -> None:
    assert MigrationLoader(None).detect_conflicts() == {}
