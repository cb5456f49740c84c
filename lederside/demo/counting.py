"""From what a figure is about to be, to whole people, accounts and kroner: as a system counts it."""

from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from lederside.demo.organisation_file import SCHOOL, Place
from lederside.demo.stories import NEWEST, PLANS

# Some work part-time.
HEADS_PER_FTE = 1.17
BUDGET_PER_FTE = {"school": 720_000, "daycare": 610_000}
INSTALMENT = 150_000

# Value, numerator, denominator and base.
Counted = tuple[Decimal | None, Decimal | None, Decimal | None, int | None]


def _deviation(place: Place, value: float, step: int) -> Counted:
    budget = _budget(place, step)
    return _percent(_exact(budget * value / 100, -2), Decimal(budget))


def _error(place: Place, value: float, step: int) -> Counted:
    return _deviation(place, abs(value), step)


def _repaid(place: Place, value: float, step: int) -> Counted:
    planned = Decimal(INSTALMENT * (min(step, NEWEST) - PLANS[place.number] + 1))
    return _percent(_exact(float(planned) * value / 100, -2), planned)


def _accounts(place: Place, value: float, step: int) -> Counted:
    accounts = 8 + round(place.fte / 8)
    return _percent(Decimal(round(accounts * min(value, 1))), Decimal(accounts))


def _talks(place: Place, value: float, step: int) -> Counted:
    entitled = max(heads(place) - round(heads(place) * 0.08) - 1, 1)
    return *_share_of(entitled, value)[:3], entitled


def _leaders(place: Place, value: float, step: int) -> Counted:
    return _share_of(1 + int(place.fte // 17), value)


def _months(place: Place, value: float, step: int) -> Counted:
    return Decimal(round(value)), None, None, None


def _sick_days(place: Place, value: float, step: int) -> Counted:
    staff = _exact(place.fte * (1 + 0.004 * ((step * 7) % 5 - 2)), 1)
    days = _exact(float(staff) * value, 1)
    return _exact(float(days / staff), 2), days, staff, heads(place)


def _leavers(place: Place, value: float, step: int) -> Counted:
    people = heads(place)
    return *_percent(Decimal(round(people * value / 100)), Decimal(people))[:3], people


def _answers(place: Place, value: float, step: int) -> Counted:
    people = heads(place)
    answers = 4 if people == 6 else round(people * (0.72 + 0.02 * (int(place.number[-2:]) % 9)))
    total = _exact(answers * value, 1)
    return _exact(float(total) / answers, 2), total, Decimal(answers), answers


COUNT: Final[Mapping[str, Callable[[Place, float, int], Counted]]] = {
    "OEK1": _deviation,
    "OEK2": _repaid,
    "OEK3": _error,
    "OEK4": _accounts,
    "HR1": _talks,
    "HR2": _leaders,
    "HR3": _leaders,
    "HR4": _months,
    "HR5": _sick_days,
    "HR6": _leavers,
    "HR7": _answers,
    "HR8": _answers,
}


def heads(place: Place) -> int:
    """How many work there."""
    return round(place.fte * HEADS_PER_FTE)


def _budget(place: Place, step: int) -> int:
    """Corrected budget of the year in kr.; wages rise a little each year."""
    year = 1 + 0.025 * ((step - NEWEST) // 4)
    return round(place.fte * BUDGET_PER_FTE[sort_of(place)] * year / 1000) * 1000


def _share_of(people: int, share: float) -> Counted:
    return _percent(Decimal(min(round(people * share), people)), Decimal(people))


def _percent(numerator: Decimal, denominator: Decimal) -> Counted:
    return _exact(float(numerator * 100 / denominator), 2), numerator, denominator, None


def _exact(value: float, decimals: int) -> Decimal:
    rounded = Decimal(value).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return Decimal(f"{rounded:f}")


def sort_of(place: Place) -> str:
    """Schools and daycare institutions have years of their own."""
    return "school" if place.kind == SCHOOL else "daycare"
