import os
from datetime import timedelta

import pytest
from django.core import mail

from kpis import inbox
from kpis.importing import uploads
from kpis.importing.options import Options
from kpis.models import Measurement
from lederside.imports import uploads as handed_in
from lederside.jobs.models import Job
from tests.kpis.importing.lines import NOW, long_file

CLEAN = long_file(
    "101;HR5;2026K3;10;20", "102;HR5;2026K3;11;20", "201;HR5;2026K3;12;20", "202;HR5;2026K3;13;20"
)


def received(text, lilleby, **options):
    return uploads.receive(
        text.encode("cp1252"),
        name="kvartal.csv",
        options=Options(**options),
        by=lilleby.danni,
        at=NOW,
    )


def worked(upload):
    uploads.do(Job.objects.filter(about_id=upload.pk).latest("pk"), NOW)
    upload.refresh_from_db()
    return upload


def test_a_file_is_checked_first_and_taken_when_somebody_says_so(lilleby):
    upload = worked(received(CLEAN, lilleby))
    assert (upload.state, upload.counts["new"], len(upload.preview)) == ("CHECKED", 4, 4)
    assert Measurement.objects.count() == 0

    handed_in.ask_to_take(upload, by=lilleby.anna, at=NOW)
    handed_in.ask_to_take(upload, by=lilleby.anna, at=NOW)
    worked(upload)

    assert (upload.state, upload.content, Measurement.objects.count()) == ("TAKEN", None, 4)
    assert upload.run.by == lilleby.anna
    assert Job.objects.count() == 2


def test_what_was_said_about_the_file_is_kept_with_it(lilleby):
    upload = worked(
        received(
            "a;værdi;antal\n101;10;20",
            lilleby,
            maps={"unit_number": "a"},
            kpi="HR5",
            period="2026K3",
        )
    )

    assert (upload.state, upload.counts["new"]) == ("CHECKED", 1)


@pytest.mark.parametrize(
    "text", [CLEAN.replace(";10;", ";abc;"), CLEAN.replace(";10;", ";010190-1234;"), "\0\0\0"]
)
def test_a_refused_file_keeps_its_findings_and_not_its_content(lilleby, text):
    upload = worked(received(text, lilleby))

    assert (upload.state, upload.content, upload.counts["errors"]) == ("REFUSED", None, 1)
    assert "1234" not in str(upload.findings)


@pytest.fixture
def folder(tmp_path, settings):
    settings.IMPORT_INBOX = str(tmp_path)

    def put(name, text, *, age=600):
        path = tmp_path / name
        path.write_bytes(text.encode("cp1252"))
        moment = NOW.timestamp() - age
        os.utime(path, (moment, moment))

    put.path = tmp_path
    return put


def test_a_clean_file_in_the_inbox_is_taken_and_the_data_owner_told(
    lilleby, folder, django_capture_on_commit_callbacks
):
    folder("kvartal.csv", CLEAN)
    [upload] = inbox.look(at=NOW)
    with django_capture_on_commit_callbacks(execute=True):
        worked(upload)

    assert (upload.state, Measurement.objects.count()) == ("TAKEN", 4)
    assert [path.name for path in folder.path.iterdir()] == ["behandlet"]
    assert [path.name for path in (folder.path / "behandlet").iterdir()] == [
        "20261020T080000-kvartal.csv"
    ]
    [sent] = mail.outbox
    assert (sent.to, sent.subject) == (["danni@lilleby.example"], "kvartal.csv: taget ind")
    assert "Nye: 4\n" in sent.body


def test_a_file_with_findings_waits_for_a_person(lilleby, folder):
    folder("kvartal.csv", CLEAN.rsplit("\r\n", 1)[0])
    [upload] = inbox.look(at=NOW)

    assert (worked(upload).state, upload.take, upload.counts["warnings"]) == ("CHECKED", False, 1)


def test_only_whole_and_known_files_are_taken_from_the_inbox(lilleby, folder):
    folder("nu.csv", CLEAN, age=5)
    folder("brev.docx", CLEAN)
    folder(".skjult.csv", CLEAN)

    assert inbox.look(at=NOW) == []
    assert len(inbox.look(at=NOW + timedelta(minutes=5))) == 1


def test_without_an_inbox_nothing_is_looked_at(settings):
    settings.IMPORT_INBOX = ""

    assert inbox.look(at=NOW) == []
