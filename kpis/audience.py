"""For whom a line is made, from where somebody's rights reach. Pure."""

from collections.abc import Iterable, Mapping

from kpis.lines import Audience


def audience_for(unit: int, *, own: frozenset[int], nearest: frozenset[int]) -> Audience:
    """As whom somebody reads a unit: its leader, the nearest leader, or the management above.

    ``own`` and ``nearest`` are the units where the right is held as leader and as the nearest
    leader.
    """
    if unit in own:
        return Audience.LEADER
    if unit in nearest:
        return Audience.CHIEF
    return Audience.DIRECTION


def audiences(
    units: Iterable[int], *, own: frozenset[int], nearest: frozenset[int]
) -> Mapping[int, Audience]:
    """The same for many units."""
    return {unit: audience_for(unit, own=own, nearest=nearest) for unit in units}
