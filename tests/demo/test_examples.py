"""The files in docs/eksempler fit the demo, whatever the day, and the faulty one is told why."""

from datetime import datetime
from pathlib import Path

import pytest
from django.utils import timezone

from kpis import picture
from kpis.importing.options import Options as FigureOptions
from kpis.importing.run import import_kpis
from kpis.lines import Audience
from kpis.status import Status
from lederside.demo import examples
from lederside.demo.calendar import Calendar
from lederside.imports.result import ImportResult
from organisation.importing.run import Options as UnitOptions
from organisation.importing.run import import_units
from organisation.tree import OrganisationTree

pytestmark = pytest.mark.django_db


def hand_in(name: str, demo: Calendar, *, trial: bool = True) -> ImportResult:
    return import_kpis(
        read(name),
        name=name,
        options=FigureOptions(period=demo.newest.code),
        by=None,
        at=now(),
        on=demo.today,
        trial=trial,
    )


def read(name: str) -> bytes:
    return Path(examples.FOLDER / name).read_bytes()


def now() -> datetime:
    return timezone.now()


@pytest.mark.parametrize("name", list(examples.files()))
def test_the_files_are_those_that_write_examples_writes(name: str) -> None:
    assert read(name) == examples.files()[name]


def test_the_quarter_has_all_twelve_for_all_who_are_there_and_no_remarks(demo: Calendar) -> None:
    result = hand_in("kvartal.csv", demo)

    assert result.findings.sentences() == []
    assert (result.counts.rows, result.counts.absent) == (472, 0)
    assert result.counts.changed > 100


def test_the_quarter_changes_colours(demo: Calendar) -> None:
    before = _statuses(demo)

    hand_in("kvartal.csv", demo, trial=False)

    after = _statuses(demo)
    assert (before["HR5"], after["HR5"]) == (Status.NOT_MET, Status.PARTLY_MET)
    assert (before["OEK2"], after["OEK2"]) == (Status.PARTLY_MET, Status.MET)


def test_the_faulty_one_is_refused_with_each_mistake_said_once(demo: Calendar) -> None:
    result = hand_in("kvartal-med-fejl.csv", demo)

    said = {finding.code: finding.place.row for finding in result.findings}
    assert result.refused
    assert said == {
        "F020": 3,  # no number
        "F050": 4,  # nobody knows the unit
        "F031": 5,  # more than can be
        "F034": 6,  # not numerator over denominator
        "F061": 8,  # the same again, otherwise
        "F051": 9,  # a school that went on as another
        "F053": 10,  # number and name of two schools
        "F056": 11,  # not one of the twelve
        "F070": 12,  # half a person
        "A070": 12,
        "F036": 13,  # a numerator alone
        "A014": 14,  # a sum
        "A060": 1,  # most of the municipality is not in it
    }


def test_the_units_are_those_of_today_with_one_more_and_one_new_name(demo: Calendar) -> None:
    result = import_units(
        read("enheder.csv"),
        name="enheder.csv",
        options=UnitOptions(from_day=demo.today),
        trial=True,
        by=None,
        at=now(),
    )

    assert result.findings.sentences() == []
    assert (result.counts.new, result.counts.changed, result.counts.absent) == (1, 1, 0)


def _statuses(demo: Calendar) -> dict[str, Status]:
    tree = OrganisationTree.on(demo.today)
    node = tree.by_number("101")
    assert node is not None
    found = picture.kpi_lines([node.pk], on=demo.today, audience=Audience.LEADER, tree=tree)
    return {line.kpi.code: line.status for line in found[node.pk]}
