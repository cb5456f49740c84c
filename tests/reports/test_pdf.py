"""A PDF can be read aloud, is the same every time, and reaches for nothing outside itself."""

import contextlib
import gc
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from threading import Thread
from typing import Any

import pikepdf
import pytest
from pytest_django import Settings

from reports import pdf
from reports.pdf import CannotRender, render_pdf
from tests.reports import samples, ua

AT = samples.MADE_AT
SECRET = "CPR-070170-hemmelig"


def page(body: str, head: str = "") -> str:
    return (
        '<!doctype html><html lang="da"><head><meta charset="utf-8"><title>Prøve</title>'
        f"{head}</head><body><h1>Prøve</h1>{body}</body></html>"
    )


# --- Both documents ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def report() -> bytes:
    return render_pdf(samples.report_html(), created_at=AT)


@pytest.fixture(scope="module")
def meeting() -> bytes:
    return render_pdf(samples.meeting_html(), created_at=AT)


@pytest.fixture(params=["report", "meeting"])
def document(request: pytest.FixtureRequest) -> bytes:
    found: bytes = request.getfixturevalue(request.param)
    return found


def test_no_fault_for_a_screen_reader(document: bytes) -> None:
    assert ua.examine(document).faults == []


def test_both_weights_of_the_font_are_embedded_and_no_other_font_is_used(document: bytes) -> None:
    assert ua.examine(document).fonts == {"Plex", "Plex-Semi-Bold"}


def test_the_language_is_danish(document: bytes) -> None:
    assert ua.examine(document).lang == "da"


def test_the_title_says_which_document_it_is(report: bytes, meeting: bytes) -> None:
    assert [ua.examine(made).title for made in (report, meeting)] == [
        "Kvartalsrapport for Børnehuset Mælkebøtten, 3. kvartal 2026",
        "Dialogmøde for Børnehuset Mælkebøtten, 3. kvartal 2026",
    ]


def test_every_curve_says_in_words_what_it_shows(report: bytes) -> None:
    alternatives = ua.examine(report).alternatives

    curves = [*samples.POINTS, *samples.ECONOMY, *samples.PEOPLE]
    assert len(alternatives) == sum(bool(item.sparkline) for item in curves)
    assert alternatives[0] == ("Sygefravær i otte kvartaler: nu 17,8 dagsværk pr. fuldtidsansat.")


def test_the_quarterly_report_is_two_pages(report: bytes) -> None:
    assert ua.examine(report).pages == 2


def test_the_running_header_is_not_read_aloud(report: bytes) -> None:
    with pikepdf.open(BytesIO(report)) as opened:
        marked = [
            str(operands[0])
            for operands, operator in pikepdf.parse_content_stream(opened.pages[1])
            if str(operator) in ("BDC", "BMC") and "/Pagination" in str(operands)
        ]

    assert set(marked) == {"/Artifact"}


def test_the_file_says_when_it_was_made(document: bytes) -> None:
    with pikepdf.open(BytesIO(document)) as opened:
        assert str(opened.docinfo["/CreationDate"]) == "D:20261201070000+00'00"


# --- One page for the meeting, whatever stands in it -------------------------------------------

LONG = "Den selvejende integrerede institution Mælkebøtten, Solstrålen og Skovbrynet"
LONG_READING = (
    "Dårligere: 2,3 dagsværk pr. fuldtidsansat flere end for to år siden og 0,5 flere end i "
    "forrige kvartal. Enheden fik ny leder i marts 2026, så der er brud i serien."
)


def crowded(points: int) -> str:
    longer = [replace(point, reading=LONG_READING) for point in samples.MEETING.points]
    others = [line for line in samples.PEOPLE if line.mark != "met"]
    full = replace(samples.MEETING, unit=LONG, points=longer[:points], others=others)
    return samples.meeting_html(full)


@pytest.mark.parametrize("points", [0, 1, 2, 3])
def test_the_meeting_sheet_is_one_page_even_when_crowded(points: int) -> None:
    assert ua.examine(render_pdf(crowded(points), created_at=AT)).pages == 1


def test_the_meeting_sheet_asks_nobody_to_write_about_health() -> None:
    assert "Skriv ikke om enkelte medarbejderes helbred." in samples.meeting_html()


def test_what_people_wrote_is_text_and_never_markup() -> None:
    hostile = '<img src="http://127.0.0.1/x"><script>'
    html = samples.report_html(replace(samples.REPORT, unit=hostile, summary=(hostile,)))

    assert hostile not in html


# --- The same every time -----------------------------------------------------------------------


def test_the_same_input_gives_the_same_bytes(report: bytes) -> None:
    render_pdf(samples.meeting_html(), created_at=AT)

    assert render_pdf(samples.report_html(), created_at=AT) == report


def test_another_moment_gives_another_file(report: bytes) -> None:
    later = datetime(2026, 12, 2, tzinfo=UTC)

    assert render_pdf(samples.report_html(), created_at=later) != report


def test_a_moment_without_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        render_pdf(page(""), created_at=AT.replace(tzinfo=None))


# --- Twelve ways out, all closed ---------------------------------------------------------------


class Listener(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.server.hits.append(self.path)  # type: ignore[attr-defined]
        self.send_response(200)
        self.end_headers()
        self.wfile.write(SECRET.encode())

    def log_message(self, *args: Any) -> None:
        pass


@pytest.fixture(scope="module")
def server() -> Iterator[ThreadingHTTPServer]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Listener) as listening:
        listening.hits = []  # type: ignore[attr-defined]
        Thread(target=listening.serve_forever, daemon=True).start()
        yield listening
        listening.shutdown()


VECTORS = {
    "link-attachment": ("", '<link rel="attachment" href="{url}">'),
    "a-attachment": ('<a rel="attachment" href="{url}">hent</a>', ""),
    "img": ('<img alt="x" src="{url}">', ""),
    "import": ("", "<style>@import url({url});</style>"),
    "background": ("", "<style>body{{background:url({url})}}</style>"),
    "font-face": (
        "<p class=f>abc</p>",
        "<style>@font-face{{font-family:F;src:url({url})}}.f{{font-family:F}}</style>",
    ),
    "object": ('<object data="{url}"></object>', ""),
    "svg-image": (
        """<svg width="9" height="9"><title>x</title><use href="{url}#a"/>
        <image href="{url}" xlink:href="{url}" width="9" height="9"/></svg>""",
        "",
    ),
    "base": ('<img alt="x" src="x.png">', '<base href="{url}/">'),
    "list-style": ("<ul><li>x</li></ul>", "<style>li{{list-style-image:url({url})}}</style>"),
    "content": ("<p>x</p>", "<style>p::before{{content:url({url})}}</style>"),
    "stylesheet": ("", '<link rel="stylesheet" href="{url}">'),
}


def everything_in(made: bytes) -> bytes:
    with pikepdf.open(BytesIO(made)) as opened:
        streams = [
            bytes(thing.read_bytes())
            for thing in opened.objects
            if isinstance(thing, pikepdf.Stream)
            if str(thing.get("/Filter", "")) in ("", "/FlateDecode")
        ]
        return b"".join([made, *streams])


@pytest.mark.parametrize("vector", VECTORS)
def test_nothing_is_fetched_from_the_net(vector: str, server: ThreadingHTTPServer) -> None:
    body, head = VECTORS[vector]
    url = f"http://127.0.0.1:{server.server_port}/{vector}"

    made = render_pdf(page(body.format(url=url), head.format(url=url)), created_at=AT)

    assert server.hits == []  # type: ignore[attr-defined]
    assert SECRET.encode() not in everything_in(made)


@pytest.mark.parametrize("vector", VECTORS)
def test_nothing_is_read_from_the_disk(vector: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text(SECRET)
    body, head = VECTORS[vector]
    url = secret.as_uri()

    made = render_pdf(page(body.format(url=url), head.format(url=url)), created_at=AT)

    assert SECRET.encode() not in everything_in(made)
    assert embedded_files(made) == 0


def embedded_files(made: bytes) -> int:
    with pikepdf.open(BytesIO(made)) as opened:
        return len(opened.attachments)


def test_the_listener_would_have_heard_a_knock(server: ThreadingHTTPServer) -> None:
    """The twelve above prove something only if the same HTML knocks without our fetcher."""
    from weasyprint import HTML

    url = f"http://127.0.0.1:{server.server_port}/knock"
    HTML(string=page(f'<img alt="x" src="{url}">')).write_pdf()

    assert server.hits == ["/knock"]  # type: ignore[attr-defined]
    server.hits.clear()  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "url",
    ["data:text/plain,x", "print:../../settings.py", "print:secret", "PRINT:met.svg", "met.svg"],
)
def test_the_documents_own_files_are_an_exact_list(url: str) -> None:
    with pytest.raises(ValueError, match="own files"):
        pdf._engine().fetcher.fetch(url)


def test_the_fetcher_has_no_other_way_in() -> None:
    with pytest.raises(ValueError, match="nothing is opened"):
        pdf._engine().fetcher.open("http://127.0.0.1/")


def test_old_html_attributes_cannot_style_the_document() -> None:
    """Presentational hints have been a way around the stylesheet's rules (CVE-2026-49452)."""
    plain = everything_in(render_pdf(page("<p>x</p>"), created_at=AT))
    hinted = everything_in(render_pdf(page('<p align="right">x</p>'), created_at=AT))

    def drawn(data: bytes) -> list[bytes]:
        return re.findall(rb"[\d. -]+ Tm", data)

    assert drawn(hinted) == drawn(plain)


# --- What can go wrong -------------------------------------------------------------------------


def test_a_curve_without_words_is_found() -> None:
    made = render_pdf(page('<svg width="9" height="9"><path d="M0 0h9"/></svg>'), created_at=AT)

    assert ua.examine(made).faults == ["7.3 Figure without Alt"]


@pytest.mark.parametrize(
    "html",
    ["", "<p>x</p>", '<html lang="da"><p>uden titel</p>', "<title>uden sprog</title><p>x</p>"],
)
def test_a_document_without_title_or_language_is_refused(html: str) -> None:
    with pytest.raises(CannotRender, match="titel eller sprog"):
        render_pdf(html, created_at=AT)


@pytest.fixture
def no_files(tmp_path: Path, settings: Settings) -> Iterator[None]:
    pdf._engine.cache_clear()
    settings.BASE_DIR = tmp_path
    yield
    pdf._engine.cache_clear()


@pytest.mark.usefixtures("no_files")
def test_missing_fonts_are_said_in_plain_words() -> None:
    with pytest.raises(CannotRender, match="Skrifttyper eller statusmærker mangler"):
        render_pdf(page(""), created_at=AT)


@pytest.mark.parametrize("html", [page("<p>x</p>"), ""], ids=["rendered", "refused"])
def test_the_garbage_collector_runs_again_afterwards(html: str) -> None:
    with contextlib.suppress(CannotRender):
        render_pdf(html, created_at=AT)

    assert gc.isenabled()


def test_a_collector_that_was_off_stays_off() -> None:
    gc.disable()
    try:
        render_pdf(page("<p>x</p>"), created_at=AT)

        assert not gc.isenabled()
    finally:
        gc.enable()
