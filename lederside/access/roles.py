"""The table of rights: role, permission, reach. The one place to change who may what.

Nobody is ticked as chief: the leader of a unit with units below it is their chief.
``docs/access.md`` is written from here by ``manage.py write_access_table``.
"""

from collections.abc import Mapping

from lederside.access.permissions import BELOW, EVERYWHERE, NEAREST, OWN, Permission, Reach
from organisation.models import Assignment

Role = Assignment.Role

_LEADER: Mapping[Permission, Reach] = {
    Permission.KPI_VIEW: OWN | BELOW,
    Permission.REPORT_MAKE: OWN | BELOW,
    # A dialogue is between two people: its sheet is not made further up the chain.
    Permission.MEETING_SHEET_MAKE: OWN | NEAREST,
}

# A politician meets sums, never one leader's figures.
_COMMITTEE: Mapping[Permission, Reach] = {Permission.KPI_VIEW_SUMS: OWN | BELOW}

_CONSULTANT: Mapping[Permission, Reach] = {Permission.KPI_VIEW: OWN | BELOW}

GRANTS: Mapping[Role, Mapping[Permission, Reach]] = {
    Role.LEADER: _LEADER,
    Role.ACTING_LEADER: _LEADER,
    Role.DEPUTY: {Permission.KPI_VIEW: OWN | BELOW, Permission.REPORT_MAKE: OWN | BELOW},
    Role.COMMITTEE_MEMBER: _COMMITTEE,
    Role.COMMITTEE_SECRETARY: _COMMITTEE,
    Role.HR_CONSULTANT: _CONSULTANT,
    Role.ECONOMY_CONSULTANT: _CONSULTANT,
    Role.DATA_OWNER: {Permission.KPI_IMPORT: EVERYWHERE},
    # Reaches everywhere and sees no dialogue.
    Role.ADMINISTRATOR: {
        Permission.KPI_VIEW: EVERYWHERE,
        Permission.KPI_VIEW_SUMS: EVERYWHERE,
        Permission.KPI_IMPORT: EVERYWHERE,
        Permission.REPORT_MAKE: EVERYWHERE,
        Permission.ORGANISATION_EDIT: EVERYWHERE,
        Permission.LIMITS_SET: EVERYWHERE,
        Permission.MUNICIPALITY_EDIT: EVERYWHERE,
        Permission.TRAIL_VIEW: EVERYWHERE,
    },
}
