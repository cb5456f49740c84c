from django.apps import AppConfig


class KpisConfig(AppConfig):
    name = "kpis"

    def ready(self) -> None:
        from kpis import refreshing
        from kpis.importing import uploads
        from lederside.jobs import running
        from lederside.jobs.models import Job

        running.register(Job.Kind.IMPORT_KPIS, uploads.do)
        running.register(Job.Kind.ROLL_UP, refreshing.do)
