"""Figures and days as Danes write them: 1.234,5 and 22. november 2026.

Kilde: Dansk Sprognævns retskrivning og EU's interinstitutionelle stilguide. A minus is
U+2212, and a hard space keeps a figure and its unit on one line.
"""

import re
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from django.utils import dateformat, timezone
from django.utils.translation import gettext as _

HARD_SPACE: Final = "\u00a0"
MINUS: Final = "\u2212"
MISSING: Final = "\u2013"

_MONTHS = (
    "januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december|kvartal"
)
_DAY_OR_QUARTER = re.compile(rf"(\d{{1,2}}\.) ({_MONTHS})(?: (?=\d{{4}}\b))?")
_CLOCK = re.compile(r"\b([Kk]l\.) (?=\d)")
_FIGURE_AND_UNIT = re.compile(r"(\d) (?=%|kr\.|t\.kr\.|mio\.|procentpoint\b|dagsværk\b|måneder\b)")


def number(value: Decimal | int | None, decimals: int | None = None) -> str:
    """``1234.5`` becomes ``1.234,5``; None becomes a dash.

    ``decimals`` is how many to show, rounded half up; None shows those the value has.
    """
    if value is None:
        return MISSING
    exact = Decimal(value)
    if decimals is None:
        decimals = decimals_of(exact)
    rounded = exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    digits = f"{abs(rounded):,f}".translate({ord(","): ".", ord("."): ","})
    return f"{MINUS}{digits}" if rounded < 0 else digits


def with_unit(value: Decimal | int | None, unit: str = "", decimals: int | None = None) -> str:
    """A figure and its unit that stay on one line: ``97,3 %``."""
    text = number(value, decimals)
    return f"{text}{HARD_SPACE}{unit}" if unit and value is not None else text


def signed(value: Decimal | int | None, decimals: int | None = None) -> str:
    """A change with its sign: ``+0,5``, ``−0,4``, and ``0`` without one."""
    text = number(value, decimals)
    return f"+{text}" if value is not None and value > 0 and text.strip("0,") else text


def long_date(day: date | None) -> str:
    """``22. november 2026``, with hard spaces."""
    return hard_spaces(dateformat.format(_local(day), "j. F Y")) if day else MISSING


def short_date(day: date | None) -> str:
    """``22.11.2026``, for narrow tables."""
    return dateformat.format(_local(day), "d.m.Y") if day else MISSING


def weekday_date(day: date | None) -> str:
    """``torsdag 26. november 2026``."""
    return hard_spaces(dateformat.format(_local(day), "l j. F Y")) if day else MISSING


def clock(moment: datetime | None) -> str:
    """``kl. 10.42``, in the time of the place."""
    return hard_spaces(dateformat.format(_local(moment), "\\k\\l. H.i")) if moment else MISSING


def quarter(year: int, number_in_year: int) -> str:
    """``3. kvartal 2026``, with hard spaces."""
    text = _("%(number)d. kvartal %(year)d") % {"number": number_in_year, "year": year}
    return hard_spaces(text)


def hard_spaces(text: str) -> str:
    """Keep day and month, quarter and year, ``kl.`` and hour, figure and unit together."""
    text = _DAY_OR_QUARTER.sub(_joined, text)
    text = _CLOCK.sub(rf"\1{HARD_SPACE}", text)
    return _FIGURE_AND_UNIT.sub(rf"\1{HARD_SPACE}", text)


def _joined(match: re.Match[str]) -> str:
    end = HARD_SPACE if match[0].endswith(" ") else ""
    return f"{match[1]}{HARD_SPACE}{match[2]}{end}"


def decimals_of(value: Decimal) -> int:
    """How many decimals a value has, zeros at the end not counted."""
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _local(day: date) -> date:
    if isinstance(day, datetime) and timezone.is_aware(day):
        return timezone.localtime(day)
    return day
