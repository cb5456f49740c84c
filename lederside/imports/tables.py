"""A table as it stands in a file, and what CSV and XLSX do alike to make one.

records (rows of text) -> find the header -> columns -> trim, NFC -> drop blank rows -> Table
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lederside.imports.log import Finding, Place, Severity

HEADER_WITHIN = 10
MOST_COLUMNS = 1_000
# A file with more mistakes than this is the wrong file; each one costs memory.
MOST_FINDINGS = 10_000


class Unreadable(Exception):
    """The file cannot be read as a table at all; `finding` says why and what to do."""

    def __init__(self, code: str, why: str, how: str) -> None:
        super().__init__(code)
        self.finding = Finding(Severity.ERROR, code, Place(), None, why, how)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Rows that were not read: how many, the first one's number, and the reason in Danish."""

    reason: str
    count: int
    first_row: int


@dataclass(frozen=True)
class Table:
    """A table as it stands in the file; all cells are trimmed NFC text, a blank cell is ''.

    `columns[i]` belongs to `headers[i]` and `letters[i]`; all have `len(table)` cells.
    `rows[j]` is the number that Excel shows for row j (a header in the first row is 1).
    `preamble` is the text of the lines above the header, which are left out.
    `findings` are what the reading itself saw (ragged rows, control characters, hidden sheets ...);
    an ERROR among them means that the file must be refused.
    """

    headers: tuple[str, ...]
    columns: tuple[pa.StringArray, ...]
    rows: pa.Int64Array
    letters: tuple[str, ...]
    header_row: int = 1
    sheet: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    left_out: tuple[LeftOut, ...] = ()
    findings: tuple[Finding, ...] = ()
    preamble: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.rows)

    @cached_property
    def _positions(self) -> dict[str, int]:
        return {key(header): at for at, header in reversed(list(enumerate(self.headers)))}

    def index_of(self, header: str) -> int | None:
        """The first column with this header (trimmed, case-insensitive), or None."""
        return self._positions.get(key(header))

    def column(self, header: str) -> pa.StringArray:
        """The cells under a header; KeyError when there is none."""
        return self.columns[self._positions[key(header)]]

    def place(self, index: int | None, column: int | str | None = None) -> Place:
        """The place of a cell: `index` is 0-based among the data rows, None is the header's row."""
        row = self.header_row if index is None else self.rows[index].as_py()
        at = self.index_of(column) if isinstance(column, str) else column
        if at is None:
            return Place(self.sheet, row)
        return Place(self.sheet, row, self.headers[at], self.letters[at])


@dataclass(slots=True)
class RawTable:
    """What a format's own reader found: equally long columns of untrimmed text, and their rows."""

    headers: list[str]
    columns: Sequence[pa.StringArray]
    rows: pa.Int64Array
    findings: list[Finding]
    left_out: list[LeftOut]
    header_row: int
    preamble: tuple[str, ...] = ()
    sheet: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    blank_rows: Sequence[int] = ()
    # False when the reader already knows that there is nothing to do, which saves a look at each cell.
    may_need_nfc: bool = True
    may_hold_odd_characters: bool = True


def finish(raw: RawTable) -> Table:
    """Trims, normalises and checks the cells, drops blank rows and columns: the same for all formats."""
    columns = [_clean(column, nfc=raw.may_need_nfc) for column in raw.columns]
    columns, rows = _without_blank_rows(raw, columns)
    headers = [clean_text(header) for header in raw.headers]
    headers, columns, letters = _without_blank_columns(raw, headers, columns)
    table = Table(
        headers=tuple(headers),
        columns=tuple(columns),
        rows=rows,
        letters=tuple(letters),
        header_row=raw.header_row,
        sheet=raw.sheet,
        encoding=raw.encoding,
        delimiter=raw.delimiter,
        left_out=tuple(raw.left_out),
        findings=tuple(raw.findings),
        preamble=raw.preamble,
    )
    found = _same_headers(table)
    if raw.may_hold_odd_characters:
        found += _odd_characters(table)
    if not len(table) and not raw.findings:
        why = _("Filen har en overskrift, men ingen rækker under den")
        found.append(
            _error("F101", table.place(None), why, _("Tjek, at du har valgt den rigtige fil."))
        )
    return _with_findings(table, found)


def _with_findings(table: Table, found: list[Finding]) -> Table:
    if not found:
        return table
    fields = {name: getattr(table, name) for name in table.__dataclass_fields__}
    return Table(**{**fields, "findings": table.findings + tuple(found)})


def key(header: str) -> str:
    """A header as it is compared: spaces around and capitals do not count."""
    return clean_text(header).casefold()


def clean_text(text: str) -> str:
    """One cell's text as `Table` holds it: NFC, and any run of white space is one space."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def letter(index: int) -> str:
    """0 is A, 25 is Z, 26 is AA: as spreadsheets name columns."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


def _clean(column: pa.StringArray, *, nfc: bool) -> pa.StringArray:
    trimmed = pc.utf8_trim_whitespace(column)
    return pc.utf8_normalize(trimmed, "NFC") if nfc else trimmed


def _without_blank_rows(
    raw: RawTable, columns: list[pa.StringArray]
) -> tuple[list[pa.StringArray], pa.Int64Array]:
    blank = np.ones(len(raw.rows), np.bool_)
    for column in columns:
        if not blank.any():
            break
        blank &= pc.equal(pc.binary_length(column), 0).to_numpy(zero_copy_only=False)
    numbers = sorted([*raw.blank_rows, *raw.rows.filter(pa.array(blank)).to_pylist()])
    if numbers:
        raw.left_out.append(LeftOut(_("tomme rækker"), len(numbers), numbers[0]))
    if not blank.any():
        return columns, raw.rows
    keep = pa.array(~blank)
    return [column.filter(keep) for column in columns], raw.rows.filter(keep)


def _without_blank_columns(
    raw: RawTable, headers: list[str], columns: list[pa.StringArray]
) -> tuple[list[str], list[pa.StringArray], list[str]]:
    """Columns with neither header nor cells are left out; those with cells get their letter as name."""
    kept: list[tuple[str, pa.StringArray, str]] = []
    dropped = 0
    for at, (header, column) in enumerate(zip(headers, columns, strict=True)):
        if not header and not pc.max(pc.binary_length(column)).as_py():
            dropped += 1
            continue
        kept.append((header or _("Kolonne %s") % letter(at), column, letter(at)))
    if dropped:
        why = ngettext(
            "%s tom kolonne uden overskrift er sprunget over",
            "%s tomme kolonner uden overskrift er sprunget over",
            dropped,
        )
        place = Place(raw.sheet, raw.header_row)
        raw.findings.append(Finding(Severity.NOTE, "A011", place, None, why % dropped))
    return [k[0] for k in kept], [k[1] for k in kept], [k[2] for k in kept]


def _same_headers(table: Table) -> list[Finding]:
    count = Counter(key(header) for header in table.headers)
    found = []
    for header in dict.fromkeys(key(header) for header in table.headers):
        if count[header] < 2:
            continue
        same = [at for at, other in enumerate(table.headers) if key(other) == header]
        why = _("er overskrift på flere kolonner (%s)") % ", ".join(
            table.letters[at] for at in same
        )
        place = table.place(None, same[0])
        how = _("Giv kolonnerne hver sit navn, eller slet den ene.")
        found.append(_error("F014", place, why, how, table.headers[same[0]]))
    return found


_ODD_IN_ARROW = (
    r"[\x00-\x08\x0e-\x1f\x7f\x{80}-\x{9f}\x{2028}\x{2029}]",
    r"[\x{ad}\x{200b}-\x{200f}\x{202a}-\x{202e}\x{2060}-\x{2069}\x{feff}]",
)


def _odd_characters(table: Table) -> list[Finding]:
    found: list[Finding] = []
    for at, column in enumerate(table.columns):
        for row in _matching(column, _ODD_IN_ARROW[0]):
            why = _("indeholder et styretegn, som ikke hører til i en tekst")
            how = _("Skriv cellen igen.")
            found.append(_error("F003", table.place(row, at), why, how, column[row].as_py()))
        for row in _matching(column, _ODD_IN_ARROW[1]):
            why = _("indeholder et usynligt tegn")
            how = _("Skriv cellen igen, hvis den ikke bliver genkendt.")
            place = table.place(row, at)
            found.append(Finding(Severity.WARNING, "A015", place, column[row].as_py(), why, how))
    return found


def _matching(column: pa.StringArray, pattern: str) -> list[int]:
    mask = pc.match_substring_regex(column, pattern).to_numpy(zero_copy_only=False)
    rows: list[int] = np.flatnonzero(mask)[:MOST_FINDINGS].tolist()
    return rows


def _error(code: str, place: Place, why: str, how: str, value: str | None = None) -> Finding:
    return Finding(Severity.ERROR, code, place, value, why, how)


@dataclass(frozen=True, slots=True)
class Header:
    """Where the header was found among the first records, and whether it looks like one."""

    index: int
    names: list[str]
    convincing: bool


_WHOLE_NUMBER = re.compile(r"[0-9]{1,18}")
_DATUM = re.compile(
    r"[-−–(]?[0-9][0-9 .]*,[0-9]+[-)%]?|[0-9]+[.][0-9]+|[0-9]{1,4}[-./][0-9]{1,2}[-./][0-9]{1,4}"
    r"|[^\s@]+@[^\s@]+"
)
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")


def find_header(records: Sequence[Sequence[str]]) -> Header | None:
    """The header among the first ten records: the first that fills the table's width.

    Title lines above it have fewer filled cells. None when no record has a filled cell.
    A header is not convincing when it holds a decimal or a date, or as many figures as words.
    Raises `Unreadable` for a header of more than 1,000 columns.
    """
    filled = [sum(bool(cell.strip()) for cell in record) for record in records]
    widest = max(filled, default=0)
    if not widest:
        return None
    enough = 1 if widest == 1 else max(2, -(-widest * 2 // 3))
    for index, count in enumerate(filled[:HEADER_WITHIN]):
        if count >= enough:
            names = _names(records[index])
            return Header(index, names, _is_words(names))
    index = next(index for index, count in enumerate(filled) if count)
    return Header(index, _names(records[index]), convincing=False)


def _names(record: Sequence[str]) -> list[str]:
    # A single cell far to the right would make as many empty columns, in every row.
    if len(record) > MOST_COLUMNS:
        raise too_wide()
    return [clean_text(cell) for cell in record]


def too_wide() -> Unreadable:
    """The refusal of a table that nobody has made on purpose."""
    return Unreadable(
        "F107",
        _("Tabellen har flere end %s kolonner") % MOST_COLUMNS,
        _("Slet det, der står langt til højre for tabellen, og prøv igen."),
    )


def too_many_mistakes(row: int) -> Finding:
    """The finding for a file that is not read any further than to this row."""
    why = _("Så mange rækker passer ikke til overskrifterne, at resten ikke er læst")
    return _error("F011", Place(row=row), why, _("Tjek, at du har valgt den rigtige fil."))


def _is_words(names: Iterable[str]) -> bool:
    filled = [name for name in names if name]
    if any(_DATUM.fullmatch(name) for name in filled):
        return False
    figures = [n for n in filled if _WHOLE_NUMBER.fullmatch(n) and not _YEAR.fullmatch(n)]
    return len(figures) * 2 < len(filled)


def no_header(names: Sequence[str], row: int, sheet: str | None = None) -> Finding:
    """The finding for a file without a row of headers; shows what stood where one was expected."""
    seen = "; ".join(name for name in names if name)
    why = _("ligner ikke en række med overskrifter")
    how = _(
        "Skriv en overskrift over hver kolonne, fx Nummer og Navn, inden for de første 10 rækker."
    )
    return _error("F013", Place(sheet, row), why, how, seen)


def ragged(row: int, cells: int, headers: int, *, sheet: str | None = None) -> Finding:
    """The finding for a row with another number of cells than there are headers."""
    if cells > headers:
        why = _("Rækken har flere felter (%(cells)s), end der er overskrifter (%(headers)s)")
        how = _(
            "Sæt anførselstegn om tekst, der indeholder skilletegnet, eller slet det overskydende."
        )
    else:
        why = _("Rækken har færre felter (%(cells)s), end der er overskrifter (%(headers)s)")
        how = _("Tjek, om rækken er skåret over, eller om et skilletegn mangler.")
    return _error("F011", Place(sheet, row), why % {"cells": cells, "headers": headers}, how)


def titles_left_out(
    records: Sequence[Sequence[str]], numbers: Sequence[int]
) -> tuple[list[LeftOut], tuple[str, ...]]:
    """What stands above the header: counted, and kept as text."""
    lines = [" ".join(cell for cell in map(clean_text, record) if cell) for record in records]
    titles = [(number, line) for number, line in zip(numbers, lines, strict=True) if line]
    if not titles:
        return [], ()
    left_out = LeftOut(_("linjer over overskriften"), len(titles), titles[0][0])
    return [left_out], tuple(line for _number, line in titles)


def string_columns(records: Iterable[Sequence[str]], width: int) -> list[Any]:
    """Rows of exactly `width` texts, turned into `width` Arrow columns."""
    columns = list(zip(*records, strict=True)) or [()] * width
    return [pa.array(column, pa.string()) for column in columns]
