"""For whom a line is made, from where somebody's rights reach. Pure."""

from kpis.lines import Audience


def audience_for(unit: int, *, leads: frozenset[int], nearest: frozenset[int]) -> Audience:
    """As whom somebody reads a unit: its leader, the nearest leader, or the management above.

    ``leads`` and ``nearest`` are the units where the right is held as leader and as the nearest
    leader.
    """
    if unit in leads:
        return Audience.LEADER
    if unit in nearest:
        return Audience.CHIEF
    return Audience.DIRECTION
