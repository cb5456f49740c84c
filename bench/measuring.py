"""How the benchmark measures: base and candidates in turn, a ratio for each round, the median.

Seconds change from hour to hour on a shared machine; a ratio of two things done within the same
second changes much less. A part that gives a wrong answer has no time: it raises WrongAnswer.
"""

import gc
import json
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROUNDS = 7
# More than this between the quickest and the slowest base, and the machine was busy.
NOISY = 2.5

Clock = Callable[[], float]


class WrongAnswer(Exception):
    """What was timed did not give what it should."""


@dataclass(frozen=True)
class Figure:
    """One line of the table. Without a limit it is only shown."""

    ratio: float
    what: str
    limit: float | None = None
    noisy: bool = False

    @property
    def met(self) -> bool:
        return self.limit is None or self.ratio <= self.limit

    def as_dict(self) -> dict[str, Any]:
        shown = {"ratio": self.ratio, "limit": self.limit, "met": self.met, "what": self.what}
        return shown | ({"noisy": True} if self.noisy else {})


Figures = dict[str, Figure]


@dataclass(frozen=True)
class Part:
    """Something to be timed. `check` looks at what `work` returned and raises WrongAnswer.

    What is over in milliseconds is done `times` times in each round, and the median counts.
    """

    work: Callable[[], Any]
    check: Callable[[Any], None]
    times: int = 1


@dataclass(frozen=True)
class Rounds:
    """Seconds of the base and of each candidate, round for round."""

    base: Sequence[float]
    candidates: Mapping[str, Sequence[float]]

    def ratio(self, name: str) -> float:
        pairs = zip(self.candidates[name], self.base, strict=True)
        return round(statistics.median(took / base for took, base in pairs), 2)

    def milliseconds(self, name: str = "") -> float:
        return 1000 * statistics.median(self.candidates[name] if name else self.base)

    @property
    def is_noisy(self) -> bool:
        return max(self.base) > NOISY * min(self.base)


def interleaved(
    base: Part, candidates: Mapping[str, Part], *, rounds: int, clock: Clock = time.perf_counter
) -> Rounds:
    """Time the base and then every candidate, `rounds` times after one that does not count."""
    bases: list[float] = []
    times: dict[str, list[float]] = {name: [] for name in candidates}
    for _round in range(rounds + 1):
        bases.append(timed(base, clock))
        for name, part in candidates.items():
            times[name].append(timed(part, clock))
    return Rounds(bases[1:], {name: took[1:] for name, took in times.items()})


def timed(part: Part, clock: Clock = time.perf_counter) -> float:
    """The seconds that `work` took, when its answer is right."""
    gc.collect()
    return statistics.median(_once(part, clock) for _time in range(part.times))


def _once(part: Part, clock: Clock) -> float:
    begun = clock()
    answer = part.work()
    took = clock() - begun
    part.check(answer)
    return took


def expect(what: str, found: object, wanted: object) -> None:
    """Raises WrongAnswer unless `found` is what was wanted."""
    if found != wanted:
        raise WrongAnswer(f"{what}: {found!r}, not {wanted!r}")


def write(figures: Figures, path: Path) -> None:
    """The figures as JSON, for machines."""
    path.parent.mkdir(parents=True, exist_ok=True)
    plain = {name: figure.as_dict() for name, figure in figures.items()}
    path.write_text(json.dumps(plain, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def table(figures: Figures) -> str:
    """The figures as lines of text, for people."""
    lines = [f"{'':22}{'found':>10}{'limit':>10}   "]
    for name, figure in figures.items():
        limit = "" if figure.limit is None else f"{figure.limit:g}"
        verdict = "" if figure.limit is None else "met" if figure.met else "MISSED"
        noisy = " (noisy: the machine was busy)" if figure.noisy else ""
        lines.append(f"{name:22}{figure.ratio:>10g}{limit:>10}   {verdict}{noisy}")
        lines.append(f"{'':4}{figure.what}")
    return "\n".join(lines)
