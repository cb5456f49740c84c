"""Wanted units against the known ones: what is new, what changes and from which day.

The past is never edited: what holds on the day is ended, and the new begins. A unit that comes
without a date has always been; only changes to units already known are dated.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, TypeVar

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lederside.imports.log import ImportLog, Place
from lederside.imports.result import Change
from organisation.circles import Stretch, find_circle
from organisation.importing.known import Held, Known, KnownUnit
from organisation.importing.matching import Keep, Wanted
from organisation.importing.rows import OPEN_END, Cells, Row
from organisation.models import UnitKind

T = TypeVar("T")
MOST_CIRCLES = 20
NAMED = 10


@dataclass(frozen=True, slots=True)
class NewUnit:
    """A unit to be made, with its name and its parent's number."""

    number: str
    name: str
    kind: str
    parent: str | None
    begins: date | None
    ends: date | None


@dataclass(frozen=True, slots=True)
class Life:
    """A known unit's kind and period as they shall be."""

    pk: int
    kind: str
    begins: date | None
    ends: date | None


@dataclass(frozen=True, slots=True)
class Step(Generic[T]):
    """From a day until another a unit has a new name, parent or leader; the rows it ends."""

    number: str
    value: T
    begins: date | None
    ends: date | None
    ended: Sequence[Held[T]]


@dataclass(slots=True)
class Plan:
    """Everything that taking the file would do. False when there is nothing to do."""

    kinds: list[UnitKind] = field(default_factory=list)
    units: list[NewUnit] = field(default_factory=list)
    lives: list[Life] = field(default_factory=list)
    names: list[Step[str]] = field(default_factory=list)
    places: list[Step[str | None]] = field(default_factory=list)
    leaders: list[Step[str]] = field(default_factory=list)
    people: dict[str, str] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    absent: int = 0

    def __bool__(self) -> bool:
        return bool(self.changes)


class Planning:
    """Makes the plan for one file; what is wrong goes to the log."""

    def __init__(self, cells: Cells, known: Known, log: ImportLog, *, on: date) -> None:
        self._cells = cells
        self._known = known
        self._log = log
        self._on = on
        self._spelled: dict[str, str] = {}
        self._names: dict[str, str] = {}
        self._rows: dict[str, Row] = {}
        self.plan = Plan()

    def make(self, wanted: Sequence[Wanted], kinds: Sequence[UnitKind], referred: set[str]) -> Plan:
        """The plan for the wanted units and the new kinds. ``referred``: numbers in other columns."""
        self._names = {want.number: want.name for want in wanted if want.name}
        self._rows = {want.number: want.row for want in wanted if want.row is not None}
        self._kind_names = {kind.code: kind.name for kind in (*self._known.kinds.values(), *kinds)}
        for kind in kinds:
            self.plan.kinds.append(kind)
            self._change(kind.code, "KIND", _("Enhedstypen »%s« bliver oprettet.") % kind.name)
        for want in wanted:
            self._plan(want)
        self._refuse_circles()
        self._warn_about_closed_parents()
        self._count_absent({want.number for want in wanted} | referred)
        return self.plan

    def _plan(self, want: Wanted) -> None:
        before = len(self.plan.changes)
        if want.known is None:
            self._new(want)
        else:
            self._known_unit(want, want.known)
        if want.row is None:
            return
        if want.known is None:
            self.plan.new += 1
        elif len(self.plan.changes) > before:
            self.plan.changed += 1
        else:
            self.plan.unchanged += 1

    # --- New units -------------------------------------------------------------------------

    def _new(self, want: Wanted) -> None:
        row, parent = want.row, want.parent if isinstance(want.parent, str) else None
        begins = row.begins if row else None
        ends = row.ends if row and row.ends != OPEN_END else None
        self.plan.units.append(NewUnit(want.number, want.name, want.kind, parent, begins, ends))
        words = _("%(unit)s (%(kind)s) bliver oprettet under %(parent)s.")
        if parent is None:
            words = _("%(unit)s (%(kind)s) bliver oprettet øverst.")
        kind = self._kind_names.get(want.kind, want.kind)
        parts = {"unit": self._title(want.number), "kind": kind}
        parts["parent"] = self._title(parent) if parent else ""
        self._change(want.number, "NEW", words % parts)
        if row is None:
            self._log.note("A126", Place(), _("Området %s bliver oprettet") % parts["unit"])
        elif ends is None or ends > self._on:
            day = max(self._on, begins) if begins else self._on
            self._leader(want.number, row, None, day, ends)

    # --- Known units -----------------------------------------------------------------------

    def _known_unit(self, want: Wanted, unit: KnownUnit) -> None:
        begins, ends = self._life(want, unit)
        day = max(self._on, begins) if begins else self._on
        if ends is not None and ends <= day:
            self._closed(want, unit, ends)
            return
        self._rename(want, unit, day)
        self._move(want, unit, day)
        if want.row is not None:
            self._leader(want.number, want.row, unit, day, ends)

    def _life(self, want: Wanted, unit: KnownUnit) -> tuple[date | None, date | None]:
        begins, ends = unit.begins, unit.ends
        if want.row is not None and want.row.begins is not None:
            begins = want.row.begins
        if want.row is not None and want.row.ends is not None:
            ends = None if want.row.ends == OPEN_END else want.row.ends
        if begins and ends and ends <= begins and want.row is not None:
            self._impossible_life(want.row)
            return unit.begins, unit.ends
        if (want.kind, begins, ends) != (unit.kind, unit.begins, unit.ends):
            self.plan.lives.append(Life(unit.pk, want.kind, begins, ends))
        self._say_life(want, unit, begins, ends)
        return begins, ends

    def _impossible_life(self, row: Row) -> None:
        at = "valid_to" if row.ends else "valid_from"
        place = self._cells.place(row.at, at)
        why = _("passer ikke med enhedens andre dato: den ville slutte, før den begynder")
        value = self._cells.text(row.at, at)
        self._log.error("F123", place, why, _("Ret datoen."), value=value)

    def _say_life(
        self, want: Wanted, unit: KnownUnit, begins: date | None, ends: date | None
    ) -> None:
        title = self._title(want.number)
        if want.kind != unit.kind:
            words = _("%(unit)s ændrer type fra %(before)s til %(after)s.")
            parts = {
                "unit": title,
                "before": self._kind_names.get(unit.kind, unit.kind),
                "after": self._kind_names.get(want.kind, want.kind),
            }
            self._change(want.number, "KIND", words % parts)
        if begins != unit.begins and begins:
            words = _("%(unit)s begynder den %(day)s.")
            self._change(want.number, "BEGINS", words % {"unit": title, "day": _day(begins)})
        if ends != unit.ends and ends:
            words = _("%(unit)s er lukket fra den %(day)s.")
            self._change(want.number, "ENDS", words % {"unit": title, "day": _day(ends)})
        elif ends != unit.ends:
            self._change(want.number, "ENDS", _("%s lukker ikke længere.") % title)

    def _closed(self, want: Wanted, unit: KnownUnit, ends: date) -> None:
        """A closed unit keeps the name and place it had; the file may not rewrite its past."""
        row = want.row
        if row is None or row.name in {held.value for held in unit.names}:
            return
        why = _("er et nyt navn til en enhed, der er lukket fra den %s") % _day(ends)
        how = _("Navnet bliver ikke ændret.")
        self._log.warning("A133", self._cells.place(row.at, "name"), why, how, value=row.name)

    def _rename(self, want: Wanted, unit: KnownUnit, day: date) -> None:
        before = unit.name_on(day)
        if not want.name or want.name == before:
            return
        self.plan.names.append(_step(want.number, want.name, unit.names, day))
        words = _("%(number)s %(before)s hedder %(after)s fra den %(day)s.")
        parts = {"number": want.number, "before": before, "after": want.name, "day": _day(day)}
        self._change(want.number, "NAME", words % parts)

    def _move(self, want: Wanted, unit: KnownUnit, day: date) -> None:
        before = unit.parent_on(day)
        if isinstance(want.parent, Keep) or want.parent == before:
            return
        self._refuse_closed_parent(want, day)
        self.plan.places.append(_step(want.number, want.parent, unit.places, day))
        words = _("%(unit)s flytter fra %(before)s til %(after)s den %(day)s.")
        if before is None:
            words = _("%(unit)s flytter fra toppen til %(after)s den %(day)s.")
        parts = {
            "unit": self._title(want.number),
            "before": self._title(before) if before else "",
            "after": self._title(want.parent) if want.parent else _("toppen"),
            "day": _day(day),
        }
        self._change(want.number, "PLACE", words % parts)

    def _refuse_closed_parent(self, want: Wanted, day: date) -> None:
        parent = self._known.units.get(want.parent) if isinstance(want.parent, str) else None
        row = self._rows.get(parent.number) if parent else None
        ends = (row.ends if row else None) or (parent.ends if parent else None)
        if parent is None or want.row is None or ends is None or ends > day:
            return
        why = _("Enheden flytter til %(parent)s, som er lukket fra den %(day)s")
        self._log.error(
            "F124",
            self._cells.place(want.row.at, "parent_number"),
            why % {"parent": self._title(parent.number), "day": _day(ends)},
            _("Vælg en enhed, der findes."),
        )

    # --- Leaders ---------------------------------------------------------------------------

    def _leader(
        self, number: str, row: Row, unit: KnownUnit | None, day: date, ends: date | None
    ) -> None:
        leaders = unit.leaders if unit else []
        now = [held for held in leaders if held.on(day)]
        if not row.leader_email:
            self._leader_without_email(row, now)
            return
        self._spelling(row)
        if row.leader_email in {held.value for held in now}:
            return
        self._person(row)
        planned = [h.begins for h in leaders if h.value == row.leader_email and h.begins]
        until = min((d for d in (*planned, ends) if d and d > day), default=None)
        self.plan.leaders.append(Step(number, row.leader_email, day, until, now))
        words = _("%(name)s (%(email)s) leder %(unit)s fra den %(day)s.")
        parts = {
            "name": self.plan.people.get(row.leader_email) or self._known.people[row.leader_email],
            "email": row.leader_email,
            "unit": self._title(number),
            "day": _day(day),
        }
        former = ", ".join(self._known.leader_names[held.value] for held in now)
        stops = " " + _("%s stopper.") % former if former else ""
        self._change(number, "LEADER", words % parts + stops)

    def _leader_without_email(self, row: Row, now: Sequence[Held[str]]) -> None:
        names = {self._known.leader_names[held.value].casefold() for held in now}
        if not row.leader_name or row.leader_name.casefold() in names:
            return
        self._log.warning(
            "A131",
            self._cells.place(row.at, "leader_name"),
            _("er leder uden e-mail og får derfor ikke adgang"),
            _("Tilføj lederens e-mail."),
            value=row.leader_name,
        )

    def _spelling(self, row: Row) -> None:
        first = self._spelled.setdefault(row.leader_email, row.leader_name)
        if row.leader_name and first and row.leader_name != first:
            why = _("har samme e-mail som »%s« i en anden række") % first
            place = self._cells.place(row.at, "leader_name")
            self._log.warning(
                "A134", place, why, _("Ret navnet, eller e-mailen."), value=row.leader_name
            )

    def _person(self, row: Row) -> None:
        if row.leader_email not in self._known.people:
            name = self._spelled.get(row.leader_email) or row.leader_name or row.leader_email
            self.plan.people.setdefault(row.leader_email, name[:150])

    # --- The whole -------------------------------------------------------------------------

    def _refuse_circles(self) -> None:
        places: dict[str, list[Stretch]] = {
            number: [Stretch(held.value, held.begins, held.ends) for held in unit.places]
            for number, unit in self._known.units.items()
        }
        for step in self.plan.places:
            places[step.number] = _stretches(self._known.units[step.number].places, step)
        for unit in self.plan.units:
            places[unit.number] = [Stretch(unit.parent, None, None)]
        left = {step.number for step in self.plan.places} | {u.number for u in self.plan.units}
        for _time in range(MOST_CIRCLES):
            circle = find_circle(places, sorted(left))
            if not circle:
                return
            self._circle(circle)
            left.difference_update(circle)
            for number in circle:
                places[number] = []

    def _circle(self, circle: Sequence[str]) -> None:
        rows = [self._rows[number] for number in circle if number in self._rows]
        chain = _(" under ").join(self._in_row(number) for number in (*circle, circle[0]))
        first = min(rows, key=lambda row: row.at, default=None)
        place = self._cells.place(first.at, "parent_number") if first else Place()
        why = _("Enhederne ville ligge under sig selv: %s") % chain
        self._log.error("F120", place, why, _("Ret »overordnet« i en af rækkerne."))

    def _in_row(self, number: str) -> str:
        if number not in self._rows:
            return self._title(number)
        words = _("%(unit)s (række %(row)s)")
        row = self._cells.row_number(self._rows[number].at)
        return words % {"unit": self._title(number), "row": row}

    def _warn_about_closed_parents(self) -> None:
        """A unit whose parent closes by the file, and which stays there, would hang at the top."""
        closing = {life.pk: life.ends for life in self.plan.lives if life.ends is not None}
        closed = {u.number: closing[u.pk] for u in self._known.units.values() if u.pk in closing}
        ends_of = {life.pk: life.ends for life in self.plan.lives}
        moved = {step.number for step in self.plan.places}
        for number, unit in self._known.units.items() if closed else ():
            if number in moved:
                continue
            last = ends_of.get(unit.pk, unit.ends) or date.max
            for held in unit.places:
                ends = closed.get(held.value or "")
                if (
                    ends
                    and min(held.ends or date.max, last) > ends
                    and (unit.begins or date.min) < last
                ):
                    self._left_behind(number, held.value or "", ends)

    def _left_behind(self, number: str, parent: str, ends: date) -> None:
        why = _("%(unit)s ligger under %(parent)s, som lukker fra den %(day)s")
        parts = {"unit": self._title(number), "parent": self._title(parent), "day": _day(ends)}
        place = (
            self._cells.place(self._rows[parent].at, "valid_to")
            if parent in self._rows
            else Place()
        )
        self._log.warning("A124", place, why % parts, _("Flyt den, ellers ligger den øverst."))

    def _count_absent(self, told: Iterable[str]) -> None:
        there = set(told)
        lacking = sorted(
            number
            for number, unit in self._known.units.items()
            if number not in there and unit.alive_on(self._on)
        )
        self.plan.absent = len(lacking)
        if not lacking:
            return
        names = ", ".join(self._title(number) for number in lacking[:NAMED])
        more = _(" og %s mere") % (len(lacking) - NAMED) if len(lacking) > NAMED else ""
        why = _("Filen mangler enheder, som vi kender (%(count)s): %(names)s%(more)s")
        parts = {"count": len(lacking), "names": names, "more": more}
        self._log.warning("A130", Place(), why % parts, _("De bliver ikke lukket."))

    def _title(self, number: str) -> str:
        unit = self._known.units.get(number)
        name = self._names.get(number) or (unit.name_on(self._on) if unit else "")
        return f"{number} {name}" if name and name != number else number

    def _change(self, number: str, what: str, sentence: str) -> None:
        self.plan.changes.append(Change(number, what, sentence))


def _day(day: date) -> str:
    return date_format(day)


def _step(number: str, value: T, rows: Sequence[Held[T]], day: date) -> Step[T]:
    """The new row from the day: until the end of what held then, or the beginning of the next."""
    held = [row for row in rows if row.on(day)]
    if held:
        return Step(number, value, day, held[0].ends, held)
    later = [row.begins for row in rows if row.begins is not None and row.begins > day]
    return Step(number, value, day, min(later, default=None), [])


def _stretches(rows: Sequence[Held[str | None]], step: Step[str | None]) -> list[Stretch]:
    ended = {held.pk for held in step.ended}
    stretches = [Stretch(step.value, step.begins, step.ends)]
    for held in rows:
        ends = step.begins if held.pk in ended else held.ends
        stretches.append(Stretch(held.value, held.begins, ends))
    return stretches
