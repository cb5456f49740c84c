"""The trail of what was done and what was looked at (da: spor). Written once, never changed."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model

from lederside.audit.after import seen
from lederside.audit.models import AuditEvent

__all__ = ["record", "seen"]


def record(
    kind: AuditEvent.Kind | str,
    /,
    subject: Model | None = None,
    *,
    by: AbstractBaseUser | None,
    at: datetime,
    unit: Model | int | None = None,
    subject_name: str = "",
    **details: Any,
) -> AuditEvent:
    """Write down that ``by`` did something to ``subject``, in the transaction of the deed itself.

    ``subject`` is what it was done to, ``subject_name`` what people call it when ``str(subject)``
    is not that; ``unit`` the unit it belongs to (row or key); ``by`` None means the system.
    ``details`` may hold dates, decimals and labels; they are stored as plain text and numbers.
    """
    return AuditEvent.objects.create(
        kind=kind,
        at=at,
        person_id=by.pk if by else None,
        person=str(by)[:150] if by else "",
        subject=_label(subject),
        subject_id=_key(subject),
        subject_name=(subject_name or (str(subject) if subject else ""))[:250],
        unit_id=_key(unit) if isinstance(unit, Model) else unit,
        details=_plain(details),
    )


def _label(row: Model | None) -> str:
    return f"{type(row).__module__.split('.')[-2]}.{type(row).__name__}" if row else ""


def _key(row: Model | None) -> int | None:
    """The row's number; None for the few whose key is a code or put together of several."""
    key = row.pk if row else None
    return key if isinstance(key, int) else None


def _plain(details: Mapping[str, Any]) -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(json.dumps(details, cls=DjangoJSONEncoder))
    return plain
