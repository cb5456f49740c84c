from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "lederside.access"

    def ready(self) -> None:
        from lederside.access import checks  # noqa: F401 registers the check
