"""What is decided about the twelve for a year, as a table: måltal and limits beside each other."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kpis import wording
from kpis.lines import KpiFacts
from kpis.models import Level
from kpis.rules import Decision, Rules, T
from lederside.ui import numbers


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """What holds for one of the twelve, at a level and for a kind (empty: for all kinds).

    ``green``, ``yellow`` and ``target`` are ready words, a dash where nothing is decided;
    ``limits_by`` and ``target_by`` say who decided and when.
    """

    code: str
    name: str
    measure: str
    level: str
    kind: str
    applies_to: str
    green: str
    yellow: str
    limits_by: str
    target: str
    target_by: str


def rows(known: Rules, year: int, kinds: Mapping[str, str]) -> list[DecisionRow]:
    """Each of the twelve for all kinds, followed by the kinds that have their own. No query.

    ``kinds``: the Danish name of each kind of unit by its code.
    """
    return [
        _row(known, kpi, level, kind, year, kinds)
        for kpi in known.kpis
        for level in _levels(kpi)
        for kind in _kinds(known, kpi, level, year, kinds)
    ]


def _levels(kpi: KpiFacts) -> list[str]:
    return [Level.UNIT] if kpi.above is kpi.at_unit else [Level.UNIT, Level.ABOVE]


def _kinds(
    known: Rules, kpi: KpiFacts, level: str, year: int, kinds: Mapping[str, str]
) -> Iterator[str | None]:
    yield None
    for kind in kinds:
        decided = (known.limits, known.targets)
        if any(one.newest(kpi.pk, level, kind, year) for one in decided):
            yield kind


def _row(
    known: Rules, kpi: KpiFacts, level: str, kind: str | None, year: int, kinds: Mapping[str, str]
) -> DecisionRow:
    definition = kpi.above if level == Level.ABOVE else kpi.at_unit
    limits = known.limits.standing(kpi.pk, level, kind, year)
    target = known.targets.standing(kpi.pk, level, kind, year)
    return DecisionRow(
        code=kpi.code,
        name=kpi.name,
        measure=definition.measure,
        level=level,
        kind=kind or "",
        applies_to=_applies_to(kpi, level, kinds[kind] if kind else ""),
        green=wording.span_text(limits.what.green, definition) if limits else numbers.MISSING,
        yellow=wording.span_text(limits.what.yellow, definition) if limits else numbers.MISSING,
        limits_by=_who(limits),
        target=wording.target_text(target.what if target else None, definition),
        target_by=_who(target),
    )


def _applies_to(kpi: KpiFacts, level: str, kind: str) -> str:
    if level == Level.ABOVE:
        return _("niveauerne over %s") % kind.lower() if kind else _("niveauerne over enheden")
    return kind or _("alle")


def _who(decision: Decision[T] | None) -> str:
    if decision is None:
        return ""
    return _("%(who)s, %(day)s") % {
        "who": decision.decided_by,
        "day": numbers.long_date(decision.decided_on),
    }
