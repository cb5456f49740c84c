import json

from lederside.imports.log import Finding, ImportLog, Place, Severity
from lederside.imports.result import Counts, ImportResult


def test_the_json_is_one_line_with_the_twelve_keys():
    result = ImportResult(Counts(rows=2, new=2), ImportLog(), run=7, trial=False)

    assert result.as_json().count("\n") == 0
    assert list(json.loads(result.as_json()).items()) == [
        ("rows", 2),
        ("new", 2),
        ("changed", 0),
        ("unchanged", 0),
        ("missing", 0),
        ("left_out", 0),
        ("refused", 0),
        ("absent", 0),
        ("errors", 0),
        ("warnings", 0),
        ("run", 7),
        ("trial", False),
    ]


def test_a_refused_file_refuses_all_its_rows_but_the_sums():
    log = ImportLog()
    log.add(Finding(Severity.ERROR, "F020", Place(row=2), None, "Fejl"))
    log.add(Finding(Severity.WARNING, "A010", Place(row=3), None, "Advarsel"))

    result = ImportResult(Counts.of_refused(10, log, left_out=1), log, run=None, trial=False)

    assert (result.exit_code, result.refused) == (1, True)
    assert result.counts == Counts(rows=10, left_out=1, refused=9, errors=1, warnings=1)
