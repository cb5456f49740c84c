"""What a unit's page shows, as data.

./manage.py show_lines --unit NUMBER [--on DATE] [--audience leader|chief|committee]
                       [--format json|table]

0   shown
1   there is no such unit on that day
64  wrong arguments
"""

import json
import sys
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.core.management.base import CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from kpis import picture, wording
from kpis.lines import Audience, KpiLine
from lederside import commands
from lederside.imports.command import date_argument
from lederside.ui import numbers
from organisation.tree import Node, OrganisationTree

AUDIENCES: Final = {
    "leader": Audience.LEADER,
    "chief": Audience.CHIEF,
    "committee": Audience.COMMITTEE,
}
_NO_UNIT: Final = 1


class Command(commands.Command):
    help = "Vis de tolv mål for en enhed, som siden viser dem."
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--unit", metavar="NUMBER", required=True, help="enhedens nummer")
        parser.add_argument("--on", metavar="DATE", type=date_argument, help="dagen; ellers i dag")
        parser.add_argument("--audience", choices=list(AUDIENCES), default="chief")
        parser.add_argument("--format", choices=["json", "table"], default="json")

    def handle(self, *args: object, **options: Any) -> None:
        on = options["on"] or timezone.localdate()
        tree = OrganisationTree.on(on)
        node = tree.by_number(options["unit"].strip())
        if node is None:
            self.stderr.write(_no_unit(options["unit"], on))
            sys.exit(_NO_UNIT)
        audience = AUDIENCES[options["audience"]]
        lines = picture.kpi_lines([node.pk], on=on, audience=audience, tree=tree)[node.pk]
        if options["format"] == "table":
            self.stdout.write(_table(node, lines, on, audience))
        else:
            self.stdout.write(as_json(lines))


def as_json(lines: Sequence[KpiLine]) -> str:
    """Twelve objects. Decimals are strings with a point, so that nothing is lost on the way."""
    return json.dumps([_plain(line) for line in lines], ensure_ascii=False, indent=2)


def _plain(line: KpiLine) -> dict[str, object]:
    return {
        "code": line.kpi.code,
        "name": line.kpi.name,
        "period": line.period.code if line.period else None,
        "value": _decimal(line.value),
        "unit": line.definition.measure,
        "status": str(line.status.value),
        "status_word": str(line.status.label),
        "target": _decimal(line.target),
        "numerator": _decimal(line.numerator),
        "denominator": _decimal(line.denominator),
        "run": line.run,
    }


def _decimal(value: Decimal | None) -> str | None:
    if value is None:
        return None
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def _table(node: Node, lines: Sequence[KpiLine], on: date, audience: Audience) -> str:
    rows = [[_("Mål"), _("Status"), _("Resultat"), _("Måltal"), _("Ændring"), _("Periode")]]
    for line in lines:
        text = wording.words(line, audience=audience)
        rows.append(
            [text.name, text.status_word, text.value, text.target, text.change_words, text.period]
        )
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    rows.insert(1, ["-" * width for width in widths])
    title = f"{node.name} ({node.number}), {numbers.long_date(on)}"
    return "\n".join([title, "", *(_row(row, widths) for row in rows)])


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = (cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
    return "  ".join(padded).rstrip()


def _no_unit(number: str, on: date) -> str:
    return _("Der er ingen enhed med nummer »%(number)s« den %(day)s.") % {
        "number": number,
        "day": numbers.long_date(on),
    }
