from datetime import date

import pytest
from django.core.management import CommandError, call_command

from organisation.models import Unit
from tests.kpis.figures import measured


@pytest.mark.parametrize("kind", ["quarterly", "meeting"])
def test_the_command_writes_the_document(lilleby, tmp_path, kind, capsys):
    measured(lilleby.bakkeskolen, "HR5", "17.8", base=40)
    out = tmp_path / "rapport.pdf"

    call_command("make_report", unit="101", period="2026K3", out=out, kind=kind)

    assert out.read_bytes().startswith(b"%PDF")
    assert capsys.readouterr().out.startswith(str(out))


def test_a_unit_that_was_closed_by_then_has_no_report(lilleby, tmp_path):
    Unit.objects.filter(number="101").update(valid_to=date(2026, 7, 1))

    with pytest.raises(CommandError) as refused:
        call_command("make_report", unit="101", period="2026K3", out=tmp_path / "x.pdf")

    assert str(refused.value) == "Enheden 101 var der ikke ved slutningen af 3. kvartal 2026."


@pytest.mark.parametrize(
    ("unit", "period", "says"),
    [("999", "2026K3", "Der er ingen enhed med nummer »999«."),
     ("101", "hest", "»hest« er ikke et kvartal. Skriv fx 2026K3."),
     ("101", "2099K1", "Kvartalet er ikke slut endnu. Vælg et tidligere.")],
)  # fmt: skip
def test_what_cannot_be_made_is_said_in_danish(lilleby, tmp_path, unit, period, says):
    with pytest.raises(CommandError) as refused:
        call_command("make_report", unit=unit, period=period, out=tmp_path / "x.pdf")

    assert str(refused.value) == says
    assert refused.value.returncode == (64 if period == "hest" else 1)
    assert not (tmp_path / "x.pdf").exists()
