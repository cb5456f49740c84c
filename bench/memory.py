"""How much memory the processes that stay alive take, after work that is like a day's."""

from collections.abc import Iterator
from contextlib import contextmanager

import psutil
from django.conf import settings
from django.utils import timezone

from bench import serving
from bench.measuring import Figure, Figures, expect
from bench.world import QUARTERS, SIZES, World, built, file_of
from kpis.lines import Audience
from lederside.imports.models import Upload
from reports import ordering
from reports.models import Report

PAGES = 200
REPORTS = 10
# A small server has 4 GB. Two web workers, two job workers, PostgreSQL and Redis must live there
# with half of it free for the file cache, so 150 MB for a web worker.
WEB_LIMIT = 150.0
# Pandas, Arrow and WeasyPrint are most of 200 MB before they have done anything; what an import
# and ten reports add must be given back, so that two workers stay well below one GB.
WORKER_LIMIT = 350.0


def run() -> Figures:
    world = built()
    return {
        "memory_web": Figure(
            _web(world), f"MB of a web worker that has shown {PAGES} pages", WEB_LIMIT
        ),
        "memory_worker": Figure(
            _worker(world),
            f"MB of a Celery worker that has taken in {sum(SIZES.values()) * 12:,} rows "
            f"and made {REPORTS} reports",
            WORKER_LIMIT,
        ),
    }


def _web(world: World) -> float:
    paths = ["/", f"/enhed/{world.school.pk}/", f"/maal/{world.school.pk}/HR5/", "/rapporter/"]
    session = serving.session_of(world.leader)
    with serving.web() as web:
        for at in range(PAGES):
            web.page(paths[at % len(paths)], session)
        web.page(f"/enheder/{world.area.pk}/", serving.session_of(world.chief))
        return _megabytes(web.worker)


def _worker(world: World) -> float:
    with serving.redis() as broker, _ringing(broker), serving.worker(broker) as child:
        _import(world)
        _reports(world)
        return _megabytes(child)


@contextmanager
def _ringing(broker: str) -> Iterator[None]:
    """This process orders; the worker hears of it."""
    from lederside.celery import app

    before = settings.CELERY_BROKER_URL
    settings.CELERY_BROKER_URL = broker
    app.conf.update(broker_url=broker)
    yield
    settings.CELERY_BROKER_URL = before
    app.conf.update(broker_url=before)


def _import(world: World) -> None:
    from kpis.importing import uploads
    from kpis.importing.options import Options
    from lederside.imports import uploads as handed_in

    # A quarter before all the others, so that no page becomes another.
    earlier = world.quarter.back(QUARTERS)
    upload = uploads.receive(
        file_of(earlier), name="kvartal.csv", options=Options(), by=world.chief, at=timezone.now()
    )
    _wait_until(upload, Upload.State.CHECKED)
    handed_in.ask_to_take(upload, by=world.chief, at=timezone.now())
    _wait_until(upload, Upload.State.TAKEN)
    expect("rows taken", upload.counts["new"], sum(SIZES.values()) * 12)


def _reports(world: World) -> None:
    ordered = [
        ordering.order(
            Report.Kind.QUARTERLY, unit, world.quarter, Audience.CHIEF,
            by=world.chief, at=timezone.now(),
        )
        for unit in world.schools[:REPORTS]
    ]  # fmt: skip
    made = Report.objects.filter(pk__in=[report.pk for report in ordered], made_at__isnull=False)
    serving.wait_for(lambda: made.count() == REPORTS, "the reports")


def _wait_until(upload: Upload, wanted: str) -> None:
    def is_so() -> bool:
        upload.refresh_from_db()
        return bool(upload.state == wanted)

    serving.wait_for(is_so, f"the file ({wanted})")


def _megabytes(process: psutil.Process) -> float:
    return round(process.memory_info().rss / 2**20, 1)
