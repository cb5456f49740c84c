from celery import shared_task
from django.utils import timezone

from lederside.privacy import policy, retention


@shared_task(name="privacy.apply_retention")
def apply_retention() -> None:
    retention.apply(policy.current(), at=timezone.now(), trial=False)
