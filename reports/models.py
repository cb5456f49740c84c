from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kpis.lines import Audience
from lederside.jobs.models import Job
from organisation.models import Unit


class Report(models.Model):
    """A document somebody ordered (da: dokument). Made once and kept with its checksum."""

    class Kind(models.TextChoices):
        QUARTERLY = "QUARTERLY", _("Kvartalsrapport")
        MEETING = "MEETING", _("Mødeark")

    kind = models.CharField(_("slags"), max_length=10, choices=Kind)
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("enhed"))
    period = models.CharField(_("periode"), max_length=10)
    audience = models.CharField(_("til"), max_length=10, choices=Audience)
    ordered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    ordered_at = models.DateTimeField(_("bestilt"))
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(_("dannet"), null=True)
    content = models.BinaryField(_("fil"), null=True)
    sha256 = models.CharField(_("kontrolsum"), max_length=64, blank=True)
    pages = models.PositiveSmallIntegerField(_("sider"), null=True)

    class Meta:
        verbose_name = _("dokument")
        verbose_name_plural = _("dokumenter")
        constraints = [
            models.CheckConstraint(
                condition=Q(made_at__isnull=True) | Q(content__isnull=False) & ~Q(sha256=""),
                name="reports_made_has_file_and_checksum",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.period}"
