import sys
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from kpis.lines import Audience
from lederside import commands
from organisation.models import Unit
from reports import ordering, pdf
from reports.models import Report


class Command(commands.Command):
    help = "Danner en enheds kvartalsrapport eller mødeark som PDF."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--unit", required=True, metavar="NUMBER", help="enhedens nummer")
        parser.add_argument("--period", required=True, help="kvartalet, fx 2026K3")
        parser.add_argument("--out", required=True, type=Path, metavar="FILE.pdf")
        parser.add_argument("--kind", choices=["quarterly", "meeting"], default="quarterly")
        parser.add_argument("--audience", choices=["leader", "chief", "committee"], default="chief")

    def handle(self, *args: object, **options: Any) -> None:
        now = timezone.localtime()
        unit = Unit.objects.filter(number=options["unit"]).first()
        if unit is None:
            raise CommandError(_("Der er ingen enhed med nummer »%s«.") % options["unit"])
        try:
            document = ordering.render(
                Report.Kind(options["kind"].upper()),
                unit,
                ordering.quarter(options["period"], at=now),
                Audience(options["audience"].upper()),
                at=now,
            )
            options["out"].write_bytes(document.content)
        except ordering.NoQuarter as reason:
            raise CommandError(str(reason), returncode=commands.WRONG_ARGUMENTS) from reason
        except (ordering.NotPossible, pdf.CannotRender) as reason:
            raise CommandError(str(reason)) from reason
        except OSError as reason:
            raise CommandError(
                _("»%s« kan ikke skrives. Findes mappen?") % options["out"]
            ) from reason
        sys.stdout.write(
            _("%(file)s: %(pages)d sider\n") % {"file": options["out"], "pages": document.pages}
        )
