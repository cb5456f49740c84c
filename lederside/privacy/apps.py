from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "lederside.privacy"

    def ready(self) -> None:
        from lederside.privacy import checks  # noqa: F401 registers the check
