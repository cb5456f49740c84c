from django.db import models
from django.utils.translation import gettext_lazy as _


class UnsentMail(models.Model):
    """A mail the demo would have sent, kept so that it can be read (da: mail i demoen).

    Only the demo's mail backend writes here; anywhere else the table stays empty.
    """

    to = models.CharField(_("til"), max_length=500)
    subject = models.CharField(_("emne"), max_length=500)
    body = models.TextField(_("tekst"))
    at = models.DateTimeField(_("tidspunkt"))

    class Meta:
        verbose_name = _("mail i demoen")
        verbose_name_plural = _("mails i demoen")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.subject
