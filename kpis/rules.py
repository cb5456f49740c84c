"""The twelve and what is decided about them, in memory: definitions, limits and targets.

They are read on every page and changed a few times a year, so a process keeps them until
somebody changes them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from operator import attrgetter
from typing import Any, Generic, TypeVar

from kpis.lines import Definition, KpiFacts
from kpis.models import Kpi, KpiDefinition, Level, LimitSet, Target
from kpis.status import Limits, Span
from lederside.municipality.stamps import Remembered

T = TypeVar("T", Limits, Decimal)


@dataclass(frozen=True, slots=True)
class Decision(Generic[T]):
    """What was decided, from which year, for which kind of unit, by whom and when."""

    pk: int
    kpi: int
    level: str  # kpis.models.Level
    year: int
    kind: str | None
    what: T
    decided_by: str
    decided_on: date


class Rules:
    """All that is decided about the twelve. Never changes; ask ``current()`` again instead."""

    def __init__(
        self,
        kpis: Iterable[KpiFacts],
        limits: Iterable[Decision[Limits]],
        targets: Iterable[Decision[Decimal]],
    ) -> None:
        self.kpis: Sequence[KpiFacts] = tuple(sorted(kpis, key=attrgetter("order")))
        self.by_code = {kpi.code: kpi for kpi in self.kpis}
        self.by_pk = {kpi.pk: kpi for kpi in self.kpis}
        self.limits: _Decisions[Limits] = _Decisions(limits)
        self.targets: _Decisions[Decimal] = _Decisions(targets)

    def limits_for(self, kpi: KpiFacts, level: str, kind: str, year: int) -> Limits | None:
        """The limits that hold at a level for a kind of unit in a year; None before the first."""
        found = self.limits.standing(kpi.pk, self.level(kpi, level), kind, year)
        return found.what if found else None

    def target_for(self, kpi: KpiFacts, level: str, kind: str, year: int) -> Decimal | None:
        """The måltal, or None until somebody sets one. It never defaults to a limit."""
        found = self.targets.standing(kpi.pk, self.level(kpi, level), kind, year)
        return found.what if found else None

    @staticmethod
    def level(kpi: KpiFacts, level: str) -> str:
        """Most of the twelve are counted alike everywhere; their rules are those of the unit."""
        return Level.UNIT if kpi.above is kpi.at_unit else level


class _Decisions(Generic[T]):
    """Decisions of one sort, and the one that stands."""

    def __init__(self, decisions: Iterable[Decision[T]]) -> None:
        self.all: Sequence[Decision[T]] = sorted(decisions, key=attrgetter("year", "pk"))
        self._found: dict[tuple[int, str, str | None, int], Decision[T] | None] = {}

    def standing(self, kpi: int, level: str, kind: str | None, year: int) -> Decision[T] | None:
        """The decision that holds: one for just this kind before one for all kinds.

        Among those it is the newest year that is not after ``year``, and of that year the one
        that was written last. A decision for all kinds never undoes one for a single kind.
        """
        asked = (kpi, level, kind, year)
        if asked not in self._found:
            exact = None if kind is None else self.newest(kpi, level, kind, year)
            self._found[asked] = exact or self.newest(kpi, level, None, year)
        return self._found[asked]

    def newest(self, kpi: int, level: str, kind: str | None, year: int) -> Decision[T] | None:
        """The last decision for just this kind (None: for all kinds) up to and with a year."""
        wanted = (kpi, level, kind)
        known = [
            one for one in self.all if (one.kpi, one.level, one.kind) == wanted and one.year <= year
        ]
        return known[-1] if known else None

    def of(self, kpi: int) -> Sequence[Decision[T]]:
        """Everything decided about one of the twelve, the oldest first."""
        return [one for one in self.all if one.kpi == kpi]


def current() -> Rules:
    """The rules as they are. One small query when nothing has changed."""
    return _known.get()


def twelve() -> Sequence[KpiFacts]:
    """The twelve in their order."""
    return current().kpis


_DEFINITION = [field.name for field in fields(Definition)]
_FACTS = [field.name for field in fields(KpiFacts) if field.name not in ("pk", "at_unit", "above")]
_DECIDED = ("pk", "kpi_id", "level", "year", "kind_id", "decided_by", "decided_on")
_SPANS = ("green_low", "green_high", "yellow_low", "yellow_high")


def _read() -> Rules:
    definitions = {
        (row.pop("kpi_id"), row.pop("level")): Definition(**row)
        for row in KpiDefinition.objects.values("kpi_id", "level", *_DEFINITION)
    }
    return Rules(
        [_facts(row, definitions) for row in Kpi.objects.values("pk", *_FACTS)],
        [_decision(row, _limits(row)) for row in LimitSet.objects.values(*_DECIDED, *_SPANS)],
        [_decision(row, row["value"]) for row in Target.objects.values(*_DECIDED, "value")],
    )


def _facts(row: dict[str, Any], definitions: dict[tuple[int, str], Definition]) -> KpiFacts:
    at_unit = definitions[row["pk"], Level.UNIT]
    above = definitions.get((row["pk"], Level.ABOVE), at_unit)
    return KpiFacts(**row, at_unit=at_unit, above=above)


def _limits(row: dict[str, Any]) -> Limits:
    green_low, green_high, yellow_low, yellow_high = (row[name] for name in _SPANS)
    return Limits(green=Span(green_low, green_high), yellow=Span(yellow_low, yellow_high))


def _decision(row: dict[str, Any], what: T) -> Decision[T]:
    return Decision(
        pk=row["pk"],
        kpi=row["kpi_id"],
        level=row["level"],
        year=row["year"],
        kind=row["kind_id"],
        what=what,
        decided_by=row["decided_by"],
        decided_on=row["decided_on"],
    )


_known: Remembered[Rules] = Remembered("rules", _read)
