from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from lederside.demo import lilleby


class Command(BaseCommand):
    help = "Bygger Lilleby Kommune, så portalen kan prøves. Kun i demoen og kun i en tom database."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            lilleby.build(today=timezone.localdate())
        except lilleby.NotInTheDemo as reason:
            message = _("Lilleby bygges kun i demoen (DEMO=True): alle kender dens adgangskoder.")
            raise CommandError(message) from reason
        except lilleby.NotEmpty:
            self.stdout.write(_("Der er allerede enheder i databasen, så intet er bygget."))
        else:
            self.stdout.write(_("Lilleby Kommune er bygget."))
