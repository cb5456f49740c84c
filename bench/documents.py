"""Quarterly reports through the product, against bare WeasyPrint on the very same HTML.

Both make PDF/UA-1 with the same style sheet and fonts, read beforehand. Measured in seconds of
the processor, so that what else the machine does matters less.
"""

import time
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone

from bench.measuring import Figure, Figures, Part, Rounds, WrongAnswer, expect, interleaved
from bench.world import World, built
from kpis.lines import Audience
from organisation.models import Unit
from reports import filling, pdf
from reports.models import Report

GOAL = 1.15
REPORTS = 50
EACH_ROUND = 10


def run(rounds: int) -> Figures:
    """`rounds` below five make fewer reports than fifty, for a quick look."""
    world = built()
    rounds = min(rounds, REPORTS // EACH_ROUND)
    times = _times(world, rounds, at=timezone.now())
    each = times.milliseconds("product") / EACH_ROUND
    bare = times.milliseconds() / EACH_ROUND
    what = (
        f"{rounds * EACH_ROUND} quarterly reports from figures to PDF/UA-1 ({each:.0f} ms each) "
        f"against bare WeasyPrint on the same HTML ({bare:.0f} ms each)"
    )
    return {"documents": Figure(times.ratio("product"), what, GOAL, times.is_noisy)}


def _times(world: World, rounds: int, *, at: datetime) -> Rounds:
    batches = [
        world.schools[start : start + EACH_ROUND]
        for start in range(0, (rounds + 1) * EACH_ROUND, EACH_ROUND)
    ]
    ready = [[_html(unit, world, at) for unit in batch] for batch in batches]
    expect("different reports", len({html for batch in ready for html in batch}), (rounds + 1) * 10)
    waiting, coming = iter(ready), iter(batches)
    return interleaved(
        Part(lambda: [_bare(html) for html in next(waiting)], _are_documents),
        {
            "product": Part(
                lambda: [
                    pdf.render(_html(unit, world, at), created_at=at).content
                    for unit in next(coming)
                ],
                _are_documents,
            )
        },
        rounds=rounds,
        clock=time.process_time,
    )


def _html(unit: Unit, world: World, at: datetime) -> str:
    kind = Report.Kind.QUARTERLY
    return filling.html_of(kind, unit, world.quarter, Audience.DIRECTION, at=at)


def _bare(html: str) -> bytes:
    from weasyprint import HTML

    engine: Any = pdf._engine()  # noqa: SLF001 the same style sheet and fonts
    made: bytes = HTML(string=html, url_fetcher=engine.fetcher).write_pdf(
        stylesheets=[engine.stylesheet], font_config=engine.fonts, pdf_variant="pdf/ua-1"
    )
    return made


def _are_documents(made: Sequence[bytes]) -> None:
    expect("documents", len(made), EACH_ROUND)
    if not all(one.startswith(b"%PDF") and len(one) > 10_000 for one in made):
        raise WrongAnswer("a document is empty")
