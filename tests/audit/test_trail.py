"""What was done and what was looked at stays, in words."""

import logging
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.test import Client

from lederside.audit import after, presenting, trail
from lederside.audit.models import AuditEvent
from tests.lilleby import PASSWORD, Lilleby

AT = datetime(2026, 11, 22, 9, 14, tzinfo=UTC)
Kind = AuditEvent.Kind


def test_an_event_keeps_the_names_of_that_day(lilleby: Lilleby) -> None:
    trail.record(
        Kind.ASSIGNED, lilleby.sanne, by=lilleby.anna, at=AT, unit=lilleby.bakkeskolen,
        subject_name="Sanne som leder af Bakkeskolen",
    )  # fmt: skip
    lilleby.anna.name = "Anna Andersen"
    lilleby.anna.save()
    lilleby.anna.delete()

    event = AuditEvent.objects.get()

    assert (event.person, event.subject, event.subject_id, event.unit_id, event.subject_name) == (
        "Anna",
        "accounts.User",
        lilleby.sanne.pk,
        lilleby.bakkeskolen.pk,
        "Sanne som leder af Bakkeskolen",
    )


def test_details_may_be_days_decimals_and_labels(db: None) -> None:
    event = trail.record(
        Kind.LIMITS_SET, by=None, at=AT, since=date(2026, 1, 1), limit=Decimal("5.0"),
        kind=Kind.LIMITS_SET.label,
    )  # fmt: skip

    event.refresh_from_db()

    assert event.details == {"since": "2026-01-01", "limit": "5.0", "kind": "satte grænser"}


def test_an_event_reads_as_a_danish_sentence() -> None:
    event = AuditEvent(kind=Kind.KPIS_IMPORTED, person="Anna", subject_name="2026K3.csv", at=AT)

    told = presenting.sentence(event).replace("\u00a0", " ")

    assert told == "Anna tog 2026K3.csv ind, 22. november 2026 kl. 10.14"


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_of_event_has_a_sentence(kind: Kind) -> None:
    assert presenting.sentence(AuditEvent(kind=kind, at=AT)).endswith("10.14")


def _show(lilleby: Lilleby, *, status: int = 200) -> HttpResponse:
    """A page through the middleware, as the server runs it, but not closed yet."""

    def page(request: HttpRequest) -> HttpResponse:
        trail.seen(
            request, Kind.LINES_SEEN, subject_name="Bakkeskolen", units=[7, 8], period="2026K3"
        )
        return HttpResponse("...", status=status)

    request = HttpRequest()
    request.user = lilleby.carsten
    return after.AfterMiddleware(page)(request)


def _sent(response: HttpResponse) -> None:
    """What the server does after the last byte, without Django's closing of the connection."""
    for closer in response._resource_closers:
        closer()


def test_what_was_looked_at_is_written_when_the_answer_has_left(lilleby: Lilleby) -> None:
    response = _show(lilleby)
    before = AuditEvent.objects.count()
    _sent(response)

    written = AuditEvent.objects.order_by("unit_id").values_list("person", "unit_id", "details")

    assert before == 0
    assert list(written) == [
        ("Carsten", 7, {"period": "2026K3"}),
        ("Carsten", 8, {"period": "2026K3"}),
    ]


def test_the_writer_stands_outermost_around_every_page() -> None:
    assert settings.MIDDLEWARE[0] == "lederside.audit.after.AfterMiddleware"


def test_a_real_page_leaves_a_trace(lilleby: Lilleby, as_: Callable[..., Client]) -> None:
    unit = lilleby.bakkeskolen.pk

    as_(lilleby.carsten).get(f"/enhed/{unit}/")

    event = AuditEvent.objects.get(kind=Kind.LINES_SEEN)
    assert (event.person, event.subject_name, event.unit_id) == ("Carsten", "Bakkeskolen", unit)


def test_a_page_that_was_refused_showed_nothing(lilleby: Lilleby) -> None:
    _sent(_show(lilleby, status=404))

    assert not AuditEvent.objects.exists()


def test_a_trail_that_cannot_be_written_is_shouted_about(
    lilleby: Lilleby, caplog: pytest.LogCaptureFixture
) -> None:
    response = _show(lilleby)

    def down(*_args: object) -> None:
        raise DatabaseError("gone")

    with caplog.at_level(logging.ERROR), connection.execute_wrapper(down):
        _sent(response)

    assert "Bakkeskolen" in caplog.text


def test_log_ins_are_on_the_trail(lilleby: Lilleby, client: object) -> None:
    lilleby.sanne.set_password(PASSWORD)
    lilleby.sanne.save()

    client.login(email="sanne@lilleby.example", password="forkert")  # type: ignore[attr-defined]
    client.login(email="sanne@lilleby.example", password=PASSWORD)  # type: ignore[attr-defined]
    client.login(email="min-adgangskode", password="x")  # type: ignore[attr-defined]

    told = AuditEvent.objects.order_by("pk").values_list("kind", "person", "subject_name")
    assert list(told) == [
        ("LOGIN_FAILED", "", "Sanne"),
        ("LOGGED_IN", "Sanne", ""),
        ("LOGIN_FAILED", "", "en e-mail, der ikke kendes"),
    ]
