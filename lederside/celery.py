"""The Celery application: it rings the bell; the truth about jobs stands in PostgreSQL."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lederside.settings")

app = Celery("lederside")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
