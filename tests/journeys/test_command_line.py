"""The command line as somebody at the municipality meets it: files in, one JSON line, an exit code.

Each row of a table is one claim about one file. All are about quarters that are long over, with
the day said, so that they hold on any day.
"""

import json
import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command

from tests.plugins.processes import ROOT

COUNTS = "rows new changed unchanged missing left_out refused absent errors warnings"
KEYS = {*COUNTS.split(), "run", "trial"}
PARTS = ("new", "changed", "unchanged", "missing", "left_out", "refused")
TWELVE = ["OEK1", "OEK2", "OEK3", "OEK4", *(f"HR{number}" for number in range(1, 9))]
UNITS = """number;name;kind;parent_number;valid_from;valid_to
U1;Børne- og Ungdomsudvalget;udvalg;;;
D1;Direktionen;direktion;U1;;
A1;Område Skoler;område;D1;;
A2;Område Dagtilbud;område;D1;;
101;Bakkeskolen;skole;A1;;9999-12-31
102;Åskolen;skole;A1;;
0471;Solsikken;daginstitution;A2;;
900;Lukket Skole;skole;A1;;30-06-2025
901;Ny Skole;skole;A1;01-07-2025;
"""
HEADER = "unit_number;kpi;period;value;numerator;denominator;base\n"
ON = ("--on", "2025-12-01")


class Line:
    """``./manage.py`` in this process: the exit code, stdout's lines and the last as JSON."""

    def __init__(self, capsys, folder):
        self.capsys = capsys
        self.folder = folder
        self.files = 0

    def run(self, *arguments):
        self.capsys.readouterr()
        code = 0
        try:
            call_command(*map(str, arguments))
        except SystemExit as end:
            code = end.code
        except CommandError as refused:
            code = refused.returncode
        return code, self.capsys.readouterr().out

    def file(self, text):
        self.files += 1
        path = self.folder / f"fil{self.files}.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def take(self, command, text, *arguments):
        code, out = self.run(command, self.file(text), *arguments)
        said = json.loads(out.splitlines()[-1])
        assert said.keys() == KEYS
        assert said["rows"] == sum(said[part] for part in PARTS)
        assert said["run"] is None or code == 0
        return code, said, out

    def kpis(self, rows, *arguments, header=HEADER):
        return self.take("import_kpis", header + "\n".join(rows) + "\n", *arguments)

    def show(self, unit, *arguments):
        code, out = self.run("show_lines", "--unit", unit, "--format", "json", *arguments)
        assert code == 0
        lines = json.loads(out)
        assert [line["code"] for line in lines] == TWELVE
        return {line["code"]: line for line in lines}


@pytest.fixture
def manage(db, capsys, tmp_path):
    line = Line(capsys, tmp_path)
    assert line.take("import_units", UNITS)[0] == 0
    return line


COLOURS = [
    ("101", "OEK1", "-4", "MET"), ("101", "OEK1", "1,0", "MET"),
    ("101", "OEK1", "1,01", "PARTLY_MET"), ("101", "OEK1", "4", "PARTLY_MET"),
    ("101", "OEK1", "4,01", "NOT_MET"), ("101", "OEK1", "-4,01", "PARTLY_MET"),
    ("101", "OEK2", "95", "MET"), ("101", "OEK2", "94,99", "PARTLY_MET"),
    ("101", "OEK2", "79,99", "NOT_MET"), ("101", "OEK3", "1", "MET"),
    ("101", "OEK3", "3,01", "NOT_MET"), ("101", "OEK4", "99,9999", "PARTLY_MET"),
    ("101", "HR4", "30", "MET"), ("101", "HR4", "36", "PARTLY_MET"), ("101", "HR4", "37", "NOT_MET"),
    ("101", "HR5", "11,0", "MET"), ("101", "HR5", "14,0", "PARTLY_MET"),
    ("101", "HR5", "14,01", "NOT_MET"), ("0471", "HR5", "14,0", "MET"),
    ("0471", "HR5", "17,0", "PARTLY_MET"), ("0471", "HR5", "17,01", "NOT_MET"),
    ("101", "HR6", "15", "MET"), ("101", "HR6", "25,1", "NOT_MET"), ("0471", "HR6", "20", "MET"),
    ("101", "HR7", "5,5", "MET"), ("101", "HR7", "4,99", "NOT_MET"), ("101", "HR8", "64", "MET"),
    ("101", "HR8", "50", "PARTLY_MET"), ("101", "HR8", "49,9", "NOT_MET"),
]  # fmt: skip


@pytest.mark.parametrize(("unit", "code", "value", "status"), COLOURS)
def test_every_limit_is_inclusive_on_the_better_side(manage, unit, code, value, status):
    manage.kpis([f"{unit};{code};2025K3;{value};;;40"])

    assert manage.show(unit, *ON)[code]["status"] == status


WRITTEN = [
    ("1,2-", "-1.2"), ("(1,2)", "-1.2"), ("\u22121,2", "-1.2"), ("1,5 %", "1.5"), ("+1,8", "1.8"),
    ("\u00a01,9\u00a0", "1.9"), ("0", "0"), ("-0", "0"), ("0,0000001", "0.0000001"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "value"), WRITTEN)
def test_numbers_as_danes_and_their_systems_write_them(manage, written, value):
    manage.kpis([f'101;OEK1;2025K3;"{written}";;;'])

    assert manage.show("101", *ON)["OEK1"]["value"] == value


PERIODS = [
    "2025K3", "3. kvartal 2025", "2025-09", "30-09-2025", "30.09.2025", "2025-09-30", "09-2025",
    "202509", "september 2025", "Q3-25", "3. kvt. 2025", "juli-sept 2025",
]  # fmt: skip


@pytest.mark.parametrize("written", PERIODS)
def test_periods_as_people_write_them(manage, written):
    manage.kpis([f"101;HR6;{written};11;;;40"])

    assert manage.show("101", *ON)["HR6"]["period"] == "2025K3"


MISSING = [
    ("", "NO_DATA"), ("-", "NO_DATA"), ("..", "NO_DATA"), ("i.t.", "NO_DATA"), ("M", "NO_DATA"),
    ("ikke relevant", "NOT_RELEVANT"), ("*", "TOO_FEW"), ("<5", "TOO_FEW"),
]  # fmt: skip


@pytest.mark.parametrize(("word", "status"), MISSING)
def test_no_figure_is_kept_as_what_it_is_and_never_as_zero(manage, word, status):
    code, said, _out = manage.kpis([f"101;HR5;2025K3;{word};;;40"])

    shown = manage.show("101", *ON)["HR5"]
    assert (code, said["missing"], said["new"]) == (0, 1, 0)
    assert (shown["status"], shown["value"], shown["numerator"]) == (status, None, None)


REFUSED = [
    ("F020", "101;HR5;2025K3;ca. 7;;;40"), ("F020", "101;HR5;2025K3;NaN;;;40"),
    ("F021", "101;HR5;2025K3;;1.234;100;40"), ("F023", "101;HR5;2025K3;#DIV/0!;;;40"),
    ("F030", "101;HR5;2025K3;-1;;;40"), ("F031", "101;HR1;2025K3;250;;;40"),
    ("F034", "101;HR5;2025K3;10,03;1000;100;40"), ("F035", "101;HR5;2025K3;;10;0;40"),
    ("F040", "101;HR5;2099K3;10;;;40"), ("F043", "101;HR5;2025K5;10;;;40"),
    ("F044", "101;HR5;2025-08;10;;;40"), ("F044", "101;HR5;15-09-2025;10;;;40"),
    ("F050", "l01;HR5;2025K3;10;;;40"), ("F051", "900;HR5;2025K3;10;;;40"),
    ("F052", "901;HR5;2025K2;10;;;40"), ("F056", "101;HR9;2025K3;10;;;40"),
    ("F070", "101;HR1;2025K3;;50;60;40"), ("F080", "101;HR5;2025K3;010190-1234;;;40"),
]  # fmt: skip


@pytest.mark.parametrize(("finding", "row"), REFUSED)
def test_one_bad_row_refuses_the_whole_file_and_says_where(manage, finding, row):
    code, said, out = manage.kpis(["102;HR6;2025K3;10;;;40", row])

    told = next(line for line in out.splitlines() if line.startswith(f"Fejl {finding}: "))
    assert "Række 3, kolonne " in told
    assert "010190-1234" not in out
    assert (code, said["refused"], said["run"]) == (1, 2, None)
    assert manage.show("102", *ON)["HR6"]["status"] == "NO_DATA"


@pytest.mark.parametrize(
    ("base", "leader", "chief", "committee"),
    [("", *["TOO_FEW"] * 3), ("4", *["TOO_FEW"] * 3), ("9", "MET", "MET", "TOO_FEW"),
     ("10", *["MET"] * 3)],
)  # fmt: skip
def test_few_answers_are_hidden_by_who_looks(manage, base, leader, chief, committee):
    manage.kpis([f"101;HR7;2024;6;;;{base}"])

    for audience, status in zip(
        ("leader", "chief", "committee"), (leader, chief, committee), strict=True
    ):
        assert manage.show("101", *ON, "--audience", audience)["HR7"]["status"] == status


@pytest.mark.parametrize(
    ("row", "fresh", "stale"),
    [("101;HR5;2024K2;10;;;40", "2024-12-31", "2025-01-01"),
     ("101;HR2;2023;;1;1;1", "2025-03-31", "2025-04-01"),
     ("101;HR7;2022;6;;;40", "2025-02-28", "2025-03-01")],
)  # fmt: skip
def test_a_figure_grows_old_by_the_day_and_keeps_its_value(manage, row, fresh, stale):
    manage.kpis([row])
    code = row.split(";")[1]

    before, after = (manage.show("101", "--on", day)[code] for day in (fresh, stale))
    assert (before["status"], after["status"]) == ("MET", "STALE")
    assert before["value"] == after["value"]


def test_sums_use_the_lowest_level_and_undo_takes_them_back(manage):
    manage.kpis(["101;HR5;2025K3;;400;40;45", "102;HR5;2025K3;;900;60;65",
                 "A1;HR5;2025K3;20;;;200", "A2;HR5;2025K3;12;;;50",
                 "101;HR4;2025K3;20;;;", "102;HR4;2025K3;40;;;",
                 "101;OEK1;2025K3;2;;;100", "101;OEK3;2025K3;2;;;100"])  # fmt: skip
    top = manage.show("U1", *ON)
    assert (top["HR5"]["numerator"], top["HR5"]["denominator"]) == ("1900", "150")
    assert (top["HR4"]["value"], top["HR4"]["status"]) == ("50", "NOT_MET")
    assert (top["OEK1"]["status"], top["OEK3"]["status"]) == ("NO_DATA", "NO_DATA")
    assert manage.show("A1", *ON)["HR5"]["value"] == "20"

    said = manage.kpis(["0471;HR5;2025K3;;100;50;50"])[1]
    assert manage.show("D1", *ON)["HR5"]["numerator"] == "1400"
    assert manage.run("undo_import", said["run"])[0] == 0
    assert manage.show("D1", *ON)["HR5"]["numerator"] == "1900"
    assert manage.run("undo_import", said["run"])[0] == 1


def test_again_changed_undone_and_again(manage):
    first, second = ["101;HR6;2025K3;10;;;40"], ["101;HR6;2025K3;11;;;40"]
    run = manage.kpis(first)[1]["run"]
    again = manage.kpis(first)[1]
    assert (again["unchanged"], again["run"]) == (1, run)
    tried = manage.kpis(second, "--trial")[1]
    assert (tried["changed"], tried["run"], tried["trial"]) == (1, None, True)
    changed = manage.kpis(second)[1]["run"]
    assert manage.show("101", *ON)["HR6"]["run"] == changed
    manage.run("undo_import", changed)
    assert manage.show("101", *ON)["HR6"]["value"] == "10"
    assert manage.kpis(second)[1]["changed"] == 1


def test_what_a_refused_file_lacks_is_counted_as_it_is_said(manage):
    assert manage.kpis(["101;HR6;2025K3;10;;;40", "102;HR6;2025K3;x;;;40"])[1]["absent"] == 2
    assert manage.take("import_units", "number;name\n101;\n")[1]["absent"] == 7


@pytest.mark.parametrize(
    ("unit", "day", "code"),
    [("900", "2025-06-30", 0), ("900", "2025-07-01", 1),
     ("901", "2025-06-30", 1), ("901", "2025-07-01", 0), ("101", "1990-01-01", 0)],
)  # fmt: skip
def test_a_units_first_and_last_day(manage, unit, day, code):
    assert manage.run("show_lines", "--unit", unit, "--on", day)[0] == code


WRONG = [
    ["import_units"], ["import_units", "findes-ikke.csv"], ["import_kpis", "x.csv", "--ukendt"],
    ["show_lines"], ["show_lines", "--unit", "101", "--audience", "alle"],
    ["show_lines", "--unit", "101", "--on", "31-02-2026"], ["undo_import"], ["undo_import", "abc"],
    ["make_report", "--unit", "101"], ["invite_administrator"],
    ["make_report", "--unit", "101", "--period", "2025K3", "--out", "x.pdf", "--kind", "alt"],
    ["make_report", "--unit", "101", "--period", "hest", "--out", "x.pdf"],
]  # fmt: skip


@pytest.mark.parametrize("arguments", WRONG)
def test_wrong_arguments_exit_64(manage, arguments):
    assert manage.run(*arguments)[0] == 64


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", 2), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), 2), (b"%PDF-1.7\n", 2),
     (b"a;b\n1;2\n", 1)],
)  # fmt: skip
def test_what_is_no_table_is_2_and_what_is_another_table_is_1(manage, content, code):
    for command in ("import_units", "import_kpis"):
        found, said, _out = manage.take(command, content)
        assert (found, said["errors"] > 0, said["run"]) == (code, True, None)


def test_the_exit_code_reaches_the_shell():
    command = [sys.executable, "manage.py", "undo_import", "abc"]

    assert subprocess.run(command, cwd=ROOT, capture_output=True, check=False).returncode == 64
