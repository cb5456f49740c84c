"""Is the portal alive, and is it ready to be used?"""

from dataclasses import dataclass

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor


@dataclass(frozen=True)
class Health:
    """What was looked at, and whether it was as it should be."""

    database: bool
    migrations: bool

    @property
    def is_ready(self) -> bool:
        return self.database and self.migrations


def look() -> Health:
    """Ask the database for an answer, and whether every migration is applied."""
    try:
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return Health(database=False, migrations=False)
    return Health(database=True, migrations=not plan)
