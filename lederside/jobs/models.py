from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class JobQuerySet(models.QuerySet["Job"]):
    def waiting(self, *, at: datetime) -> Self:
        """Those nobody works on: new ones, and those whose worker has fallen silent."""
        return self.filter(
            Q(state=Job.State.WAITING) | Q(state=Job.State.RUNNING, lease_until__lt=at)
        )


class Job(models.Model):
    """Work that is done outside the request (da: opgave).

    The row is the truth: state, lease and attempt. Celery only rings the bell.
    """

    class Kind(models.TextChoices):
        IMPORT_KPIS = "IMPORT_KPIS", _("Indlæsning af tal")
        IMPORT_UNITS = "IMPORT_UNITS", _("Indlæsning af enheder")
        MAKE_REPORT = "MAKE_REPORT", _("Dokument")
        ROLL_UP = "ROLL_UP", _("Summer op ad kæden")

    class State(models.TextChoices):
        WAITING = "WAITING", _("Venter")
        RUNNING = "RUNNING", _("I gang")
        DONE = "DONE", _("Færdig")
        FAILED = "FAILED", _("Gik i stå")

    kind = models.CharField(_("hvad"), max_length=20, choices=Kind)
    about_id = models.BigIntegerField(_("om hvad"))
    state = models.CharField(_("tilstand"), max_length=10, choices=State, default=State.WAITING)
    attempt = models.PositiveSmallIntegerField(_("forsøg"), default=0)
    lease_until = models.DateTimeField(_("optaget til"), null=True)
    created_at = models.DateTimeField(_("bestilt"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    finished_at = models.DateTimeField(_("færdig"), null=True)
    error = models.TextField(_("hvad gik galt"), blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("opgave")
        verbose_name_plural = _("opgaver")
        indexes = [
            models.Index(
                fields=["created_at"],
                condition=Q(state__in=["WAITING", "RUNNING"]),
                name="jobs_unfinished",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.about_id}"
