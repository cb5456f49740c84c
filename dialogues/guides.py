"""The two guides (da: HR-guide, økonomiguide): questions that help a dialogue along.

The questions are inspiration, never a checklist, and stand in `guide_questions.yaml`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import chain, zip_longest
from pathlib import Path
from types import MappingProxyType

import yaml

_FILE = Path(__file__).with_name("guide_questions.yaml")


class Guide(StrEnum):
    COMMON = "COMMON"
    ECONOMY = "ECONOMY"
    HR = "HR"


@dataclass(frozen=True, slots=True)
class GuideQuestion:
    """One question. `kpi` is the code of the figure it is about; None for those to any meeting."""

    guide: Guide
    kpi: str | None
    text: str


@dataclass(frozen=True, slots=True)
class QuestionBank:
    version: str
    common: tuple[GuideQuestion, ...]
    by_kpi: Mapping[str, tuple[GuideQuestion, ...]]


@cache
def bank() -> QuestionBank:
    """All questions, read once a process."""
    data = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    by_kpi = {
        code: tuple(GuideQuestion(_guide_of(code), code, text) for text in texts)
        for code, texts in data["kpis"].items()
    }
    common = tuple(GuideQuestion(Guide.COMMON, None, text) for text in data["common"])
    return QuestionBank(data["version"], common, MappingProxyType(by_kpi))


def questions_for(codes: Sequence[str], *, most: int) -> list[GuideQuestion]:
    """At most `most` questions for a meeting about the figures `codes`, the weightiest code first.

    An open question begins. Then each figure has its first question before any has its second;
    the other open questions fill up. A code twice counts once. Raises KeyError for a code
    that is not one of the twelve.
    """
    opening, *others = bank().common
    turns = zip_longest(*(bank().by_kpi[code] for code in dict.fromkeys(codes)))
    chosen: Iterator[GuideQuestion | None] = chain([opening], chain.from_iterable(turns), others)
    return [question for question in chosen if question is not None][: max(most, 0)]


def _guide_of(code: str) -> Guide:
    return Guide.ECONOMY if code.startswith("OEK") else Guide.HR
