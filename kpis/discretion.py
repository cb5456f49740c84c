"""Which figures are about too few people to be shown to somebody (da: diskretion). Pure.

All figures that are shown together are judged together, so that the rule may look at what can
be worked out from the rest. What is hidden is hidden with everything: figure, numerator,
denominator and how many.

Kilde: beslutningen om basis: en manglende basis skjuler, når måltallet har et mindste antal,
medmindre kilden selv har fjernet små grupper. LUS og lederuddannelse for én leder ses kun af
lederen og den nærmeste leder.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple, Protocol

from kpis.lines import Audience, KpiFacts
from lederside.imports.danish import MissingKind


class Counted(NamedTuple):
    """How many people a figure is about, and to whom it would be shown."""

    unit: int
    period: int
    kpi: KpiFacts
    audience: Audience
    base: int | None
    denominator: Decimal | None
    missing: int | None
    is_rolled_up: bool
    is_protected: bool  # the source has removed small groups itself


class Engine(Protocol):
    """What decides. It gets all figures of a picture and gives the places of those hidden."""

    def __call__(self, figures: Iterable[Counted], /) -> frozenset[int]: ...


def too_small(figures: Iterable[Counted]) -> frozenset[int]:
    """The places (0, 1, ...) of the figures that are about too few, each judged by itself."""
    return frozenset(place for place, figure in enumerate(figures) if is_too_few(figure))


def is_too_few(figure: Counted) -> bool:
    """Whether one figure must not be shown to its audience."""
    if figure.missing:
        return figure.missing == MissingKind.PROTECTED
    if figure.kpi.is_about_one_leader and _shows_one_leader(figure):
        return True
    return _is_about_too_few_people(figure)


def minimum(kpi: KpiFacts, audience: Audience) -> int | None:
    """How many people a figure must be about for an audience; None when it does not matter."""
    if audience is Audience.LEADER:
        return kpi.minimum_leader
    if audience is Audience.COMMITTEE:
        return kpi.minimum_committee
    return kpi.minimum_chief


def has_minimum(kpi: KpiFacts) -> bool:
    """Whether the figure is about people at all, so that a base must be known."""
    return any((kpi.minimum_leader, kpi.minimum_chief, kpi.minimum_committee))


def _is_about_too_few_people(figure: Counted) -> bool:
    if not has_minimum(figure.kpi):
        return False
    base = _base(figure)
    if base is None:
        # In a sum it means that some unit's base is missing; another file's promise does not help.
        return figure.is_rolled_up or not figure.is_protected
    least = minimum(figure.kpi, _reader(figure))
    return least is not None and base < least


def _reader(figure: Counted) -> Audience:
    """Who leads an area is not the leader of those a sum is about, but a leader above them."""
    if figure.is_rolled_up and figure.audience is Audience.LEADER:
        return Audience.CHIEF
    return figure.audience


def _base(figure: Counted) -> int | None:
    if figure.base is None and figure.kpi.denominator_is_base and figure.denominator is not None:
        return int(figure.denominator)
    return figure.base


def _shows_one_leader(figure: Counted) -> bool:
    """Yes or no for one leader.

    A sum of one is hidden from all: it may be a leader several levels down, and who is nearest
    reads it on that leader's own page.
    """
    if figure.is_rolled_up:
        return figure.denominator is None or figure.denominator <= 1
    return figure.audience not in (Audience.LEADER, Audience.CHIEF)
