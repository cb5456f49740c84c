from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from kpis import refreshing
from lederside.imports.command import ImportCommand, date_argument
from lederside.imports.mapping import parse_maps
from lederside.imports.result import ImportResult
from organisation import importing


class Command(ImportCommand):
    help = "Læser enheder, deres placering og deres ledere fra en fil."
    fields_help = "FIELD: " + " ".join(importing.FIELDS)

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--from",
            dest="from_day",
            metavar="DATE",
            type=date_argument,
            help=_("den første dag, ændringer af kendte enheder gælder; ellers i dag"),
        )

    def take(self, data: bytes, name: str, options: dict[str, Any]) -> ImportResult:
        result = importing.import_units(
            data,
            name=name,
            options=importing.Options(
                from_day=options["from_day"] or timezone.localdate(),
                maps=parse_maps(options["map"], importing.FIELDS),
                sheet=options["sheet"],
                source=options["source"] or "",
            ),
            trial=options["trial"],
            by=None,
            at=timezone.now(),
        )
        # The sums stand above the organisation in the layers, so the edge asks for them anew.
        refreshing.refresh()
        return result
