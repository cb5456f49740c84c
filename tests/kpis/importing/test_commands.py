import json
import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command

from kpis.models import Measurement
from lederside.imports.models import ImportRun
from tests.kpis.importing.lines import long_file
from tests.plugins.processes import ROOT

KEYS = [
    "rows",
    "new",
    "changed",
    "unchanged",
    "missing",
    "left_out",
    "refused",
    "absent",
    "errors",
    "warnings",
    "run",
    "trial",
]
FILE = long_file("101;HR5;2026K1;10,5;20", "102;HR5;2026K1;12,5;30")


@pytest.fixture
def path(tmp_path, lilleby):
    def write(text, name="kvartal.csv"):
        path = tmp_path / name
        path.write_bytes(text.encode("cp1252"))
        return str(path)

    return write


def run(capsys, *arguments):
    """The exit code, the lines above the last, and the last as JSON."""
    code = 0
    try:
        call_command("import_kpis", *arguments)
    except SystemExit as end:
        code = end.code
    *lines, last = capsys.readouterr().out.splitlines()
    return code, lines, json.loads(last)


def test_a_file_is_taken_and_the_last_line_counts(path, capsys):
    code, _lines, said = run(capsys, path(FILE))

    assert (code, list(said), said["rows"], said["new"], said["trial"]) == (0, KEYS, 2, 2, False)
    assert said["run"] == ImportRun.objects.get().pk


def test_a_trial_stores_nothing(path, capsys):
    code, _lines, said = run(capsys, path(FILE), "--trial")

    assert (code, said["new"], said["run"], said["trial"], Measurement.objects.count()) == (
        0,
        2,
        None,
        True,
        0,
    )


def test_findings_stand_above_one_a_line_and_exit_1(path, capsys):
    code, lines, said = run(capsys, path(FILE.replace("12,5", "tolv").replace("101", "999")))

    assert (code, said["errors"], said["refused"], said["run"]) == (1, 2, 2, None)
    assert sum(line.startswith("Fejl F") for line in lines) == 2


def test_what_is_no_table_exits_2(path, capsys):
    code, _lines, said = run(capsys, path("%PDF-1.4 ..."))

    assert (code, said["errors"], said["rows"]) == (2, 1, 0)


def test_columns_target_and_period_are_told_on_the_line(path, capsys):
    file = path("Inst;Tal;Antal svar\n101;5,5;20\n")
    code, _lines, said = run(
        capsys,
        file,
        "--map",
        "unit_number=Inst",
        "--map",
        "value=Tal",
        "--kpi",
        "hr7",
        "--period",
        "1. kvartal 2026",
    )

    assert (code, said["new"]) == (0, 1)


@pytest.mark.parametrize(
    "arguments",
    [
        ["--kpi", "HR9"],
        ["--period", "i går"],
        ["--map", "HR9=a"],
        ["--map", "value"],
        ["--source", "ukendt"],
    ],
)
def test_wrong_arguments_exit_64(path, arguments):
    with pytest.raises(CommandError) as error:
        call_command("import_kpis", path(FILE), *arguments)

    assert error.value.returncode == 64


def test_a_file_that_is_not_there_exits_64(lilleby):
    with pytest.raises(CommandError) as error:
        call_command("import_kpis", "findes-ikke.csv")

    assert error.value.returncode == 64


def test_an_import_is_undone_once(path, capsys):
    _code, _lines, said = run(capsys, path(FILE))
    call_command("undo_import", str(said["run"]))
    assert capsys.readouterr().out == f"Indlæsning {said['run']} (kvartal.csv) er fortrudt.\n"

    with pytest.raises(CommandError, match="allerede fortrudt"):
        call_command("undo_import", str(said["run"]))
    with pytest.raises(CommandError, match="ingen indlæsning 0"):
        call_command("undo_import", "0")


def test_the_command_speaks_for_itself():
    done = subprocess.run(
        [sys.executable, "manage.py", "import_kpis", "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )

    assert "--already-protected" in done.stdout
