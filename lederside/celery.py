"""The Celery application and its timetable. It rings the bell; the truth stands in PostgreSQL."""

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lederside.settings")

app = Celery("lederside")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

app.conf.beat_schedule = {
    # A bell that nobody heard, and a worker that fell silent.
    "tend jobs": {"task": "jobs.tend", "schedule": 60.0},
    # Each quarter's files come in the month after it; every morning, so that none waits long.
    "look in the inbox": {
        "task": "kpis.look_in_inbox",
        "schedule": crontab(minute="0", hour="6", month_of_year="1,4,7,10"),
    },
    "release figures": {"task": "kpis.release_due", "schedule": crontab(minute="30", hour="5")},
    "keep the privacy policy": {
        "task": "privacy.apply_retention",
        "schedule": crontab(minute="15", hour="3"),
    },
}
