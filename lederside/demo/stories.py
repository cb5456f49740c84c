"""What happens in Lilleby, told in figures: waypoints from three years ago until now.

A path is a few values, spread evenly over the twelve quarters and joined by straight lines; a
single value holds all the time. Places without a story have ordinary years (``figures``).
"""

from collections.abc import Mapping, Sequence

Path = Sequence[float]

QUARTERS = 12
NEWEST = QUARTERS - 1
SURVEY = ("HR7", "HR8")

# Vikarer: sickness and overspend rise together, people leave, and this year it begins to turn.
_SUBSTITUTES: Mapping[str, Path] = {
    "OEK1": (0.3, 0.6, 1.9, 3.8, 5.8, 4.5),
    "OEK2": (84, 88, 92),
    "OEK3": (0.8, 1.9, 3.6),
    "OEK4": (1.0,),
    "HR1": (0.97, 0.94, 0.86, 0.79, 0.86),
    "HR2": (1.0,),
    "HR3": (1.0, 0.67, 0.67),
    "HR4": (14,),
    "HR5": (9.7, 10.1, 11.6, 13.9, 16.8, 15.4),
    "HR6": (10.5, 11.8, 15.0, 20.2, 22.4),
    "HR7": (5.7, 5.2),
    "HR8": (67, 60),
}
# In order all along, and better each year.
_WELL_RUN: Mapping[str, Path] = {
    "OEK1": (-0.6, 0.2, -0.8, -0.4),
    "OEK3": (0.9, 0.6, 0.4),
    "OEK4": (1.0,),
    "HR1": (0.97, 1.0, 1.0),
    "HR2": (1.0,),
    "HR3": (1.0,),
    "HR4": (9,),
    "HR5": (12.4, 11.3, 10.6, 9.8),
    "HR6": (17.0, 14.2, 11.0, 9.1),
    "HR7": (5.9, 6.2),
    "HR8": (71, 76),
}
# The leader's chair stood empty in spring, so the talks with the staff were not held.
_NEW_LEADER: Mapping[str, Path] = {
    "OEK1": (0.4, -0.3, 0.8, 0.6),
    "OEK3": (0.6, 0.9, 2.3),
    "OEK4": (1.0, 1.0, 0.9, 0.9),
    "HR1": (0.99, 0.98, 0.97, 0.88, 0.77, 0.74),
    "HR2": (1.0,),
    "HR3": (0.75, 0.75, 0.5),
    "HR4": (11,),
    "HR5": (10.2, 10.4, 10.6, 10.8),
    "HR6": (11.0, 12.4, 16.8),
    "HR7": (5.6, 5.6),
    "HR8": (66, 65),
}

STORIES: Mapping[str, Mapping[str, Path]] = {
    "101": _SUBSTITUTES,
    "201": _WELL_RUN,
    "104": _NEW_LEADER,
    # A plan that was kept: the deficit is nearly paid back.
    "108": {"OEK1": (4.9, 3.4, 1.8, 0.6), "OEK2": (82, 93, 97, 100)},
    # The workplace assessment grows old, at one place past the law's three years.
    "107": {"HR4": (34,)},
    "207": {"HR4": (39,), "HR1": (0.93, 0.86, 0.82)},
    # Money that was not spent on the children.
    "206": {"OEK1": (-1.8, -3.4, -4.9, -5.8)},
    # Six employees, and four of them answered.
    "208": {"HR5": (11.0, 13.5, 12.4), "HR6": (16.7,), "OEK1": (0.9, -0.4, 0.7)},
    # Two schools became one, with some wear and tear.
    "112": {"HR5": (12.2, 12.6, 11.9), "HR6": (14.0, 18.5, 16.4), "OEK1": (1.8, 1.3), "HR4": (8,)},
    "202": {"HR2": (1.0,), "HR7": (5.7, 5.9), "HR8": (68, 70)},
}
# Who has an economic plan, and in which of the twelve quarters it began.
PLANS: Mapping[str, int] = {"101": 7, "108": 0}
# The newest quarter's file came without these.
NOT_DELIVERED = frozenset({("205", "OEK1"), ("205", "OEK4")})

# The newest quarter handed in anew by a visitor: what a good one would look like.
NEXT: Mapping[str, Mapping[str, float]] = {
    "101": {
        "OEK1": 3.6,
        "OEK2": 97,
        "OEK3": 2.4,
        "HR1": 0.96,
        "HR5": 13.6,
        "HR6": 18.9,
        "HR7": 5.5,
        "HR8": 64,
    },
    "104": {"HR1": 0.96, "OEK4": 1.0, "HR6": 14.4},
    "205": {"OEK1": 0.4, "OEK4": 1.0},
    "206": {"OEK1": -3.1},
    "207": {"HR4": 1, "HR1": 0.97},
    "102": {"HR5": 14.6},
}
