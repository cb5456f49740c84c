"""The demo follows today: it must be possible to build it on any day, and not slowly."""

from datetime import date
from time import perf_counter

import pytest

from kpis import picture
from kpis.lines import Audience
from kpis.status import Status
from lederside.demo import lilleby
from lederside.demo.calendar import Calendar
from organisation.tree import OrganisationTree


@pytest.mark.django_db
@pytest.mark.parametrize(
    "today",
    [date(2027, 1, 1), date(2027, 4, 3), date(2026, 7, 15), date(2028, 2, 29)],
    ids=str,
)
def test_it_is_built_on_any_day_in_a_few_seconds(today: date) -> None:
    begun = perf_counter()

    lilleby.build(today=today)

    assert perf_counter() - begun < 30
    calendar = Calendar(today)
    tree = OrganisationTree.on(today)
    bakkeskolen, merged = tree.by_number("101"), tree.by_number("112")
    assert bakkeskolen is not None
    assert merged is not None
    lines = picture.kpi_lines([bakkeskolen.pk], on=today, audience=Audience.LEADER, tree=tree)
    sickness = next(line for line in lines[bakkeskolen.pk] if line.kpi.code == "HR5")
    assert sickness.period == calendar.newest
    assert sickness.status == Status.NOT_MET
