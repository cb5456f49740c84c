"""The organisation on a day, in memory (da: ledelseskæden).

A thousand units are read in one query and kept until the organisation changes. Everything
that asks who is above or below whom asks here.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from django.db import connection

from lederside.municipality.stamps import Remembered


@dataclass(frozen=True, slots=True)
class Node:
    """A unit as it was on the day: its name, its kind and what it hangs under."""

    pk: int
    number: str
    name: str
    sort_key: str
    kind: str
    kind_name: str
    leader_title: str
    is_institution: bool
    is_self_governing: bool
    parent: int | None


class _Row(NamedTuple):
    node: Node
    begins: date
    ends: date


# Each unit once for every stretch of days in which its name and its place are the same.
_STRETCHES = """
SELECT u.id, u.number, n.name, n.sort_key, u.kind_id, k.name, k.leader_title, k.is_institution,
       u.is_self_governing, p.parent_id,
       greatest(u.valid_from, n.valid_from, p.valid_from), least(u.valid_to, n.valid_to, p.valid_to)
FROM organisation_unit u
JOIN organisation_unitkind k ON k.code = u.kind_id
JOIN organisation_unitname n ON n.unit_id = u.id
JOIN organisation_placement p ON p.unit_id = u.id
WHERE daterange(n.valid_from, n.valid_to) && daterange(p.valid_from, p.valid_to)
"""


def _read() -> "_Known":
    with connection.cursor() as cursor:
        cursor.execute(_STRETCHES)
        rows = [
            _Row(Node(*row[:10]), row[10] or date.min, row[11] or date.max)
            for row in cursor.fetchall()
        ]
    return _Known(rows)


class _Known:
    """All stretches, and the trees made of them so far."""

    KEEP = 16

    def __init__(self, rows: Sequence[_Row]) -> None:
        self._rows = rows
        self._trees: dict[date, OrganisationTree] = {}

    def on(self, day: date) -> "OrganisationTree":
        if day not in self._trees:
            if len(self._trees) >= self.KEEP:
                self._trees.pop(next(iter(self._trees)))
            held = (row.node for row in self._rows if row.begins <= day < row.ends)
            self._trees[day] = OrganisationTree(held)
        return self._trees[day]


class OrganisationTree:
    """Who is above and below whom on one day. Built from nodes; never changes."""

    def __init__(self, nodes: Iterable[Node]) -> None:
        self._nodes = {node.pk: node for node in nodes}
        self._children: dict[int | None, list[Node]] = {}
        for node in sorted(self._nodes.values(), key=lambda node: (node.sort_key, node.number)):
            parent = node.parent if node.parent in self._nodes else None
            self._children.setdefault(parent, []).append(node)

    @staticmethod
    def on(day: date) -> "OrganisationTree":
        """The organisation as it was, is or is planned to be on ``day``. One small query."""
        return _known.get().on(day)

    def __contains__(self, pk: object) -> bool:
        return pk in self._nodes

    def __iter__(self) -> Iterator[Node]:
        return iter(self._nodes.values())

    def __len__(self) -> int:
        return len(self._nodes)

    def node(self, pk: int) -> Node:
        return self._nodes[pk]

    def by_number(self, number: str) -> Node | None:
        return self._by_number.get(number)

    @cached_property
    def _by_number(self) -> dict[str, Node]:
        return {node.number: node for node in self._nodes.values()}

    @property
    def roots(self) -> Sequence[Node]:
        return self._children.get(None, [])

    def children(self, pk: int) -> Sequence[Node]:
        """The units directly below, by name."""
        return self._children.get(pk, [])

    def above(self, pk: int) -> Sequence[Node]:
        """The chain upwards, nearest first. A circle in the data ends where it closes."""
        chain: list[Node] = []
        seen = {pk}
        parent = self._nodes[pk].parent if pk in self._nodes else None
        while parent is not None and parent in self._nodes and parent not in seen:
            seen.add(parent)
            chain.append(self._nodes[parent])
            parent = self._nodes[parent].parent
        return chain

    def below(self, pk: int) -> frozenset[int]:
        """Every unit further down, without ``pk`` itself."""
        found: set[int] = set()
        waiting = [pk]
        while waiting:
            for child in self.children(waiting.pop()):
                if child.pk not in found and child.pk != pk:
                    found.add(child.pk)
                    waiting.append(child.pk)
        return frozenset(found)

    def in_order(self, pks: Iterable[int]) -> list[Node]:
        """The units by Danish name."""
        known = (self._nodes[pk] for pk in pks if pk in self._nodes)
        return sorted(known, key=lambda node: (node.sort_key, node.number))

    def walk(self) -> Iterator[tuple[int, Node]]:
        """Every unit with its depth, each parent before its children, siblings by name."""
        waiting = [(0, node) for node in reversed(self.roots)]
        while waiting:
            depth, node = waiting.pop()
            yield depth, node
            waiting.extend((depth + 1, child) for child in reversed(self.children(node.pk)))


_known: Remembered[_Known] = Remembered("organisation", _read)
