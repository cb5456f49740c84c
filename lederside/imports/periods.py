"""Periods as people write them (`3. kvartal 2026`, `2026K3`, `2026`) to a kind and a last day."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Self

from django.utils.translation import gettext as _

from lederside.imports.danish import Unread, full_year, month_number, parse_date


class PeriodKind(StrEnum):
    """How long a period is."""

    QUARTER = "QUARTER"
    YEAR = "YEAR"
    HALF_YEAR = "HALF_YEAR"
    SCHOOL_YEAR = "SCHOOL_YEAR"
    MONTH = "MONTH"


_MONTHS_IN = {
    PeriodKind.MONTH: 1,
    PeriodKind.QUARTER: 3,
    PeriodKind.HALF_YEAR: 6,
    PeriodKind.YEAR: 12,
    PeriodKind.SCHOOL_YEAR: 12,
}
_SCHOOL_YEAR_ENDS = 7


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A quarter, a year ... known by its last day and its kind; ordered by the last day.

    Raises ValueError when no period of that kind ends on that day.
    """

    ends_on: date
    kind: PeriodKind

    def __post_init__(self) -> None:
        month = self.ends_on.month
        if self.kind is PeriodKind.SCHOOL_YEAR:
            ends = month == _SCHOOL_YEAR_ENDS
        else:
            ends = month % _MONTHS_IN[self.kind] == 0
        if not ends or self.ends_on != _last_day(self.ends_on.year, month):
            raise ValueError(f"no {self.kind} ends on {self.ends_on}")

    @classmethod
    def containing(cls, day: date, kind: PeriodKind) -> Self:
        """The period of a kind that a day lies in."""
        if kind is PeriodKind.SCHOOL_YEAR:
            year = day.year + (day.month > _SCHOOL_YEAR_ENDS)
            return cls(date(year, _SCHOOL_YEAR_ENDS, 31), kind)
        months = _MONTHS_IN[kind]
        return cls(_last_day(day.year, -(-day.month // months) * months), kind)

    @classmethod
    def quarter(cls, year: int, number: int) -> Self:
        """`Period.quarter(2026, 3)` is 3. kvartal 2026."""
        return cls(_last_day(year, number * 3), PeriodKind.QUARTER)

    @classmethod
    def year(cls, year: int) -> Self:
        """`Period.year(2026)` is the calendar year 2026."""
        return cls(date(year, 12, 31), PeriodKind.YEAR)

    @property
    def starts_on(self) -> date:
        """The first day."""
        months = self.ends_on.year * 12 + self.ends_on.month - _MONTHS_IN[self.kind]
        return date(months // 12, months % 12 + 1, 1)

    @property
    def code(self) -> str:
        """Short and sortable within a kind: `2026K3`, `2026`, `2026H1`, `2025/26`, `2026-09`."""
        year, month = self.ends_on.year, self.ends_on.month
        match self.kind:
            case PeriodKind.QUARTER:
                return f"{year}K{month // 3}"
            case PeriodKind.HALF_YEAR:
                return f"{year}H{month // 6}"
            case PeriodKind.SCHOOL_YEAR:
                return f"{year - 1}/{year % 100:02}"
            case PeriodKind.MONTH:
                return f"{year}-{month:02}"
        return str(year)

    @property
    def title(self) -> str:
        """As a Dane reads it: `3. kvartal 2026`, `2026`, `1. halvår 2026`, `skoleåret 2025/26`."""
        year, month = self.ends_on.year, self.ends_on.month
        match self.kind:
            case PeriodKind.QUARTER:
                words = _("%(number)s. kvartal %(year)s")
                return words % {"number": month // 3, "year": year}
            case PeriodKind.HALF_YEAR:
                words = _("%(number)s. halvår %(year)s")
                return words % {"number": month // 6, "year": year}
            case PeriodKind.SCHOOL_YEAR:
                return _("skoleåret %s") % self.code
            case PeriodKind.MONTH:
                return f"{_month_name(month)} {year}"
        return str(year)

    def previous(self) -> Self:
        """The period of the same kind just before."""
        return self.containing(self.starts_on - timedelta(days=1), self.kind)

    def back(self, steps: int) -> Self:
        """The period of the same kind `steps` earlier; 0 is itself, negative is later."""
        months = self.ends_on.year * 12 + self.ends_on.month - 1 - steps * _MONTHS_IN[self.kind]
        return type(self)(_last_day(months // 12, months % 12 + 1), self.kind)


def quarters_back(period: Period, count: int) -> list[Period]:
    """The `count` periods of its kind up to and with `period`, the oldest first."""
    return [period.back(steps) for steps in range(count - 1, -1, -1)]


def _last_day(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _month_name(month: int) -> str:
    return (
        _("januar"),
        _("februar"),
        _("marts"),
        _("april"),
        _("maj"),
        _("juni"),
        _("juli"),
        _("august"),
        _("september"),
        _("oktober"),
        _("november"),
        _("december"),
    )[month - 1]


_YEAR = r"(?P<year>(?:19|20)[0-9]{2})"
_ANY_YEAR = r"(?P<year>(?:19|20)[0-9]{2}|[0-9]{2})"
_BETWEEN = r"[-/., ']*"
_QUARTER_WORD = r"(?:kvartal|kvtl|kvt|kv|k|q)\.?"
_QUARTERS = (
    re.compile(rf"{_YEAR}{_BETWEEN}{_QUARTER_WORD} ?0?(?P<number>[1-4])"),
    re.compile(rf"{_YEAR}{_BETWEEN}(?P<number>[1-4])\.? ?{_QUARTER_WORD}"),
    re.compile(rf"{_QUARTER_WORD} ?(?P<number>[1-4]){_BETWEEN}{_ANY_YEAR}"),
    re.compile(rf"(?P<number>[1-4])\.? ?{_QUARTER_WORD}{_BETWEEN}{_ANY_YEAR}"),
)
_HALVES = (
    re.compile(rf"{_YEAR}{_BETWEEN}(?:h|halvår ?)(?P<number>[12])"),
    re.compile(rf"(?:h|halvår ?)(?P<number>[12]){_BETWEEN}{_ANY_YEAR}"),
    re.compile(rf"(?P<number>[12])\.? ?halvår{_BETWEEN}{_ANY_YEAR}"),
)
_SCHOOL_YEAR = re.compile(
    rf"(?P<word>skoleår(?:et)? ?)?{_YEAR} ?[-/] ?(?P<next>[0-9]{{4}}|[0-9]{{2}})"
)
_THREE_MONTHS = re.compile(
    rf"(?P<first>[a-z]+)\.? ?(?:-|–|til) ?(?P<last>[a-z]+)\.?{_BETWEEN}{_ANY_YEAR}"
)
_MONTHS = (
    re.compile(rf"{_YEAR}[-./ ](?P<month>0?[1-9]|1[0-2])"),
    re.compile(rf"{_YEAR}(?P<month>0[1-9]|1[0-2])"),
    re.compile(rf"(?P<month>0?[1-9]|1[0-2])[-./ ]{_YEAR}"),
    re.compile(rf"(?P<month>[a-z]+)\.?{_BETWEEN}{_ANY_YEAR}"),
)
_WHOLE_YEAR = re.compile(rf"(?:år(?:et)? )?{_YEAR}")


def parse_period(text: str) -> Period | Unread:
    """The period that a text names.

    A month or a date means a quarter only if it is the quarter's last; a bare year means the year.
    Otherwise `Unread` with code F043 (not a period) or F044 (not the end of a quarter).
    """
    plain = " ".join(text.split()).casefold()
    if len(plain) > 60:
        return _no_period()
    found = _quarter(plain) or _half_year(plain) or _school_year(plain) or _year(plain)
    return found or _months(plain) or _month(plain) or _date(plain)


def _quarter(plain: str) -> Period | None:
    for form in _QUARTERS:
        match = form.fullmatch(plain)
        if match:
            return Period.quarter(full_year(match["year"]), int(match["number"]))
    return None


def _half_year(plain: str) -> Period | None:
    for form in _HALVES:
        match = form.fullmatch(plain)
        if match:
            ends_on = _last_day(full_year(match["year"]), int(match["number"]) * 6)
            return Period(ends_on, PeriodKind.HALF_YEAR)
    return None


def _school_year(plain: str) -> Period | None:
    match = _SCHOOL_YEAR.fullmatch(plain)
    if not match:
        return None
    ends = int(match["year"]) + 1
    if match["next"] not in {str(ends), f"{ends % 100:02}"}:
        return None
    return Period(date(ends, _SCHOOL_YEAR_ENDS, 31), PeriodKind.SCHOOL_YEAR)


def _year(plain: str) -> Period | None:
    match = _WHOLE_YEAR.fullmatch(plain)
    return Period.year(int(match["year"])) if match else None


def _months(plain: str) -> Period | Unread | None:
    match = _THREE_MONTHS.fullmatch(plain)
    if not match:
        return None
    first, last = month_number(match["first"]), month_number(match["last"])
    if first is None or last is None:
        return None
    year = full_year(match["year"])
    if last - first == 2 and last % 3 == 0:
        return Period.quarter(year, last // 3)
    if last - first == 5 and last % 6 == 0:
        return Period(_last_day(year, last), PeriodKind.HALF_YEAR)
    if last - first == 11:
        return Period.year(year)
    return Unread("F043", _("er ikke et helt kvartal, halvår eller år"), _how())


def _month(plain: str) -> Period | Unread | None:
    for form in _MONTHS:
        match = form.fullmatch(plain)
        if not match:
            continue
        month = match["month"]
        number = int(month) if month.isdigit() else month_number(month)
        if number:
            return _ending(_last_day(full_year(match["year"]), number), month=True)
    return None


def _date(plain: str) -> Period | Unread:
    day = parse_date(plain)
    return _ending(day, month=False) if isinstance(day, date) else _no_period()


def _ending(day: date, *, month: bool) -> Period | Unread:
    quarter = Period.containing(day, PeriodKind.QUARTER)
    if quarter.ends_on == day:
        return quarter
    why = (
        _("er ikke den sidste måned i et kvartal")
        if month
        else _("er ikke den sidste dag i et kvartal")
    )
    how = _("Mener du %(title)s, så skriv %(code)s.")
    return Unread("F044", why, how % {"title": quarter.title, "code": quarter.code})


def _no_period() -> Unread:
    return Unread("F043", _("er ikke en periode, vi kender"), _how())


def _how() -> str:
    return _("Skriv fx 2026K3 for 3. kvartal 2026 eller 2026 for hele året.")
