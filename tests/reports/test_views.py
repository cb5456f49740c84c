"""Ordering, waiting for and fetching a document from the page."""

import pytest
from django.utils import timezone

from lederside.audit.models import AuditEvent
from lederside.frontpage import overview
from lederside.jobs import running
from reports.models import Report
from tests.kpis.figures import measured

QUARTER = overview.quarters(timezone.localdate())[0].code


@pytest.fixture
def ordered(lilleby, as_):
    """Sanne has ordered the quarterly report of Bakkeskolen."""
    measured(lilleby.bakkeskolen, "HR5", "17.8", at=QUARTER, base=40)
    url = f"/rapporter/bestil/{lilleby.bakkeskolen.pk}/{QUARTER}/kvartalsrapport/"
    answer = as_(lilleby.sanne).post(url)
    assert answer.status_code == 302
    return Report.objects.get()


def test_the_page_waits_politely_and_then_offers_the_file(lilleby, as_, ordered):
    client = as_(lilleby.sanne)
    waiting = client.get(f"/rapporter/{ordered.pk}/")

    running.run(ordered.job_id, at=timezone.localtime())
    ready = client.get(f"/rapporter/{ordered.pk}/")
    asked_by_htmx = client.get(f"/rapporter/{ordered.pk}/", headers={"HX-Request": "true"})
    fetched = client.get(f"/rapporter/{ordered.pk}/fil/")

    assert "dannes" in waiting.content.decode()
    assert "Hent dokumentet (PDF, 2 sider)" in ready.content.decode()
    assert asked_by_htmx.headers["HX-Redirect"] == f"/rapporter/{ordered.pk}/"
    assert fetched.headers["Content-Type"] == "application/pdf"
    assert fetched.content.startswith(b"%PDF")
    assert AuditEvent.objects.filter(kind="REPORT_SEEN").count() == 1


def test_somebody_elses_document_is_absent(lilleby, as_, ordered):
    for name in ("carsten", "erik", "anna"):
        assert as_(lilleby.people[name]).get(f"/rapporter/{ordered.pk}/").status_code == 404
        assert as_(lilleby.people[name]).get(f"/rapporter/{ordered.pk}/fil/").status_code == 404


@pytest.mark.parametrize(
    ("person", "kind", "status"),
    [("sanne", "moedeark", 302), ("carsten", "moedeark", 302), ("dorthe", "moedeark", 404),
     ("anna", "moedeark", 404), ("dorthe", "kvartalsrapport", 302), ("erik", "kvartalsrapport", 404),
     ("uffe", "kvartalsrapport", 403), ("sanne", "andet", 404)],
)  # fmt: skip
def test_a_meeting_sheet_is_between_two_people(lilleby, as_, person, kind, status):
    url = f"/rapporter/bestil/{lilleby.bakkeskolen.pk}/{QUARTER}/{kind}/"

    assert as_(lilleby.people[person]).post(url).status_code == status


def test_a_quarter_that_is_none_is_refused_in_danish(lilleby, as_):
    url = f"/rapporter/bestil/{lilleby.bakkeskolen.pk}/hest/kvartalsrapport/"

    answer = as_(lilleby.sanne).post(url)

    assert answer.status_code == 422
    assert "»hest« er ikke et kvartal" in answer.content.decode()


def test_a_file_that_could_not_be_made_says_so_and_loses_nothing(lilleby, as_, ordered):
    ordered.job.state = "FAILED"
    ordered.job.save()

    page = as_(lilleby.sanne).get(f"/rapporter/{ordered.pk}/")

    assert "Dokumentet kunne ikke dannes" in page.content.decode()


def test_the_list_asks_the_same_few_questions_with_one_and_with_many(
    lilleby, as_, ordered, django_assert_num_queries
):
    client = as_(lilleby.sanne)
    client.get("/rapporter/")
    with django_assert_num_queries(6):
        client.get("/rapporter/")

    Report.objects.bulk_create(
        Report(
            kind="QUARTERLY", unit=lilleby.bakkeskolen, period="2026K2", audience="LEADER",
            ordered_by=lilleby.sanne, ordered_at=timezone.now(),
        )
        for _ in range(30)
    )  # fmt: skip

    with django_assert_num_queries(6):
        client.get("/rapporter/")


@pytest.mark.parametrize("role", ["DEPUTY", "HR_CONSULTANT"])
def test_a_document_for_the_leader_is_not_read_in_another_role(lilleby, as_, ordered, role):
    running.run(ordered.job_id, at=timezone.localtime())
    lilleby.sanne.assignments.update(role=role)
    client = as_(lilleby.sanne)

    answers = [client.get(f"/rapporter/{ordered.pk}/{part}") for part in ("", "fil/")]

    assert {answer.status_code for answer in answers} <= {403, 404}
    assert f"/rapporter/{ordered.pk}/" not in client.get("/rapporter/").content.decode()


def test_a_meeting_sheet_goes_with_the_right_to_make_one(lilleby, as_, ordered):
    Report.objects.update(kind="MEETING", audience="DIRECTION")
    running.run(ordered.job_id, at=timezone.localtime())
    lilleby.sanne.assignments.update(role="DEPUTY")

    assert as_(lilleby.sanne).get(f"/rapporter/{ordered.pk}/fil/").status_code == 404
