"""What was looked at is written down when the answer has left, so that nobody waits for it."""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from lederside.audit.models import AuditEvent

log = logging.getLogger(__name__)

GetResponse = Callable[[HttpRequest], HttpResponse]


def seen(
    request: HttpRequest,
    kind: AuditEvent.Kind | str,
    /,
    *,
    subject_name: str = "",
    units: Iterable[int] = (),
    **details: Any,
) -> None:
    """Remember that something sensitive is being shown; one event for each of ``units``.

    ``AfterMiddleware`` writes it when the response is closed. A page that fails shows
    nothing, and so leaves nothing.
    """
    person = request.user
    if not person.is_authenticated:
        raise TypeError("Only somebody who is signed in sees what is sensitive")
    places: list[int | None] = [*units] or [None]
    _looked_at(request).extend(
        AuditEvent(
            kind=kind,
            person_id=person.pk,
            person=str(person)[:150],
            subject_name=subject_name[:250],
            unit_id=unit,
            details=details,
        )
        for unit in places
    )


class AfterMiddleware:
    """Writes what was looked at once the whole answer is sent.

    It stands outermost, so that the answer it sees is the one that leaves.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        looked_at = _looked_at(request)
        if looked_at and response.status_code < 400:
            # Django closes a response after its last byte, and has no public way to be told.
            response._resource_closers.append(  # type: ignore[attr-defined]  # noqa: SLF001
                partial(write, looked_at, at=timezone.now())
            )
        return response


def write(events: list[AuditEvent], *, at: datetime) -> None:
    """Store ``events``. A failure is logged with all they said; the page has already left."""
    for event in events:
        event.at = at
    try:
        AuditEvent.objects.bulk_create(events)
    except DatabaseError:
        what = [(e.kind, e.person_id, e.subject_name, e.unit_id, e.details) for e in events]
        log.exception("Not written to the audit trail: %s", what)


def _looked_at(request: HttpRequest) -> list[AuditEvent]:
    kept: list[AuditEvent] = vars(request).setdefault("looked_at", [])
    return kept
