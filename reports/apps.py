from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"

    def ready(self) -> None:
        from lederside.jobs import running
        from lederside.jobs.models import Job
        from reports import tasks

        running.register(Job.Kind.MAKE_REPORT, tasks.make_report)
