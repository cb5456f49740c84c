"""The command line's contract: arguments, exit codes, and the last line of stdout."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from organisation.models import Unit, UnitName

ROOT = Path(__file__).parents[2]
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


@pytest.fixture
def write(tmp_path):
    def written(text: str, name: str = "enheder.csv") -> str:
        file = tmp_path / name
        file.write_text(text, encoding="utf-8")
        return str(file)

    return written


@pytest.fixture
def run(capsys):
    """Run the command; gives the exit code, the lines of findings, and the JSON object."""

    def ran(*arguments: str) -> tuple[int, list[str], dict]:
        code = 0
        try:
            call_command("import_units", *arguments)
        except SystemExit as end:
            code = end.code
        *lines, last = capsys.readouterr().out.splitlines()
        return code, lines, json.loads(last)

    return ran


def shell(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", "import_units", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_file_that_is_taken_ends_with_the_twelve_keys_and_zero(db, run, write):
    code, lines, result = run(write("nummer;navn;type\n101;Bakken;Skole\n102;Åen;Skole"))

    assert (code, lines, list(result)) == (0, [], KEYS)
    assert (result["new"], result["trial"], Unit.objects.count()) == (2, False, 2)
    assert isinstance(result["run"], int)


def test_a_clean_trial_is_zero_and_stores_nothing(db, run, write):
    code, _lines, result = run(write("nummer;navn\n101;Bakken"), "--trial")

    assert (code, result["run"], result["trial"], Unit.objects.count()) == (0, None, True, 0)


def test_the_same_file_again_is_the_earlier_run(db, run, write):
    file = write("nummer;navn\n101;Bakken")
    _code, _lines, first = run(file)

    code, _lines, again = run(file)

    assert (code, again["run"], again["unchanged"], again["new"]) == (0, first["run"], 1, 0)


def test_warnings_do_not_stop_the_command_line(db, run, write):
    code, lines, result = run(write("nummer;navn;type;leder\n101;Bakken;Skole;Bo"))

    assert (code, result["warnings"], result["new"]) == (0, 1, 1)
    assert lines == [
        "Advarsel A131: Række 2, kolonne D »leder«: »Bo« er leder uden e-mail og får derfor ikke "
        "adgang. Tilføj lederens e-mail."
    ]


def test_findings_stand_one_a_line_above_and_the_code_is_one(db, run, write):
    code, lines, result = run(
        write("nummer;navn;type\n101;Bakken;Skole\n101;Åen;Skole\n102;;Skole")
    )

    assert (code, result["run"], result["errors"], result["refused"]) == (1, None, 2, 3)
    assert [line.split(":")[0] for line in lines] == ["Fejl F061", "Fejl F127"]


def test_a_file_without_a_header_is_read_and_refused(db, run, write):
    code, _lines, result = run(write("101;202\n102;203\n103;204"))

    assert (code, result["run"]) == (1, None)


@pytest.mark.parametrize("content", ["", "%PDF-1.7 ..."])
def test_what_is_no_table_is_two(db, run, write, content):
    code, lines, result = run(write(content))

    assert (code, result["errors"], result["rows"], len(lines)) == (2, 1, 0, 1)


def test_a_column_may_have_the_sign_in_its_name(db, run, write):
    file = write("a=b;Hvad\n101;Bakken")

    code, _lines, _result = run(file, "--map", "number=A=B", "--map", "name=hvad")

    assert (code, Unit.objects.get().number) == (0, "101")


def test_the_day_of_changes_is_written_as_people_write(lilleby, run, write):
    file = write("nummer;navn\n101;Ny Bakkeskole")

    run(file, "--from", "1. august 2027")

    begins = UnitName.objects.get(name="Ny Bakkeskole").valid_from
    assert begins.isoformat() == "2027-08-01"


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["--map", "farve=Navn"], "»farve« er ikke et felt."),
        (["--map", "navn"], "»navn« skal skrives som FELT=KOLONNE"),
        (["--map", "name=A", "--map", "name=B"], "»name« er angivet mere end én gang"),
        (["--from", "i morgen"], "»i morgen« er ikke en dato"),
        (["--source", "ukendt"], "ukendt"),
        (["--source", "skabelon", "--map", "name=A"], "not allowed with"),
        (["--nej"], "--nej"),
    ],
)
def test_wrong_arguments_are_64(db, write, arguments, why):
    file = write("nummer;navn\n101;Bakken")

    with pytest.raises(CommandError) as error:
        call_command("import_units", file, *arguments)

    assert error.value.returncode == 64
    assert why in str(error.value)


def test_exit_codes_reach_the_shell(tmp_path):
    (tmp_path / "tom.csv").touch()

    empty = shell(str(tmp_path / "tom.csv"), "--trial")
    nowhere = shell(str(tmp_path / "findes-ikke.csv"))
    nothing = shell()

    assert (empty.returncode, nowhere.returncode, nothing.returncode) == (2, 64, 64)
    assert json.loads(empty.stdout.splitlines()[-1])["trial"] is True
    assert "den findes ikke" in nowhere.stderr
