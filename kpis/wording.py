"""A line in Danish words, ready to be shown. Every page, sheet and report says it alike.

Two rules hold everywhere: a budget always says merforbrug or mindreforbrug, never a bare sign;
and a figure that is hidden says the same whatever the reason, since the reason would tell.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, lru_cache
from typing import Final

from django.utils.translation import gettext as _

from kpis import discretion
from kpis.lines import Audience, Definition, Figure, KpiLine, Trend
from kpis.models import Kpi, KpiDefinition
from kpis.status import Span, Status
from lederside.imports.periods import Period
from lederside.ui import charts, numbers

Direction = KpiDefinition.Direction
BUDGET: Final = "OEK1"
RECOVERY_PLAN: Final = "OEK2"
PERCENT: Final = "%"
_SCALE: Final = "på en skala fra "
_FEW: Final = 5

_DIRECTIONS: Final = {Trend.BETTER: "better", Trend.UNCHANGED: "same", Trend.WORSE: "worse"}


@dataclass(frozen=True, slots=True)
class LineText:
    """What is said of a line. Texts are never empty unless it says so; a dash is missing.

    ``message`` stands under the status and may be empty. ``direction`` is ``better``, ``same``,
    ``worse`` or empty; ``change`` is the signed number and ``change_words`` the whole.
    ``movement`` is the sentence of the curve and ``no_curve`` what stands where there is none.
    """

    name: str
    status: Status
    status_word: str
    message: str
    value: str
    target: str
    direction: str
    change: str
    change_words: str
    period: str
    movement: str
    no_curve: str


def words(line: KpiLine, *, audience: Audience = Audience.CHIEF) -> LineText:
    """A line in words. ``audience`` only says which smallest number the hiding text names."""
    change = line.change
    return LineText(
        name=line.kpi.name,
        status=line.status,
        status_word=str(line.status.label),
        message=message(line, audience=audience),
        value=value_text(line, line.value),
        target=target_text(line.target, line.definition),
        direction=_DIRECTIONS[change.trend] if change else "",
        change=numbers.signed(change.by, line.definition.decimals) if change else numbers.MISSING,
        change_words=change_text(line),
        period=period_title(line.period) if line.period else numbers.MISSING,
        movement=movement(line),
        no_curve=frequency_text(line),
    )


def value_text(line: KpiLine, value: Decimal | None) -> str:
    """``17,8 dagsværk``, ``5,4 af 7``, ``0,6 % merforbrug``; a dash when it is not shown."""
    if value is None:
        return numbers.MISSING
    if line.kpi.code == BUDGET:
        return _deviation(value, line.definition)
    return _with_measure(value, line.definition)


def target_text(target: Decimal | None, definition: Definition) -> str:
    """``højst 14,0``, ``mindst 95 %``, ``100 %``; a dash until somebody sets one."""
    if target is None:
        return numbers.MISSING
    text = _exact(target, definition)
    if definition.direction == Direction.BAND:
        return _("højst %s") % _deviation_of(target, text)
    if definition.direction == Direction.LOW:
        return _("højst %s") % text if target > definition.plausible_low else text
    return _("mindst %s") % text if target < definition.plausible_high else text


@lru_cache(maxsize=1024)
def span_text(span: Span, definition: Definition) -> str:
    """A stretch of the limits: ``højst 12``, ``mindst 95 %``, ``−4 til 1 %``."""
    if span.low is not None and span.high is not None:
        if span.low == span.high:
            return _exact(span.low, definition)
        ends = {"low": numbers.number(span.low), "high": _exact(span.high, definition)}
        return _("%(low)s til %(high)s") % ends
    if span.low is not None:
        return _("mindst %s") % _exact(span.low, definition)
    if span.high is not None:
        return _("højst %s") % _exact(span.high, definition)
    return numbers.MISSING


def change_text(line: KpiLine) -> str:
    """``−0,5 bedre``, ``uændret``; a dash without an earlier figure."""
    if line.change is None:
        return numbers.MISSING
    word = str(line.change.trend.label)
    if line.change.trend is Trend.UNCHANGED:
        return word
    by = numbers.signed(line.change.by, line.definition.decimals)
    return f"{by}{numbers.HARD_SPACE}{word}"


def message(line: KpiLine, *, audience: Audience = Audience.CHIEF) -> str:
    """What stands under the status: how far from the måltal, or why there is no colour."""
    if line.status is Status.TOO_FEW:
        return hidden_text(line, audience=audience)
    if line.status is Status.STALE:
        return _("Sidste tal er fra %s") % period_title(line.period) if line.period else ""
    if line.status is Status.NOT_RELEVANT:
        return _irrelevant(line)
    if line.value is None or line.status is Status.NO_DATA:
        return _no_data(line)
    return _distance(line)


def hidden_text(line: KpiLine, *, audience: Audience = Audience.CHIEF) -> str:
    """Why a figure is not shown. The same for every reason: another text would tell it."""
    few = discretion.minimum(line.kpi, audience) or _FEW
    return _(
        "Tallet vises ikke, fordi færre end %(few)d indgår. Det beskytter den enkelte medarbejder."
    ) % {"few": few}


def movement(line: KpiLine) -> str:
    """The development as a sentence, for who hears the page and for the PDF."""
    if line.kpi.code == BUDGET:
        return _budget_movement(line)
    unit = short_measure(line.definition)
    ends = [(period_title(one.period), one.value) for one in _ends(line)]
    sentence = charts.movement(line.kpi.name, ends, unit=unit, decimals=line.definition.decimals)
    if line.target is None:
        return sentence
    target = _("Måltallet er %s.") % target_text(line.target, line.definition)
    return f"{sentence} {target}"


def frequency_text(line: KpiLine) -> str:
    """What stands where there are too few figures for a curve: ``Måles hvert andet år``."""
    return _("Måles %s") % str(Kpi.Frequency(line.kpi.frequency).label)


@cache
def period_title(period: Period) -> str:
    """``3. kvartal 2026``, kept on one line."""
    return numbers.hard_spaces(period.title)


def short_measure(definition: Definition) -> str:
    """``dagsværk`` of ``dagsværk pr. fuldtidsansat``, ``af 7`` of a scale from 1 to 7."""
    measure = definition.measure
    if measure.startswith(_SCALE):
        return _("af %s") % measure.rpartition(" ")[2]
    return measure.partition(" pr. ")[0]


def _with_measure(value: Decimal, definition: Definition) -> str:
    measure = short_measure(definition)
    if measure == "måneder" and _rounded(value, definition.decimals) == 1:
        measure = _("måned")
    return numbers.with_unit(value, measure.replace(" ", numbers.HARD_SPACE), definition.decimals)


def _deviation(value: Decimal, definition: Definition) -> str:
    """A budget's deviation with its word; plus is merforbrug."""
    text = numbers.with_unit(abs(value), definition.measure, definition.decimals)
    rounded = _rounded(value, definition.decimals)
    return _deviation_of(rounded, text) if rounded else _("%s, i balance") % text


def _deviation_of(value: Decimal, text: str) -> str:
    word = _("mindreforbrug") if value < 0 else _("merforbrug")
    return f"{text.lstrip(numbers.MINUS)}{numbers.HARD_SPACE}{word}"


def _exact(value: Decimal, definition: Definition) -> str:
    """A limit or a måltal. Percent as it was decided, the rest with the figure's decimals."""
    if definition.measure == PERCENT:
        return numbers.with_unit(value, PERCENT)
    decimals = max(definition.decimals, numbers.decimals_of(value))
    return numbers.number(value, decimals)


def _rounded(value: Decimal, decimals: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def _irrelevant(line: KpiLine) -> str:
    if line.kpi.code == RECOVERY_PLAN:
        return _("Enheden har ingen økonomisk handleplan.")
    return _("Målet gælder ikke for enheden.")


def _no_data(line: KpiLine) -> str:
    if line.period is None:
        return _("Der er ikke kommet tal endnu.")
    if line.value is not None:
        return _("Der er ikke sat grænser for %d.") % line.period.ends_on.year
    return _("Der er ikke kommet tal for %s.") % period_title(line.period)


def _distance(line: KpiLine) -> str:
    """How far from the måltal; without one, how far from green."""
    if line.value is None or line.limits is None:
        return ""
    if line.target is None:
        return _from(line.limits.green.distance(line.value), line, _("grænsen for opfyldt"))
    by = _aim(line.target, line.definition).distance(line.value)
    return _from(by, line, _("måltallet")) or _("Måltallet er nået")


def _aim(target: Decimal, definition: Definition) -> Span:
    if definition.direction == Direction.HIGH:
        return Span(target, None)
    return Span(None, target)


def _from(by: Decimal, line: KpiLine, what: str) -> str:
    if not by:
        return ""
    if not _rounded(by, line.definition.decimals):
        return _("Meget tæt på %s") % what
    return _("%(distance)s fra %(what)s") % {"distance": _points(by, line.definition), "what": what}


def _points(by: Decimal, definition: Definition) -> str:
    """A difference: of percentages it is in percentage points, on a scale in points."""
    if definition.measure == PERCENT:
        return numbers.with_unit(by, _("procentpoint"), definition.decimals)
    if definition.measure.startswith(_SCALE):
        return numbers.with_unit(by, _("point"), definition.decimals)
    return _with_measure(by, definition)


def _ends(line: KpiLine) -> Sequence[Figure]:
    """The first and the last figure that are shown; one or none when there are no two."""
    known = [one for one in line.history if one.value is not None]
    return [known[0], known[-1]] if len(known) > 1 else known


def _budget_movement(line: KpiLine) -> str:
    ends = _ends(line)
    if len(ends) < 2:
        return charts.movement(line.kpi.name, [])
    first, last = ends
    return _("%(name)s er gået fra %(start)s i %(first)s til %(end)s i %(last)s.") % {
        "name": line.kpi.name,
        "start": value_text(line, first.value),
        "end": value_text(line, last.value),
        "first": period_title(first.period),
        "last": period_title(last.period),
    }
