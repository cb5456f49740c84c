"""What the people who own the data are told by mail."""

from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from lederside.imports.models import Upload
from organisation.models import Assignment


def import_done(upload: Upload, *, on: date) -> None:
    """Tell every data owner what came of a file from the inbox: one mail with the counts."""
    to = _data_owners(on)
    if not to:
        return
    subject = _("%(file)s: %(state)s") % {
        "file": upload.file_name,
        "state": upload.get_state_display().lower(),
    }
    context = {"upload": upload, "counts": upload.counts, "site": settings.SITE_URL}
    body = render_to_string("emails/import_done.txt", context)
    sender = settings.DEFAULT_FROM_EMAIL
    transaction.on_commit(lambda: send_mail(subject, body, sender, to), robust=True)


def _data_owners(on: date) -> Sequence[str]:
    holding = Assignment.objects.on(on).filter(role=Assignment.Role.DATA_OWNER)
    emails = holding.filter(person__is_active=True).values_list("person__email", flat=True)
    return sorted(set(emails))
