from typing import Any

from django.core.management.base import BaseCommand

from lederside.demo import examples


class Command(BaseCommand):
    help = "Skriver eksempelfilerne i docs/eksempler igen."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        examples.FOLDER.mkdir(parents=True, exist_ok=True)
        for name, content in examples.files().items():
            (examples.FOLDER / name).write_bytes(content)
            self.stdout.write(f"docs/eksempler/{name}")
