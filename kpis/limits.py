"""How a måltal and its limits are decided (da: sætte måltal, sætte grænser).

Nothing is ever changed: a later row takes over, so that what held on a day can be shown. Three
things are kept apart: what we aim for (måltal), where green ends and where yellow ends.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kpis import rules
from kpis.lines import Definition, KpiFacts
from kpis.models import DecidedForAYear, KpiDefinition, Level, LimitSet, Target
from kpis.rules import Decision, Rules
from kpis.status import Limits, Span
from lederside.accounts.models import User
from lederside.audit import trail
from lederside.audit.models import AuditEvent
from lederside.ui import numbers
from organisation.models import UnitKind

Direction = KpiDefinition.Direction
FIRST_YEAR, LAST_YEAR = 2000, 2100


class NotPossible(Exception):
    """What was decided cannot hold. The message is for the person who tried."""


@dataclass(frozen=True, slots=True)
class Place:
    """What a decision is about: one of the twelve, from a year, for a kind of unit or for all.

    ``level`` is ``kpis.models.Level``; only APV is counted otherwise above the unit.
    """

    code: str
    year: int
    kind: str | None = None
    level: str = Level.UNIT


@dataclass(frozen=True, slots=True)
class Decided:
    """Who decided, in words (``Økonomiudvalget``), on which day, and who wrote it in when."""

    by: str
    on: date
    written_by: User | None
    written_at: datetime


@transaction.atomic
def set_target(place: Place, value: Decimal, *, decided: Decided) -> Target:
    """Decide what to aim for. Raises NotPossible when it lies outside what is plausible."""
    kpi = _checked(place, decided)
    definition = _definition(kpi, place)
    _check_plausible([value], definition)
    target = Target.objects.create(value=value, **_fields(kpi, place, decided))
    _record(AuditEvent.Kind.TARGET_SET, target, kpi, place, decided, {"value": value})
    return target


@transaction.atomic
def set_limits(place: Place, limits: Limits, *, decided: Decided) -> LimitSet:
    """Decide where green and yellow end. Raises NotPossible when the two make no sense."""
    kpi = _checked(place, decided)
    definition = _definition(kpi, place)
    check_limits(limits, definition)
    ends = ends_of(limits)
    limit_set = LimitSet.objects.create(**ends, **_fields(kpi, place, decided))
    _record(AuditEvent.Kind.LIMITS_SET, limit_set, kpi, place, decided, ends)
    return limit_set


@transaction.atomic
def copy_year(year_from: int, year_to: int, *, decided: Decided) -> int:
    """Let what holds in one year be decided anew for a later one. Returns how many decisions.

    What somebody has already decided for the later year is left alone.
    """
    if year_to <= year_from:
        raise NotPossible(_("Vælg et år efter %d.") % year_from)
    _check_year(year_to)
    known = rules.current()
    copied = [
        set_target(_place(one, known, year_to), one.what, decided=decided)
        for one in _standing(known.targets.all, year_from, year_to)
    ]
    copied_limits = [
        set_limits(_place(one, known, year_to), one.what, decided=decided)
        for one in _standing(known.limits.all, year_from, year_to)
    ]
    return len(copied) + len(copied_limits)


def copied_text(count: int, year_from: int, year_to: int) -> str:
    """What was copied, as a sentence."""
    sentence = ngettext(
        "%(count)d beslutning fra %(from)d gælder nu også for %(to)d.",
        "%(count)d beslutninger fra %(from)d gælder nu også for %(to)d.",
        count,
    )
    return sentence % {"count": count, "from": year_from, "to": year_to}


def check_limits(limits: Limits, definition: Definition) -> None:
    """Raise NotPossible unless green and yellow are plausible and fit the direction."""
    green, yellow = limits.green, limits.yellow
    _check_plausible([end for end in ends_of(limits).values() if end is not None], definition)
    if definition.direction == Direction.HIGH:
        _check_high(green, yellow)
    elif definition.direction == Direction.LOW:
        _check_low(green, yellow)
    else:
        _check_band(green, yellow)


def _check_high(green: Span, yellow: Span) -> None:
    if green.low is None or yellow.low is None:
        raise NotPossible(_("Højt er godt her. Skriv, hvor grøn og gul begynder."))
    if green.high is not None or yellow.high is not None:
        raise NotPossible(_("Højt er godt her. Grøn og gul kan ikke slutte opadtil."))
    if yellow.low > green.low:
        raise NotPossible(_("Gul skal begynde under eller ved grøn."))


def _check_low(green: Span, yellow: Span) -> None:
    if green.high is None or yellow.high is None:
        raise NotPossible(_("Lavt er godt her. Skriv, hvor grøn og gul slutter."))
    if green.low is not None or yellow.low is not None:
        raise NotPossible(_("Lavt er godt her. Grøn og gul kan ikke begynde nedadtil."))
    if yellow.high < green.high:
        raise NotPossible(_("Gul skal slutte over eller ved grøn."))


def _check_band(green: Span, yellow: Span) -> None:
    if green.low is None or green.high is None:
        raise NotPossible(_("Skriv, hvor grøn både begynder og slutter."))
    if green.low > green.high:
        raise NotPossible(_("Grøn skal begynde, før den slutter."))
    if yellow.low is not None and yellow.low > green.low:
        raise NotPossible(_("Gul skal begynde under eller ved grøn."))
    if yellow.high is not None and yellow.high < green.high:
        raise NotPossible(_("Gul skal slutte over eller ved grøn."))


def _check_plausible(values: Sequence[Decimal], definition: Definition) -> None:
    low, high = definition.plausible_low, definition.plausible_high
    if all(value.is_finite() and low <= value <= high for value in values):
        return
    raise NotPossible(
        _("Tallet skal være mellem %(low)s og %(high)s (%(measure)s).")
        % {
            "low": numbers.number(low),
            "high": numbers.number(high),
            "measure": definition.measure,
        }
    )


def _checked(place: Place, decided: Decided) -> KpiFacts:
    kpi = rules.current().by_code.get(place.code)
    if kpi is None:
        raise NotPossible(_("Vælg et af de tolv mål."))
    if place.level != Rules.level(kpi, place.level):
        raise NotPossible(_("%s regnes ens på alle niveauer.") % kpi.name)
    _check_year(place.year)
    if not decided.by.strip():
        raise NotPossible(_("Skriv, hvem der har besluttet det."))
    if place.kind is not None and not UnitKind.objects.filter(pk=place.kind).exists():
        raise NotPossible(_("Vælg en type enhed, eller lad det gælde alle."))
    return kpi


def _check_year(year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        ends = {"first": FIRST_YEAR, "last": LAST_YEAR}
        raise NotPossible(_("Året skal være mellem %(first)d og %(last)d.") % ends)


def _definition(kpi: KpiFacts, place: Place) -> Definition:
    return kpi.above if place.level == Level.ABOVE else kpi.at_unit


def ends_of(limits: Limits) -> dict[str, Decimal | None]:
    """The four ends by the names of their columns."""
    return {
        "green_low": limits.green.low,
        "green_high": limits.green.high,
        "yellow_low": limits.yellow.low,
        "yellow_high": limits.yellow.high,
    }


def _fields(kpi: KpiFacts, place: Place, decided: Decided) -> dict[str, object]:
    return {
        "kpi_id": kpi.pk,
        "level": place.level,
        "year": place.year,
        "kind_id": place.kind,
        "decided_by": decided.by.strip(),
        "decided_on": decided.on,
        "set_by": decided.written_by,
        "set_at": decided.written_at,
    }


def _record(
    kind: AuditEvent.Kind,
    row: DecidedForAYear,
    kpi: KpiFacts,
    place: Place,
    decided: Decided,
    what: Mapping[str, Decimal | None],
) -> None:
    details: dict[str, Any] = {name: value for name, value in what.items() if value is not None}
    trail.record(
        kind,
        row,
        by=decided.written_by,
        at=decided.written_at,
        subject_name=_("%(name)s fra %(year)d") % {"name": kpi.name, "year": place.year},
        year=place.year,
        unit_kind=place.kind or "",
        level=str(place.level),
        decided_by=decided.by.strip(),
        decided_on=decided.on,
        **details,
    )


def _standing(
    decisions: Sequence[Decision[rules.T]], year_from: int, year_to: int
) -> Sequence[Decision[rules.T]]:
    """The last decision of each place up to a year, where the later year has none of its own."""
    newest = {(one.kpi, one.level, one.kind): one for one in decisions if one.year <= year_from}
    done = {(one.kpi, one.level, one.kind) for one in decisions if one.year == year_to}
    return [one for place, one in newest.items() if place not in done]


def _place(decision: Decision[rules.T], known: Rules, year: int) -> Place:
    return Place(known.by_pk[decision.kpi].code, year, decision.kind, decision.level)
