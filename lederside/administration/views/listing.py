"""What every list of the administration does alike: find, count, turn pages, and give a CSV file."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO
from typing import Any, Final

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django_htmx.http import trigger_client_event

from lederside.access.decorators import LeaderRequest

PER_PAGE: Final = 50
LONGEST_SEARCH: Final = 200
# What a spreadsheet takes for a formula, also in full width (Kilde: OWASP, CSV Injection).
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def sought(request: HttpRequest, name: str = "q") -> str:
    """What somebody searches for; nothing unreadable, and never longer than a name can be."""
    return request.GET.get(name, "").replace("\0", "").strip()[:LONGEST_SEARCH]


def page_of(request: HttpRequest, rows: Any) -> Page[Any]:
    """The page that was asked for; a page that is not there becomes the nearest one that is."""
    return Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))


def wants_csv(request: HttpRequest) -> bool:
    return request.GET.get("hent") == "csv"


def show(
    request: LeaderRequest, template: str, context: dict[str, Any], *, told: str
) -> HttpResponse:
    """The whole page, or the part ``list`` of it when htmx asks. ``told`` is how many there are."""
    context = context | {"told": told}
    if not request.htmx:
        return render(request, template, context)
    part = render(request, f"{template}#list", context)
    return trigger_client_event(part, "besked", {"value": told})


def as_csv(name: str, headers: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """A CSV file that a Danish Excel opens as it is: UTF-8 with its mark, semicolons.

    A text that a spreadsheet would run as a formula gets an apostrophe in front.
    """
    written = StringIO()
    writer = csv.writer(written, delimiter=";", lineterminator="\r\n")
    writer.writerow([_guarded(header) for header in headers])
    writer.writerows([_guarded(cell) for cell in row] for row in rows)
    response = HttpResponse("\ufeff" + written.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{slugify(name)}.csv"'
    return response


def _guarded(cell: object) -> str:
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.lstrip(" \u00a0").startswith(_FORMULA) else text
