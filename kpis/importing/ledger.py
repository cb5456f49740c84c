"""Facts against those that stand, and into the ledger with COPY. Texts all the way: never floats."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
from django.db import connection

from kpis.importing.rows import Figures
from kpis.models import Period as PeriodRow
from lederside.imports.periods import Period

Ints = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

NUMBERS: Final = ("value", "numerator", "denominator", "base")
_COLUMNS: Final = "period_id, unit_id, kpi_id, run_id, value, numerator, denominator, base, missing"
_STANDING: Final = """
COPY (
    SELECT DISTINCT ON (m.period_id, m.unit_id, m.kpi_id)
           m.period_id, m.unit_id, m.kpi_id, m.run_id,
           trim_scale(m.value), trim_scale(m.numerator), trim_scale(m.denominator), m.base,
           coalesce(m.missing, 0), r.already_protected::int
    FROM kpis_measurement m JOIN imports_importrun r ON r.id = m.run_id
    WHERE m.period_id IN ({periods}) AND r.undone_at IS NULL
    ORDER BY m.period_id, m.unit_id, m.kpi_id, m.run_id DESC
) TO STDOUT (FORMAT csv)
"""
_NAMES: Final = ("period", "unit", "kpi", "run", *NUMBERS, "missing", "protected")


@dataclass(frozen=True)
class Facts:
    """n facts by their keys: period (a `kpis.models.Period` key), unit, target; and their figures."""

    period: Ints
    unit: Ints
    kpi: Ints
    figures: Figures
    already_protected: bool

    def __len__(self) -> int:
        return len(self.unit)


@dataclass(frozen=True)
class Comparison:
    """Facts beside those that stand now. `before[i]` is the row of `standing` for fact i, or -1.

    `newest` is the newest run behind a standing fact that the file repeats.
    """

    is_new: Mask
    is_changed: Mask
    before: Ints
    standing: pa.Table | None
    newest: int | None

    @property
    def is_written(self) -> Mask:
        """The facts that are worth a row: what stands already is not written again."""
        return self.is_new | self.is_changed


def keys(period_of: Ints, unit: Ints, kpi: Ints) -> Ints:
    """One number for each (period, unit, target); the periods and targets are small numbers."""
    return (period_of << 44) | (unit << 8) | kpi


def compare(facts: Facts, periods: Sequence[int]) -> Comparison:
    """Which facts are new, and which differ from the newest that has not been undone."""
    standing = _standing(periods)
    if standing is None:
        everything = np.ones(len(facts), np.bool_)
        nothing = np.full(len(facts), -1, np.int64)
        return Comparison(everything, ~everything, nothing, None, None)
    before = _found(_keys_of(facts, periods), _keys_of_standing(standing, periods))
    known = before >= 0
    differs = known & _differs(facts, standing, before)
    runs = standing["run"].to_numpy()[before[known]]
    newest = int(runs.max()) if len(runs) else None
    return Comparison(~known, differs, before, standing, newest)


def _standing(periods: Sequence[int]) -> pa.Table | None:
    """The facts that stand in the periods, as texts; None when there are none."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM kpis_measurement WHERE period_id = ANY(%s))",
            [list(periods)],
        )
        if not cursor.fetchone()[0]:
            return None
        listed = ", ".join(str(int(period)) for period in periods)
        with cursor.copy(_STANDING.format(periods=listed)) as copy:
            data = b"".join(copy)
    if not data:
        return None
    texts = {name: pa.string() for name in NUMBERS}
    whole = {name: pa.int64() for name in _NAMES if name not in NUMBERS}
    return pyarrow.csv.read_csv(
        io.BytesIO(data),
        pyarrow.csv.ReadOptions(column_names=_NAMES),
        convert_options=pyarrow.csv.ConvertOptions(
            column_types=texts | whole, strings_can_be_null=True
        ),
    ).combine_chunks()


def _keys_of(facts: Facts, periods: Sequence[int]) -> Ints:
    return keys(_place(facts.period, periods), facts.unit, facts.kpi)


def _keys_of_standing(standing: pa.Table, periods: Sequence[int]) -> Ints:
    period, unit, kpi = (standing[name].to_numpy() for name in ("period", "unit", "kpi"))
    return keys(_place(period, periods), unit, kpi)


def _place(period: Ints, periods: Sequence[int]) -> Ints:
    return np.searchsorted(np.array(sorted(periods), np.int64), period)


def _found(wanted: Ints, known: Ints) -> Ints:
    """Where each wanted key stands among the known, which are sorted; -1 where it does not."""
    at = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
    found: Ints = np.where(known[at] == wanted, at, -1)
    return found


def _differs(facts: Facts, standing: pa.Table, before: Ints) -> Mask:
    at = pa.array(before, mask=before < 0)
    old = standing.take(at)
    differs: Mask = old["missing"].to_numpy(zero_copy_only=False) != facts.figures.missing
    for name in NUMBERS:
        new = pc.fill_null(_trimmed(getattr(facts.figures, name)), "")
        same = pc.equal(new, pc.fill_null(old[name].combine_chunks(), ""))
        differs |= ~same.to_numpy(zero_copy_only=False)
    unbased = pc.is_null(facts.figures.base).to_numpy(zero_copy_only=False)
    unbased &= facts.figures.missing == 0
    protected = old["protected"].to_numpy(zero_copy_only=False) == 1
    differs |= unbased & (protected != facts.already_protected)
    return differs


def _trimmed(texts: pa.StringArray) -> pa.StringArray:
    """Numbers without zeros at the end of their decimals, as `trim_scale` writes them."""
    if not pc.any(pc.match_substring_regex(texts, r"\.[0-9]*0$")).as_py():
        return texts
    pointed = pc.match_substring(texts, ".")
    return pc.if_else(pointed, pc.replace_substring_regex(texts, r"\.?0+$", ""), texts)


def ensure_periods(periods: Sequence[Period]) -> None:
    """The rows of the periods, which measurements refer to."""
    PeriodRow.objects.bulk_create(
        [PeriodRow(id=PeriodRow.key(p), kind=p.kind, ends_on=p.ends_on) for p in periods],
        ignore_conflicts=True,
    )


def store(facts: Facts, written: Mask, run: int) -> None:
    """Append the marked facts to the ledger as those of a run."""
    figures = facts.figures
    missing = pa.array(figures.missing, mask=figures.missing == 0)
    columns: list[Any] = [
        pa.array(facts.period),
        pa.array(facts.unit),
        pa.array(facts.kpi),
        pa.array(np.full(len(facts), run)),
        *(getattr(figures, name) for name in NUMBERS),
        missing,
    ]
    table = pa.table(columns, names=_COLUMNS.split(", "))
    if not written.all():
        table = table.filter(pa.array(written))
    command = f"COPY kpis_measurement ({_COLUMNS}) FROM STDIN (FORMAT text, NULL '')"
    with connection.cursor() as cursor, cursor.copy(command) as copy:
        # In pieces that fit the socket, so that the server takes one in while the next is written.
        for batch in table.to_batches(max_chunksize=1 << 11):
            copy.write(_as_text(batch))


def _as_text(batch: pa.RecordBatch) -> memoryview:
    """Rows as COPY reads them: fields between tabs, nothing for null."""
    buffer = pa.BufferOutputStream()
    plain = pyarrow.csv.WriteOptions(include_header=False, delimiter="\t", quoting_style="none")
    pyarrow.csv.write_csv(batch, buffer, plain)
    return memoryview(buffer.getvalue())
