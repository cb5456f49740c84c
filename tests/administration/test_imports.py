"""Taking in figures and units on the page: hand in, look, decide, and take back."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from kpis import refreshing
from kpis.models import Measurement
from lederside.imports.models import ImportRun, Upload
from lederside.jobs import running
from lederside.jobs.models import Job
from organisation.tree import OrganisationTree
from tests.lilleby import Lilleby

pytestmark = pytest.mark.django_db
IMPORTS = "/administration/indlaesning/"
HTMX = {"HX-Request": "true"}
CLEAN = (
    "enhedsnummer;periode;HR1;HR1 basis\n"
    "101;2026K3;95;20\n102;2026K3;75;20\n201;2026K3;90;10\n202;2026K3;80;10\n"
)
WRONG = "enhedsnummer;periode;HR1 tæller;HR1 nævner\n101;2026K3;ca. 19;20\n999;2026K3;1;20\n"
WARNED = "enhedsnummer;periode;HR5\n101;2026K3;9,5\n"
UNITS = "nummer;navn;type;overenhed\n203;Lærken;Daginstitution;A2\n"

HandIn = Callable[..., str]


def _file(text: str | bytes, name: str = "tal.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode() if isinstance(text, str) else text)


def _work() -> None:
    """What the worker would do: every job that waits."""
    for job in Job.objects.filter(state=Job.State.WAITING):
        running.run(job.pk, at=timezone.now())


@pytest.fixture
def anna(lilleby: Lilleby, as_) -> Client:
    return as_(lilleby.anna)


@pytest.fixture
def hand_in(anna: Client) -> HandIn:
    """Hand a file in and let it be checked; gives the address of its page."""

    def send(text: str, kind: str = "KPIS", **more: str) -> str:
        response = anna.post(IMPORTS, {"kind": kind, "file": _file(text)} | more)
        assert response.status_code == 303, response.content.decode()
        _work()
        return str(response["Location"])

    return send


@pytest.mark.parametrize("headers", [{}, HTMX])
@pytest.mark.parametrize("query", [{}, {"q": "tal"}, {"page": "99"}, {"q": "\0"}])
def test_the_page_shows(anna: Client, query, headers):
    assert anna.get(IMPORTS, query, headers=headers).status_code == 200


def test_the_front_shows_what_waits(anna: Client, hand_in: HandIn):
    page = hand_in(CLEAN)

    text = anna.get("/administration/").content.decode()

    assert f'href="{page}">tal.csv</a>' in text


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Vælg en fil."),
        ({"file": _file(b"", "tom.csv")}, "Filen er tom"),
        ({"file": _file(b"%PDF-1.7 hej", "tal.csv")}, "Filen er i formatet PDF"),
        ({"file": _file(b"<html><table>", "tal.xlsx")}, "Filen er en webside"),
        ({"file": _file(CLEAN), "period": "i efteråret"}, "i efteråret"),
        ({"file": _file(CLEAN), "maps": "HR5"}, "skal skrives som FELT=KOLONNE"),
        ({"file": _file(CLEAN), "kpi": "HR99"}, "error-summary"),
        ({"file": _file(CLEAN), "starts_on": "1-1-1"}, "Skriv en dato"),
        ({"file": _file(CLEAN), "kind": "ALT"}, "error-summary"),
        ({"file": "ikke en fil"}, "Vælg en fil."),
    ],
)
def test_what_cannot_be_handed_in_is_said_beside_the_field(anna: Client, sent, said):
    response = anna.post(IMPORTS, {"kind": "KPIS"} | sent)

    assert response.status_code == 422
    assert said in response.content.decode()
    assert not Upload.objects.exists()


def test_a_file_above_the_limit_is_refused(anna: Client, settings):
    settings.IMPORT_MAX_BYTES = 20

    response = anna.post(IMPORTS, {"kind": "KPIS", "file": _file(CLEAN)})

    assert response.status_code == 422
    assert "Den må højst fylde" in response.content.decode()


def test_the_page_waits_until_the_file_is_checked(anna: Client):
    page = anna.post(IMPORTS, {"kind": "KPIS", "file": _file(CLEAN)})["Location"]

    waiting = anna.get(page).content.decode()
    _work()
    checked = anna.get(page, headers=HTMX).content.decode()

    assert 'hx-trigger="every 2s"' in waiting
    assert '<meta http-equiv="refresh"' in waiting
    assert ("<html" in checked, 'id="upload"' in checked) == (False, True)
    assert ("every 2s" in checked, "Tag ind" in checked) == (False, True)


def test_a_clean_file_is_shown_taken_and_undone(anna: Client, hand_in: HandIn):
    page = hand_in(CLEAN)
    shown = anna.get(page).content.decode()

    asked = anna.post(f"{page}tag-ind/")
    _work()
    run = ImportRun.objects.get()
    home = f"/administration/indlaesninger/{run.pk}/"
    receipt = anna.get(home).content.decode()
    explained = anna.get(f"{home}fortryd/").content.decode()
    undone = anna.post(f"{home}fortryd/")

    run.refresh_from_db()
    assert "Bakkeskolen" in shown
    assert (asked.status_code, undone.status_code) == (303, 303)
    assert run.sha256 in receipt
    assert "Der er ingen tidligere tal for" in explained
    assert run.undone_at is not None
    assert Measurement.objects.standing().count() == 0
    assert "Indlæsningen er fortrudt" in anna.get(home).content.decode()


def test_undoing_twice_says_so_and_is_no_error(anna: Client, hand_in: HandIn):
    page = hand_in(CLEAN)
    anna.post(f"{page}tag-ind/")
    _work()
    undo = f"/administration/indlaesninger/{ImportRun.objects.get().pk}/fortryd/"
    anna.post(undo)

    again = anna.post(undo, follow=True).content.decode()

    assert "er allerede fortrudt" in again


def test_a_corrected_file_says_what_it_changes_and_what_would_stand_again(
    anna: Client, hand_in: HandIn
):
    for text in (CLEAN, CLEAN.replace("95;20", "90;20")):
        page = hand_in(text)
        shown = anna.get(page).content.decode()
        anna.post(f"{page}tag-ind/")
        _work()
    newest = ImportRun.objects.newest_first()[0]

    undo = anna.get(f"/administration/indlaesninger/{newest.pk}/fortryd/").content.decode()

    assert "95 bliver til 90" in shown
    assert "vises tallene fra »tal.csv« i stedet" in undo


def test_a_file_with_errors_cannot_be_taken(anna: Client, hand_in: HandIn):
    page = hand_in(WRONG)
    shown = anna.get(page).content.decode()

    anna.post(f"{page}tag-ind/")
    _work()

    assert "Filen kan ikke tages ind" in shown
    assert "Række 2" in shown
    assert ("Tag ind" in shown, ImportRun.objects.exists()) == (False, False)


def test_warnings_ask_for_a_tick(anna: Client, hand_in: HandIn):
    page = hand_in(WARNED)

    without = anna.post(f"{page}tag-ind/")
    before = Upload.objects.get().take
    ticked = anna.post(f"{page}tag-ind/", {"seen": "on"})

    assert (without.status_code, before) == (422, False)
    assert "Sæt flueben" in without.content.decode()
    assert (ticked.status_code, Upload.objects.get().take) == (303, True)


def test_a_file_can_be_dropped_and_its_content_is_gone(anna: Client, hand_in: HandIn):
    page = hand_in(CLEAN)

    response = anna.post(f"{page}kasser/")

    upload = Upload.objects.get()
    assert response.status_code == 303
    assert (upload.state, upload.content) == (Upload.State.DROPPED, None)
    assert anna.get(page).status_code == 200


def test_a_job_that_stopped_does_not_hold_the_file(anna: Client, hand_in: HandIn):
    page = hand_in(CLEAN)
    anna.post(f"{page}tag-ind/")
    Job.objects.filter(state="WAITING").update(state="FAILED", error="Det gik galt undervejs.")
    stopped = anna.get(page).content.decode()

    anna.post(f"{page}tag-ind/")
    _work()

    assert "Opgaven gik i stå" in stopped
    assert Upload.objects.get().state == Upload.State.TAKEN
    assert "Gik i stå" in anna.get("/administration/").content.decode()


def test_units_go_the_same_way(anna: Client, hand_in: HandIn):
    tomorrow = timezone.localdate() + timedelta(days=1)
    page = hand_in(UNITS, kind="UNITS", starts_on=tomorrow.isoformat())
    shown = anna.get(page).content.decode()

    anna.post(f"{page}tag-ind/", {"seen": "on"})
    _work()

    assert "Lærken" in shown
    node = OrganisationTree.on(timezone.localdate()).by_number("203")
    assert node is not None
    assert node.name == "Lærken"
    assert not refreshing.is_due()
    run = ImportRun.objects.get()
    assert "Fortryd" not in anna.get(f"/administration/indlaesninger/{run.pk}/").content.decode()


def test_a_wrong_file_with_units_is_refused_with_findings(anna: Client, hand_in: HandIn):
    page = hand_in("nummer;navn\n203;Lærken\n203;Solen\n", kind="UNITS")

    assert "Filen kan ikke tages ind" in anna.get(page).content.decode()


def test_a_header_with_nul_is_told_of_and_does_not_stop_the_job(anna: Client, hand_in: HandIn):
    page = hand_in("nummer;navn;x\0y\n203;Lærken;1\n", kind="UNITS")

    assert anna.get(page).status_code == 200
    assert Upload.objects.get().state != Upload.State.RECEIVED


def test_the_data_owner_takes_in_figures_but_not_units(lilleby: Lilleby, as_, hand_in: HandIn):
    units, figures = hand_in(UNITS, kind="UNITS"), hand_in(CLEAN)
    danni = as_(lilleby.danni)

    answers = [
        danni.get("/administration/").status_code,
        danni.get(figures).status_code,
        danni.get(units).status_code,
        danni.post(IMPORTS, {"kind": "UNITS", "file": _file(UNITS)}).status_code,
    ]

    assert answers == [200, 200, 404, 422]


@pytest.mark.parametrize("person", ["sanne", "carsten", "uffe", "nora", "hanne"])
def test_others_take_nothing_in(lilleby: Lilleby, as_, person):
    assert as_(getattr(lilleby, person)).get(IMPORTS).status_code == 403


@pytest.mark.parametrize("period", ["2026K3", "", "vrøvl", "2025/26", "\0"])
def test_the_template_is_a_spreadsheet_with_the_units(anna: Client, period):
    response = anna.get(f"{IMPORTS}skabelon/", {"periode": period})

    book = openpyxl.load_workbook(BytesIO(response.content))
    names = [row[1].value for row in book["Tal"].iter_rows(min_row=2)]
    assert names == ["Bakkeskolen", "Solsikken", "Ærtebo", "Åskolen"]


def test_the_history_as_csv(anna: Client, hand_in: HandIn):
    anna.post(f"{hand_in(CLEAN)}tag-ind/")
    _work()

    lines = anna.get(IMPORTS, {"hent": "csv"}).content.decode("utf-8-sig").splitlines()

    assert lines[0].startswith("Nummer;Fil;Slags;")
    assert lines[1].split(";")[1:3] == ["tal.csv", "Tal"]


@pytest.mark.parametrize(
    "page", ["indlaesning/999/", "indlaesninger/999/", "indlaesninger/9/fortryd/"]
)
def test_what_is_not_there_is_not_found(anna: Client, page):
    assert anna.get(f"/administration/{page}").status_code == 404


def test_the_history_costs_the_same_for_few_and_many(
    lilleby: Lilleby, anna: Client, django_assert_max_num_queries
):
    ImportRun.objects.bulk_create(
        ImportRun(kind="KPIS", file_name=f"{n}.csv", sha256="0" * 64, size=1, at=timezone.now(),
                  by=lilleby.danni)
        for n in range(70)
    )  # fmt: skip
    anna.get(IMPORTS)

    with django_assert_max_num_queries(9):
        anna.get(IMPORTS)
