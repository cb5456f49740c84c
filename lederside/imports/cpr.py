"""Refuses a file that holds CPR numbers, and sees columns that name people.

A CPR number is a whole cell or a whole word whose first six digits are a date. A column mapped as
unit number, P-number, CVR or EAN may hold ten digits in a row, but not with the hyphen.
"""

import re
from calendar import monthrange
from collections.abc import Collection

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lederside.imports.log import Finding, Place, Severity
from lederside.imports.reading import Table
from lederside.imports.tables import key

# Headers of other numbers of ten digits: they hold them in a row, but not with the hyphen.
TEN_DIGITS = (
    "p-nummer", "p-nr", "p-nr.", "pnr", "cvr", "cvr-nummer", "cvr-nr", "cvr-nr.", "ean",
    "ean-nummer", "ean-nr", "ean-nr.", "gln", "se-nummer", "produktionsenhedsnummer",
)  # fmt: skip

_DIGITS = r"(?:0[1-9]|[12][0-9]|3[01])(?:0[1-9]|1[0-2])[0-9]{2}"
_BEGINS = r"(?:^|[\s(\[{;:\"'«»/=]|[^0-9][.,])"
_ENDS = r"(?:$|[\s)\]};:\"'»«/?!]|[.,](?:$|[^0-9]))"
_ANY = f"{_BEGINS}{_DIGITS}[-–]?[0-9]{{4}}{_ENDS}|^{_DIGITS} [0-9]{{4}}$"
_HYPHENED = f"{_BEGINS}{_DIGITS}[-–][0-9]{{4}}{_ENDS}"
_FOUND = re.compile(
    rf"{_BEGINS}(?P<date>{_DIGITS})(?P<mark>[-–]?)[0-9]{{4}}(?={_ENDS})"
    rf"|^(?P<spaced>{_DIGITS}) [0-9]{{4}}$"
)
_SHORTEST = 10


def looks_like_cpr(text: str) -> bool:
    """True when the text is, or holds as a word, ten digits that begin with a date."""
    return _first(text, hyphened=False) is not None


def guard(table: Table, *, exempt: Collection[str] = ()) -> Finding | None:
    """An ERROR when a cell, a header or a line above it holds something like a CPR number.

    `exempt`: headers of columns with other ten-digit numbers (unit number, P-number, CVR, EAN);
    there only the form with a hyphen counts. The finding shows the first one masked,
    `010190-XXXX`, and how many there are. Kilde: beslutningen om vagten mod CPR-numre.
    """
    spared = {key(header) for header in exempt}
    first = _in_words(table)
    count = 1 if first else 0
    for at, (header, column) in enumerate(zip(table.headers, table.columns, strict=True)):
        hits = _hits(column, hyphened=key(header) in spared)
        count += len(hits)
        if hits:
            row, masked = hits[0]
            place = table.place(row, at)
            if first is None or (place.row or 0) < (first[0].row or 0):
                first = place, masked
    return _refusal(*first, count) if first else None


def _in_words(table: Table) -> tuple[Place, str] | None:
    for text in (*table.preamble, *table.headers):
        masked = _first(text, hyphened=False)
        if masked:
            return Place(table.sheet, table.header_row), masked
    return None


def _hits(column: pa.StringArray, *, hyphened: bool) -> list[tuple[int, str]]:
    """The rows of a column that hold something like a CPR number, each masked."""
    # Most cells are too short to be looked at.
    lengths = pc.binary_length(column).to_numpy(zero_copy_only=False)
    long = np.flatnonzero(lengths >= _SHORTEST)
    if not len(long):
        return []
    coded = column.take(pa.array(long)).dictionary_encode()
    likely = pc.match_substring_regex(coded.dictionary, _HYPHENED if hyphened else _ANY)
    masks = {
        at: masked
        for at in np.flatnonzero(likely.to_numpy(zero_copy_only=False)).tolist()
        if (masked := _first(coded.dictionary[at].as_py(), hyphened=hyphened))
    }
    if not masks:
        return []
    index = coded.indices.to_numpy(zero_copy_only=False)
    hits = np.flatnonzero(np.isin(index, list(masks)))
    return [(int(long[at]), masks[int(index[at])]) for at in hits.tolist()]


def _first(text: str, *, hyphened: bool) -> str | None:
    """The first CPR-like word, masked; None when there is none with a date that exists."""
    # Each start is tried: one word's end may be the next one's beginning.
    at = 0
    while match := _FOUND.search(text, at):
        digits = match["date"] or match["spaced"]
        if _is_date(digits) and not (hyphened and not match["mark"]):
            return f"{digits}-XXXX"
        at = match.end() - 1 if match.end() - 1 > match.start() else match.end()
    return None


def _is_date(digits: str) -> bool:
    day, month, year = int(digits[:2]), int(digits[2:4]), int(digits[4:])
    # The century does not matter for 29 February, but for 1900, which nobody in a file was born in.
    return 1 <= month <= 12 and 1 <= day <= monthrange(2000 + year, month)[1]


def _refusal(place: Place, masked: str, count: int) -> Finding:
    why = ngettext(
        "ligner et CPR-nummer",
        "ligner et CPR-nummer, og det gør %s steder i filen",
        count,
    )
    return Finding(
        Severity.ERROR,
        "F080",
        place,
        masked,
        why % count if count > 1 else why,
        _("Filen er ikke gemt. Slet CPR-numrene i den, og prøv igen."),
    )


_PERSONAL_HEADER = re.compile(
    r"cpr.*|personnummer|personnr\.?|(?:for|efter|person|medarbejder|leder|borger|elev)navne?"
    r"|(?:medarbejder(?:en)?|leder(?:en)?|ansatte?|borger|elev|barn)(?:e?s)? navn"
    r"|navn på (?:medarbejder|leder|ansat|borger|elev|barn)(?:en)?|e-?mail.*|mail|mailadresse"
    r"|telefon|telefonnummer|mobil|mobilnummer|leder|medarbejder|medarbejder-?id|initialer|dq-?nummer"
)
_EMAIL = r"[^\s@]+@[^\s@]+\.[A-Za-zÆØÅæøå]{2,}"


def personal_columns(table: Table) -> list[Finding]:
    """An ERROR for each column whose header or cells name people: files with figures need none."""
    found = []
    for at, (header, column) in enumerate(zip(table.headers, table.columns, strict=True)):
        if _PERSONAL_HEADER.fullmatch(key(header)):
            found.append(_personal(table.place(None, at), _("ser ud til at være om personer")))
        elif _has_email(column):
            found.append(_personal(table.place(None, at), _("indeholder e-mailadresser")))
    return found


def _has_email(column: pa.StringArray) -> bool:
    # A look at the bytes of all cells at once is many times quicker than one at each cell.
    octets = column.buffers()[2]
    if not octets or not (np.frombuffer(octets, np.uint8) == ord("@")).any():
        return False
    return bool(pc.any(pc.match_substring_regex(column, _EMAIL)).as_py())


def _personal(place: Place, why: str) -> Finding:
    how = _("Slet kolonnen: en fil med tal må ikke sige, hvem en person er.")
    return Finding(Severity.ERROR, "F081", place, place.column, why, how)
