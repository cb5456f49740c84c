"""What stands in each kind of printed document: ready Danish strings, no layout and no rules.

A template under `templates/reports/` shows one of these as the variable `content`; `reports.pdf`
makes the result a file.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils.safestring import SafeString

# Which of the four drawings in static/img/marks stands beside a status.
Mark = Literal["met", "partly_met", "not_met", "grey"]
_MARKS: dict[str, Mark] = {"MET": "met", "PARTLY_MET": "partly_met", "NOT_MET": "not_met"}


def mark_of(status: str) -> Mark:
    """The drawing for a status such as "MET"; what is not judged is grey."""
    return _MARKS.get(status, "grey")


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusCount:
    """How many of the twelve have a status."""

    mark: Mark
    word: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportLine:
    """One of the twelve in the table. `sparkline` is an SVG with a title, if there is one."""

    name: str
    mark: Mark
    status_word: str
    result: str
    target: str
    change: str
    sparkline: SafeString | None = None
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineGroup:
    """The lines under one heading, e.g. Økonomi."""

    name: str
    lines: Sequence[ReportLine]


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkingPoint:
    """A figure worth talking about (da: værd at tale om), red and yellow first.

    `target` may be empty. `reading` says in a sentence what has happened. `span` tells which periods the curve covers.
    `questions` are for the meeting sheet.
    """

    name: str
    mark: Mark
    status_word: str
    result: str
    target: str
    reading: str = ""
    sparkline: SafeString | None = None
    span: str = ""
    questions: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A label and its value: a fact about the unit, or a note with its explanation."""

    label: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarterlyReport:
    """The quarterly report of one unit (da: kvartalsrapport).

    `facts` stand under the name (leader, area ...), `notes` last (definitions, limits, why a
    figure is Forældet), `source` says which import the figures came from, `made` when the
    document was made.
    """

    municipality: str
    unit: str
    period: str
    facts: Sequence[Fact]
    summary: Sequence[str]
    counts: Sequence[StatusCount]
    talking_points: Sequence[TalkingPoint]
    groups: Sequence[LineGroup]
    notes: Sequence[Fact]
    source: str
    made: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingSheet:
    """One page for a dialogue meeting (da: dialogmøde).

    `held_on` empty leaves a line for the date. At most three `points` go in depth; `others` are
    the rest of the red and yellow figures. At most
    three `questions`, to any meeting; those to a figure stand in its point.
    """

    municipality: str
    unit: str
    leader: str
    leader_above: str
    period: str
    held_on: str
    points: Sequence[TalkingPoint]
    others: Sequence[ReportLine]
    questions: Sequence[str]
    made: str
