"""A document is ordered once, made once, and never changes."""

import hashlib
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from kpis.lines import Audience
from lederside.jobs import running
from lederside.jobs.models import Job
from organisation.tree import OrganisationTree
from reports import filling, ordering
from reports.models import Report
from tests.kpis.figures import measured, run
from tests.reports.ua import examine

AT = datetime(2026, 11, 22, 10, 14, tzinfo=ZoneInfo("Europe/Copenhagen"))
QUARTER = ordering.quarter("2026K3", at=AT)


@pytest.fixture
def figures(lilleby):
    taken = run()
    for code, value in (("OEK1", "5.2"), ("HR5", "17.8"), ("HR1", "90"), ("HR7", "5.6")):
        measured(lilleby.bakkeskolen, code, value, by=taken, base=40)
    return taken


def order(lilleby, kind=Report.Kind.QUARTERLY) -> Report:
    return ordering.order(
        kind, lilleby.bakkeskolen, QUARTER, Audience.LEADER, by=lilleby.sanne, at=AT
    )


@pytest.mark.parametrize("kind", list(Report.Kind))
def test_an_order_becomes_a_file_with_its_checksum(lilleby, figures, kind):
    report = order(lilleby, kind)

    running.run(report.job_id, at=AT)

    report.refresh_from_db()
    content = bytes(report.content)
    assert content.startswith(b"%PDF")
    assert report.sha256 == hashlib.sha256(content).hexdigest()
    assert report.pages == {"QUARTERLY": 2, "MEETING": 1}[kind]
    assert examine(content).faults == []


def test_a_second_click_is_the_same_order_while_the_first_is_being_made(lilleby, figures):
    assert order(lilleby).pk == order(lilleby).pk
    assert Job.objects.count() == 1


def test_a_made_document_is_never_made_again(lilleby, figures):
    report = order(lilleby)
    first = ordering.make(report, at=AT).sha256

    measured(lilleby.bakkeskolen, "HR5", "9.0", base=40)

    assert ordering.make(report, at=AT).sha256 == first


@pytest.mark.parametrize("code", ["2026", "2026-09-15", "hest", "", "2026K9", "2026K4"])
def test_what_is_no_past_quarter_is_refused_with_a_sentence(code):
    with pytest.raises(ordering.NotPossible) as refused:
        ordering.quarter(code, at=AT)

    assert str(refused.value).endswith(".")


def test_red_comes_before_yellow_on_the_sheet_and_at_most_three_in_depth(lilleby):
    taken = run()
    reds = {"OEK1": "9", "HR5": "20", "HR6": "40", "HR4": "40"}
    for code, value in (reds | {"HR1": "90"}).items():
        measured(lilleby.bakkeskolen, code, value, by=taken, base=40)

    html = filling.html_of(
        Report.Kind.MEETING, lilleby.bakkeskolen, QUARTER, Audience.LEADER, at=AT
    )

    assert html.count("<h3>") == 3
    assert "Afholdelse af MUS" in html.split("De øvrige mål")[1]


def test_the_report_says_in_words_how_many_are_met(lilleby, figures):
    html = filling.html_of(
        Report.Kind.QUARTERLY, lilleby.bakkeskolen, QUARTER, Audience.LEADER, at=AT
    )

    assert "Et af fire mål er opfyldt. Otte mål har ingen vurdering i kvartalet." in html


def test_a_unit_with_no_figures_gets_a_calm_report(lilleby):
    html = filling.html_of(Report.Kind.QUARTERLY, lilleby.solsikken, QUARTER, Audience.CHIEF, at=AT)

    assert "Der er ingen tal at vise for kvartalet." in html


def test_the_report_is_judged_at_its_own_periods_end(lilleby):
    measured(lilleby.bakkeskolen, "HR5", "10", at="2026K1", base=40)
    early, late = ordering.quarter("2026K2", at=AT), QUARTER

    shown = [
        "Forældet" in filling.html_of(
            Report.Kind.QUARTERLY, lilleby.bakkeskolen, quarter, Audience.LEADER, at=AT
        )
        for quarter in (early, late)
    ]  # fmt: skip

    assert shown == [False, False]
    assert len(OrganisationTree.on(late.ends_on)) == 8
