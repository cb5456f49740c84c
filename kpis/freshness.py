"""When a figure is too old to be judged (da: forældet). Pure.

Kilde: beslutningen om friskhed: antal måneder er data på måltallet og tælles fra periodens
slutning. En rapport dømmer ved sin egen periodes slutning.
"""

from calendar import monthrange
from datetime import date

from kpis.lines import KpiFacts
from lederside.imports.periods import Period


def last_fresh_day(period: Period, months: int) -> date:
    """The last day of the month that is ``months`` after the period's end."""
    year, month = divmod(period.ends_on.year * 12 + period.ends_on.month - 1 + months, 12)
    return date(year, month + 1, monthrange(year, month + 1)[1])


def is_stale(kpi: KpiFacts, period: Period, *, on: date) -> bool:
    """Whether a figure of ``period`` is no longer fresh on a day."""
    return on > last_fresh_day(period, kpi.fresh_months)
