"""Our own file to fill in (da: skabelon): the municipality's institutions and the twelve as columns."""

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _

from kpis.discretion import has_minimum
from kpis.lines import KpiFacts
from kpis.models import Kpi
from lederside.imports.periods import Period
from lederside.imports.tables import letter
from organisation.tree import OrganisationTree

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

SHEET: Final = "Tal"
GUIDANCE: Final = "Vejledning"


def template(tree: OrganisationTree, twelve: Sequence[KpiFacts], period: Period) -> bytes:
    """An XLSX with a sheet of guidance and one with a row for each institution of the tree.

    It can be handed in as it is when the figures are filled in; columns left empty are not read.
    """
    import openpyxl

    book = openpyxl.Workbook()
    guidance = book.active
    if guidance is None:
        raise AssertionError("a new workbook has a sheet")
    guidance.title = GUIDANCE
    _guide(guidance, twelve, period)
    _fill(book.create_sheet(SHEET), tree, twelve, period)
    book.active = 1
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _guide(sheet: "Worksheet", twelve: Sequence[KpiFacts], period: Period) -> None:
    from openpyxl.styles import Alignment, Font

    lines = [
        _("Tal for %s") % period.title,
        _("Skriv tallene i arket »%s«. Én række er én enhed. Gem filen, og indlevér den.") % SHEET,
        _("Skriv decimaler med komma, fx 7,5. Lad cellen være tom, hvis der ikke er et tal."),
        _("En kolonne, du ikke skriver i, bliver ikke læst."),
        _("Skriv aldrig navne, CPR-numre eller andet om personer."),
    ]
    for line in lines:
        sheet.append([line])
    sheet.append([])
    sheet.append([_("Kode"), _("Mål"), _("Enhed"), _("Sådan regnes det"), _("Tæller"), _("Nævner")])
    for kpi in twelve:
        how = kpi.at_unit
        sheet.append([kpi.code, kpi.name, how.measure, how.formula, how.numerator, how.denominator])
    for row in (1, len(lines) + 2):
        for cell in sheet[row]:
            cell.font = Font(bold=True)
    for name, width in zip("ABCDEF", (12, 34, 28, 70, 34, 34), strict=True):
        sheet.column_dimensions[name].width = width
    for row in range(len(lines) + 3, sheet.max_row + 1):
        sheet.cell(row, 4).alignment = Alignment(wrap_text=True, vertical="top")


def _fill(
    sheet: "Worksheet", tree: OrganisationTree, twelve: Sequence[KpiFacts], period: Period
) -> None:
    from openpyxl.styles import Font

    sheet.append([_("Enhedsnummer"), _("Enhed"), _("Periode"), *_headers(twelve)])
    for at, cell in enumerate(sheet[1]):
        cell.font = Font(bold=True)
        sheet.column_dimensions[letter(at)].width = max(14, len(str(cell.value)) + 2)
    institutions = tree.in_order(node.pk for node in tree if node.is_institution)
    for row, node in enumerate(institutions, start=2):
        sheet.append([node.number, node.name, period.code])
        # As text, or Excel would take the zeros in front of a number away.
        sheet.cell(row, 1).number_format = "@"
    sheet.column_dimensions["B"].width = 34
    sheet.freeze_panes = "D2"


def _headers(twelve: Sequence[KpiFacts]) -> list[str]:
    """The columns of each target: those that its sums up the chain and its minimum need."""
    headers: list[str] = []
    for kpi in twelve:
        name = f"{kpi.code} {kpi.name}"
        if kpi.roll_up == Kpi.RollUp.SHARE_WITHIN:
            headers.append(name)
        elif has_minimum(kpi):
            headers += [name, f"{kpi.code} basis"]
        else:
            headers += [f"{kpi.code} tæller", f"{kpi.code} nævner"]
    return headers
