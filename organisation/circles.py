"""Whether units would lie under themselves, on any day. Pure; asked before anything is moved."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple, TypeVar

U = TypeVar("U", bound=Hashable)


class Stretch(NamedTuple):
    """A half-open stretch of days under one parent; None is open at that end, or the top."""

    parent: Hashable | None
    valid_from: date | None
    valid_to: date | None


def find_circle(places: Mapping[U, Sequence[Stretch]], units: Iterable[U]) -> Sequence[U]:
    """A circle above one of ``units``, each unit under the next, the last under the first.

    ``places``: every unit with the parents it has over time. Two placements only make a
    circle when there is a day on which both hold. Empty when there is none.
    """
    clean: set[U] = set()
    for unit in units:
        found = _above(unit, places, clean)
        if found:
            return found
    return []


def _above(start: U, places: Mapping[U, Sequence[Stretch]], clean: set[U]) -> Sequence[U]:
    waiting: list[tuple[tuple[U, ...], date, date]] = [((start,), date.min, date.max)]
    while waiting:
        chain, begins, ends = waiting.pop()
        for parent, valid_from, valid_to in places.get(chain[-1], ()):
            first, end = max(begins, valid_from or date.min), min(ends, valid_to or date.max)
            if parent is None or parent in clean or first >= end:
                continue
            if parent in chain:
                return chain[chain.index(parent) :]
            waiting.append(((*chain, parent), first, end))  # type: ignore[arg-type]
    # Only the start has been followed over all its days; what is above it only over some.
    clean.add(start)
    return []
