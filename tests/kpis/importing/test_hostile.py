"""Whatever is in the file: findings, never an exception, and never half of it stored."""

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from kpis.importing import uploads
from kpis.importing.options import Options
from kpis.models import Measurement
from lederside.imports.reading import Unreadable
from lederside.jobs.models import Job
from tests.kpis.importing.lines import NOW, long_file, take

GOOD = long_file("101;HR5;2026K3;10,5;20", "102;HR5;2026K3;12,5;30", "201;OEK4;2026K3;80;5").encode(
    "cp1252"
)


@pytest.fixture(autouse=True)
def _organisation(lilleby):
    pass


@given(
    st.lists(
        st.tuples(st.integers(0, len(GOOD)), st.integers(0, 3), st.binary(max_size=3)),
        min_size=1,
        max_size=3,
    )
)
def test_a_damaged_file_is_taken_whole_or_refused_whole(damages):
    data = GOOD
    for at, removed, added in damages:
        data = data[:at] + added + data[at + removed :]
    with transaction.atomic():
        try:
            result = take(data)
        except Unreadable:
            return
        counts = result.counts
        written = Measurement.objects.count()
        transaction.set_rollback(True)

    assert written == (0 if counts.errors else counts.new + counts.missing)


@pytest.mark.parametrize(
    "file",
    [
        "enhedsnummer;kode;periode;værdi\n10\x001;HR5;2026K3;10",
        "enhedsnummer;kode;periode;værdi",
        "enhedsnummer;kode;periode;værdi\n" + "1" * 5000 + ";HR5;2026K3;10",
        "enhedsnummer;kode;periode;værdi\n'); DROP TABLE x;HR5;%s{{7*7}};<script>",
        "værdi\n10",
    ],
)
def test_a_hostile_file_ends_as_an_upload_with_findings(lilleby, file):
    upload = uploads.receive(
        file.encode("cp1252"), name="fil.csv", options=Options(), by=lilleby.danni, at=NOW
    )
    uploads.do(Job.objects.get(), NOW)
    upload.refresh_from_db()

    assert (upload.state, upload.content, Measurement.objects.count()) == ("REFUSED", None, 0)
    assert upload.counts["errors"] >= 1


def test_a_hostile_header_is_listed_as_a_column_that_is_not_used(lilleby):
    file = "enhedsnummer;kode;periode;værdi;a\x00b\n101;HR5;2026K3;10;1"
    upload = uploads.receive(
        file.encode("cp1252"), name="fil.csv", options=Options(), by=lilleby.danni, at=NOW
    )
    uploads.do(Job.objects.get(), NOW)
    upload.refresh_from_db()

    assert take(file).counts.new == 1
    assert (upload.state, "A012" in [f["code"] for f in upload.findings]) == ("CHECKED", True)
