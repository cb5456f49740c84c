"""What is said about a file: where, how bad, what, why and what to do.

A `Finding` has a `Place`; an `ImportLog` gathers findings, keeps the first thousand and counts all.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from unicodedata import category

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

SHOWN = 1000
LONGEST_VALUE = 40


class Severity(StrEnum):
    """How bad a finding is: an error stops the file, a warning asks, a note tells."""

    ERROR = "ERROR"
    WARNING = "WARNING"
    NOTE = "NOTE"


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a file. The row as Excel or an editor counts it; the column's header and letter."""

    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    letter: str | None = None

    def words(self) -> str:
        """The place in Danish, `Række 17, kolonne C »Sygefravær«`; empty when it is the file."""
        parts = [
            _("Ark »%s«") % visible(self.sheet) if self.sheet is not None else "",
            _("række %s") % self.row if self.row is not None else "",
            self._column_words(),
        ]
        words = ", ".join(part for part in parts if part)
        return words[:1].upper() + words[1:]

    def _column_words(self) -> str:
        name = f"»{visible(self.column)}«" if self.column else ""
        known = " ".join(part for part in (self.letter or "", name) if part)
        return _("kolonne %s") % known if known else ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to say about a file.

    `code` is short and stable (`F021`), `value` the text of the cell or None,
    `why` and `how` are whole Danish sentences, or the end of one about `value`.
    """

    severity: Severity
    code: str
    place: Place
    value: str | None
    why: str
    how: str = ""

    def sentence(self) -> str:
        """`Række 17, kolonne C »Sygefravær«: »1.234« kan læses på to måder. Skriv fx 1,2.`"""
        said = f"»{visible(self.value)}« {self.why}" if self.value is not None else self.why
        if not said.endswith((".", "?", "!")):
            said += "."
        place = self.place.words()
        said = f"{place}: {said}" if place else said
        return f"{said} {self.how}".rstrip()

    def as_dict(self) -> dict[str, str | int | None]:
        """The finding as plain values, for JSON and for the run's stored findings.

        Without NUL, which PostgreSQL cannot keep even in what a hostile header says.
        """
        plain: dict[str, str | int | None] = {
            "severity": self.severity.value,
            "code": self.code,
            "sheet": self.place.sheet,
            "row": self.place.row,
            "column": self.place.column,
            "letter": self.place.letter,
            "value": None if self.value is None else visible(self.value),
            "sentence": self.sentence(),
        }
        return {
            name: text.replace("\0", "") if isinstance(text, str) else text
            for name, text in plain.items()
        }


@dataclass(slots=True)
class ImportLog:
    """The findings of one file: the first thousand are kept, all are counted."""

    findings: list[Finding] = field(default_factory=list)
    _counts: Counter[Severity] = field(default_factory=Counter)

    def add(self, finding: Finding) -> None:
        """Keep the finding. An error is never crowded out by warnings: it takes the last one's place."""
        self._counts[finding.severity] += 1
        if len(self.findings) < SHOWN:
            self.findings.append(finding)
        elif finding.severity is Severity.ERROR:
            self._make_room_for(finding)

    def _make_room_for(self, finding: Finding) -> None:
        for index in range(len(self.findings) - 1, -1, -1):
            if self.findings[index].severity is not Severity.ERROR:
                del self.findings[index]
                self.findings.append(finding)
                return

    def error(
        self, code: str, place: Place, why: str, how: str = "", *, value: str | None = None
    ) -> None:
        self.add(Finding(Severity.ERROR, code, place, value, why, how))

    def warning(
        self, code: str, place: Place, why: str, how: str = "", *, value: str | None = None
    ) -> None:
        self.add(Finding(Severity.WARNING, code, place, value, why, how))

    def note(
        self, code: str, place: Place, why: str, how: str = "", *, value: str | None = None
    ) -> None:
        self.add(Finding(Severity.NOTE, code, place, value, why, how))

    @property
    def errors(self) -> int:
        return self._counts[Severity.ERROR]

    @property
    def warnings(self) -> int:
        return self._counts[Severity.WARNING]

    @property
    def notes(self) -> int:
        return self._counts[Severity.NOTE]

    def __len__(self) -> int:
        return self._counts.total()

    def __iter__(self) -> Iterator[Finding]:
        """As one reads the file, from the top."""
        return iter(sorted(self.findings, key=lambda finding: finding.place.row or 0))

    def left_unsaid(self) -> int:
        """How many findings were counted but not kept."""
        return len(self) - len(self.findings)

    def sentences(self) -> list[str]:
        """Every kept finding as a sentence, and how many more there were."""
        said = [finding.sentence() for finding in self]
        more = self.left_unsaid()
        if more:
            said.append(ngettext("… og %s til", "… og %s flere", more) % more)
        return said

    def as_dicts(self) -> list[dict[str, str | int | None]]:
        return [finding.as_dict() for finding in self]


def visible(text: str | None) -> str:
    """A cell's text so that it can be shown: at most 40 characters, what cannot be seen is spelled out."""
    if not text:
        return ""
    short = text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 1] + "…"
    return "".join(_shown(char) for char in short)


def _shown(char: str) -> str:
    if char in {"\u00a0", "\u202f"}:
        return " "
    if category(char) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}:
        return f"\\u{ord(char):04x}"
    return char
