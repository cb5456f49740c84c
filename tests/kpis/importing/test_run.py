from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpis.importing import releasing, undoing
from kpis.models import Measurement, RolledUp
from lederside.audit.models import AuditEvent
from lederside.imports.models import ImportRun
from lederside.imports.result import Counts
from tests.kpis.importing.lines import NOW, codes, long_file, stored, take

FILE = long_file("101;HR5;2026K3;10,5;20", "102;HR5;2026K3;12,5;30")


@pytest.fixture(autouse=True)
def _organisation(lilleby):
    pass


def sums(code="HR5"):
    return {
        r.unit.number: (r.numerator, r.denominator, r.base, r.units)
        for r in RolledUp.objects.select_related("unit").filter(kpi__code=code)
    }


def test_a_file_becomes_measurements_a_run_and_sums():
    result = take(FILE)

    assert result.counts == Counts(rows=2, new=2, absent=2, warnings=1)
    assert stored() == [
        ("101", "HR5", "10.5", "210", "20", 20, None),
        ("102", "HR5", "12.5", "375", "30", 30, None),
    ]
    assert sums()["A1"] == (585, 50, 50, 2)
    assert sums()["U1"] == (585, 50, 50, 2)
    run = ImportRun.objects.get(pk=result.run)
    assert (run.periods, run.counts["new"], run.released_at) == (["2026K3"], 2, NOW)
    assert AuditEvent.objects.get().kind == "KPIS_IMPORTED"


def test_a_trial_says_the_same_as_the_real_one_and_stores_nothing():
    trial = take(FILE, trial=True)
    before = Measurement.objects.count(), ImportRun.objects.count(), RolledUp.objects.count()
    real = take(FILE)

    assert before == (0, 0, 0)
    assert trial.counts == real.counts
    assert trial.findings.as_dicts() == real.findings.as_dicts()
    assert list(trial.changes) == list(real.changes)
    assert (trial.run, trial.exit_code) == (None, 0)


def test_the_same_file_again_is_the_same_run():
    first = take(FILE)
    again = take(FILE)

    assert again.run == first.run
    assert again.counts == Counts(rows=2, unchanged=2, absent=2)
    assert ImportRun.objects.count() == 1


def test_the_same_figures_in_other_bytes_are_no_new_run():
    first = take(FILE)
    again = take(FILE.replace("10,5", "10,50"))

    assert (again.run, again.counts.unchanged, Measurement.objects.count()) == (first.run, 2, 2)


def test_a_correction_writes_only_what_changed():
    take(FILE)
    second = take(FILE.replace("12,5", "13,5"))

    assert (second.counts.changed, second.counts.unchanged) == (1, 1)
    assert Measurement.objects.count() == 3
    assert sums()["A1"] == (615, 50, 50, 2)
    assert [c.sentence for c in second.changes] == [
        "Åskolen, Sygefravær, 3. kvartal 2026: 12,5 bliver til 13,5"
    ]


def test_an_older_file_handed_in_again_counts_again():
    take(FILE)
    take(FILE.replace("12,5", "13,5"))
    third = take(FILE)

    assert third.counts.changed == 1
    assert sums()["A1"] == (585, 50, 50, 2)


def test_one_bad_row_among_two_hundred_stores_nothing(lilleby):
    rows = [
        f"{unit};{code};{year}K{quarter};50;20"
        for unit in ("101", "102", "201", "202")
        for code in ("HR1", "OEK4")
        for year in range(2019, 2026)
        for quarter in (1, 2, 3, 4)
    ][:200]
    result = take(long_file(*rows, "9999;HR5;2026K3;10;20"))

    assert (result.exit_code, result.run) == (1, None)
    assert (
        result.counts.as_dict()
        == Counts(rows=201, refused=201, errors=1, warnings=result.counts.warnings).as_dict()
    )
    assert codes(result) == ["F050"]
    assert (Measurement.objects.count(), ImportRun.objects.count()) == (0, 0)


def test_every_error_is_said_and_not_only_the_first():
    result = take(
        long_file("9999;HR5;2026K3;10;20", "101;HR9;2026K3;10;20", "102;HR5;2031K3;abc;-4")
    )

    assert sorted(codes(result)) == ["F020", "F040", "F050", "F056", "F070"]


def test_a_missing_figure_is_stored_with_its_kind_and_takes_over():
    take(FILE)
    result = take(long_file("101;HR5;2026K3;*;", "102;HR5;2026K3;;"))

    assert (result.counts.rows, result.counts.missing) == (2, 2)
    assert [row[2:] for row in stored() if row[2] is None] == [
        (None, None, None, None, 4),
        (None, None, None, None, 1),
    ]
    assert sums() == {}


def test_undone_the_figures_before_count_again():
    take(FILE)
    second = take(FILE.replace("12,5", "13,5"))
    undoing.undo(ImportRun.objects.get(pk=second.run), by=None, at=NOW)

    assert sums()["A1"] == (585, 50, 50, 2)
    assert AuditEvent.objects.filter(kind="IMPORT_UNDONE").count() == 1


def test_a_run_cannot_be_undone_twice_and_one_of_units_not_at_all():
    run = ImportRun.objects.get(pk=take(FILE).run)
    undoing.undo(run, by=None, at=NOW)
    with pytest.raises(undoing.NotPossible, match="allerede fortrudt"):
        undoing.undo(run, by=None, at=NOW)
    with pytest.raises(undoing.NotPossible, match="enheder"):
        undoing.undo(ImportRun(kind="UNITS"), by=None, at=NOW)


def test_an_undone_file_can_be_taken_again():
    first = take(FILE)
    undoing.undo(ImportRun.objects.get(pk=first.run), by=None, at=NOW)
    again = take(FILE)

    assert (again.counts.new, again.run != first.run) == (2, True)
    assert sums()["A1"] == (585, 50, 50, 2)


def test_days_of_review_keep_the_figures_out_of_the_sums_until_they_are_over():
    run = ImportRun.objects.get(pk=take(FILE, review_days=5).run)
    due = date(2026, 10, 25)
    assert (run.release_on, run.released_at, sums()) == (due, None, {})

    assert releasing.release_due(on=due - timedelta(days=1), at=NOW) == 0
    assert releasing.release_due(on=due, at=NOW) == 1
    assert releasing.release_due(on=due, at=NOW) == 0
    assert sums()["A1"] == (585, 50, 50, 2)
    assert AuditEvent.objects.filter(kind="IMPORT_RELEASED").count() == 1


def test_protected_by_the_source_is_a_change_of_the_same_figures():
    bare = long_file("101;HR7;2026K3;5,5;")
    take(bare)
    result = take(bare, already_protected=True)

    assert (result.counts.changed, result.counts.warnings) == (1, 1)


def test_a_file_with_cpr_numbers_is_refused_and_shows_none():
    result = take(
        long_file("101;HR5;2026K3;10;20", header="enhedsnummer;kode;periode;værdi;antal")
        + "\r\n102;HR5;2026K3;010190-1234;3"
    )

    assert codes(result) == ["F080"]
    assert "1234" not in str(result.findings.as_dicts())


def test_a_file_with_a_column_about_persons_is_refused():
    result = take(long_file("101;Per;HR5;2026K3;10;20", header="nr;leder;kode;periode;værdi;antal"))

    assert codes(result) == ["F081"]


CELL = st.sampled_from(["10,5", "", "*", "..", "abc", "1.234", "-3", "999", "7"])
UNIT = st.sampled_from(["101", "102", "201", "202", "9999", "I alt", ""])


@given(
    st.lists(st.tuples(UNIT, st.sampled_from(["HR5", "HR7", "OEK4"]), CELL), max_size=12),
    st.booleans(),
)
def test_each_row_is_taken_refused_or_left_out_and_counted_once(rows, trial):
    from django.db import transaction

    with transaction.atomic():
        result = take(long_file(*(f"{u};{k};2026K3;{v};20" for u, k, v in rows)), trial=trial)
        counts = result.counts
        written = Measurement.objects.count()
        transaction.set_rollback(True)

    fallen = (
        counts.new,
        counts.changed,
        counts.unchanged,
        counts.missing,
        counts.left_out,
        counts.refused,
    )
    assert sum(fallen) == counts.rows == len(rows)
    taken = not trial and not counts.errors
    assert written == (counts.new + counts.missing if taken else 0)
