"""Two people at once, with real transactions in real processes of the database."""

import threading

import pytest
from django.db import connection, connections

from kpis.models import Measurement, RolledUp
from lederside.imports.models import ImportRun
from tests.kpis.importing.lines import long_file, take
from tests.plugins.counts import count


def at_once(*files):
    """Hand in all files in the same moment; returns what came of them."""
    gate = threading.Barrier(len(files))
    results = {}

    def hand_in(order, file):
        try:
            gate.wait()
            results[order] = take(file)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=hand_in, args=pair) for pair in enumerate(files)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [results[order] for order in sorted(results)]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_imports_of_a_quarter_end_with_exactly_one_newest(lilleby):
    for _time in range(count(3, 50)):
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE kpis_measurement, kpis_rolledup, imports_importrun CASCADE")
        files = [
            long_file(f"101;HR5;2026K3;{value};20", "102;HR5;2026K3;9;20") for value in (10, 11)
        ]

        results = at_once(*files)

        newest = ImportRun.objects.newest_first()[0].pk
        assert sorted(r.counts.new for r in results) == [0, 2]
        assert sorted(r.counts.changed for r in results) == [0, 1]
        assert Measurement.objects.count() == 3
        value = Measurement.objects.get(run_id=newest, unit=lilleby.bakkeskolen).value
        assert RolledUp.objects.get(unit=lilleby.skoler).numerator == 20 * (value + 9)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_the_same_file_twice_at_once_is_one_run(lilleby):
    file = long_file("101;HR5;2026K3;10;20", "102;HR5;2026K3;9;20")

    results = at_once(file, file)

    assert len({result.run for result in results}) == ImportRun.objects.count() == 1
    assert Measurement.objects.count() == 2
