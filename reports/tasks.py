from datetime import datetime

from lederside.jobs.models import Job
from reports import ordering
from reports.models import Report


def make_report(job: Job, at: datetime) -> None:
    ordering.make(Report.objects.select_related("unit").get(pk=job.about_id), at=at)
