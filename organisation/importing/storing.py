"""A plan to the database, in the same few queries for ten units and ten thousand."""

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from django.contrib.auth.hashers import make_password
from django.db import connection
from django.db.models.functions import Lower

from lederside.accounts.models import User
from organisation.importing.known import Known
from organisation.importing.planning import Plan, Step
from organisation.models import Assignment, Placement, Unit, UnitKind, UnitName
from organisation.names import sort_key

T = TypeVar("T")

_LIVES = """
UPDATE organisation_unit u SET kind_id = c.kind, valid_from = c.begins, valid_to = c.ends
FROM unnest(%s::bigint[], %s::text[], %s::date[], %s::date[]) AS c (id, kind, begins, ends)
WHERE u.id = c.id
"""
_ENDS = """
UPDATE {table} r SET valid_to = c.ends FROM unnest(%s::bigint[], %s::date[]) AS c (id, ends)
WHERE r.id = c.id
"""


def store(plan: Plan, known: Known) -> None:
    """Do everything in the plan. Inside the caller's transaction, which nobody else moves in."""
    UnitKind.objects.bulk_create(plan.kinds)
    keys = {number: unit.pk for number, unit in known.units.items()}
    made = Unit.objects.bulk_create(
        Unit(number=u.number, kind_id=u.kind, valid_from=u.begins, valid_to=u.ends)
        for u in plan.units
    )
    keys |= {unit.number: unit.pk for unit in made}
    _store_lives(plan)
    _store_names(plan, keys)
    _store_places(plan, keys)
    _store_leaders(plan, keys)


def _store_lives(plan: Plan) -> None:
    if not plan.lives:
        return
    columns = zip(*((n.pk, n.kind, n.begins, n.ends) for n in plan.lives), strict=True)
    with connection.cursor() as cursor:
        cursor.execute(_LIVES, [list(column) for column in columns])


def _store_names(plan: Plan, keys: dict[str, int]) -> None:
    _end(UnitName, plan.names)
    UnitName.objects.bulk_create(
        UnitName(unit_id=keys[u.number], name=u.name, sort_key=sort_key(u.name)) for u in plan.units
    )
    UnitName.objects.bulk_create(
        UnitName(
            unit_id=keys[step.number],
            name=step.value,
            sort_key=sort_key(step.value),
            valid_from=step.begins,
            valid_to=step.ends,
        )
        for step in plan.names
    )


def _store_places(plan: Plan, keys: dict[str, int]) -> None:
    _end(Placement, plan.places)
    Placement.objects.bulk_create(
        Placement(unit_id=keys[u.number], parent_id=_key(keys, u.parent)) for u in plan.units
    )
    Placement.objects.bulk_create(
        Placement(
            unit_id=keys[step.number],
            parent_id=_key(keys, step.value),
            valid_from=step.begins,
            valid_to=step.ends,
        )
        for step in plan.places
    )


def _store_leaders(plan: Plan, keys: dict[str, int]) -> None:
    if not plan.leaders:
        return
    _end(Assignment, plan.leaders)
    # Nobody can log in as them before they are invited and choose a password.
    User.objects.bulk_create(
        User(email=email, name=name, password=make_password(None))
        for email, name in plan.people.items()
    )
    emails = {step.value for step in plan.leaders}
    found = User.objects.annotate(lower=Lower("email")).filter(lower__in=emails)
    people = dict(found.values_list("lower", "pk"))
    Assignment.objects.bulk_create(
        Assignment(
            person_id=people[step.value],
            unit_id=keys[step.number],
            role=Assignment.Role.LEADER,
            valid_from=step.begins,
            valid_to=step.ends,
        )
        for step in plan.leaders
    )


def _key(keys: dict[str, int], number: str | None) -> int | None:
    return None if number is None else keys[number]


def _end(model: type[UnitName | Placement | Assignment], steps: Iterable[Step[T]]) -> None:
    """End the rows that the steps end. One that began the same day has never held: it is deleted."""
    never_held: list[int] = []
    ended: list[tuple[int, date]] = []
    for step in steps:
        for held in step.ended:
            if held.begins is not None and step.begins is not None and held.begins >= step.begins:
                never_held.append(held.pk)
            elif step.begins is not None:
                ended.append((held.pk, step.begins))
    if never_held:
        model.objects.filter(pk__in=never_held).delete()
    if not ended:
        return
    sql = _ENDS.format(table=connection.ops.quote_name(model._meta.db_table))  # noqa: SLF001
    with connection.cursor() as cursor:
        cursor.execute(sql, [[pk for pk, _day in ended], [day for _pk, day in ended]])
