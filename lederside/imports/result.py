"""What came of a file: the counts, the findings and the run. The same for units and figures."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

from lederside.imports.log import Finding, ImportLog


@dataclass(slots=True)
class Counts:
    """How the rows of a file fell out; `rows` is always the sum of the six after it.

    `missing`: cells that say there is no figure. `left_out`: rows that are no data, such as sums.
    `refused`: a file with an error is refused whole, so all its other rows stand here, never half
    of them under `new`. `absent`: known units that the file lacks, outside the sum.
    """

    rows: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    missing: int = 0
    left_out: int = 0
    refused: int = 0
    absent: int = 0
    errors: int = 0
    warnings: int = 0

    def as_dict(self) -> dict[str, int]:
        return asdict(self)

    @classmethod
    def of_refused(
        cls, rows: int, log: ImportLog, *, left_out: int = 0, absent: int = 0
    ) -> "Counts":
        """The counts of a file that is refused: all its rows, but those that are no data."""
        return cls(
            rows=rows,
            left_out=left_out,
            refused=rows - left_out,
            absent=absent,
            errors=log.errors,
            warnings=log.warnings,
        )


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that the file changes: which unit or fact, what sort of change, and a sentence."""

    number: str
    what: str
    sentence: str

    def as_dict(self) -> dict[str, str]:
        return {"number": self.number, "what": self.what, "sentence": self.sentence}


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What came of a file. `run` is the key of the run it became, or already was; None if neither.

    `changes` are ready for the preview, in the order of the file.
    """

    counts: Counts
    findings: ImportLog
    run: int | None
    trial: bool
    changes: Sequence[Change] = field(default_factory=list)

    @classmethod
    def of_unreadable(cls, finding: Finding, *, trial: bool) -> "ImportResult":
        """What came of a file that is no table: nothing but the reason."""
        log = ImportLog()
        log.add(finding)
        return cls(Counts(errors=log.errors), log, run=None, trial=trial)

    @property
    def refused(self) -> bool:
        return self.counts.errors > 0

    @property
    def exit_code(self) -> int:
        """0 when the file was taken, or would be; 1 when it was refused."""
        return 1 if self.refused else 0

    def as_json(self) -> str:
        """The twelve keys of the command line's contract as one line."""
        return json.dumps({**self.counts.as_dict(), "run": self.run, "trial": self.trial})
