"""HTML becomes a PDF that screen readers can read (PDF/UA-1). Knows nothing about the content.

The engine fetches nothing: neither from the net nor from the disk. The document's own files
(fonts, stylesheet, status marks) are read once and handed to it under the scheme `print:`.

>>> render_pdf(html, created_at=timezone.now())
b'%PDF-1.7...'
"""

import atexit
import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

SCHEME = "print:"
FONTS = ("IBMPlexSans-Regular.ttf", "IBMPlexSans-SemiBold.ttf")
MARKS = ("met.svg", "partly_met.svg", "not_met.svg", "grey.svg")
STYLESHEET = "report.css"

# Pango's font map is not safe to share between threads, and the garbage collector is the process's.
_one_at_a_time = Lock()


class CannotRender(Exception):
    """No document came of it. The message is Danish, for the person who asked for it."""


@dataclass(frozen=True, slots=True)
class Document:
    """A finished file, and how many pages it has."""

    content: bytes
    pages: int


def render_pdf(html: str, *, created_at: datetime) -> bytes:
    """The bytes of ``render``."""
    return render(html, created_at=created_at).content


def render(html: str, *, created_at: datetime) -> Document:
    """Make a whole HTML document into a PDF/UA-1 file.

    `html` must have a title and a language; a URL in it leads nowhere. `created_at` (aware) is
    written into the file; the same HTML and moment give the same bytes, so a checksum can be
    promised. Raises CannotRender.
    """
    if created_at.tzinfo is None:
        raise ValueError("created_at must be aware")
    with _one_at_a_time, _collector_off():
        try:
            return _rendered(html, created_at.isoformat(timespec="seconds"))
        except CannotRender:
            raise
        except Exception as error:
            raise CannotRender(_("Dokumentet kunne ikke dannes. Prøv igen.")) from error


def _rendered(html: str, created: str) -> Document:
    from weasyprint import HTML

    engine = _engine()
    variant = "pdf/ua-1"
    document = HTML(string=html, url_fetcher=engine.fetcher).render(
        font_config=engine.fonts, stylesheets=[engine.stylesheet], pdf_variant=variant
    )
    if not (document.metadata.title and document.metadata.lang):
        raise CannotRender(_("Dokumentet mangler titel eller sprog og kan ikke læses højt."))
    document.metadata.created = created
    pdf: bytes = document.write_pdf(finisher=_mend, pdf_variant=variant)
    return Document(content=pdf, pages=len(document.pages))


@contextmanager
def _collector_off() -> Iterator[None]:
    """Layout makes a million small objects that live until the end: looking for garbage
    among them took nearly half of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


# --- The engine and the only files it can have -------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Engine:
    fetcher: Any
    fonts: Any
    stylesheet: Any


@cache
def _engine() -> _Engine:
    """Made at the first document: the import takes about a second, the stylesheet is parsed once."""
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

    files = _own_files(settings.BASE_DIR / "static")
    fetcher, fonts = _fetcher(files), FontConfiguration()
    css = files[SCHEME + STYLESHEET].decode()
    # Fonts are laid in a temporary folder, which cannot be cleaned once Python is half shut down.
    atexit.register(_engine.cache_clear)
    return _Engine(fetcher, fonts, CSS(string=css, url_fetcher=fetcher, font_config=fonts))


def _own_files(static: Path) -> Mapping[str, bytes]:
    folders = {
        static / "css": [STYLESHEET],
        static / "img" / "marks": MARKS,
        static / "built" / "fonts": FONTS,
    }
    try:
        return {
            SCHEME + name: (folder / name).read_bytes()
            for folder, names in folders.items()
            for name in names
        }
    except FileNotFoundError as error:
        message = _("Skrifttyper eller statusmærker mangler. Kør »make static« og prøv igen.")
        raise CannotRender(message) from error


def _fetcher(files: Mapping[str, bytes]) -> Any:
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    types = {".ttf": "font/ttf", ".svg": "image/svg+xml", ".css": "text/css"}

    class OwnFilesOnly(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
        """Answers from memory and has no other way: `open` of the parent is closed as well."""

        def fetch(self, url: str, *_headers: Any) -> Any:
            if url not in files:
                raise ValueError("not one of the document's own files")
            return URLFetcherResponse(url, files[url], {"Content-Type": types[Path(url).suffix]})

        def open(self, *_request: Any) -> Any:
            raise ValueError("nothing is opened")

    return OwnFilesOnly()


# --- What WeasyPrint 70 leaves undone for PDF/UA-1 ---------------------------------------------


def _mend(document: Any, pdf: Any) -> None:
    for page in document.pages:
        _give_headers_a_scope(page._page_box)  # noqa: SLF001 - boxes know the HTML, the public page does not
    _make_running_text_artifacts(pdf)


def _give_headers_a_scope(box: Any) -> None:
    """A header cell says whether it heads a row or a column (ISO 14289-1, 7.5)."""
    box = getattr(box, "_box", box)
    mark = getattr(box, "mark", None)
    if mark is not None and box.element is not None and box.element.tag == "th":
        heads_row = box.element.get("scope") in ("row", "rowgroup")
        mark["A"]["Scope"] = "/Row" if heads_row else "/Column"
    for child in getattr(box, "children", ()):
        _give_headers_a_scope(child)


def _make_running_text_artifacts(pdf: Any) -> None:
    """Running header and footer are marked as content outside the tree; they are decoration
    that must not be read aloud on each page (ISO 14289-1, 7.8)."""
    import pydyf

    objects = {thing.number: thing for thing in pdf.objects}
    read_aloud = _content_in_tree(objects, _look_up(objects, pdf.catalog["StructTreeRoot"]))
    pagination = pydyf.Dictionary({"Type": "/Pagination"})
    for page in pdf.page_references:
        tokens = _look_up(objects, _look_up(objects, page)["Contents"]).stream
        for at, token in enumerate(tokens):
            marks_content = isinstance(token, dict) and "MCID" in token
            if marks_content and (page, token["MCID"]) not in read_aloud:
                tokens[at - 1 : at + 1] = "/Artifact", pagination


def _content_in_tree(
    objects: Mapping[int, Any], element: Any, page: bytes | None = None
) -> set[tuple[bytes | None, int]]:
    """Page and number of every marked content that hangs in the structure tree."""
    page = element.get("Pg", page)
    found: set[tuple[bytes | None, int]] = set()
    for kid in element.get("K", ()):
        if isinstance(kid, int):
            found.add((page, kid))
        elif isinstance(kid, bytes):
            below = _look_up(objects, kid)
            if isinstance(below, dict) and below.get("Type") == "/StructElem":
                found |= _content_in_tree(objects, below, page)
    return found


def _look_up(objects: Mapping[int, Any], reference: bytes) -> Any:
    return objects[int(reference.split()[0])]
