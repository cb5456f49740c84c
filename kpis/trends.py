"""Whether a figure moved for the better, and when that is worth talking about. Pure.

Kilde: reglerne om udvikling: en ændring nævnes først, når den er større end støjen, og med
ordene bedre, uændret og dårligere. Et opmærksomhedspunkt er et punkt på dagsordenen, ikke en
alarm.
"""

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from django.utils.translation import gettext as _

from kpis.lines import Change, Definition, Figure, KpiLine, Trend
from kpis.models import KpiDefinition
from kpis.status import Limits, Status

Direction = KpiDefinition.Direction


def change(
    history: Sequence[Figure], definition: Definition, limits: Limits | None
) -> Change | None:
    """From the last figure before to the newest one; None without two figures that are shown.

    ``history`` is the oldest first. A newest point without a figure has no change.
    """
    if not history or history[-1].value is None:
        return None
    before = next((one for one in reversed(history[:-1]) if one.value is not None), None)
    if before is None or before.value is None:
        return None
    now = history[-1].value
    trend = trend_of(before.value, now, definition, limits)
    return Change(trend=trend, by=now - before.value, since=before.period)


def trend_of(before: Decimal, now: Decimal, definition: Definition, limits: Limits | None) -> Trend:
    """Better or worse when the change is at least the definition's smallest, else unchanged."""
    gain = _worse_by(before, definition, limits) - _worse_by(now, definition, limits)
    if abs(gain) < definition.noise or not gain:
        return Trend.UNCHANGED
    return Trend.BETTER if gain > 0 else Trend.WORSE


def worth_talking_about(line: KpiLine) -> tuple[str, ...]:
    """Why a figure belongs on the agenda (da: opmærksomhedspunkt), in Danish; often nothing."""
    if not line.status.is_colour or line.value is None:
        return ()
    reasons = (
        (_worsened_twice(line), _("Det er blevet dårligere to gange i træk.")),
        (_left_green(line), _("Det er gået fra opfyldt til delvist opfyldt.")),
        (_is_near_red(line), _("Det er nærmere ikke opfyldt end opfyldt.")),
    )
    return tuple(reason for holds, reason in reasons if holds)


def _worse_by(value: Decimal, definition: Definition, limits: Limits | None) -> Decimal:
    """A number that grows as the value gets worse, in the value's own measure."""
    if definition.direction == Direction.HIGH:
        return -value
    if definition.direction == Direction.LOW:
        return value
    return limits.green.distance(value) if limits else Decimal(0)


def _worsened_twice(line: KpiLine) -> bool:
    values = [one.value for one in line.history if one.value is not None][-3:]
    if len(values) < 3:
        return False
    steps = pairwise(values)
    return all(
        trend_of(before, now, line.definition, line.limits) is Trend.WORSE for before, now in steps
    )


def _left_green(line: KpiLine) -> bool:
    before = [one.status for one in line.history[:-1] if one.value is not None]
    return line.status is Status.PARTLY_MET and before[-1:] == [Status.MET]


def _is_near_red(line: KpiLine) -> bool:
    if line.status is not Status.PARTLY_MET or line.value is None or line.limits is None:
        return False
    green, yellow = line.limits.green, line.limits.yellow
    if green.low is not None and line.value < green.low:
        return yellow.low is not None and line.value < (green.low + yellow.low) / 2
    if green.high is not None and yellow.high is not None:
        return line.value > (green.high + yellow.high) / 2
    return False
