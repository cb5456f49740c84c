"""The vocabulary of rights: what one may, and how far it reaches."""

from enum import Flag, StrEnum, auto


class Permission(StrEnum):
    """Something a person may do at a unit."""

    KPI_VIEW = "KPI_VIEW"
    KPI_VIEW_SUMS = "KPI_VIEW_SUMS"
    KPI_IMPORT = "KPI_IMPORT"
    REPORT_MAKE = "REPORT_MAKE"
    MEETING_SHEET_MAKE = "MEETING_SHEET_MAKE"
    ORGANISATION_EDIT = "ORGANISATION_EDIT"
    LIMITS_SET = "LIMITS_SET"
    MUNICIPALITY_EDIT = "MUNICIPALITY_EDIT"
    TRAIL_VIEW = "TRAIL_VIEW"


class Reach(Flag):
    """How far from the unit of the assignment a right goes."""

    OWN = auto()
    NEAREST = auto()
    BELOW = auto()
    EVERYWHERE = auto()


OWN, NEAREST, BELOW, EVERYWHERE = Reach
