from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from kpis.importing import undoing
from lederside import commands
from lederside.imports.models import ImportRun


class Command(commands.Command):
    help = "Fortryder en indlæsning af tal. Det, der gjaldt før den, gælder igen."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("run", type=int, metavar="RUN", help=_("indlæsningens nummer"))

    def handle(self, *args: object, **options: Any) -> None:
        run = ImportRun.objects.filter(pk=options["run"]).first()
        if run is None:
            raise CommandError(_("Der er ingen indlæsning %s.") % options["run"])
        try:
            undoing.undo(run, by=None, at=timezone.now())
        except undoing.NotPossible as reason:
            raise CommandError(str(reason)) from reason
        words = {"run": run.pk, "file": run.file_name}
        self.stdout.write(_("Indlæsning %(run)s (%(file)s) er fortrudt.") % words)
