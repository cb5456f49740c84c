"""Which column is which field: by the field's own name, by the words people use, or as told.

What is told (`--map FIELD=COLUMN`) wins over a field's own name, and that over the synonyms. Two
columns that could both be the same field are asked about, never chosen between.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _

from lederside.imports.log import Finding, Place, Severity
from lederside.imports.tables import Table, key


class BadMap(Exception):
    """A `FIELD=COLUMN` that cannot be understood. The message is for the person who wrote it."""


class Columns(NamedTuple):
    """The header of each field that was found, the headers that are nobody's, and what is wrong."""

    found: dict[str, str]
    unknown: list[str]
    findings: list[Finding]


def parse_maps(maps: Iterable[str], fields: Collection[str] | None = None) -> dict[str, str]:
    """Field to column, from texts such as `name=Enhedens navn`; split at the first `=`.

    `fields`: the names that may stand before the sign, any when None; capitals do not count.
    Raises `BadMap` when a text has no sign, names an unknown field, or names one twice.
    """
    known = None if fields is None else {field.casefold(): field for field in fields}
    parsed: dict[str, str] = {}
    for text in maps:
        written, sign, column = text.partition("=")
        field, column = written.strip(), column.strip()
        if not (sign and field and column):
            raise BadMap(_("»%s« skal skrives som FELT=KOLONNE, fx name=Enhedens navn.") % text)
        if known is not None:
            if field.casefold() not in known:
                raise BadMap(_unknown_field(field, known.values()))
            field = known[field.casefold()]
        if field in parsed:
            raise BadMap(_("Feltet »%s« er angivet mere end én gang.") % field)
        parsed[field] = column
    return parsed


def _unknown_field(field: str, fields: Iterable[str]) -> str:
    words = _("»%(field)s« er ikke et felt. Vælg mellem: %(fields)s.")
    return words % {"field": field, "fields": ", ".join(fields)}


def find_columns(
    headers: Sequence[str],
    fields: Mapping[str, Sequence[str]],
    maps: Mapping[str, str] | None = None,
    *,
    required: Collection[str] = (),
    place: Place | None = None,
) -> Columns:
    """The columns of a file's fields.

    `headers`: as they stand in the file. `fields`: each field with its synonyms; its own name is
    always one. `maps`: field to header, as told. `required`: fields that must be there. `place`:
    where the headers stand. The findings are errors, each with what to do.
    """
    place = place or Place()
    at = {key(header): header for header in reversed(headers)}
    told = {field: at[key(column)] for field, column in (maps or {}).items() if key(column) in at}
    missed = {field: column for field, column in (maps or {}).items() if field not in told}
    free = {word: header for word, header in at.items() if header not in told.values()}
    found = dict(told)
    findings = [_not_there(column, headers, place) for column in missed.values()]
    for field, synonyms in fields.items():
        if field in told or field in missed:
            continue
        candidates = _candidates(field, synonyms, free)
        if len(candidates) == 1:
            found[field] = candidates[0]
        elif candidates:
            findings.append(_which(field, candidates, place))
        elif field in required:
            findings.append(_lacking(field, synonyms, place))
    used = set(found.values())
    return Columns(found, [header for header in headers if header not in used], findings)


def _candidates(field: str, synonyms: Sequence[str], free: Mapping[str, str]) -> list[str]:
    own = free.get(key(field))
    if own is not None:
        return [own]
    return list(dict.fromkeys(free[key(word)] for word in synonyms if key(word) in free))


def _not_there(column: str, headers: Sequence[str], place: Place) -> Finding:
    how = _("Filens kolonner er: %s.") % ", ".join(f"»{header}«" for header in headers)
    return Finding(Severity.ERROR, "F015", place, column, _("er ikke en kolonne i filen"), how)


def _which(field: str, candidates: Sequence[str], place: Place) -> Finding:
    names = ", ".join(f"»{header}«" for header in candidates)
    why = _("Flere kolonner kan være feltet %(field)s: %(names)s") % {
        "field": field,
        "names": names,
    }
    how = _("Vælg med --map %(field)s=KOLONNE, eller omdøb den ene.") % {"field": field}
    return Finding(Severity.ERROR, "F016", place, None, why, how)


def _lacking(field: str, synonyms: Sequence[str], place: Place) -> Finding:
    called = synonyms[0].capitalize() if synonyms else field
    why = _("Filen mangler kolonnen »%s«") % called
    how = _("Tilføj kolonnen, eller fortæl, hvad den hedder, med --map %s=KOLONNE.") % field
    return Finding(Severity.ERROR, "F017", place, None, why, how)


def unknown_columns(table: Table, unknown: Iterable[str]) -> list[Finding]:
    """A note for each column that is not used, so that none is dropped in silence."""
    why = _("Kolonnen bruges ikke")
    return [
        Finding(Severity.NOTE, "A012", table.place(None, header), None, why) for header in unknown
    ]
