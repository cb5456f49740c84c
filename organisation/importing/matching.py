"""Rows to units: which unit a number means, what it hangs under, which kind it is.

A number is found as it is written, then without what a spreadsheet did to it, then with the leading
zeros that a spreadsheet takes away, if exactly one unit fits. An area that is not known, and a kind,
are proposed; a parent that is not known is an error.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum

from django.utils.translation import gettext as _

from lederside.imports.danish import Unread
from lederside.imports.log import ImportLog
from organisation.importing.known import Known, KnownUnit
from organisation.importing.rows import Cells, Row, plain_number
from organisation.models import UnitKind

AREA = "AREA"


class Keep(Enum):
    """The unit stays where it is."""

    PLACE = "PLACE"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A unit as the file wants it. ``row`` is None for an area that only stands in a column."""

    number: str
    name: str
    kind: str
    parent: str | Keep | None
    row: Row | None
    known: KnownUnit | None


class Numbers:
    """The numbers that are taken, and which of them a written one means."""

    def __init__(self, numbers: Iterable[str]) -> None:
        self._all = set(numbers)
        self._without_zeros: dict[str, list[str]] = {}
        for number in self._all:
            self._remember(number)

    def __contains__(self, number: object) -> bool:
        return number in self._all

    def add(self, number: str) -> None:
        if number not in self._all:
            self._all.add(number)
            self._remember(number)

    def _remember(self, number: str) -> None:
        if number.startswith("0") and number.isdigit():
            self._without_zeros.setdefault(number.lstrip("0"), []).append(number)

    def meant(self, written: str) -> str | list[str] | Unread:
        """The number; several when more than one lost its zeros; a new one is as it is written."""
        if written in self._all:
            return written
        plain = plain_number(written)
        if isinstance(plain, Unread) or plain in self._all:
            return plain
        restored = self._without_zeros.get(plain, [])
        if len(restored) > 1:
            return sorted(restored)
        return restored[0] if restored else plain


class Matching:
    """Matches the rows of one file; what is wrong or proposed goes to the log."""

    def __init__(self, cells: Cells, known: Known, log: ImportLog, *, on: date) -> None:
        self._cells = cells
        self._known = known
        self._log = log
        self._on = on
        self._numbers = Numbers(known.units)
        self._kinds = _by_word(known.kinds.values())
        self.new_kinds: list[UnitKind] = []
        self.referred: set[str] = set()
        self._in_file: dict[str, Row] = {}
        self._areas: dict[str, str] = {}
        self._area_by_name: dict[str, str] = {}

    def match(self, rows: Iterable[Row]) -> list[Wanted]:
        """Every row as a wanted unit, after the areas that are new or have another name."""
        numbered = self._numbered(rows)
        self._in_file = dict(reversed(numbered))
        for number in self._in_file:
            self._numbers.add(number)
        self._name_areas()
        parents = [self._parent(number, row) for number, row in numbered]
        top = self._default_parent(dict(zip((n for n, _row in numbered), parents, strict=True)))
        wanted = [
            self._wanted(number, row, parent, top)
            for (number, row), parent in zip(numbered, parents, strict=True)
        ]
        return self._area_units(top) + wanted

    # --- Numbers ---------------------------------------------------------------------------

    def _numbered(self, rows: Iterable[Row]) -> list[tuple[str, Row]]:
        """The rows that have a number, each number once."""
        numbered: dict[str, Row] = {}
        for row in rows:
            number = self._meant(row, "number", row.number)
            if number is None:
                continue
            if number in numbered:
                self._twice(number, row, numbered[number])
            else:
                numbered[number] = row
        return list(numbered.items())

    def _meant(self, row: Row, field: str, written: str) -> str | None:
        if not written:
            return None
        meant = self._numbers.meant(written)
        place = self._cells.place(row.at, field)
        if isinstance(meant, Unread):
            self._log.error(meant.code, place, meant.why, meant.how, value=written)
            return None
        if isinstance(meant, list):
            why = _("kan være flere enheder, hvis nullerne foran er tabt: %s") % ", ".join(meant)
            self._log.error("F050", place, why, _("Skriv hele nummeret."), value=written)
            return None
        if (
            meant.startswith("0")
            and meant != written
            and meant.lstrip("0") == plain_number(written)
        ):
            why = _("har mistet nullerne foran og er læst som %s") % meant
            how = _("Formatér kolonnen som tekst, så nullerne bliver.")
            self._log.warning("A051", place, why, how, value=written)
        return meant

    def _twice(self, number: str, row: Row, first: Row) -> None:
        here, there = self._cells.row_number(row.at), self._cells.row_number(first.at)
        same = all(
            getattr(row, field) == getattr(first, field) for field in Row.__slots__ if field != "at"
        )
        if same:
            code, why = "F060", _("står i både række %(there)s og række %(here)s")
        else:
            code = "F061"
            why = _("står i både række %(there)s og række %(here)s, og de siger ikke det samme")
        self._log.error(
            code,
            self._cells.place(row.at, "number"),
            why % {"there": there, "here": here},
            _("Slet den ene række."),
            value=number,
        )

    # --- Places ----------------------------------------------------------------------------

    def _parent(self, number: str, row: Row) -> str | Keep | None:
        """What the row says that its unit hangs under; `Keep.PLACE` when it says nothing."""
        if row.parent_number:
            return self._explicit_parent(number, row)
        area = self._area(row)
        if area is None or area == number:
            return Keep.PLACE
        self.referred.add(area)
        return area

    def _explicit_parent(self, number: str, row: Row) -> str | Keep:
        parent = self._meant(row, "parent_number", row.parent_number)
        place = self._cells.place(row.at, "parent_number")
        if parent is None:
            return Keep.PLACE
        if parent == number:
            why = _("er enheden selv, og en enhed kan ikke ligge under sig selv")
            how = _("Skriv nummeret på enheden over den, eller lad cellen være tom.")
            self._log.error("F121", place, why, how, value=row.parent_number)
            return Keep.PLACE
        if parent not in self._numbers:
            why = _("er ikke nummeret på en enhed, vi kender, eller en række i filen")
            how = _("Ret nummeret, eller tilføj enheden som en række.")
            self._log.error("F122", place, why, how, value=row.parent_number)
            return Keep.PLACE
        self.referred.add(parent)
        return parent

    def _default_parent(self, told: dict[str, str | Keep | None]) -> str | None:
        """The single top of the organisation, for new units that say nothing; None if there is none."""
        alive = {n: unit for n, unit in self._known.units.items() if unit.alive_on(self._on)}
        parents = {number: unit.parent_on(self._on) for number, unit in alive.items()}
        tops = [number for number, parent in parents.items() if parent not in alive]
        if len(tops) != 1 or told.get(tops[0], Keep.PLACE) is not Keep.PLACE:
            return None
        # A lone institution is not what the next one hangs under.
        is_leaf = tops[0] not in parents.values()
        if is_leaf and self._known.kinds[alive[tops[0]].kind].is_institution:
            return None
        return tops[0]

    # --- Areas -----------------------------------------------------------------------------

    def _name_areas(self) -> None:
        """The areas by name as they will be, so that the same file finds the same ones again."""
        for number, row in self._in_file.items():
            known = self._known.units.get(number)
            word = row.kind or (known.kind if known else "")
            if self._kinds.get(word.casefold()) == AREA:
                self._area_by_name.setdefault(row.name.casefold(), number)
        for number, unit in sorted(self._known.units.items()):
            if unit.kind == AREA and unit.alive_on(self._on) and number not in self._in_file:
                self._area_by_name.setdefault(unit.name_on(self._on).casefold(), number)
        for row in self._in_file.values():
            if row.area_number and row.area_name:
                meant = self._numbers.meant(row.area_number)
                if isinstance(meant, str):
                    self._area_by_name.setdefault(row.area_name.casefold(), meant)

    def _area(self, row: Row) -> str | None:
        """The number of the area that the row names. One that is not known is proposed."""
        if row.area_number:
            number = self._meant(row, "area_number", row.area_number)
        elif row.area_name:
            number = self._area_by_name.get(row.area_name.casefold(), row.area_name[:40].strip())
        else:
            return None
        if number is not None and number not in self._in_file:
            self._describe_area(number, row)
        return number

    def _describe_area(self, number: str, row: Row) -> None:
        if not self._areas.get(number):
            self._areas[number] = row.area_name
        elif row.area_name and row.area_name != self._areas[number]:
            why = _("er et andet navn for område %(number)s end det første, »%(name)s«")
            self._log.warning(
                "A127",
                self._cells.place(row.at, "area_name"),
                why % {"number": number, "name": self._areas[number]},
                _("Det første navn bruges."),
                value=row.area_name,
            )

    def _area_units(self, top: str | None) -> list[Wanted]:
        wanted = []
        for number, name in self._areas.items():
            known = self._known.units.get(number)
            if known is not None:
                wanted.append(Wanted(number, name, known.kind, Keep.PLACE, None, known))
            else:
                wanted.append(Wanted(number, name or number, AREA, top, None, None))
        return wanted

    # --- Units and kinds -------------------------------------------------------------------

    def _wanted(self, number: str, row: Row, parent: str | Keep | None, top: str | None) -> Wanted:
        known = self._known.units.get(number)
        if known is None and parent is Keep.PLACE:
            parent = top
        kind = self._kind(row, known)
        return Wanted(number, row.name, kind, parent, row, known)

    def _kind(self, row: Row, known: KnownUnit | None) -> str:
        word = row.kind
        if not word and known is not None:
            return known.kind
        word = word or _("Enhed")
        code = self._kinds.get(word.casefold())
        if code is None:
            code = self._propose_kind(word, row)
        return code

    def _propose_kind(self, word: str, row: Row) -> str:
        code = _code(word, taken=set(self._kinds.values()))
        self._kinds[word.casefold()] = code
        kind = UnitKind(code=code, name=word, plural=word, leader_title=_("leder"))
        self.new_kinds.append(kind)
        place = self._cells.place(row.at, "kind")
        self._log.note("A125", place, _("er en ny enhedstype, som bliver oprettet"), value=word)
        return code


def _by_word(kinds: Iterable[UnitKind]) -> dict[str, str]:
    """Each kind's code by every word for it."""
    words = {}
    for kind in kinds:
        for word in (kind.plural, kind.name, kind.code):
            words[word.casefold()] = kind.code
    return words


_IN_ASCII = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "Æ": "AE", "Ø": "OE", "Å": "AA"})


def _code(word: str, *, taken: set[str]) -> str:
    """A code for a new kind: `Særlig skole` is `SAERLIG_SKOLE`."""
    plain = unicodedata.normalize("NFKD", word.translate(_IN_ASCII)).encode("ascii", "ignore")
    base = re.sub(r"[^A-Z0-9]+", "_", plain.decode().upper()).strip("_")[:26] or "KIND"
    code, number = base, 2
    while code in taken:
        code, number = f"{base}_{number}", number + 1
    return code
