"""A file of either shape as one long list of cells: one for each unit, target and period.

Long: a row per cell, with the target in a column. Wide: a column per target. Which column is
which is found by the fields' own names, by the words people use, or as told.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from django.utils.translation import gettext as _

from kpis.importing import template
from kpis.importing.options import Options
from kpis.lines import KpiFacts
from lederside.imports import mapping
from lederside.imports.log import Finding, ImportLog, Place, Severity
from lederside.imports.reading import Table
from lederside.imports.tables import key

PARTS: Final = ("value", "numerator", "denominator", "base")
PART_WORDS: Final[dict[str, tuple[str, ...]]] = {
    "numerator": ("tæller",),
    "denominator": ("nævner",),
    "base": ("basis", "antal", "antal svar"),
}
FIELDS: Final[dict[str, tuple[str, ...]]] = {
    "unit_number": (
        "enhedsnummer",
        "enhedsnr",
        "enhedsnr.",
        "enheds nr",
        "institutionsnummer",
        "institutionsnr",
        "institutionsnr.",
        "skolenummer",
        "afdelingsnummer",
        "nummer",
        "nr",
        "nr.",
        "enhedskode",
    ),
    "unit_name": (
        "enhed",
        "enhedsnavn",
        "institution",
        "institutionsnavn",
        "institutionens navn",
        "enhedens navn",
        "skole",
        "afdeling",
        "navn",
    ),
    "kpi": ("mål", "måltal", "måltalskode", "kode", "målkode", "nøgletal", "indikator"),
    "period": ("periode", "kvartal", "år", "måned", "dato", "opgjort"),
    "value": ("værdi", "resultat", "tal", "score", "procent", "pct", "pct.", "andel"),
    "numerator": PART_WORDS["numerator"],
    "denominator": PART_WORDS["denominator"],
    "base": (
        *PART_WORDS["base"],
        "antal besvarelser",
        "besvarelser",
        "svar",
        "antal ansatte",
        "antal medarbejdere",
        "antal personer",
        "n",
    ),
}


@dataclass(frozen=True, slots=True)
class Stretch:
    """Neighbouring cells whose numbers stand in the same columns of the file.

    `columns`: each part to its column's index in the table.
    """

    start: int
    stop: int
    columns: Mapping[str, int]


@dataclass(frozen=True)
class Cells:
    """n cells as texts, and where each stands. A field that the file lacks is not in `texts`.

    `rows[i]` is the index in the table of cell i's row; `columns` the column of each plain field.
    """

    table: Table
    rows: npt.NDArray[np.int64]
    texts: Mapping[str, pa.StringArray]
    columns: Mapping[str, int]
    stretches: Sequence[Stretch]

    def __len__(self) -> int:
        return len(self.rows)

    def text(self, field: str, at: int) -> str:
        """What stands in a field of cell `at`; empty when the file has no such column."""
        column = self.texts.get(field)
        return "" if column is None else column[at].as_py()

    def place(self, at: int, field: str | None = None) -> Place:
        """Where cell `at`, or one of its fields, stands in the file."""
        column = self.columns.get(field) if field else None
        if column is None and field:
            stretch = next(s for s in self.stretches if s.start <= at < s.stop)
            column = stretch.columns.get(field)
        return self.table.place(int(self.rows[at]), column)

    def without(self, unwanted: npt.NDArray[np.bool_]) -> "Cells":
        """The cells that are not marked. Order and places are kept."""
        if not unwanted.any():
            return self
        keep = pa.array(~unwanted)
        before = np.concatenate(([0], np.cumsum(~unwanted)))
        return replace(
            self,
            rows=self.rows[~unwanted],
            texts={field: column.filter(keep) for field, column in self.texts.items()},
            stretches=[
                replace(s, start=int(before[s.start]), stop=int(before[s.stop]))
                for s in self.stretches
            ],
        )


def fields_of(kpis: Sequence[KpiFacts]) -> dict[str, tuple[str, ...]]:
    """Every field a file may have: the plain ones, and for wide files `HR5`, `HR5.base` ..."""
    return FIELDS | _wide_fields(kpis)


def _wide_fields(kpis: Sequence[KpiFacts]) -> dict[str, tuple[str, ...]]:
    fields: dict[str, tuple[str, ...]] = {}
    for kpi in kpis:
        names = (kpi.name, kpi.short_name, f"{kpi.code} {kpi.name}", f"{kpi.code} {kpi.short_name}")
        fields[kpi.code] = tuple(dict.fromkeys(names))
        for part, words in PART_WORDS.items():
            called = [f"{name} {word}" for name in (kpi.code, *names) for word in words]
            fields[f"{kpi.code}.{part}"] = tuple(dict.fromkeys(called))
    return fields


def spread(
    table: Table, options: Options, kpis: Sequence[KpiFacts], said: ImportLog
) -> Cells | None:
    """The table's cells. What is wrong with the columns goes to `said`; then there are none."""
    told = {field: column for field, column in options.maps.items() if field in FIELDS}
    columns = mapping.find_columns(table.headers, FIELDS, told, place=table.place(None))
    wide = any("." in field or field not in FIELDS for field in options.maps)
    if not wide and ("kpi" in columns.found or (options.kpi and _has_numbers(columns.found))):
        if not _checked(table, columns, options, said):
            return None
        return _long(table, columns.found, options)
    return _wide(table, options, kpis, columns, said)


def _has_numbers(found: Mapping[str, str]) -> bool:
    return "value" in found or {"numerator", "denominator"} <= found.keys()


def _checked(table: Table, columns: mapping.Columns, options: Options, said: ImportLog) -> bool:
    """Says what is unknown or lacking; True when the file can be read on."""
    for finding in [*columns.findings, *mapping.unknown_columns(table, columns.unknown)]:
        said.add(finding)
    if columns.findings:
        return False
    lacking = []
    if not {"unit_number", "unit_name"} & columns.found.keys():
        lacking.append(("enhedsnummer", "--map unit_number=KOLONNE"))
    if "period" not in columns.found and not options.period:
        lacking.append(("periode", "--period 2026K3"))
    if not (_has_numbers(columns.found) or _codes(columns.found)):
        lacking.append(("værdi", "--map value=KOLONNE"))
    for word, way in lacking:
        said.add(_lacking(table, word, way))
    return not lacking


def _lacking(table: Table, word: str, way: str) -> Finding:
    why = _("Filen mangler en kolonne med %s") % word
    how = _("Tilføj kolonnen, eller fortæl det med %s.") % way
    return Finding(Severity.ERROR, "F017", table.place(None), None, why, how)


def _long(table: Table, found: Mapping[str, str], options: Options) -> Cells:
    at = {field: table.headers.index(header) for field, header in found.items()}
    texts = {field: table.columns[column] for field, column in at.items()}
    columns = {field: column for field, column in at.items() if field not in PARTS}
    numbers = {field: column for field, column in at.items() if field in PARTS}
    rows = np.arange(len(table), dtype=np.int64)
    whole = Stretch(0, len(table), numbers)
    return _with_told(Cells(table, rows, texts, columns, [whole]), options)


def _with_told(cells: Cells, options: Options) -> Cells:
    """The target and the period that were told, where the file has no column for them."""
    told = {"kpi": options.kpi, "period": options.period}
    same = {
        field: pa.repeat(pa.scalar(text), len(cells))
        for field, text in told.items()
        if text and field not in cells.texts
    }
    return replace(cells, texts={**cells.texts, **same}) if same else cells


def _wide(
    table: Table,
    options: Options,
    kpis: Sequence[KpiFacts],
    plain: mapping.Columns,
    said: ImportLog,
) -> Cells | None:
    wanted = _wide_fields(kpis)
    identity = {field: FIELDS[field] for field in ("unit_number", "unit_name", "period")}
    columns = mapping.find_columns(
        table.headers, identity | wanted, options.maps, place=table.place(None)
    )
    codes = _codes(columns.found)
    if not codes:
        _say_neither(table, options, plain, said)
        return None
    if len(codes) == 1:
        columns = _one_target(columns, plain.found, codes[0])
    if not _checked(table, columns, options, said):
        return None
    codes, left_out = _filled(table, columns.found, codes)
    for finding in left_out:
        said.add(finding)
    return _with_told(_melted(table, columns.found, codes), options)


def _codes(found: Mapping[str, str]) -> list[str]:
    """The targets that the file has columns for, in the order of the twelve."""
    return list(dict.fromkeys(field.partition(".")[0] for field in found if field not in FIELDS))


def _one_target(columns: mapping.Columns, plain: Mapping[str, str], code: str) -> mapping.Columns:
    """In a file about one target, a column that is just called `antal` belongs to it."""
    parts = {
        f"{code}.{part}": plain[part]
        for part in PART_WORDS
        if part in plain and plain[part] in columns.unknown
    }
    found = {**parts, **columns.found}
    unknown = [header for header in columns.unknown if header not in found.values()]
    return columns._replace(found=found, unknown=unknown)


def _say_neither(table: Table, options: Options, plain: mapping.Columns, said: ImportLog) -> None:
    if _checked(table, plain, options, said):
        said.add(_lacking(table, "mål", "--kpi HR5"))


def _filled(
    table: Table, found: Mapping[str, str], codes: list[str]
) -> tuple[list[str], list[Finding]]:
    """In our own template an empty column is one that nobody filled in, not twelve blanks."""
    if table.sheet is None or key(table.sheet) != key(template.SHEET):
        return codes, []
    empty = [code for code in codes if not any(_any(table, found, code, part) for part in PARTS)]
    why = _("Kolonnen er tom og er derfor ikke læst")
    notes = [
        Finding(Severity.NOTE, "A013", table.place(None, header), None, why)
        for field, header in found.items()
        if field.partition(".")[0] in empty
    ]
    return [code for code in codes if code not in empty], notes


def _any(table: Table, found: Mapping[str, str], code: str, part: str) -> bool:
    header = found.get(_field(code, part))
    return header is not None and bool(pc.max(pc.binary_length(table.column(header))).as_py())


def _field(code: str, part: str) -> str:
    return code if part == "value" else f"{code}.{part}"


def _melted(table: Table, found: Mapping[str, str], codes: Sequence[str]) -> Cells:
    at = {field: table.headers.index(header) for field, header in found.items()}
    parts = [part for part in PARTS if any(_field(code, part) in at for code in codes)]
    length = len(table)
    rows = np.tile(np.arange(length, dtype=np.int64), len(codes))
    texts = {part: _melt(table, at, codes, part) for part in parts}
    identity: Sequence[str] = ("unit_number", "unit_name", "period")
    columns = {field: at[field] for field in identity if field in at}
    again = pa.array(rows)
    texts |= {field: table.columns[column].take(again) for field, column in columns.items()}
    texts["kpi"] = pa.array(np.repeat(np.array(codes, dtype=object), length), pa.string())
    stretches = [
        Stretch(
            order * length,
            (order + 1) * length,
            {part: at[_field(code, part)] for part in parts if _field(code, part) in at},
        )
        for order, code in enumerate(codes)
    ]
    return Cells(table, rows, texts, columns, stretches)


def _melt(table: Table, at: Mapping[str, int], codes: Sequence[str], part: str) -> pa.StringArray:
    """A part's columns below each other, in the order of `codes`; blank where there is none."""
    import pandas as pd

    text = pd.ArrowDtype(pa.string())
    blank = pd.Series("", index=range(len(table)), dtype=text)
    frame = pd.DataFrame(
        {
            code: pd.Series(table.columns[at[_field(code, part)]], dtype=text)
            if _field(code, part) in at
            else blank
            for code in codes
        }
    )
    long = pa.array(frame.melt(var_name="kpi", value_name=part)[part])
    return long.combine_chunks() if isinstance(long, pa.ChunkedArray) else long
