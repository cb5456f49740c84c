"""Who lives in Lilleby, and whom a visitor may log in as. Nobody here is real.

Sanne leads Bakkeskolen, Carsten the schools, Dorthe everything; Erik is the neighbour.
"""

from collections.abc import Sequence
from typing import NamedTuple

from organisation.models import Assignment

# Only Lilleby's: nothing is built with it outside the demo.
PASSWORD = "en-lang-og-god-adgangskode"  # noqa: S105 printed for the visitor on purpose
DOMAIN = "lilleby.example"

Role = Assignment.Role


class Introduction(NamedTuple):
    """Somebody a visitor may log in as, and what is worth seeing as them."""

    email: str
    password: str
    role: str
    what: str


# Those who lead nothing; the leaders come with the file of units.
ROLES: Sequence[tuple[str, Role, str | None]] = [
    ("Uffe Brandt", Role.COMMITTEE_MEMBER, "U1"),
    ("Bente Høj", Role.COMMITTEE_MEMBER, "U1"),
    ("Mads Elkær", Role.COMMITTEE_MEMBER, "U1"),
    ("Fatima Aydin", Role.COMMITTEE_MEMBER, "U1"),
    ("Preben Rosenkvist", Role.COMMITTEE_MEMBER, "U1"),
    ("Signe Nord", Role.COMMITTEE_SECRETARY, "U1"),
    ("Hanne Bro", Role.HR_CONSULTANT, "A1"),
    ("Økke Thygesen", Role.ECONOMY_CONSULTANT, "A2"),
    ("Danni Vest", Role.DATA_OWNER, None),
    ("Stig Poulsen", Role.DEPUTY, "101"),
    ("Vibeke Hald", Role.ACTING_LEADER, "207"),
]
ADMINISTRATOR = "Anna Kjærgaard"
SANNE, MALENE = "Sanne Holm", "Malene Toft"

_INTRODUCED = [
    (
        SANNE,
        "Skoleleder, Bakkeskolen",
        "Begyndte ved nytår. Sygefravær og merforbrug er steget sammen, og i år vender det måske.",
    ),
    (
        MALENE,
        "Ny skoleleder, Egelundskolen",
        "Begyndte 1. august. De fleste mål er i orden, men MUS nåede ikke at blive holdt i foråret.",
    ),
    (
        "Per Dahl",
        "Institutionsleder, Solsikken",
        "Et sted, hvor det går godt: se, hvad andre kan lære af.",
    ),
    (
        "Gudrun Hede",
        "Institutionsleder, Nøddebo",
        "Seks ansatte: se, hvordan portalen passer på de få, der har svaret.",
    ),
    (
        "Carsten Møller",
        "Områdechef, Område Skoler",
        "Tretten skoler ved siden af hinanden, efter navn og aldrig efter farve. "
        "Aadalsskolen blev til ved en sammenlægning sidste år.",
    ),
    (
        "Dorthe Hjort",
        "Direktør, Direktionen",
        "Tre områder: det samlede tal og spredningen bag det.",
    ),
    (
        "Uffe Brandt",
        "Medlem, Børne- og Ungdomsudvalget",
        "Kun samlede tal, aldrig en enkelt leders.",
    ),
    (
        "Signe Nord",
        "Sekretær, Børne- og Ungdomsudvalget",
        "Det samme som udvalget, og senere udvalgets beslutninger.",
    ),
    (
        "Hanne Bro",
        "HR-konsulent, Område Skoler",
        "De skoler, hun hjælper: begynd med Bakkeskolen.",
    ),
    (
        "Danni Vest",
        "Dataejer",
        "Indlæsning af tal: prøv docs/eksempler/kvartal.csv, og fortryd den igen.",
    ),
    (
        ADMINISTRATOR,
        "Administrator",
        "Enheder, roller, måltal og grænser, indlæsninger og sporet over alt, der er sket.",
    ),
]


def introductions() -> list[Introduction]:
    """Whom a visitor may log in as: e-mail, password, role and what to look for."""
    return [Introduction(email_of(name), PASSWORD, role, what) for name, role, what in _INTRODUCED]


def email_of(name: str) -> str:
    """``Økke Thygesen`` has the address ``oekke@lilleby.example``."""
    first = name.split(maxsplit=1)[0].lower()
    for letter, plain in (("æ", "ae"), ("ø", "oe"), ("å", "aa")):
        first = first.replace(letter, plain)
    return f"{first}@{DOMAIN}"
