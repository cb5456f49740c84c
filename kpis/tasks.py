from celery import shared_task
from django.utils import timezone

from kpis import inbox
from kpis.importing import releasing


@shared_task(name="kpis.look_in_inbox")
def look_in_inbox() -> None:
    inbox.look(at=timezone.now())


@shared_task(name="kpis.release_due")
def release_due() -> None:
    releasing.release_due(on=timezone.localdate(), at=timezone.now())
