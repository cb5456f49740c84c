"""Strict readers of the environment: a value is there and right, or the process does not start."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict


def text(name: str, default: str | None = None) -> str:
    """The variable's text, without blanks around it; `default` when it is not set.

    An empty variable counts as set, so that `CELERY_BROKER_URL=` can say "none".
    Raises ImproperlyConfigured when it is not set and there is no default.
    """
    value = os.environ.get(name)
    if value is not None:
        return value.strip()
    if default is None:
        raise ImproperlyConfigured(
            f"Miljøvariablen {name} mangler. Sæt den, før programmet startes; "
            "alle variable står med en forklaring i .env.example."
        )
    return default


def flag(name: str, default: bool) -> bool:  # noqa: FBT001 a flag is what it reads
    """True or False, written exactly so; anything else raises ImproperlyConfigured."""
    value = text(name, str(default))
    if value not in ("True", "False"):
        raise ImproperlyConfigured(
            f"Miljøvariablen {name} skal være True eller False, men er {value!r}."
        )
    return value == "True"


def number(name: str, default: int) -> int:
    """A whole number; anything else raises ImproperlyConfigured."""
    value = text(name, str(default))
    try:
        return int(value)
    except ValueError:
        raise ImproperlyConfigured(
            f"Miljøvariablen {name} skal være et helt tal, men er {value!r}."
        ) from None


def secret(name: str, default: str | None = None) -> str:
    """The variable's text, or the text of the file that `<name>_FILE` names.

    Raises ImproperlyConfigured when both are set, when the file cannot be read or is
    empty, and when neither is set and there is no default.
    """
    path = os.environ.get(f"{name}_FILE")
    if not path:
        return text(name, default)
    if os.environ.get(name):
        raise ImproperlyConfigured(f"Sæt enten {name} eller {name}_FILE, ikke begge.")
    return _read_secret(f"{name}_FILE", path)


def words(name: str, default: list[str]) -> list[str]:
    """The variable's parts between commas, blanks removed, empty parts left out."""
    value = text(name, ",".join(default))
    return [word.strip() for word in value.split(",") if word.strip()]


def database(name: str) -> dict[str, Any]:
    """What Django's DATABASES wants, from an address such as postgres://user:word@host:5432/name.

    The address may come from the file that `<name>_FILE` names. A unix socket is written
    `?host=/its/folder`; other parameters (sslmode ...) go to libpq as they are.
    Raises ImproperlyConfigured when it is missing, or is no address of a PostgreSQL database.
    """
    try:
        parts = conninfo_to_dict(secret(name))
    except ProgrammingError as problem:
        raise ImproperlyConfigured(f"{name} er ikke en gyldig adresse: {problem}") from problem
    if not parts.get("dbname"):
        raise ImproperlyConfigured(f"{name} skal ende med databasens navn.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname"),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": str(parts.pop("port", "")),
        "OPTIONS": parts,
    }


def _read_secret(name: str, path: str) -> str:
    try:
        value = Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as problem:
        raise ImproperlyConfigured(
            f"Filen i {name} ({path}) kan ikke læses: {problem}."
        ) from problem
    if not value:
        raise ImproperlyConfigured(f"Filen i {name} ({path}) er tom.")
    return value
