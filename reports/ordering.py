"""How a document is ordered, made once, and kept.

The rights are settled when it is ordered and written on the order, so the worker that makes
it never asks again.
"""

import hashlib
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kpis.lines import Audience
from lederside.accounts.models import User
from lederside.audit import trail
from lederside.audit.models import AuditEvent
from lederside.imports.periods import Period, PeriodKind, parse_period
from lederside.jobs import running
from lederside.jobs.models import Job
from organisation.models import Unit
from organisation.tree import OrganisationTree
from reports import filling, pdf
from reports.models import Report


class NotPossible(Exception):
    """The document cannot be ordered. The message is for the person who tried."""


class NoQuarter(NotPossible):
    """The text names no quarter at all."""


def quarter(code: str, *, at: datetime) -> Period:
    """The quarter a document is about. Raises NoQuarter, or NotPossible when it is not over."""
    period = parse_period(code)
    if not isinstance(period, Period) or period.kind != PeriodKind.QUARTER:
        raise NoQuarter(_("»%(code)s« er ikke et kvartal. Skriv fx 2026K3.") % {"code": code})
    if period.ends_on > at.date():
        raise NotPossible(_("Kvartalet er ikke slut endnu. Vælg et tidligere."))
    return period


@transaction.atomic
def order(
    kind: Report.Kind,
    unit: Unit,
    period: Period,
    audience: Audience,
    *,
    by: User,
    at: datetime,
) -> Report:
    """Ask for a document. Ordered twice while it is being made, it is the same order."""
    same = Report.objects.filter(
        kind=kind, unit=unit, period=period.code, audience=audience, ordered_by=by
    )
    begun = same.filter(
        made_at__isnull=True, job__state__in=[Job.State.WAITING, Job.State.RUNNING]
    ).first()
    if begun is not None:
        return begun
    report = Report.objects.create(
        kind=kind,
        unit=unit,
        period=period.code,
        audience=audience,
        ordered_by=by,
        ordered_at=at,
    )
    report.job = running.enqueue(Job.Kind.MAKE_REPORT, report.pk, by=by, at=at)
    report.save(update_fields=["job"])
    trail.record(AuditEvent.Kind.REPORT_ORDERED, report, by=by, at=at, unit=unit)
    return report


def make(report: Report, *, at: datetime) -> Report:
    """Render the document and keep it with its checksum. A made one is never made again."""
    if report.made_at is not None:
        return report
    period = quarter(report.period, at=at)
    document = render(
        Report.Kind(report.kind), report.unit, period, Audience(report.audience), at=at
    )
    report.content = document.content
    report.sha256 = hashlib.sha256(document.content).hexdigest()
    report.pages = document.pages
    report.made_at = at
    report.save(update_fields=["content", "sha256", "pages", "made_at"])
    return report


def render(
    kind: Report.Kind, unit: Unit, period: Period, audience: Audience, *, at: datetime
) -> pdf.Document:
    """The document as PDF, judged at the quarter's own end. Stores nothing.

    Raises NotPossible when the unit is there neither at the quarter's end nor today.
    """
    days = (period.ends_on, at.date())
    if not any(unit.pk in OrganisationTree.on(day) for day in days):
        told = _("Enheden %(number)s var der ikke ved slutningen af %(period)s.")
        raise NotPossible(told % {"number": unit.number, "period": period.title})
    html = filling.html_of(kind, unit, period, audience, at=at)
    return pdf.render(html, created_at=at)
