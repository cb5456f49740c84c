"""A municipality's own name, colour and logo."""

from datetime import UTC, datetime
from time import monotonic

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from lederside.audit.models import AuditEvent
from lederside.municipality import colours, editing, logos
from lederside.municipality.editing import NewLogo

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40
SVG = b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>'


def test_black_on_white_is_the_most_contrast_there_is() -> None:
    assert colours.contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("colour", ["#123A5A", "#0d2c45", "#333333", "#4b1d6b", "#003c46"])
def test_dark_calm_colours_may_be_used(colour: str) -> None:
    assert colours.check_primary(colour) is None


def test_a_pale_colour_is_refused_with_the_measured_number() -> None:
    reason = colours.check_primary("#6f8fae")

    assert reason is not None
    assert "3,3:1" in reason


@pytest.mark.parametrize("colour", ["#7a0000", "#5c3a00", "#00442b", "#5a0010"])
def test_the_colours_of_the_statuses_are_taken(colour: str) -> None:
    assert "Rød, gul og grøn" in (colours.check_primary(colour) or "")


def test_a_contrast_just_too_low_is_never_told_as_seven() -> None:
    told = [colours.check_primary(f"#{grey:02x}{grey:02x}{grey:02x}") for grey in range(256)]

    assert not [reason for reason in told if reason and " 7,0:1" in reason]


def test_the_theme_is_three_variables(db: None, client: Client) -> None:
    editing.change(primary_colour="#4b1d6b", by=None, at=AT)

    response = client.get("/tema.css")

    assert response.headers["Content-Type"] == "text/css; charset=utf-8"
    assert response.content.decode() == (
        ":root {\n  --ls-primary: #4b1d6b;\n  --ls-primary-dark: #381650;\n"
        "  --ls-primary-light: #ede8f0;\n}\n"
    )


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PNG, "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (SVG, "image/svg+xml"),
        (b"GIF89a", None),
        (b"<html><svg></svg></html>", None),
        (b"", None),
    ],
)
def test_the_bytes_say_what_a_logo_is(content: bytes, kind: str | None) -> None:
    assert logos.type_of(content) == kind


@pytest.mark.parametrize(
    "inside",
    [
        b"<script>alert(1)</script>",
        b'<g onload="x()"/>',
        b"<foreignObject/>",
        b'<image href="https://example.org/a.png"/>',
        b'<a xlink:href="javascript:x()"/>',
    ],
)
def test_a_drawing_that_is_more_than_a_drawing_is_refused(inside: bytes) -> None:
    assert logos.check(b"<svg>" + inside + b"</svg>") is not None


def test_a_drawing_may_point_at_its_own_parts() -> None:
    assert logos.check(b'<svg><use href="#a"/></svg>') is None
    assert logos.check(b'<svg><path fill="url(#a)"/></svg>') is None


def test_comments_before_a_drawing_are_read_once() -> None:
    begun = monotonic()

    assert logos.check(b"<!---->" * 28_000 + b"x") is not None
    assert logos.check(b"<!---->" * 9 + SVG.partition(b"\n")[2]) is None
    assert monotonic() - begun < 5


@pytest.mark.parametrize(
    "drawing",
    [
        b"<svg/onload=alert(1)>",
        b'<svg xmlns:s="http://www.w3.org/2000/svg"><s:script>1</s:script></svg>',
        b'<svg><style>@import "//evil.example/x.css";</style></svg>',
        b'<svg><rect fill="url( //evil.example/x#a)"/></svg>',
    ],
)
def test_a_drawing_in_disguise_is_refused(drawing: bytes) -> None:
    assert logos.check(drawing) is not None


def test_the_logo_is_shown_and_then_kept_by_the_browser(db: None, client: Client) -> None:
    editing.change(logo=NewLogo(SVG), by=None, at=AT)

    first = client.get("/logo")
    again = client.get("/logo", headers={"if-none-match": first.headers["ETag"]})

    assert (first.content, first.headers["Content-Type"]) == (SVG, "image/svg+xml")
    assert first.headers["Content-Security-Policy"].endswith("sandbox")
    assert again.status_code == 304


def test_without_a_logo_there_is_none(db: None, client: Client) -> None:
    assert client.get("/logo").status_code == 404


def test_a_change_is_on_the_trail_with_before_and_after(db: None) -> None:
    editing.change(name="Lilleby Kommune", by=None, at=AT)
    editing.change(name="Lilleby Kommune", by=None, at=AT)

    event = AuditEvent.objects.get()

    assert event.details == {"changed": {"name": ["Kommunen", "Lilleby Kommune"]}}


@pytest.mark.parametrize(
    ("field", "value"),
    [("primary_colour", "#ffcc00"), ("primary_colour", "blå"), ("accessibility_url", "nej")],
)
def test_what_cannot_be_used_is_refused_at_its_field(db: None, field: str, value: str) -> None:
    with pytest.raises(ValidationError) as refused:
        editing.change(by=None, at=AT, **{field: value})

    assert list(refused.value.message_dict) == [field]


def test_a_file_that_is_no_picture_is_refused_at_the_logo(db: None) -> None:
    with pytest.raises(ValidationError) as refused:
        editing.change(logo=NewLogo(b"hej"), by=None, at=AT)

    assert list(refused.value.message_dict) == ["logo"]
