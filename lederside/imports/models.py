from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ImportKind(models.TextChoices):
    UNITS = "UNITS", _("Enheder")
    KPIS = "KPIS", _("Tal")


class Upload(models.Model):
    """A file somebody handed in, and what was found in it (da: indlevering).

    It waits here between the preview and the decision. The bytes are kept only while
    they are needed for that; a refused file keeps its findings, not its content.
    """

    class State(models.TextChoices):
        RECEIVED = "RECEIVED", _("Modtaget")
        CHECKED = "CHECKED", _("Klar til at blive taget ind")
        REFUSED = "REFUSED", _("Afvist")
        TAKEN = "TAKEN", _("Taget ind")
        DROPPED = "DROPPED", _("Kasseret")

    kind = models.CharField(_("slags"), max_length=10, choices=ImportKind)
    file_name = models.CharField(_("fil"), max_length=250)
    content = models.BinaryField(_("indhold"), null=True)
    size = models.PositiveIntegerField(_("størrelse i byte"))
    options = models.JSONField(_("valg"), default=dict)
    state = models.CharField(_("tilstand"), max_length=10, choices=State, default=State.RECEIVED)
    counts = models.JSONField(_("tælling"), default=dict)
    findings = models.JSONField(_("fund"), default=list)
    preview = models.JSONField(_("ændringer"), default=list)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("af")
    )
    at = models.DateTimeField(_("indleveret"))
    take = models.BooleanField(_("skal tages ind"), default=False)
    run = models.ForeignKey("imports.ImportRun", models.PROTECT, null=True, related_name="uploads")

    class Meta:
        verbose_name = _("indlevering")
        verbose_name_plural = _("indleveringer")

    def __str__(self) -> str:
        return self.file_name


class ImportRunQuerySet(models.QuerySet["ImportRun"]):
    def standing(self) -> Self:
        """Those that have not been undone."""
        return self.filter(undone_at__isnull=True)

    def newest_first(self) -> Self:
        return self.order_by("-id")


class ImportRun(models.Model):
    """One file that was taken in (da: indlæsning). It can be undone, never edited."""

    kind = models.CharField(_("slags"), max_length=10, choices=ImportKind)
    file_name = models.CharField(_("fil"), max_length=250)
    sha256 = models.CharField(_("kontrolsum"), max_length=64)
    size = models.PositiveIntegerField(_("størrelse i byte"))
    source = models.CharField(_("kilde"), max_length=60, blank=True)
    options = models.JSONField(_("valg"), default=dict)
    already_protected = models.BooleanField(_("allerede beskyttet i kilden"), default=False)
    counts = models.JSONField(_("tælling"), default=dict)
    findings = models.JSONField(_("bemærkninger"), default=list)
    periods = models.JSONField(_("perioder"), default=list)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("af")
    )
    at = models.DateTimeField(_("taget ind"))
    # The first day others than the leader and the nearest leader may see the figures.
    release_on = models.DateField(_("frigives"), null=True)
    released_at = models.DateTimeField(_("frigivet"), null=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    undone_at = models.DateTimeField(_("fortrudt"), null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("indlæsning")
        verbose_name_plural = _("indlæsninger")
        indexes = [models.Index(fields=["sha256"], name="imports_same_file_again")]
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_by__isnull=True) | Q(undone_at__isnull=False),
                name="imports_undone_says_when",
            )
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.file_name}"
