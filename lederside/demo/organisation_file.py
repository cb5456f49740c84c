"""The units of Lilleby as the file that is handed in: who is there, under what, and led by whom.

Børne- og Ungdomsudvalget > Direktionen > three areas > schools and daycare institutions, among
them a cluster with three houses. All of it is invented.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lederside.demo.people import email_of

SCHOOL, DAYCARE, CLUSTER, AREA = "Skole", "Daginstitution", "Klynge", "Område"


@dataclass(frozen=True, slots=True)
class Place:
    """A unit of Lilleby. ``fte``: its full-time staff, 0 when it has no figures of its own."""

    number: str
    name: str
    kind: str
    parent: str
    leader: str
    fte: float = 0


CLUSTER_NORDVANG = Place("K21", "Klynge Nordvang", CLUSTER, "A2", "Karin Thorup", 51)

TOP: Sequence[Place] = [
    Place("U1", "Børne- og Ungdomsudvalget", "Udvalg", "", ""),
    Place("D1", "Direktionen", "Direktion", "U1", "Dorthe Hjort"),
    Place("A1", "Område Skoler", AREA, "D1", "Carsten Møller"),
    Place("A2", "Område Dagtilbud Nord", AREA, "D1", "Mette Lorenzen"),
    Place("A3", "Område Dagtilbud Syd", AREA, "D1", "Bjarne Krag"),
    CLUSTER_NORDVANG,
]
SCHOOLS: Sequence[Place] = [
    Place("101", "Bakkeskolen", SCHOOL, "A1", "Frida Krogh", 52),
    Place("102", "Åskolen", SCHOOL, "A1", "Erik Vang", 46),
    Place("103", "Vestervangskolen", SCHOOL, "A1", "Lone Dam", 61),
    Place("104", "Egelundskolen", SCHOOL, "A1", "Torben Riis", 55),
    Place("105", "Søndermarkskolen", SCHOOL, "A1", "Henrik Bach", 68),
    Place("106", "Kirkebjergskolen", SCHOOL, "A1", "Birthe Lund", 42),
    Place("107", "Havnebyskolen", SCHOOL, "A1", "Jesper Kold", 38),
    Place("108", "Mølleskolen", SCHOOL, "A1", "Anja Friis", 58),
    Place("109", "Ravnsholtskolen", SCHOOL, "A1", "Kasper Juhl", 34),
    Place("110", "Skovkantens Skole", SCHOOL, "A1", "Lise Munk", 74),
    Place("111", "Fyrtårnet, specialskole", SCHOOL, "A1", "Søren Kjær", 48),
    Place("115", "Østerbakken Skole", SCHOOL, "A1", "Pia Skov", 30),
]
DAYCARE_INSTITUTIONS: Sequence[Place] = [
    Place("201", "Solsikken", DAYCARE, "A2", "Per Dahl", 24),
    Place("203", "Mariehønen", DAYCARE, "A2", "Camilla Holst", 22),
    Place("204", "Regnbuen", DAYCARE, "A2", "Tina Overgaard", 28),
    Place("205", "Stjernehuset", DAYCARE, "A2", "Line Bruun", 17),
    Place("206", "Æblehaven", DAYCARE, "A2", "Rikke Storm", 26),
    Place("207", "Kastanjehuset", DAYCARE, "A2", "", 21),
    Place("208", "Nøddebo", DAYCARE, "A2", "Gudrun Hede", 5.2),
    Place("209", "Aabrinken", DAYCARE, "A2", "Michael Bang", 31),
    Place("210", "Elverhøj", DAYCARE, "A2", "Susanne Leth", 18),
    Place("211", "Spiren", DAYCARE, "K21", "Ditte Rask", 16),
    Place("212", "Tusindfryd", DAYCARE, "K21", "Maja Nygaard", 20),
    Place("213", "Vindmøllen", DAYCARE, "K21", "Jakob Ravn", 15),
    Place("301", "Grønnegården", DAYCARE, "A3", "Heidi Lind", 27),
    Place("302", "Humlebien", DAYCARE, "A3", "Trine Falk", 23),
    Place("303", "Skovbrynet", DAYCARE, "A3", "Anders Bøgh", 19),
    Place("304", "Søstjernen", DAYCARE, "A3", "Britta Sand", 25),
    Place("305", "Troldehøj", DAYCARE, "A3", "Mona Winkel", 22),
    Place("306", "Åkanden", DAYCARE, "A3", "Charlotte Rosen", 29),
    Place("307", "Myretuen", DAYCARE, "A3", "Kim Hedegaard", 16),
    Place("309", "Lærkereden", DAYCARE, "A3", "Simon Dalgas", 20),
    Place("310", "Kløverbo", DAYCARE, "A3", "Nanna Østergaard", 18),
    Place("311", "Pilehytten", DAYCARE, "A3", "Jette Worm", 21),
    Place("312", "Dybdalens Børnehus", DAYCARE, "A3", "Christian Ager", 33),
    Place("313", "Ællingen", DAYCARE, "A3", "Bodil Stage", 24),
    Place("314", "Smørblomsten", DAYCARE, "A3", "Peter Hvid", 17),
]
# They stand in the first file and are gone today.
MERGED: Sequence[Place] = [
    Place("113", "Nørre Skole", SCHOOL, "A1", "Ole Winther", 41),
    Place("114", "Sønder Skole", SCHOOL, "A1", "Grethe Bjerre", 36),
]
CLOSED = Place("308", "Børnehuset Mosevang", DAYCARE, "A3", "Inger Ploug", 14)
# These were opened by hand: a file cannot say that a unit governs itself.
SELF_GOVERNING = Place("202", "Ærtebo", DAYCARE, "A2", "Ida Lykke", 19)
SUCCESSOR = Place("112", "Aadalsskolen", SCHOOL, "A1", "Ole Winther", 76)

IN_THE_FILE = [*TOP, *SCHOOLS, *MERGED, *DAYCARE_INSTITUTIONS, CLOSED]
INSTITUTIONS = [
    CLUSTER_NORDVANG,
    *SCHOOLS,
    *MERGED,
    SUCCESSOR,
    *DAYCARE_INSTITUTIONS,
    CLOSED,
    SELF_GOVERNING,
]
GONE = frozenset(place.number for place in (*MERGED, CLOSED))
TODAY = [place for place in INSTITUTIONS if place.number not in GONE]

HEADERS = ["Nummer", "Navn", "Type", "Overordnet", "Leder", "Lederens e-mail"]


def units_file(places: Iterable[Place] = IN_THE_FILE) -> bytes:
    """The units as a Danish spreadsheet saves them: semicolons, and æ, ø and å in UTF-8."""
    rows = [
        [
            place.number,
            place.name,
            place.kind,
            place.parent,
            place.leader,
            email_of(place.leader) if place.leader else "",
        ]
        for place in places
    ]
    return csv_bytes([HEADERS, *rows])


def csv_bytes(rows: Iterable[Sequence[str]]) -> bytes:
    """Rows as CSV with a mark of order, as Excel writes and expects it."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode("utf-8-sig")
