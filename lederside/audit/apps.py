from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "lederside.audit"

    def ready(self) -> None:
        from lederside.audit import log_ins

        log_ins.listen()
