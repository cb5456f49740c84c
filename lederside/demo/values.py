"""What a figure is about to be at a step, by its story or by an ordinary place's years.

Everything follows from the unit's number, so that Lilleby is the same on every machine.
"""

from random import Random
from typing import NamedTuple

from lederside.demo.counting import sort_of
from lederside.demo.organisation_file import Place
from lederside.demo.stories import NEWEST, NEXT, QUARTERS, STORIES, SURVEY, Path


class Ordinary(NamedTuple):
    """An ordinary place: the mean, how much places differ, and how much quarters do."""

    mean: float
    places: float
    quarters: float
    low: float
    high: float


_BOTH = {
    "OEK1": Ordinary(0.2, 1.2, 0.45, -3.8, 3.9),
    "OEK3": Ordinary(0.8, 0.5, 0.3, 0.1, 2.8),
    "OEK4": Ordinary(0.985, 0.02, 0.03, 0.7, 1.0),
    "HR1": Ordinary(0.96, 0.04, 0.02, 0.75, 1.0),
    "HR2": Ordinary(1.0, 0.12, 0.08, 0.5, 1.0),
    "HR3": Ordinary(0.86, 0.15, 0.02, 0.4, 1.0),
    "HR7": Ordinary(5.7, 0.25, 0.1, 4.9, 6.5),
    "HR8": Ordinary(67, 4.5, 1.5, 49, 82),
}
_ORDINARY = {
    "school": _BOTH
    | {
        "HR5": Ordinary(10.6, 1.3, 0.25, 7.5, 14.8),
        "HR6": Ordinary(13.0, 2.6, 0.8, 6, 24),
    },
    "daycare": _BOTH
    | {
        "HR5": Ordinary(13.4, 1.9, 0.3, 8.5, 18.4),
        "HR6": Ordinary(19.0, 5.0, 1.0, 8, 34),
    },
}


def value_of(place: Place, code: str, step: int) -> float:
    """What the figure is about to be, before it is counted in whole people and kroner."""
    if step > NEWEST and code in NEXT.get(place.number, {}):
        return NEXT[place.number][code]
    random = Random(f"Lilleby {place.number} {code}")  # noqa: S311 a story, no secret
    if code == "HR4":
        return _months_since_assessment(place, step, random)
    path = STORIES.get(place.number, {}).get(code)
    if path is not None:
        return _survey(path, step) if code in SURVEY else _on_path(path, min(step, NEWEST))
    return _ordinary(place, code, step, random)


def _ordinary(place: Place, code: str, step: int, random: Random) -> float:
    usual = _ORDINARY[sort_of(place)][code]
    level = usual.mean + random.gauss(0, usual.places)
    drift = random.gauss(0, usual.places) * 0.5
    wobbles = [random.gauss(0, usual.quarters) for _ in range(QUARTERS + 12)]
    value = level + drift * step / NEWEST + wobbles[step]
    return min(max(value, usual.low), usual.high)


def _survey(path: Path, step: int) -> float:
    """The time before and the last time; that is less than eight quarters ago."""
    return path[-1] if step > NEWEST - 8 else path[0]


def _on_path(path: Path, step: int) -> float:
    if len(path) == 1 or step <= 0:
        return path[0]
    place = step / NEWEST * (len(path) - 1)
    at = min(int(place), len(path) - 2)
    return path[at] + (path[at + 1] - path[at]) * (place - at)


def _months_since_assessment(place: Place, step: int, random: Random) -> float:
    """Three months more each quarter, until it is made anew before three years have passed."""
    path = STORIES.get(place.number, {}).get("HR4")
    now = int(path[0]) if path else random.randint(1, 28)
    months = now + 3 * min(step - NEWEST, 0)
    return months if months >= 0 else 33 + months % -33
