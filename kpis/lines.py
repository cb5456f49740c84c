"""What a unit looks like on a day: one line for each of the twelve. Plain values, no queries.

Page, meeting sheet, report and command line all show these and compute nothing themselves.
"""

from dataclasses import dataclass
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from kpis.status import Limits, Status
from lederside.imports.periods import Period


class Audience(models.TextChoices):
    """For whom a line is made. It decides how many people a figure must be about."""

    LEADER = "LEADER", _("lederen selv")
    CHIEF = "CHIEF", _("den nærmeste leder")
    DIRECTION = "DIRECTION", _("ledelsen over")
    COMMITTEE = "COMMITTEE", _("udvalget")


class Trend(models.TextChoices):
    """How a figure has moved, in words; never up or down, since up may be worse."""

    BETTER = "BETTER", _("bedre")
    UNCHANGED = "UNCHANGED", _("uændret")
    WORSE = "WORSE", _("dårligere")


@dataclass(frozen=True, slots=True)
class Definition:
    """How one of the twelve is counted at a level."""

    measure: str
    factor: int
    decimals: int
    direction: str  # kpis.models.KpiDefinition.Direction
    formula: str
    numerator: str
    denominator: str
    plausible_low: Decimal
    plausible_high: Decimal
    noise: Decimal
    remark: str


@dataclass(frozen=True, slots=True)
class KpiFacts:
    """One of the twelve with all that is data about it."""

    pk: int
    code: str
    name: str
    short_name: str
    theme: str  # kpis.models.Kpi.Theme
    order: int
    frequency: str  # kpis.models.Kpi.Frequency
    fresh_months: int
    roll_up: str  # kpis.models.Kpi.RollUp
    roll_up_within: Decimal | None
    base_is_denominator: bool
    denominator_is_base: bool
    weight: str
    minimum_leader: int | None
    minimum_chief: int | None
    minimum_committee: int | None
    is_about_one_leader: bool
    source: str
    at_unit: Definition
    above: Definition


@dataclass(frozen=True, slots=True)
class Figure:
    """One point of a history: what it was in a period, as this audience may see it."""

    period: Period
    value: Decimal | None
    status: Status


@dataclass(frozen=True, slots=True)
class Change:
    """From the figure before to this one. ``by`` is signed, in the line's own measure."""

    trend: Trend
    by: Decimal
    since: Period


@dataclass(frozen=True, slots=True)
class KpiLine:
    """One of the twelve for one unit on one day, as one audience may see it.

    Hidden, missing and irrelevant figures have no value, numerator, denominator, base or
    change: there is nothing to format by mistake. A stale one keeps its value.
    """

    kpi: KpiFacts
    unit: int
    definition: Definition
    status: Status
    period: Period | None
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    base: int | None
    run: int | None
    target: Decimal | None
    limits: Limits | None
    change: Change | None
    history: tuple[Figure, ...]  # at most eight, oldest first
    is_rolled_up: bool
    units: int  # how many units' figures stand behind it
