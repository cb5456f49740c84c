from typing import Final

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class Municipality(models.Model):
    """The one municipality of this installation (da: kommune): how it looks and what it says.

    There is exactly one row; another municipality is another installation.
    """

    ONLY: Final = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY, editable=False)
    name = models.CharField(_("kommunens navn"), max_length=100, default="Kommunen")
    department = models.CharField(_("forvaltningens navn"), max_length=100, blank=True)
    contact = models.CharField(_("hvem kan hjælpe"), max_length=200, blank=True)
    accessibility_url = models.URLField(_("tilgængelighedserklæring"), blank=True)
    primary_colour = models.CharField(
        _("kommunens farve"),
        max_length=7,
        blank=True,
        validators=[RegexValidator(r"^#[0-9a-fA-F]{6}$", _("Skriv farven som fx #123A5A."))],
    )
    logo = models.BinaryField(_("logo"), null=True, blank=True)
    logo_type = models.CharField(max_length=20, blank=True)
    review_days = models.PositiveSmallIntegerField(
        _("dage til gennemsyn før tal vises for alle"), default=0
    )

    class Meta:
        verbose_name = _("kommune")
        verbose_name_plural = _("kommuner")
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="municipality_there_is_only_one")
        ]

    def __str__(self) -> str:
        return self.name


class Stamp(models.Model):
    """A mark that changes whenever a group of tables changes (da: stempel).

    The database's own triggers set it, so it also notices changes made outside the
    portal. A process may keep what it read for as long as the mark is the same.
    """

    name = models.CharField(primary_key=True, max_length=30)
    mark = models.UUIDField()

    class Meta:
        verbose_name = _("stempel")
        verbose_name_plural = _("stempler")

    def __str__(self) -> str:
        return self.name
