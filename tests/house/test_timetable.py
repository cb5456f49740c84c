"""What the clock rings for exists."""

import pytest

from lederside.celery import app


@pytest.mark.parametrize("entry", app.conf.beat_schedule.values(), ids=lambda entry: entry["task"])
def test_each_time_on_the_timetable_names_a_task(entry):
    app.loader.import_default_modules()

    assert entry["task"] in app.tasks
