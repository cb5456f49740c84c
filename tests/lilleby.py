"""The cast: one small municipality that all tests share.

    Børne- og Ungdomsudvalget (U1)      Uffe sits on the committee, Signe is its secretary
    └── Direktionen (D1)                Dorthe leads everything
        ├── Område Skoler (A1)          Carsten is chief of the schools
        │   ├── Bakkeskolen (101)       Sanne leads it
        │   └── Åskolen (102)           Erik leads it: Sanne's neighbour
        └── Område Dagtilbud (A2)       Mette is chief of the daycare institutions
            ├── Solsikken (201)         Per leads it
            └── Ærtebo (202)            self-governing; Ida leads it

Besides: Hanne from HR supports the schools, Økke from the economy team supports daycare, Danni
owns the data, Anna administers, Frida led Bakkeskolen until last year, Stig is Sanne's deputy, and
Nora has no role at all. Whoever reads ``as_(lilleby.erik)`` knows what ought to happen.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from lederside.accounts.models import User
from organisation.models import Assignment, Placement, Unit, UnitKind, UnitName
from organisation.names import sort_key

PASSWORD = "en-lang-og-god-adgangskode"

UNITS = [
    ("udvalg", "U1", "Børne- og Ungdomsudvalget", "COMMITTEE", None),
    ("direktion", "D1", "Direktionen", "DIRECTORATE", "U1"),
    ("skoler", "A1", "Område Skoler", "AREA", "D1"),
    ("dagtilbud", "A2", "Område Dagtilbud", "AREA", "D1"),
    ("bakkeskolen", "101", "Bakkeskolen", "SCHOOL", "A1"),
    ("askolen", "102", "Åskolen", "SCHOOL", "A1"),
    ("solsikken", "201", "Solsikken", "DAYCARE", "A2"),
    ("aertebo", "202", "Ærtebo", "DAYCARE", "A2"),
]
ROLES = [
    ("uffe", "COMMITTEE_MEMBER", "U1"),
    ("signe", "COMMITTEE_SECRETARY", "U1"),
    ("dorthe", "LEADER", "D1"),
    ("carsten", "LEADER", "A1"),
    ("mette", "LEADER", "A2"),
    ("sanne", "LEADER", "101"),
    ("erik", "LEADER", "102"),
    ("per", "LEADER", "201"),
    ("ida", "LEADER", "202"),
    ("hanne", "HR_CONSULTANT", "A1"),
    ("økke", "ECONOMY_CONSULTANT", "A2"),
    ("danni", "DATA_OWNER", None),
    ("anna", "ADMINISTRATOR", None),
    ("stig", "DEPUTY", "101"),
]
PEOPLE = [name for name, _, _ in ROLES] + ["frida", "nora"]


@dataclass
class Lilleby:
    """Units and people by their short names: ``lilleby.sanne``, ``lilleby.bakkeskolen``."""

    units: dict[str, Unit] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        known = self.__dict__.get("people", {}) | self.__dict__.get("units", {})
        if name in known:
            return known[name]
        raise AttributeError(name)


def build(*, today: date) -> Lilleby:
    """Make the cast in the database. Frida's time at Bakkeskolen ended at the last New Year."""
    lilleby = Lilleby()
    by_number: dict[str, Unit] = {}
    for short, number, name, kind, parent in UNITS:
        unit = Unit.objects.create(
            number=number, kind=UnitKind.objects.get(code=kind), is_self_governing=number == "202"
        )
        UnitName.objects.create(unit=unit, name=name, sort_key=sort_key(name))
        Placement.objects.create(unit=unit, parent=by_number[parent] if parent else None)
        lilleby.units[short] = by_number[number] = unit
    for name in PEOPLE:
        email = f"{name.replace('ø', 'oe')}@lilleby.example"
        lilleby.people[name] = User.objects.create(email=email, name=name.capitalize())
    for name, role, unit_number in ROLES:
        Assignment.objects.create(
            person=lilleby.people[name],
            role=role,
            unit=by_number[unit_number] if unit_number else None,
            valid_from=date(today.year, 1, 1) if name == "sanne" else None,
        )
    Assignment.objects.create(
        person=lilleby.people["frida"],
        role="LEADER",
        unit=by_number["101"],
        valid_to=date(today.year, 1, 1),
    )
    return lilleby
