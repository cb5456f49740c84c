from datetime import date

from django.utils import timezone

from kpis import refreshing
from kpis.models import RolledUp
from organisation import changes
from tests.kpis.figures import measured


def sums() -> dict[str, int]:
    """How many units stand behind each sum, by the number of the unit it stands at."""
    return {row.unit.number: row.units for row in RolledUp.objects.select_related("unit")}


def test_a_move_dated_back_takes_the_figures_along(lilleby):
    taken = measured(lilleby.bakkeskolen, "HR5", "10", n="400", d="40", base=40)
    taken.periods = ["2026K3"]
    taken.save()
    refreshing.refresh()
    before = sums()

    changes.move(
        lilleby.bakkeskolen,
        lilleby.dagtilbud,
        on=date(2026, 9, 1),
        by=lilleby.anna,
        at=timezone.now(),
    )
    assert refreshing.is_due()
    refreshing.refresh()

    assert before == {"A1": 1, "D1": 1, "U1": 1}
    assert sums() == {"A2": 1, "D1": 1, "U1": 1}


def test_sums_are_left_alone_while_nothing_has_moved(lilleby):
    refreshing.refresh()

    assert not refreshing.is_due()
    assert refreshing.refresh() is False
