from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from kpis.importing.options import Options
from kpis.importing.run import import_kpis
from kpis.importing.shapes import FIELDS, fields_of
from kpis.rules import twelve
from lederside.imports.command import ImportCommand
from lederside.imports.mapping import BadMap, parse_maps
from lederside.imports.periods import Period, parse_period
from lederside.imports.result import ImportResult


class Command(ImportCommand):
    help = "Læser tal for de tolv mål fra en fil."
    fields_help = "FIELD: " + " ".join(FIELDS) + " HR5 HR5.numerator HR5.denominator HR5.base ..."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--kpi", metavar="CODE", help=_("målet, når filen kun er om ét"))
        parser.add_argument(
            "--period", metavar="2026K3", help=_("perioden, når filen ikke selv siger den")
        )
        parser.add_argument(
            "--already-protected",
            action="store_true",
            help=_("kilden har selv fjernet små grupper"),
        )

    def take(self, data: bytes, name: str, options: dict[str, Any]) -> ImportResult:
        return import_kpis(
            data,
            name=name,
            options=Options(
                maps=parse_maps(options["map"], fields_of(twelve())),
                sheet=options["sheet"],
                kpi=_code(options["kpi"]),
                period=_period(options["period"]),
                already_protected=options["already_protected"],
                source=options["source"] or "",
            ),
            by=None,
            at=timezone.now(),
            on=timezone.localdate(),
            trial=options["trial"],
        )


def _code(text: str | None) -> str | None:
    if text is None:
        return None
    codes = {kpi.code.casefold(): kpi.code for kpi in twelve()}
    if text.strip().casefold() not in codes:
        words = {"text": text, "codes": ", ".join(codes.values())}
        raise BadMap(_("»%(text)s« er ikke et af de tolv mål: %(codes)s.") % words)
    return codes[text.strip().casefold()]


def _period(text: str | None) -> str | None:
    if text is None:
        return None
    period = parse_period(text)
    if not isinstance(period, Period):
        raise BadMap(f"»{text}« {period.why}. {period.how}")
    return period.code
