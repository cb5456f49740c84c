"""XLSX files to a `Table`: typed cells become unambiguous Danish text, so that one line of rules
reads both kinds of file. The file is looked through by `formats` before openpyxl opens it.
"""

import io
import re
import warnings
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date, datetime, time
from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import Any

import openpyxl
import pyarrow as pa
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lederside.imports import formats, tables
from lederside.imports.log import Finding, Place, Severity
from lederside.imports.tables import RawTable, Table, Unreadable

GUIDANCE_SHEET = "Vejledning"
# As many rows as Excel has, and more cells than any table of ours.
MOST_ROWS = 1_048_576
MOST_CELLS = 50_000_000
# A stray cell far to the right is told by its row; thousands of them fill the memory.
MOST_WIDE_ROWS = 100
# Excel itself holds 15 digits; what a double shows after them is noise from its arithmetic.
_EXCEL = Context(prec=15, rounding=ROUND_HALF_EVEN)
_DECIMALS = 8
_READS_TWICE = re.compile(r"[1-9][0-9]{0,2},[0-9]{3}")
_LITERALS = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')


def read_spreadsheet(data: bytes, *, sheet: str | None = None) -> Table:
    """The table in an XLSX file's one sheet with data, or in the sheet that is named.

    Raises `Unreadable` for what is no XLSX, for damage, and when it is not clear which sheet.
    """
    formulas = formats.has_formulas(data)
    try:
        # openpyxl warns about styles and extensions that it skips; they do not touch the cells.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return tables.finish(_read(data, sheet, formulas=formulas))
    except Unreadable:
        raise
    except MemoryError:
        raise
    except Exception as error:  # openpyxl raises whatever a damaged part made it stumble over.
        raise formats.broken() from error


def _read(data: bytes, wanted: str | None, *, formulas: bool) -> RawTable:
    with closing(_workbook(data, data_only=True)) as book:
        sheet, findings = _choose(book, wanted)
        rows = [row for row in _rows(sheet) if row[1]]
    if formulas:
        with closing(_workbook(data, data_only=False)) as book:
            _tell_formulas(rows, book[sheet.title], findings)
    return _raw(sheet.title, rows, findings)


def _workbook(data: bytes, *, data_only: bool) -> Any:
    return openpyxl.load_workbook(
        io.BytesIO(data), read_only=True, data_only=data_only, keep_links=False
    )


def _choose(book: Any, wanted: str | None) -> tuple[Any, list[Finding]]:
    visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    hidden = [sheet.title for sheet in book.worksheets if sheet.sheet_state != "visible"]
    findings = [_hidden(title) for title in hidden]
    if wanted is not None:
        named = [sheet for sheet in visible if tables.key(sheet.title) == tables.key(wanted)]
        if not named:
            raise _no_such_sheet(wanted, [sheet.title for sheet in visible])
        return named[0], findings
    tellable = [sheet for sheet in visible if tables.key(sheet.title) != tables.key(GUIDANCE_SHEET)]
    filled = [sheet for sheet in tellable if any(cells for _number, cells in _rows(sheet))]
    if not filled:
        raise Unreadable(
            "F100",
            _("Regnearket har ingen synlige ark med indhold"),
            _("Tjek, om arket er skjult, eller om du har valgt den rigtige fil."),
        )
    if len(filled) > 1:
        raise _which_sheet([sheet.title for sheet in filled])
    return filled[0], findings


def _hidden(title: str) -> Finding:
    why = _("er et skjult ark og er ikke læst")
    return Finding(Severity.NOTE, "A090", Place(), title, why)


def _names(titles: Sequence[str]) -> str:
    return ", ".join(f"»{title}«" for title in titles)


def _which_sheet(titles: Sequence[str]) -> Unreadable:
    why = _("Regnearket har flere ark med indhold: %s") % _names(titles)
    return Unreadable("F110", why, _("Vælg, hvilket ark der skal læses."))


def _no_such_sheet(wanted: str, titles: Sequence[str]) -> Unreadable:
    why = _("Regnearket har intet synligt ark, der hedder »%s«") % wanted
    return Unreadable("F110", why, _("Vælg et af disse: %s.") % _names(titles))


def _rows(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    """Each row's number and its cells as text, without the blank ones at the end."""
    # The size that a file states is often wrong, and openpyxl would believe it and lose rows.
    sheet.reset_dimensions()
    looked_at = wide = 0
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        # openpyxl makes up every row and cell that is missing before a far one.
        looked_at += len(cells)
        if number > MOST_ROWS or looked_at > MOST_CELLS:
            raise _too_large()
        texts = [_text(cell) for cell in cells]
        while texts and not texts[-1].strip():
            texts.pop()
        wide += len(texts) > tables.MOST_COLUMNS
        if wide > MOST_WIDE_ROWS:
            raise tables.too_wide()
        yield number, texts


def _too_large() -> Unreadable:
    return Unreadable(
        "F107",
        _("Arket er større, end et regneark kan være"),
        _("Slet det, der står langt fra tabellen, og gem filen som ny .xlsx eller som CSV."),
    )


def _text(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "SAND" if value else "FALSK"
    if isinstance(value, int | float):
        return number_text(value, percent=_is_percent(cell.number_format))
    return _moment_text(value, cell.number_format)


def number_text(value: float, *, percent: bool = False) -> str:
    """A typed number as a Dane would write it, in just one reading: `7,5`, `1234`, `1,2340`.

    15 significant digits, which is what Excel holds, and at most 8 decimals. 1.234 gets a zero
    more, because `1,234` could also be read as 1234.
    """
    exact = Decimal(repr(value))
    if not exact.is_finite():
        return str(value)
    if isinstance(value, float):
        exact = _EXCEL.plus(exact)
    if percent:
        exact = exact.scaleb(2)
    parts = exact.as_tuple()
    if isinstance(parts.exponent, int) and parts.exponent < -_DECIMALS:
        exact = exact.quantize(Decimal(1).scaleb(-_DECIMALS))
    text = f"{exact:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    text = "0" if text == "-0" else text.replace(".", ",")
    return f"{text}0" if _READS_TWICE.fullmatch(text.removeprefix("-")) else text


def _is_percent(number_format: str | None) -> bool:
    return "%" in _LITERALS.sub("", number_format or "")


def _moment_text(value: object, number_format: str | None) -> str:
    if isinstance(value, datetime):
        if value.time() != time():
            return value.isoformat(" ", "seconds")
        value = value.date()
    if isinstance(value, date):
        shape = _LITERALS.sub("", number_format or "").lower()
        # A cell that shows `sep-26` says a month, though Excel keeps the first day of it.
        if value.day == 1 and "d" not in shape and "m" in shape and "y" in shape:
            return f"{value:%Y-%m}"
        return value.isoformat()
    return str(value)


def _tell_formulas(rows: list[tuple[int, list[str]]], sheet: Any, findings: list[Finding]) -> None:
    """Notes the cells with formulas, and refuses those whose value the file does not hold.

    Runs only when the file has formulas: a second pass over the same sheet, without values.
    """
    known = dict(rows)
    count = 0
    sheet.reset_dimensions()
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        for at, cell in enumerate(cells):
            if cell.data_type != "f":
                continue
            count += 1
            texts = known.get(number, [])
            is_empty = at >= len(texts) or not texts[at]
            if is_empty and len(findings) < tables.MOST_FINDINGS:
                findings.append(
                    _not_calculated(Place(sheet.title, number, None, tables.letter(at)))
                )
    if count:
        why = ngettext("%s celle er en formel", "%s celler er formler", count) % count
        how = _("Resultatet, som det sidst blev gemt, er brugt.")
        findings.append(Finding(Severity.NOTE, "A014", Place(sheet.title), None, why, how))


def _not_calculated(place: Place) -> Finding:
    why = _("Cellen er en formel uden resultat")
    how = _("Åbn filen i Excel, gem den, og prøv igen.")
    return Finding(Severity.ERROR, "F024", place, None, why, how)


def _raw(title: str, rows: list[tuple[int, list[str]]], findings: list[Finding]) -> RawTable:
    header = tables.find_header([cells for _number, cells in rows[:50]])
    if header is None:
        raise Unreadable("F100", _("Arket er tomt"), _("Vælg et andet ark, eller tjek filen."))
    header_row = rows[header.index][0]
    above = rows[: header.index]
    left_out, preamble = tables.titles_left_out(
        [cells for _number, cells in above], [number for number, _cells in above]
    )
    if not header.convincing:
        findings.insert(0, tables.no_header(header.names, header_row, title))
    records, numbers = _square(rows[header.index + 1 :], len(header.names), title, findings)
    last = rows[-1][0]
    blank = _blank_between([header_row, *(number for number, _c in rows[header.index + 1 :])], last)
    return RawTable(
        headers=header.names,
        columns=tables.string_columns(records, len(header.names)),
        rows=pa.array(numbers, pa.int64()),
        findings=findings,
        left_out=left_out,
        header_row=header_row,
        preamble=preamble,
        sheet=title,
        blank_rows=blank,
    )


def _square(
    rows: list[tuple[int, list[str]]], width: int, title: str, findings: list[Finding]
) -> tuple[list[list[str]], list[int]]:
    records, numbers = [], []
    for number, cells in rows:
        if len(cells) > width:
            findings.append(_beyond(number, len(cells), width, title))
            if len(findings) >= tables.MOST_FINDINGS:
                findings.append(tables.too_many_mistakes(number))
                break
            continue
        records.append(cells + [""] * (width - len(cells)))
        numbers.append(number)
    return records, numbers


def _beyond(row: int, cells: int, width: int, title: str) -> Finding:
    why = _("Rækken har indhold uden for de %s kolonner, der har en overskrift") % width
    how = _("Skriv en overskrift over kolonnen, eller slet indholdet.")
    place = Place(title, row, None, tables.letter(cells - 1))
    return Finding(Severity.ERROR, "F011", place, None, why, how)


def _blank_between(numbers: list[int], last: int) -> range | list[int]:
    if last - numbers[0] + 1 == len(numbers):
        return []
    known = set(numbers)
    return [number for number in range(numbers[0], last) if number not in known]
