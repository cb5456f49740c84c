"""The files in ``docs/eksempler``: for a stranger to hand in to the demo, whatever the day.

None of them says a period, because Lilleby's days follow today: it is chosen on the page, or with
``--period``. ``manage.py write_examples`` writes them.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from lederside.demo import figures, people
from lederside.demo import organisation_file as places
from lederside.demo.organisation_file import Place
from lederside.demo.stories import NEWEST

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "eksempler"
HEADERS = [header for header in figures.HEADERS if header != "Periode"]
_PERIOD_AT = figures.HEADERS.index("Periode")

# One of each of the usual mistakes, among rows that are as they should be.
_WITH_MISTAKES = [
    ["101", "Bakkeskolen", "HR5", "13,60", "707,2", "52,0", "61"],
    ["102", "Åskolen", "HR5", "12,x", "", "", "54"],
    ["999", "Solsikkeskolen", "HR5", "11,20", "", "", "40"],
    ["103", "Vestervangskolen", "HR1", "190,00", "", "", "64"],
    ["104", "Egelundskolen", "HR6", "12,00", "11", "64", "64"],
    ["105", "Søndermarkskolen", "HR5", "10,10", "", "", "80"],
    ["105", "Søndermarkskolen", "HR5", "11,10", "", "", "80"],
    ["113", "Nørre Skole", "HR5", "10,40", "", "", "48"],
    ["106", "Åskolen", "HR5", "10,40", "", "", "49"],
    ["107", "Havnebyskolen", "HR9", "5,20", "", "", "44"],
    ["108", "Mølleskolen", "HR7", "5,40", "", "", "3,5"],
    ["109", "Ravnsholtskolen", "OEK1", "", "120000", "", ""],
    ["", "I alt", "HR5", "10,90", "", "", "540"],
]


def files() -> dict[str, bytes]:
    """Each file's name and content."""
    return {
        "enheder.csv": places.units_file(_units()),
        "kvartal.csv": places.csv_bytes([HEADERS, *_quarter()]),
        "kvartal-med-fejl.csv": places.csv_bytes([HEADERS, *_WITH_MISTAKES]),
    }


def _quarter() -> Iterator[list[str]]:
    """All twelve for all who are there today, as a good quarter would make them."""
    for fact in figures.handed_in(places.TODAY, NEWEST + 1):
        cells = fact.cells()
        yield cells[:_PERIOD_AT] + cells[_PERIOD_AT + 1 :]


def _units() -> Iterator[Place]:
    """Lilleby as it is today, with one new daycare institution and one new name."""
    leaders = {"101": people.SANNE, "104": people.MALENE}
    for place in [*places.TOP, *places.TODAY[1:]]:
        if place.number == "310":
            yield replace(place, name="Kløverbo Naturbørnehus")
        else:
            yield replace(place, leader=leaders.get(place.number, place.leader))
    yield Place("315", "Snurretoppen", places.DAYCARE, "A3", "Laura Engberg")
