"""Write docs/access.md from the table of rights, or look whether it is current."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from lederside.access import table


class Command(BaseCommand):
    help = "Skriver docs/access.md ud fra tabellen over rettigheder."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="se kun efter, om siden er ny")

    def handle(self, *args: Any, **options: Any) -> None:
        path = settings.BASE_DIR / "docs" / "access.md"
        if not options["check"]:
            path.write_text(table.page(), encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != table.page():
            raise CommandError("docs/access.md er gammel: kør ./manage.py write_access_table.")
