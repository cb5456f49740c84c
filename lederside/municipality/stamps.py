"""What a process may remember, and for how long.

The organisation and the rules are read on every page and changed a few times a year.
A process keeps what it has made of them until the stamp in the database is another
one. The triggers that change the stamp are made by ``watch`` in a migration.
"""

from collections.abc import Callable
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db import connection, migrations

T = TypeVar("T")


def current(name: str) -> UUID | None:
    """The mark of a group of tables now; None when they were never changed. One small query."""
    # Asked twice on every page, and putting the query together would take longer than asking.
    with connection.cursor() as cursor:
        cursor.execute("SELECT mark FROM municipality_stamp WHERE name = %s", [name])
        row = cursor.fetchone()
    return row[0] if row else None


class Remembered(Generic[T]):
    """What ``make`` gave, kept for as long as the stamp stays the same."""

    def __init__(self, name: str, make: Callable[[], T]) -> None:
        self._name = name
        self._make = make
        self._kept: tuple[UUID, T] | None = None

    def get(self) -> T:
        mark = current(self._name)
        kept = self._kept
        if kept is not None and kept[0] == mark:
            return kept[1]
        made = self._make()
        self._kept = None if mark is None else (mark, made)
        return made


def watch(name: str, *tables: str) -> migrations.RunSQL:
    """A migration step: every change in ``tables`` gives the stamp ``name`` a new mark.

    The mark is random, not a counter: a transaction that was rolled back must not leave a
    number behind that a later one uses again for other content.
    """
    forward: list[Any] = [
        f"CREATE OR REPLACE FUNCTION stamp_{name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"INSERT INTO municipality_stamp (name, mark) VALUES ('{name}', gen_random_uuid()) "
        "ON CONFLICT (name) DO UPDATE SET mark = excluded.mark; RETURN NULL; END $$",
        f"INSERT INTO municipality_stamp (name, mark) VALUES ('{name}', gen_random_uuid()) "
        "ON CONFLICT (name) DO NOTHING",
    ]
    backward: list[Any] = []
    for table in tables:
        forward.append(
            f"CREATE TRIGGER stamp_{name} AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION stamp_{name}()"
        )
        backward.append(f"DROP TRIGGER IF EXISTS stamp_{name} ON {table}")
    backward.append(f"DROP FUNCTION IF EXISTS stamp_{name}()")
    return migrations.RunSQL(sql=forward, reverse_sql=backward)
