from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "lederside.demo"

    def ready(self) -> None:
        from lederside.demo import checks  # noqa: F401 registers the check
