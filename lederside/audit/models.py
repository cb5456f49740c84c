from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditEvent(models.Model):
    """Something that was done or looked at (da: hændelse). Written once, never changed.

    It holds no foreign keys, so the trail neither blocks a deletion nor loses its past:
    names stand as they were that day.
    """

    class Kind(models.TextChoices):
        UNITS_IMPORTED = "UNITS_IMPORTED", _("indlæste enheder")
        KPIS_IMPORTED = "KPIS_IMPORTED", _("indlæste tal")
        IMPORT_UNDONE = "IMPORT_UNDONE", _("fortrød en indlæsning")
        IMPORT_RELEASED = "IMPORT_RELEASED", _("frigav en indlæsning")
        PERSON_INVITED = "PERSON_INVITED", _("inviterede")
        ASSIGNED = "ASSIGNED", _("gav en rolle")
        ASSIGNMENT_ENDED = "ASSIGNMENT_ENDED", _("afsluttede en rolle")
        UNIT_OPENED = "UNIT_OPENED", _("oprettede en enhed")
        UNIT_MOVED = "UNIT_MOVED", _("flyttede en enhed")
        UNIT_RENAMED = "UNIT_RENAMED", _("omdøbte en enhed")
        UNIT_CLOSED = "UNIT_CLOSED", _("lukkede en enhed")
        UNITS_MERGED = "UNITS_MERGED", _("lagde enheder sammen")
        UNIT_SPLIT = "UNIT_SPLIT", _("delte en enhed")
        TARGET_SET = "TARGET_SET", _("satte et måltal")
        LIMITS_SET = "LIMITS_SET", _("satte grænser")
        MUNICIPALITY_CHANGED = "MUNICIPALITY_CHANGED", _("ændrede kommunens oplysninger")
        REPORT_ORDERED = "REPORT_ORDERED", _("bestilte et dokument")
        LINES_SEEN = "LINES_SEEN", _("så tal")
        REPORT_SEEN = "REPORT_SEEN", _("hentede et dokument")
        LOGGED_IN = "LOGGED_IN", _("loggede ind")
        LOGIN_FAILED = "LOGIN_FAILED", _("kunne ikke logge ind")

    kind = models.CharField(_("hvad"), max_length=30, choices=Kind)
    at = models.DateTimeField(_("hvornår"))
    person_id = models.BigIntegerField(_("hvem"), null=True)
    person = models.CharField(_("navn"), max_length=150, blank=True)
    subject = models.CharField(_("om hvad"), max_length=60, blank=True)
    subject_id = models.BigIntegerField(null=True)
    subject_name = models.CharField(_("betegnelse"), max_length=250, blank=True)
    unit_id = models.BigIntegerField(_("enhed"), null=True)
    details = models.JSONField(_("oplysninger"), default=dict)

    class Meta:
        verbose_name = _("hændelse")
        verbose_name_plural = _("hændelser")
        indexes = [
            models.Index(fields=["-at"], name="audit_newest_first"),
            models.Index(fields=["unit_id", "-at"], name="audit_of_a_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.get_kind_display()} {self.subject_name}".strip()
