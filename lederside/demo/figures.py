"""The figures of Lilleby, quarter by quarter, as the systems would have written them.

A quarter is known by its step: 0 three years ago, ``NEWEST`` the last whole one, and
``NEWEST`` + 1 the same quarter as a visitor may hand it in anew.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from lederside.demo import counting, values
from lederside.demo.organisation_file import CLUSTER, Place, csv_bytes
from lederside.demo.stories import NEWEST, NOT_DELIVERED, PLANS, QUARTERS, SURVEY
from lederside.imports.periods import Period, PeriodKind

QUARTERLY = ("OEK1", "OEK2", "OEK4", "HR1", "HR4", "HR5", "HR6")
ECONOMY = ("OEK1", "OEK2", "OEK3", "OEK4")
THE_TWELVE = (*ECONOMY, "HR1", "HR2", "HR3", "HR4", "HR5", "HR6", "HR7", "HR8")
HEADERS = ["Enhedsnummer", "Enhed", "Mål", "Periode", "Værdi", "Tæller", "Nævner", "Basis"]
NOT_RELEVANT, NOT_DELIVERED_WORD = "ikke relevant", "mangler"


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure of one unit in one period. ``word`` says why there is none."""

    number: str
    name: str
    code: str
    period: str
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    base: int | None = None
    word: str = ""

    def cells(self) -> list[str]:
        """As a row of the file, with Danish numbers."""
        figures = (self.value, self.numerator, self.denominator, self.base)
        value, *others = ("" if one is None else f"{one}".replace(".", ",") for one in figures)
        return [self.number, self.name, self.code, self.period, self.word or value, *others]


def quarter_file(places: Iterable[Place], period: Period, newest: Period) -> bytes:
    """The file of a quarter: what is measured each quarter, and what else was due at its end."""
    facts = quarter(places, period, newest)
    return csv_bytes([HEADERS, *(fact.cells() for fact in facts)])


def survey_file(places: Iterable[Place], period: Period, newest: Period) -> bytes:
    """The file of a survey alone, from before there were files each quarter."""
    facts = (fact for fact in quarter(places, period, newest) if fact.code in SURVEY)
    return csv_bytes([HEADERS, *(fact.cells() for fact in facts)])


def quarter(places: Iterable[Place], period: Period, newest: Period) -> Iterator[Fact]:
    """Every figure that was due at the end of a quarter."""
    step = step_of(period, newest)
    for place in places:
        for code, due in due_at(period):
            fact = fact_of(place, code, step, due.code)
            if fact is not None:
                yield fact


def handed_in(places: Iterable[Place], step: int) -> Iterator[Fact]:
    """All twelve for each place at a step, without a period: whoever hands them in says it."""
    for place in places:
        for code in THE_TWELVE:
            fact = fact_of(place, code, step, "")
            if fact is not None:
                yield fact


def due_at(period: Period) -> Iterator[tuple[str, Period]]:
    """Which of the twelve are due at a quarter's end, and the period each is about."""
    year, month = period.ends_on.year, period.ends_on.month
    for code in QUARTERLY:
        yield code, period
    if month in {6, 12}:
        yield "HR3", Period(period.ends_on, PeriodKind.HALF_YEAR)
    if month == 12:
        yield "OEK3", period
        yield "HR2", Period.year(year)
    if is_survey(period):
        for code in SURVEY:
            yield code, period


def is_survey(period: Period) -> bool:
    """The survey is in March of odd years."""
    return period.ends_on.month == 3 and period.ends_on.year % 2 == 1


def step_of(period: Period, newest: Period) -> int:
    """How far a quarter is from the oldest of the twelve; below 0 when it is older."""
    months = (period.ends_on.year - newest.ends_on.year) * 12
    return NEWEST + (months + period.ends_on.month - newest.ends_on.month) // 3


def fact_of(place: Place, code: str, step: int, period: str) -> Fact | None:
    """One figure; None for what nobody measures at that place."""
    if place.kind == CLUSTER:
        # The cluster holds the economy of its houses; what is about people is theirs.
        return _about(place, code, step, period) if code in ECONOMY else None
    if code in ECONOMY and place.parent.startswith("K"):
        return Fact(place.number, place.name, code, period, word=NOT_RELEVANT)
    return _about(place, code, step, period)


def _about(place: Place, code: str, step: int, period: str) -> Fact:
    if code == "OEK2" and step < PLANS.get(place.number, QUARTERS + 1):
        return Fact(place.number, place.name, code, period, word=NOT_RELEVANT)
    if step == NEWEST and (place.number, code) in NOT_DELIVERED:
        return Fact(place.number, place.name, code, period, word=NOT_DELIVERED_WORD)
    value, numerator, denominator, base = counting.COUNT[code](
        place, values.value_of(place, code, step), step
    )
    return Fact(place.number, place.name, code, period, value, numerator, denominator, base)


def surveys(newest: Period) -> Sequence[Period]:
    """The last two surveys, the oldest first; the one before may be older than three years."""
    period, found = newest, list[Period]()
    while len(found) < 2:
        if is_survey(period):
            found.append(period)
        period = period.previous()
    return found[::-1]
