"""The demo sends no mail: what it would have sent can be read on a page."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from lederside.demo.models import UnsentMail

KEPT = 200


class OutboxBackend(BaseEmailBackend):
    """Keeps the newest mails in the database instead of sending them."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        now = timezone.now()
        UnsentMail.objects.bulk_create(
            UnsentMail(
                to=", ".join(mail.recipients())[:500],
                subject=str(mail.subject)[:500],
                body=str(mail.body),
                at=now,
            )
            for mail in email_messages
        )
        kept = UnsentMail.objects.values("pk")[:KEPT]
        UnsentMail.objects.exclude(pk__in=kept).delete()
        return len(email_messages)
