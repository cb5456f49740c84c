"""The policy, the page and what is deleted are one and the same."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.test import Client

from lederside.audit.models import AuditEvent
from lederside.imports.models import ImportKind, Upload
from lederside.jobs.models import Job
from lederside.privacy import checks, policy, retention
from lederside.privacy.policy import Policy

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


def _ago(days: int) -> datetime:
    return NOW - timedelta(days=days)


def test_every_stored_field_stands_in_the_policy_once() -> None:
    assert checks.policy_covers_everything() == []


def test_a_field_the_policy_does_not_know_is_named() -> None:
    stored = [*checks.stored_fields(), "accounts.User.shoe_size"]

    found = list(checks.problems(policy.current(), stored))

    assert [(each.id, each.msg) for each in found] == [
        ("privacy.E001", "accounts.User.shoe_size is not in docs/personal_data.yaml.")
    ]


def test_a_field_that_is_gone_or_stands_twice_is_named() -> None:
    stored = [field for field in checks.stored_fields() if field != "accounts.User.name"]
    twice = Policy([], [], policy.current().treatments, [], {"jobs.Job": ["id"]})

    gone = [each.id for each in checks.problems(policy.current(), stored)]
    doubled = {each.id for each in checks.problems(twice, list(twice.classified()))}

    assert gone == ["privacy.E002"]
    assert doubled == {"privacy.E003"}


def test_every_rule_in_the_policy_is_carried_out_by_something() -> None:
    assert {rule.code for rule in policy.current().rules} == set(retention.RULES)


def test_a_case_is_never_deleted_unless_the_municipality_says_so() -> None:
    off = {rule.code for rule in policy.current().rules if not rule.is_on}

    assert off == {"deeds", "reports"}


@pytest.mark.parametrize(
    ("at", "months", "before"),
    [("2026-03-31", 1, "2026-02-28"), ("2026-01-15", 13, "2024-12-15"), ("2026-05-05", 0, "2026-05-05")],
)  # fmt: skip
def test_months_are_counted_in_the_calendar(at: str, months: int, before: str) -> None:
    found = retention.months_before(datetime.fromisoformat(at), months)

    assert found == datetime.fromisoformat(before)


@pytest.fixture
def things(db: None) -> None:
    """One of each thing that is just too old, and one that is not."""
    for days in (60, 100):
        Upload.objects.create(
            kind=ImportKind.KPIS, file_name=f"{days}.csv", content=b"x", size=1, at=_ago(days)
        )
    for kind, days in [("LINES_SEEN", 700), ("LINES_SEEN", 740), ("LOGGED_IN", 340),
                       ("LOGGED_IN", 370), ("LIMITS_SET", 4000)]:  # fmt: skip
        AuditEvent.objects.create(kind=kind, at=_ago(days))
    for days in (300, 400):
        Job.objects.create(kind="MAKE_REPORT", about_id=1, created_at=NOW, finished_at=_ago(days))
    Session.objects.create(session_key="old", session_data="", expire_date=_ago(1))
    Session.objects.create(session_key="new", session_data="", expire_date=_ago(-1))


EXPECTED = {
    "expired_sessions": 1,
    "upload_contents": 1,
    "looks": 1,
    "log_ins": 1,
    "finished_jobs": 1,
    "reports": 0,
    "deeds": 1,
}


def _left() -> list[int]:
    with_content = Upload.objects.filter(content__isnull=False)
    return [
        Session.objects.count(),
        with_content.count(),
        Upload.objects.count(),
        AuditEvent.objects.count(),
        Job.objects.count(),
    ]


def test_a_trial_counts_and_deletes_nothing(things: None) -> None:
    before = _left()

    outcomes = retention.apply(policy.current(), at=NOW, trial=True)

    assert {each.rule.code: each.count for each in outcomes} == EXPECTED
    assert _left() == before
    assert not any(each.is_done for each in outcomes)


def test_what_is_due_is_deleted_and_nothing_else(things: None) -> None:
    outcomes = retention.apply(policy.current(), at=NOW, trial=False)

    assert {each.rule.code: each.count for each in outcomes} == EXPECTED
    assert _left() == [1, 1, 2, 3, 1]
    assert AuditEvent.objects.filter(kind="LIMITS_SET").exists()


def test_doing_it_again_finds_nothing_more_to_do(things: None) -> None:
    retention.apply(policy.current(), at=NOW, trial=False)

    again = retention.apply(policy.current(), at=NOW, trial=False)

    assert sum(each.count for each in again if each.rule.is_on) == 0


def test_the_command_tells_what_it_would_do(things: None) -> None:
    told = StringIO()

    call_command("apply_retention", "--trial", stdout=told)

    assert len(told.getvalue().splitlines()) == len(EXPECTED)
    assert "slået fra" in told.getvalue()


def test_anybody_can_read_the_policy(client: Client, db: None) -> None:
    page = client.get("/dine-oplysninger/").content.decode()

    for treatment in policy.current().treatments:
        assert treatment.purpose in page


def test_whoever_is_signed_in_still_has_the_menu_there(
    lilleby: object, as_: Callable[..., Client]
) -> None:
    page = as_(lilleby.anna).get("/dine-oplysninger/").content.decode()  # type: ignore[attr-defined]

    assert "Administration" in page


def test_the_policy_is_read_from_the_file_that_people_sign() -> None:
    assert policy.read(settings.BASE_DIR / "docs" / "personal_data.yaml") == policy.current()
