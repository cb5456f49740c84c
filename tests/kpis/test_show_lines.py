import json
import sys
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.core.management.base import OutputWrapper

from kpis.limits import Place, set_target
from kpis.management.commands.show_lines import Command
from tests.kpis.figures import decided, measured, series, summed

KEYS = [
    *("code", "name", "period", "value", "unit", "status", "status_word"),
    *("target", "numerator", "denominator", "run"),
]
ON = ("--on", "2026-11-22")


def shown(number, *more):
    out = StringIO()
    call_command("show_lines", "--unit", number, *more, stdout=out)
    return out.getvalue()


def lines(number, *more):
    found = json.loads(shown(number, *(more or ON)))
    return {line["code"]: line for line in found}


def test_json_is_always_twelve_objects_in_order(lilleby):
    found = json.loads(shown("101"))

    assert [line["code"] for line in found] == [
        *("OEK1", "OEK2", "OEK3", "OEK4"),
        *(f"HR{number}" for number in range(1, 9)),
    ]
    assert {tuple(line) for line in found} == {tuple(KEYS)}


def test_decimals_are_plain_strings_with_a_point(lilleby):
    set_target(Place("HR5", 2026), Decimal("14.50"), decided=decided())
    run = measured(lilleby.bakkeskolen, "HR5", n="1780.00", d="100.0")
    measured(lilleby.bakkeskolen, "OEK1", "-0.0", n="0", d="1E+7")

    found = lines("101")

    assert found["HR5"] == {
        "code": "HR5",
        "name": "Sygefravær",
        "period": "2026K3",
        "value": "17.8",
        "unit": "dagsværk pr. fuldtidsansat",
        "status": "NOT_MET",
        "status_word": "Ikke opfyldt",
        "target": "14.5",
        "numerator": "1780",
        "denominator": "100",
        "run": run.pk,
    }
    assert (found["OEK1"]["value"], found["OEK1"]["denominator"]) == ("0", "10000000")


def test_what_is_hidden_has_no_figures(lilleby):
    measured(lilleby.bakkeskolen, "HR5", n=40, d=4, base=4)

    chief = lines("101")["HR5"]
    leader = lines("101", *ON, "--audience", "leader")["HR5"]

    assert (chief["value"], chief["numerator"], chief["denominator"]) == (None, None, None)
    assert (chief["status"], chief["status_word"]) == ("TOO_FEW", "For få svar")
    assert (leader["value"], leader["numerator"], leader["denominator"]) == ("10", "40", "4")


def test_a_committee_needs_ten(lilleby):
    summed(lilleby.skoler, "HR5", 100, 9, base=9)

    assert lines("A1", *ON, "--audience", "committee")["HR5"]["status"] == "TOO_FEW"
    assert lines("A1")["HR5"]["status"] == "MET"


def test_a_stale_figure_keeps_its_value(lilleby):
    measured(lilleby.bakkeskolen, "HR5", "9.5", at="2026K1")

    stale = lines("101", "--on", "01-10-2026")["HR5"]

    assert (stale["status"], stale["status_word"], stale["value"]) == ("STALE", "Forældet", "9.5")


def test_without_a_day_it_is_today(lilleby):
    measured(lilleby.bakkeskolen, "HR5", "9.5", at="2020K1")

    found = {line["code"]: line for line in json.loads(shown("101"))}

    assert found["HR5"]["status"] == "STALE"


@pytest.mark.parametrize("day", ["1900-01-01", "31-12-2099"])
def test_far_away_days_have_an_answer_too(lilleby, day):
    measured(lilleby.bakkeskolen, "HR5", "9.5")

    assert len(json.loads(shown("101", "--on", day))) == 12


def test_the_table_is_for_people(lilleby):
    series(lilleby.bakkeskolen, "HR5", ["18.3", "17.8"])

    table = shown("101", *ON, "--format", "table").replace("\u00a0", " ").splitlines()

    assert table[0] == "Bakkeskolen (101), 22. november 2026"
    assert table[2].split() == ["Mål", "Status", "Resultat", "Måltal", "Ændring", "Periode"]
    assert " ".join(table[12].split()) == (
        "Sygefravær Ikke opfyldt 17,8 dagsværk – −0,5 bedre 3. kvartal 2026"
    )
    assert len(table) == 16


def test_an_unknown_unit_exits_1_with_a_sentence(lilleby, capsys):
    with pytest.raises(SystemExit) as ended:
        call_command("show_lines", "--unit", "999", *ON)

    said = capsys.readouterr()
    assert ended.value.code == 1
    assert said.out == ""
    assert said.err.replace("\u00a0", " ") == (
        "Der er ingen enhed med nummer »999« den 22. november 2026.\n"
    )


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--unit", "101", "--on", "i går"],
        ["--unit", "101", "--audience", "direction"],
        ["--unit", "101", "--format", "xml"],
        ["--unit", "101", "--year", "2026"],
    ],
)
def test_wrong_arguments_exit_64(arguments, capsys):
    with pytest.raises(SystemExit) as ended:
        Command(stderr=OutputWrapper(sys.stderr)).run_from_argv(
            ["manage.py", "show_lines", *arguments]
        )

    assert ended.value.code == 64


def test_a_caller_in_code_is_told_of_wrong_arguments():
    with pytest.raises(CommandError) as refused:
        call_command("show_lines")

    assert refused.value.returncode == 64
