"""How the organisation changes: units open, move, merge and close; people come and go.

    open_unit ──▶ rename, move ──▶ close | merge | split
    assign ──▶ end_assignment | hand_over

The past is never edited: a row is ended, and a new one begins. ``on`` is the first day of the new,
and so the first day on which the old no longer holds; only ``hand_over`` counts from a last day.
Who may do it is settled before, in ``access``.
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection, models, transaction
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lederside.accounts.models import User
from lederside.audit import trail
from lederside.audit.models import AuditEvent
from organisation.circles import Stretch, find_circle
from organisation.models import (
    LEADING,
    WITHOUT_UNIT,
    Assignment,
    Placement,
    Succession,
    Unit,
    UnitKind,
    UnitName,
)
from organisation.names import sort_key

LONGEST_NAME = 200


class NotPossible(Exception):
    """The change cannot be made. The message is for the person who tried."""


@transaction.atomic
def open_unit(
    number: str,
    name: str,
    kind: UnitKind,
    *,
    parent: Unit | None = None,
    on: date | None = None,
    is_self_governing: bool = False,
    by: User | None,
    at: datetime,
) -> Unit:
    """A new unit from ``on``, or from the beginning when None. Its number must be its own."""
    number, name = number.strip(), _checked_name(name)
    if not number:
        raise NotPossible(_("Skriv enhedens nummer."))
    if Unit.objects.filter(number=number).exists():
        raise NotPossible(_("Der er allerede en enhed med nummer %s.") % number)
    if parent is not None:
        parent = _locked(parent, on)
    unit = Unit.objects.create(
        number=number, kind=kind, is_self_governing=is_self_governing, valid_from=on
    )
    UnitName.objects.create(unit=unit, name=name, sort_key=sort_key(name))
    Placement.objects.create(unit=unit, parent=parent)
    details: dict[str, Any] = {
        "name": name,
        "sort": kind.name,
        "parent": parent.number if parent else None,
    }
    trail.record(AuditEvent.Kind.UNIT_OPENED, unit, by=by, at=at, unit=unit, **details)
    return unit


@transaction.atomic
def rename(unit: Unit, name: str, *, on: date, by: User | None, at: datetime) -> Unit:
    """The unit is called ``name`` from ``on``, until the next name that is already planned."""
    unit, name = _locked(unit, on), _checked_name(name)
    held = UnitName.objects.on(on).filter(unit=unit).first()
    if held is not None and held.name == name:
        raise NotPossible(_("Enheden hedder allerede %s.") % name)
    until = _make_way(held, unit.names.all(), on)
    UnitName.objects.create(
        unit=unit, name=name, sort_key=sort_key(name), valid_from=on, valid_to=until
    )
    details: dict[str, Any] = {"before": held.name if held else "", "after": name, "on": on}
    trail.record(AuditEvent.Kind.UNIT_RENAMED, unit, by=by, at=at, unit=unit, **details)
    return unit


@transaction.atomic
def move(unit: Unit, parent: Unit | None, *, on: date, by: User | None, at: datetime) -> Unit:
    """The unit hangs under ``parent`` from ``on``, at the top when None. Refuses every circle."""
    nobody_else_moves()
    unit = _locked(unit, on)
    before = _place(unit, parent, on)
    details: dict[str, Any] = {
        "before": before.number if before else None,
        "after": parent.number if parent else None,
        "on": on,
    }
    trail.record(AuditEvent.Kind.UNIT_MOVED, unit, by=by, at=at, unit=unit, **details)
    return unit


@transaction.atomic
def close(
    unit: Unit, *, on: date, successor: Unit | None = None, by: User | None, at: datetime
) -> Unit:
    """The unit is no more from ``on``. With a successor, the units below it move there.

    Its rows and figures stay. Those who hold a role there lose it on the same day.
    """
    nobody_else_moves()
    unit = _shut(unit, {successor: Decimal(1)} if successor else {}, on)
    details: dict[str, Any] = {"successor": successor.number if successor else None, "on": on}
    trail.record(AuditEvent.Kind.UNIT_CLOSED, unit, by=by, at=at, unit=unit, **details)
    return unit


@transaction.atomic
def merge(units: Collection[Unit], into: Unit, *, on: date, by: User | None, at: datetime) -> Unit:
    """The units go on as ``into`` from ``on``; ``into`` may be one of them, and then stays open."""
    nobody_else_moves()
    closing = sorted({unit for unit in units if unit.pk != into.pk}, key=lambda unit: unit.pk)
    if not closing:
        raise NotPossible(_("Vælg de enheder, der skal lægges sammen."))
    for unit in closing:
        _shut(unit, {into: Decimal(1)}, on)
    details: dict[str, Any] = {"units": [unit.number for unit in closing], "on": on}
    trail.record(AuditEvent.Kind.UNITS_MERGED, into, by=by, at=at, unit=into, **details)
    return into


@transaction.atomic
def split(
    unit: Unit, into: Mapping[Unit, Decimal], *, on: date, by: User | None, at: datetime
) -> Unit:
    """The unit goes on as several from ``on``, each with a share; the shares make up 1 together.

    The units below it must have been moved first: nobody can guess which goes where.
    """
    nobody_else_moves()
    if len(into) < 2:
        raise NotPossible(_("Vælg mindst to enheder at dele den i."))
    if sum(into.values()) != 1 or min(into.values()) <= 0:
        raise NotPossible(_("Andelene skal alle være over 0 og give 1 tilsammen."))
    unit = _shut(unit, into, on)
    shares = {successor.number: str(share) for successor, share in into.items()}
    details: dict[str, Any] = {"into": shares, "on": on}
    trail.record(AuditEvent.Kind.UNIT_SPLIT, unit, by=by, at=at, unit=unit, **details)
    return unit


@transaction.atomic
def assign(
    person: User,
    role: Assignment.Role,
    unit: Unit | None,
    *,
    valid_from: date | None,
    valid_to: date | None = None,
    by: User | None,
    at: datetime,
) -> Assignment:
    """The person holds the role at the unit from ``valid_from`` until, and without, ``valid_to``."""
    role = Assignment.Role(role)
    if valid_from and valid_to and valid_to <= valid_from:
        raise NotPossible(_("Perioden skal slutte efter, at den begynder."))
    if unit is None and role not in WITHOUT_UNIT:
        raise NotPossible(_("Vælg den enhed, rollen gælder."))
    if unit is not None:
        unit = _locked(unit, valid_from or date.min)
    _not_twice(person, role, unit, valid_from, valid_to)
    assignment = Assignment.objects.create(
        person=person, role=role, unit=unit, valid_from=valid_from, valid_to=valid_to
    )
    _record_role(AuditEvent.Kind.ASSIGNED, assignment, by=by, at=at)
    return assignment


@transaction.atomic
def end_assignment(
    assignment: Assignment, *, on: date, by: User | None, at: datetime
) -> Assignment | None:
    """The role is held no longer from ``on``. One that would never have begun is taken away: None."""
    assignment = Assignment.objects.select_for_update().get(pk=assignment.pk)
    if assignment.is_over(on):
        raise NotPossible(_("Rollen er allerede slut."))
    _record_role(AuditEvent.Kind.ASSIGNMENT_ENDED, assignment, by=by, at=at, on=on)
    return assignment if _end(assignment, on) else None


@transaction.atomic
def hand_over(unit: Unit, *, to: User, on: date, by: User | None, at: datetime) -> Assignment:
    """``on`` is the last day of those who lead the unit, acting or not; ``to`` leads from the next."""
    unit = _locked(unit)
    next_day = on + timedelta(days=1)
    leaders = Assignment.objects.on(next_day).filter(unit=unit, role__in=LEADING)
    stays = leaders.filter(person=to, role=Assignment.Role.LEADER).first()
    if stays is not None:
        raise NotPossible(_("%s leder allerede enheden.") % to)
    for assignment in leaders.select_for_update():
        end_assignment(assignment, on=next_day, by=by, at=at)
    return assign(to, Assignment.Role.LEADER, unit, valid_from=next_day, by=by, at=at)


def _checked_name(name: str) -> str:
    name = name.strip()
    if not name:
        raise NotPossible(_("Skriv enhedens navn."))
    if len(name) > LONGEST_NAME:
        raise NotPossible(_("Navnet er for langt. Brug højst %s tegn.") % LONGEST_NAME)
    return name


def _locked(unit: Unit, on: date | None = None) -> Unit:
    """The unit as it stands now, whatever the caller remembers; it must exist on the day."""
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    if on is not None:
        _must_exist(unit, on)
    return unit


def nobody_else_moves() -> None:
    """Until the transaction ends: moves that are each harmless can make a circle together."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE organisation_placement IN SHARE ROW EXCLUSIVE MODE")


def _must_exist(unit: Unit, on: date) -> None:
    if unit.valid_to is not None and unit.valid_to <= on:
        words = _("Enheden %(number)s lukkede den %(day)s.")
        raise NotPossible(words % {"number": unit.number, "day": date_format(unit.valid_to)})
    if unit.valid_from is not None and on < unit.valid_from and on != date.min:
        words = _("Enheden %(number)s åbner først den %(day)s.")
        raise NotPossible(words % {"number": unit.number, "day": date_format(unit.valid_from)})


def _make_way(
    held: UnitName | Placement | None,
    rows: models.QuerySet[UnitName] | models.QuerySet[Placement],
    on: date,
) -> date | None:
    """End what holds on the day; gives the day until which the new one may hold."""
    if held is None:
        later = rows.filter(valid_from__gt=on).order_by("valid_from").first()
        return later.valid_from if later else None
    until = held.valid_to
    _end(held, on)
    return until


def _end(row: UnitName | Placement | Assignment, on: date) -> bool:
    """End a row from a day. One that began that day or later has never held, and is deleted."""
    if row.valid_from is not None and row.valid_from >= on:
        row.delete()
        return False
    row.valid_to = on
    row.save(update_fields=["valid_to"])
    return True


def _place(unit: Unit, parent: Unit | None, on: date) -> Unit | None:
    """Put the unit under another from a day; gives what it hung under before."""
    if parent is not None:
        parent = _locked(parent, on)
    held = Placement.objects.select_related("parent").on(on).filter(unit=unit).first()
    if held is not None and held.parent == parent:
        raise NotPossible(_("Enheden ligger der allerede."))
    until = _make_way(held, unit.placements.all(), on)
    _refuse_a_circle(unit, Stretch(parent.pk if parent else None, on, until))
    Placement.objects.create(unit=unit, parent=parent, valid_from=on, valid_to=until)
    return held.parent if held else None


def _refuse_a_circle(unit: Unit, planned: Stretch) -> None:
    places: dict[int, list[Stretch]] = {unit.pk: [planned]}
    rows = Placement.objects.values_list("unit", "parent", "valid_from", "valid_to")
    for pk, parent, valid_from, valid_to in rows:
        places.setdefault(pk, []).append(Stretch(parent, valid_from, valid_to))
    circle = find_circle(places, [unit.pk])
    if not circle:
        return
    numbers = dict(Unit.objects.filter(pk__in=circle).values_list("pk", "number"))
    chain = [numbers[pk] for pk in (*circle, circle[0])]
    words = _("Så ville enheden ligge under sig selv: %s.")
    raise NotPossible(words % _(" under ").join(chain))


def _shut(unit: Unit, successors: Mapping[Unit, Decimal], on: date) -> Unit:
    """Close a unit, note who goes on, move what is below it, and end the roles there."""
    unit = _locked(unit, on)
    if unit.valid_from is not None and unit.valid_from >= on:
        raise NotPossible(_("Enheden %s kan ikke lukke, før den er åbnet.") % unit.number)
    for successor, share in successors.items():
        if successor.pk == unit.pk:
            raise NotPossible(_("En enhed kan ikke være sin egen efterfølger."))
        goes_on = _locked(successor, on)
        Succession.objects.create(predecessor=unit, successor=goes_on, on=on, share=share)
    _clear_below(unit, list(successors), on)
    unit.valid_to = on
    unit.save(update_fields=["valid_to"])
    open_roles = Q(valid_to__isnull=True) | Q(valid_to__gt=on)
    for assignment in Assignment.objects.select_for_update().filter(open_roles, unit=unit):
        _end(assignment, on)
    return unit


def _clear_below(unit: Unit, successors: list[Unit], on: date) -> None:
    still_there = Q(valid_to__isnull=True) | Q(valid_to__gt=on)
    open_units = Q(unit__valid_to__isnull=True) | Q(unit__valid_to__gt=on)
    below = Placement.objects.filter(still_there, open_units, parent=unit).select_related("unit")
    if below and len(successors) != 1:
        numbers = ", ".join(sorted(placement.unit.number for placement in below))
        words = _("Flyt først de enheder, der ligger under den: %s.")
        raise NotPossible(words % numbers)
    for placement in below:
        first = max(day for day in (on, placement.valid_from, placement.unit.valid_from) if day)
        takes_over = placement.unit == successors[0]
        _place(placement.unit, _parent(unit, on) if takes_over else successors[0], first)


def _parent(unit: Unit, on: date) -> Unit | None:
    held = Placement.objects.select_related("parent").on(on).filter(unit=unit).first()
    return held.parent if held else None


def _not_twice(
    person: User,
    role: Assignment.Role,
    unit: Unit | None,
    valid_from: date | None,
    valid_to: date | None,
) -> None:
    same = Assignment.objects.filter(person=person, role=role, unit=unit)
    if valid_from is not None:
        same = same.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=valid_from))
    if valid_to is not None:
        same = same.filter(Q(valid_from__isnull=True) | Q(valid_from__lt=valid_to))
    if same.exists():
        raise NotPossible(_("%s har allerede den rolle i den periode.") % person)


def _record_role(
    kind: AuditEvent.Kind, assignment: Assignment, *, by: User | None, at: datetime, **more: Any
) -> None:
    details: dict[str, Any] = {
        "person": str(assignment.person),
        "role": assignment.role,
        "valid_from": assignment.valid_from,
        "valid_to": assignment.valid_to,
        **more,
    }
    trail.record(kind, assignment, by=by, at=at, unit=assignment.unit, **details)
