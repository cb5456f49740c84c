"""The units as an administrator finds them: those of the day, and those that are closed or to come."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from organisation.models import LEADING, Assignment, Unit, UnitName
from organisation.tree import OrganisationTree


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit in the list. ``depth`` is how far down the chain it hangs, at most ``DEEPEST``."""

    DEEPEST = 6

    pk: int
    number: str
    name: str
    kind: str
    depth: int
    above: str
    is_self_governing: bool
    opens_on: date | None = None
    closed_on: date | None = None


def rows(tree: OrganisationTree, *, on: date, search: str = "") -> list[UnitRow]:
    """Those of the day in the order of the chain, then the others by name.

    With ``search`` only those whose number or name holds the words. One query.
    """
    found = [*_of_the_day(tree), *_of_other_days(tree, on)]
    if not search:
        return found
    words = search.casefold().split()
    return [row for row in found if all(word in _text(row) for word in words)]


def leaders_of(units: Collection[int], *, on: date) -> Mapping[int, str]:
    """The leaders' names by unit on a day. One query."""
    names: dict[int, list[str]] = {}
    held = Assignment.objects.on(on).filter(unit__in=units, role__in=LEADING)
    for unit, person in held.order_by("person__name").values_list("unit_id", "person__name"):
        names.setdefault(unit or 0, []).append(person)
    return {unit: ", ".join(people) for unit, people in names.items()}


def names_of(units: Iterable[int], *, tree: OrganisationTree) -> dict[int, str]:
    """What units are called on the tree's day; those of other days by their last name."""
    wanted = set(units)
    others = wanted - {node.pk for node in tree}
    known = {pk: tree.node(pk).name for pk in wanted - others}
    if others:
        latest = UnitName.objects.filter(unit__in=others).order_by("valid_from")
        known |= dict(latest.values_list("unit_id", "name"))
    return known


def _of_the_day(tree: OrganisationTree) -> Iterable[UnitRow]:
    for depth, node in tree.walk():
        parent = node.parent
        yield UnitRow(
            pk=node.pk,
            number=node.number,
            name=node.name,
            kind=node.kind_name,
            depth=min(depth, UnitRow.DEEPEST),
            above=tree.node(parent).name if parent is not None and parent in tree else "",
            is_self_governing=node.is_self_governing,
        )


def _of_other_days(tree: OrganisationTree, day: date) -> Iterable[UnitRow]:
    known = [node.pk for node in tree]
    names = (
        UnitName.objects.exclude(unit__in=known)
        .select_related("unit__kind")
        .order_by("unit_id", "-valid_from")
        .distinct("unit_id")
    )
    for name in sorted(names, key=lambda name: (name.sort_key, name.unit.number)):
        yield _row_of(name.unit, name.name, day)


def _row_of(unit: Unit, name: str, day: date) -> UnitRow:
    is_closed = unit.is_over(day)
    return UnitRow(
        pk=unit.pk,
        number=unit.number,
        name=name,
        kind=unit.kind.name,
        depth=0,
        above="",
        is_self_governing=unit.is_self_governing,
        opens_on=None if is_closed else unit.valid_from,
        closed_on=unit.valid_to if is_closed else None,
    )


def _text(row: UnitRow) -> str:
    return f"{row.number} {row.name} {row.kind} {row.above}".casefold()
