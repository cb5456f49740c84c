"""Cells to typed rows about units. What cannot be read is said with its place, never guessed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from lederside.imports.danish import Unread, parse_date
from lederside.imports.log import ImportLog, Place
from lederside.imports.tables import Table

FIELDS: Mapping[str, tuple[str, ...]] = {
    "number": (
        "nummer", "nr", "nr.", "enhedsnummer", "enhedsnr", "enhedsnr.", "enheds-id", "enhedsid",
        "institutionsnummer", "institutionsnr", "institutionsnr.", "inst.nr.", "skolenummer",
        "afdelingsnummer", "unit_number",
    ),
    "name": (
        "navn", "enhed", "enhedsnavn", "enhedens navn", "institution", "institutionsnavn",
        "institutionens navn", "skole", "skolenavn", "betegnelse", "unit_name",
    ),
    "kind": ("type", "enhedstype", "institutionstype", "slags", "art"),
    "area_number": ("områdenummer", "områdenr", "områdenr.", "område nr.", "område-id"),
    "area_name": ("område", "områdenavn", "områdets navn"),
    "parent_number": (
        "overordnet", "overordnet nummer", "overordnet enhed", "overordnet enhedsnummer",
        "hører under", "ligger under", "parent",
    ),
    "leader_name": ("leder", "ledernavn", "lederens navn", "leders navn"),
    "leader_email": (
        "e-mail", "email", "mail", "leder e-mail", "leder email", "lederens e-mail",
        "leders e-mail", "lederemail", "leder-e-mail", "ledermail",
    ),
    "valid_from": ("gyldig fra", "fra", "fra dato", "startdato", "oprettet", "åbnet"),
    "valid_to": ("gyldig til", "til", "til dato", "slutdato", "lukket", "til og med"),
}  # fmt: skip
REQUIRED = ("number", "name")
# Their cells may be ten digits in a row without being about a person.
NUMBER_FIELDS = ("number", "area_number", "parent_number")
OPEN_END = date.max

_LONGEST = {
    "number": 40,
    "area_number": 40,
    "parent_number": 40,
    "name": 200,
    "area_name": 200,
    "kind": 60,
    "leader_name": 150,
    "leader_email": 254,
}
_SUMS = re.compile(r"(?:i alt|total|hovedtotal|subtotal|sum|hele kommunen)\b.*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Row:
    """One unit as the file tells it. An empty text or None: the file does not say.

    ``at`` is the row's index in the table. ``ends`` is half-open, `OPEN_END` when it is said to be
    open. Numbers are as they are written.
    """

    at: int
    number: str
    name: str
    kind: str
    area_number: str
    area_name: str
    parent_number: str
    leader_name: str
    leader_email: str
    begins: date | None
    ends: date | None


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows that are about units, and how many are sums."""

    units: list[Row]
    left_out: int


class Cells:
    """The cells of a file by field, and the place of each."""

    def __init__(self, table: Table, columns: Mapping[str, str]) -> None:
        self._table = table
        self._columns = columns
        self._cells = {field: table.column(header).to_pylist() for field, header in columns.items()}

    def __len__(self) -> int:
        return len(self._table)

    def text(self, at: int, field: str) -> str:
        cells = self._cells.get(field)
        return cells[at] if cells else ""

    def place(self, at: int, field: str | None = None) -> Place:
        return self._table.place(at, self._columns.get(field or ""))

    def row_number(self, at: int) -> int:
        return self.place(at).row or 0


def typed_rows(cells: Cells, findings: ImportLog) -> Rows:
    """Every row with its fields read; errors and what was left out go to ``findings``."""
    units = []
    left_out = 0
    for at in range(len(cells)):
        if _is_a_sum(cells, at):
            left_out += 1
            findings.note("A013", cells.place(at), _("Rækken er en sum og er sprunget over"))
        else:
            units.append(_typed(cells, at, findings))
    return Rows(units, left_out)


def plain_number(text: str) -> str | Unread:
    """A unit's number without what a spreadsheet made of it: `4711.0` and `4,711E3` are `4711`."""
    whole = re.fullmatch(r"([0-9]+)[.,]0+", text)
    if whole:
        return whole[1]
    short = re.fullmatch(r"([0-9])[.,]([0-9]+)[eE]\+?([0-9]{1,2})", text)
    if not short:
        return text
    first, rest, power = short[1], short[2], int(short[3])
    if len(rest) == power:
        return first + rest
    return Unread(
        "F020",
        _("er et nummer, som regnearket har forkortet, så cifre er tabt"),
        _("Formatér kolonnen som tekst, og skriv numrene igen."),
    )


def _is_a_sum(cells: Cells, at: int) -> bool:
    number, name = cells.text(at, "number"), cells.text(at, "name")
    return bool(_SUMS.fullmatch(number)) or (not number and bool(_SUMS.fullmatch(name)))


def _typed(cells: Cells, at: int, findings: ImportLog) -> Row:
    text = partial(_text, cells, at, findings)
    begins, ends = _day(cells, at, "valid_from", findings), _day(cells, at, "valid_to", findings)
    if begins == OPEN_END:
        findings.error(
            "F027",
            cells.place(at, "valid_from"),
            _("er en dato, der ikke findes"),
            _("Ret datoen, eller lad cellen være tom."),
            value=cells.text(at, "valid_from"),
        )
        begins = None
    if ends and ends != OPEN_END:
        ends += timedelta(days=1)
    if begins and ends and ends <= begins:
        _ends_before_it_begins(cells, at, findings)
    return Row(
        at=at,
        number=text("number"),
        name=text("name"),
        kind=text("kind"),
        area_number=text("area_number"),
        area_name=text("area_name"),
        parent_number=text("parent_number"),
        leader_name=text("leader_name"),
        leader_email=_email(cells, at, findings),
        begins=begins,
        ends=ends,
    )


def _text(cells: Cells, at: int, findings: ImportLog, field: str) -> str:
    value = " ".join(cells.text(at, field).split())
    if len(value) > _LONGEST[field]:
        why = _("er længere end %s tegn") % _LONGEST[field]
        findings.error("F033", cells.place(at, field), why, _("Forkort teksten."), value=value)
    if not value and field in REQUIRED:
        why = _("Enheden mangler et nummer") if field == "number" else _("Enheden mangler et navn")
        findings.error("F127", cells.place(at, field), why, _("Udfyld cellen, eller slet rækken."))
    return value


def _email(cells: Cells, at: int, findings: ImportLog) -> str:
    value = _text(cells, at, findings, "leader_email").lower()
    if value:
        try:
            validate_email(value)
        except ValidationError:
            why = _("er ikke en e-mailadresse")
            how = _("Ret den, eller lad cellen være tom.")
            findings.error("F132", cells.place(at, "leader_email"), why, how, value=value)
            return ""
    return value


def _day(cells: Cells, at: int, field: str, findings: ImportLog) -> date | None:
    value = cells.text(at, field)
    if not value:
        return None
    day = parse_date(value)
    if isinstance(day, Unread):
        findings.error(day.code, cells.place(at, field), day.why, day.how, value=value)
        return None
    return OPEN_END if day is None else day


def _ends_before_it_begins(cells: Cells, at: int, findings: ImportLog) -> None:
    why = _("ligger før den første dag, %s") % cells.text(at, "valid_from")
    how = _("»Gyldig til« er enhedens sidste dag. Ret en af datoerne.")
    value = cells.text(at, "valid_to")
    findings.error("F123", cells.place(at, "valid_to"), why, how, value=value)
