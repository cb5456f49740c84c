from django.apps import AppConfig


class AdministrationConfig(AppConfig):
    name = "lederside.administration"

    def ready(self) -> None:
        from lederside.administration import unit_uploads
        from lederside.jobs import running
        from lederside.jobs.models import Job

        running.register(Job.Kind.IMPORT_UNITS, unit_uploads.do)
