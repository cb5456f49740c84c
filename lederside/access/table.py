"""The table of rights in plain words, as a page that a non-programmer can judge."""

from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext as _

from lederside.access.permissions import BELOW, EVERYWHERE, NEAREST, OWN, Permission, Reach
from lederside.access.roles import GRANTS
from organisation.models import Assignment

_PAGE = """# Hvem må hvad

Siden er skrevet af `./manage.py write_access_table` ud fra `lederside/access/roles.py`. Ret den ikke her.

En ret følger af en rolle ved en enhed i en periode. Den dag perioden slutter, slutter retten; også
til gamle tal. Chef er ikke en rolle: lederen af en enhed med enheder under sig er deres chef. Den,
der har flere roller, har rettighederne fra dem alle. Det, man ikke har ret til, findes ikke (404);
en side, man slet ikke har brug for, siger det (403).

*This page is written from the code: who may do what, and how far it reaches.*

| Rolle | Må | Rækkevidde | I koden |
|---|---|---|---|
{rows}

## Ord

* **egen**: den enhed, rollen gælder
* **nærmeste**: enhederne lige under
* **alle under**: alle enheder længere nede
* **overalt**: hele kommunen
"""


def page() -> str:
    """The whole page in Markdown, ending with a newline."""
    return _PAGE.format(rows="\n".join(_rows()))


def _rows() -> Iterator[str]:
    for role in Assignment.Role:
        for permission, reach in GRANTS[role].items():
            code = f"`{role.value}` · `{permission.value}`"
            yield f"| {role.label} | {what(permission)} | {how_far(reach)} | {code} |"


def rights(assignments: Iterable[Assignment]) -> Sequence[str]:
    """What these assignments give, each right once: ``se måltallene for en enhed (egen)``."""
    told = [
        f"{what(permission)} ({how_far(reach)})"
        for assignment in assignments
        for permission, reach in GRANTS[Assignment.Role(assignment.role)].items()
    ]
    return list(dict.fromkeys(told))


def what(permission: Permission) -> str:
    """What one may, as the end of »Du må ...«."""
    return {
        Permission.KPI_VIEW: _("se måltallene for en enhed"),
        Permission.KPI_VIEW_SUMS: _("se summer af måltallene, aldrig én leders"),
        Permission.KPI_IMPORT: _("tage filer med tal ind og fortryde dem"),
        Permission.REPORT_MAKE: _("danne kvartalsrapporter"),
        Permission.MEETING_SHEET_MAKE: _("danne arket til dialogmødet"),
        Permission.ORGANISATION_EDIT: _("ændre enheder, personer og roller"),
        Permission.LIMITS_SET: _("sætte måltal og grænser"),
        Permission.MUNICIPALITY_EDIT: _("ændre kommunens navn, farve og logo"),
        Permission.TRAIL_VIEW: _("se, hvem der har gjort og set hvad"),
    }[permission]


def how_far(reach: Reach) -> str:
    """How far a right goes: ``egen og alle under``."""
    words = {
        OWN: _("egen"),
        NEAREST: _("nærmeste"),
        BELOW: _("alle under"),
        EVERYWHERE: _("overalt"),
    }
    return _(" og ").join(word for part, word in words.items() if part in reach)
