"""Deletes what is older than the policy says. What belongs to a case stays until it is switched on."""

from calendar import monthrange
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet

from lederside.audit.models import AuditEvent
from lederside.imports.models import Upload
from lederside.jobs.models import Job
from lederside.privacy.policy import Policy, Rule
from reports.models import Report

_LOOKS = [AuditEvent.Kind.LINES_SEEN, AuditEvent.Kind.REPORT_SEEN]
_LOG_INS = [AuditEvent.Kind.LOGGED_IN, AuditEvent.Kind.LOGIN_FAILED]


@dataclass(frozen=True)
class _Due:
    """Rows that are old enough, and what becomes of them: values to blank, or None to delete."""

    rows: QuerySet[Any]
    blank: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Outcome:
    """What a rule found, and whether it was carried out."""

    rule: Rule
    count: int
    is_done: bool


def _expired_sessions(before: datetime) -> _Due:
    return _Due(Session.objects.filter(expire_date__lt=before))


def _upload_contents(before: datetime) -> _Due:
    rows = Upload.objects.filter(at__lt=before, content__isnull=False)
    return _Due(rows, blank={"content": None, "preview": []})


def _looks(before: datetime) -> _Due:
    return _Due(AuditEvent.objects.filter(kind__in=_LOOKS, at__lt=before))


def _log_ins(before: datetime) -> _Due:
    return _Due(AuditEvent.objects.filter(kind__in=_LOG_INS, at__lt=before))


def _deeds(before: datetime) -> _Due:
    return _Due(AuditEvent.objects.exclude(kind__in=_LOOKS + _LOG_INS).filter(at__lt=before))


def _finished_jobs(before: datetime) -> _Due:
    return _Due(Job.objects.filter(finished_at__lt=before))


def _reports(before: datetime) -> _Due:
    return _Due(Report.objects.filter(made_at__lt=before))


RULES: Mapping[str, Callable[[datetime], _Due]] = {
    "expired_sessions": _expired_sessions,
    "upload_contents": _upload_contents,
    "looks": _looks,
    "log_ins": _log_ins,
    "deeds": _deeds,
    "finished_jobs": _finished_jobs,
    "reports": _reports,
}


def apply(policy: Policy, *, at: datetime, trial: bool) -> Sequence[Outcome]:
    """Carry out every rule that is switched on; a trial counts and changes nothing.

    A rule that is switched off is counted too, so that the municipality sees what waits.
    """
    return [_apply_rule(rule, at=at, trial=trial) for rule in policy.rules]


@transaction.atomic
def _apply_rule(rule: Rule, *, at: datetime, trial: bool) -> Outcome:
    due = RULES[rule.code](months_before(at, rule.months))
    count = due.rows.count()
    is_done = rule.is_on and not trial
    if is_done and due.blank is not None:
        due.rows.update(**due.blank)
    elif is_done:
        due.rows.delete()
    return Outcome(rule, count, is_done)


def months_before(at: datetime, months: int) -> datetime:
    """The same day so many months earlier, or the last of that month when it is shorter."""
    year, month = divmod(at.year * 12 + at.month - 1 - months, 12)
    return at.replace(year=year, month=month + 1, day=min(at.day, monthrange(year, month + 1)[1]))
