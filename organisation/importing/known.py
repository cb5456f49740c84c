"""The organisation as it is known before a file is taken, by number. Six queries, however large."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, TypeVar

from django.db.models import F
from django.db.models.functions import Lower

from lederside.accounts.models import User
from organisation.models import Assignment, Placement, Unit, UnitKind, UnitName

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Held(Generic[T]):
    """A row that holds for a half-open period: a name, a parent's number or a leader's e-mail."""

    pk: int
    value: T
    begins: date | None
    ends: date | None

    def on(self, day: date) -> bool:
        return (self.begins or date.min) <= day < (self.ends or date.max)


@dataclass(slots=True)
class KnownUnit:
    """A unit with everything that holds for periods."""

    pk: int
    number: str
    kind: str
    begins: date | None
    ends: date | None
    names: list[Held[str]] = field(default_factory=list)
    places: list[Held[str | None]] = field(default_factory=list)
    leaders: list[Held[str]] = field(default_factory=list)

    def alive_on(self, day: date) -> bool:
        return (self.begins or date.min) <= day < (self.ends or date.max)

    def name_on(self, day: date) -> str:
        """Its name on the day; the nearest known when it has none that day."""
        held = next((held for held in self.names if held.on(day)), None)
        return (held or self.names[-1]).value if self.names else self.number

    def parent_on(self, day: date) -> str | None:
        return next((held.value for held in self.places if held.on(day)), None)


@dataclass(slots=True)
class Known:
    """Units by number, kinds by code, and the people whose e-mails were asked for."""

    units: dict[str, KnownUnit]
    kinds: dict[str, UnitKind]
    people: dict[str, str]
    leader_names: dict[str, str]


def read(emails: Iterable[str]) -> Known:
    """The organisation over all time, and the users who have one of the e-mails (lower case)."""
    by_pk: dict[int, KnownUnit] = {}
    for row in Unit.objects.values_list("pk", "number", "kind_id", "valid_from", "valid_to"):
        by_pk[row[0]] = KnownUnit(*row)
    _read_names(by_pk)
    _read_places(by_pk)
    leader_names = _read_leaders(by_pk)
    found = User.objects.annotate(lower=Lower("email")).filter(lower__in=list(emails))
    return Known(
        units={unit.number: unit for unit in by_pk.values()},
        kinds={kind.code: kind for kind in UnitKind.objects.all()},
        people=dict(found.values_list("lower", "name")),
        leader_names=leader_names,
    )


def _read_names(units: dict[int, KnownUnit]) -> None:
    rows = UnitName.objects.order_by(F("valid_from").asc(nulls_first=True))
    for pk, unit, name, begins, ends in rows.values_list(
        "pk", "unit_id", "name", "valid_from", "valid_to"
    ):
        units[unit].names.append(Held(pk, name, begins, ends))


def _read_places(units: dict[int, KnownUnit]) -> None:
    rows = Placement.objects.values_list("pk", "unit_id", "parent_id", "valid_from", "valid_to")
    for pk, unit, parent, begins, ends in rows:
        number = None if parent is None else units[parent].number
        units[unit].places.append(Held(pk, number, begins, ends))


def _read_leaders(units: dict[int, KnownUnit]) -> dict[str, str]:
    rows = Assignment.objects.filter(role=Assignment.Role.LEADER, unit__isnull=False)
    names = {}
    for pk, unit, email, name, begins, ends in rows.values_list(
        "pk", "unit_id", Lower("person__email"), "person__name", "valid_from", "valid_to"
    ):
        units[unit or 0].leaders.append(Held(pk, email, begins, ends))
        names[email] = name
    return names
