"""Taking in figures and units: hand in, look, decide, and take back."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kpis import rules
from kpis.importing import run as running
from kpis.importing import template as templates
from kpis.importing import undoing
from lederside.access.decorators import LeaderRequest, requires
from lederside.access.permissions import Permission
from lederside.administration import handing_in, import_lists
from lederside.administration.import_forms import ImportForm, TakeForm
from lederside.administration.views import listing
from lederside.administration.views.answering import form_page, see_other, sent, way_to
from lederside.imports import uploads
from lederside.imports.danish import Unread
from lederside.imports.models import ImportKind, ImportRun, Upload
from lederside.imports.periods import Period, PeriodKind, parse_period, quarters_back
from lederside.jobs.models import Job
from lederside.ui.numbers import clock, short_date
from organisation.tree import OrganisationTree

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
State = Upload.State


@require_http_methods(["GET", "POST"])
@requires(Permission.KPI_IMPORT)
def imports(request: LeaderRequest) -> HttpResponse:
    """Hand in a file; what waits; what was taken in before (da: indlæsning)."""
    kinds = _kinds(request)
    form = ImportForm(*sent(request), kinds=kinds)
    if form.is_valid():
        return see_other("administration:upload", _receive(request, form).pk)
    search = listing.sought(request)
    runs = import_lists.runs(kinds, search=search)
    if listing.wants_csv(request):
        return _as_csv(runs)
    page = listing.page_of(request, runs)
    count = page.paginator.count
    told = ngettext("%(count)s indlæsning", "%(count)s indlæsninger", count) % {"count": count}
    context = {
        "form": form,
        "told": told,
        "waiting": import_lists.waiting(kinds),
        "page": page,
        "search": search,
        "quarters": reversed(_quarters(request)),
        "trail": way_to(_("Indlæsning")),
    }
    if request.htmx and request.method == "GET":
        return listing.show(request, "administration/imports.html", context, told=told)
    return form_page(request, form, context, "administration/imports.html")


@require_GET
@requires(Permission.KPI_IMPORT)
def template(request: LeaderRequest) -> HttpResponse:
    """Our own spreadsheet for a period, with the units written in (da: skabelon)."""
    period = parse_period(listing.sought(request, "periode"))
    if isinstance(period, Unread):
        period = _quarters(request)[-1]
    tree = OrganisationTree.on(period.ends_on)
    content = templates.template(tree, rules.twelve(), period)
    response = HttpResponse(content, content_type=XLSX)
    name = period.code.replace("/", "-")
    response["Content-Disposition"] = f'attachment; filename="skabelon-{name}.xlsx"'
    return response


@require_GET
@requires(Permission.KPI_IMPORT)
def upload(request: LeaderRequest, pk: int) -> HttpResponse:
    """A file that was handed in: it is being checked, waits for a decision, or is decided."""
    return _upload_page(request, _upload(request, pk), None)


@require_POST
@requires(Permission.KPI_IMPORT)
def take(request: LeaderRequest, pk: int) -> HttpResponse:
    """Let a checked file count (da: tag ind)."""
    found = _upload(request, pk)
    form = TakeForm(request.POST, has_warnings=bool(found.counts.get("warnings")))
    if not form.is_valid():
        return _upload_page(request, found, form)
    if found.state != State.CHECKED:
        messages.info(request, _("Filen venter ikke længere på, at nogen tager den ind."))
    else:
        handing_in.ask_to_take(found, by=request.user, at=timezone.now())
    return see_other("administration:upload", pk)


@require_POST
@requires(Permission.KPI_IMPORT)
def drop(request: LeaderRequest, pk: int) -> HttpResponse:
    """Throw away a file that was not taken in (da: kassér)."""
    handing_in.drop(_upload(request, pk))
    messages.success(request, _("Filen er kasseret. Intet er taget ind fra den."))
    return see_other("administration:imports")


@require_GET
@requires(Permission.KPI_IMPORT)
def run(request: LeaderRequest, pk: int) -> HttpResponse:
    """The receipt of a file that was taken in (da: kvittering)."""
    found = _run(request, pk)
    context = {
        "run": found,
        "periods": [period.title for period in running.periods_of(found)],
        "counts": _counts(found.counts),
        "groups": import_lists.said_in_groups(found.findings),
        "offer_undo": found.kind == ImportKind.KPIS and found.undone_at is None,
        "trail": way_to(found.file_name, _list()),
    }
    return render(request, "administration/run.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.KPI_IMPORT)
def undo(request: LeaderRequest, pk: int) -> HttpResponse:
    """Take a run back. What stood before counts again (da: fortryd)."""
    found = _run(request, pk)
    if request.method == "POST":
        _undo(request, found)
        return see_other("administration:run", pk)
    back = reverse("administration:run", args=[pk])
    context = {
        "run": found,
        "will_happen": _when_undone(found),
        "back": back,
        "trail": way_to(_("Fortryd"), _list(), (found.file_name, back)),
    }
    return render(request, "administration/undo.html", context)


def _receive(request: LeaderRequest, form: ImportForm) -> Upload:
    file = form.cleaned_data["file"]
    return handing_in.receive(
        file.read(),
        name=file.name,
        given=form.cleaned_data,
        by=request.user,
        at=timezone.now(),
        on=request.today,
    )


def _undo(request: LeaderRequest, found: ImportRun) -> None:
    try:
        undoing.undo(found, by=request.user, at=timezone.now())
    except undoing.NotPossible as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, _("Indlæsningen er fortrudt."))


def _kinds(request: LeaderRequest) -> list[ImportKind]:
    return import_lists.kinds_for(request.assignments, request.tree)


def _upload(request: LeaderRequest, pk: int) -> Upload:
    reached = Upload.objects.filter(kind__in=_kinds(request))
    return get_object_or_404(reached.defer("content").select_related("by"), pk=pk)


def _run(request: LeaderRequest, pk: int) -> ImportRun:
    reached = ImportRun.objects.filter(kind__in=_kinds(request))
    return get_object_or_404(reached.select_related("by", "undone_by", "released_by"), pk=pk)


def _upload_page(request: LeaderRequest, found: Upload, form: TakeForm | None) -> HttpResponse:
    job = uploads.last_job(found)
    is_busy = found.state == State.RECEIVED or (found.state == State.CHECKED and found.take)
    is_stopped = is_busy and job is not None and job.state == Job.State.FAILED
    context = {
        "upload": found,
        "is_waiting": is_busy and not is_stopped,
        "stopped": job.error if job and is_stopped else "",
        "counts": _counts(found.counts),
        "groups": import_lists.said_in_groups(found.findings),
        "unshown": _changes(found) - len(found.preview),
        "form": form or TakeForm(has_warnings=bool(found.counts.get("warnings"))),
        "offer_take": found.state == State.CHECKED,
        "offer_drop": found.state in (State.RECEIVED, State.CHECKED),
        "trail": way_to(found.file_name, _list()),
    }
    part = "#upload" if request.htmx else ""
    status = 422 if form is not None and form.errors else 200
    return render(request, f"administration/upload.html{part}", context, status=status)


def _changes(found: Upload) -> int:
    return int(found.counts.get("new", 0)) + int(found.counts.get("changed", 0))


def _list() -> tuple[str, str]:
    return _("Indlæsning"), reverse("administration:imports")


def _quarters(request: LeaderRequest) -> list[Period]:
    """The last six quarters that have ended, the newest last."""
    now = Period.containing(request.today, PeriodKind.QUARTER)
    return quarters_back(now.previous(), 6)


def _counts(counts: dict[str, int]) -> list[tuple[str, int]]:
    """The counts that say something, with their words."""
    words = {
        "rows": _("I filen"),
        "new": _("Nye"),
        "changed": _("Ændrede"),
        "unchanged": _("Uændrede"),
        "missing": _("Uden tal"),
        "left_out": _("Sprunget over"),
        "refused": _("Afvist"),
        "absent": _("Enheder, der mangler"),
    }
    return [
        (word, counts.get(name, 0))
        for name, word in words.items()
        if counts.get(name) or name in ("rows", "new", "changed")
    ]


def _when_undone(found: ImportRun) -> list[str]:
    titles = ", ".join(period.title for period in running.periods_of(found))
    before = handing_in.stands_before(found)
    told = [
        _("Tallene fra »%s« tæller ikke længere med på sider og i dokumenter.") % found.file_name
    ]
    if before:
        names = ", ".join(f"»{one.file_name}«" for one in before[:3])
        told.append(_("Hvor de findes, vises tallene fra %s i stedet.") % names)
    else:
        told.append(_("Der er ingen tidligere tal for %s. Målene viser Ingen data.") % titles)
    told.append(_("Filens tal og kvittering bliver stående, så man kan se, hvad der skete."))
    return told


def _as_csv(runs: QuerySet[ImportRun]) -> HttpResponse:
    headers = [
        _("Nummer"),
        _("Fil"),
        _("Slags"),
        _("Dag"),
        _("Klokken"),
        _("Af"),
        _("I filen"),
        _("Nye"),
        _("Ændrede"),
        _("Fortrudt"),
    ]
    lines = (_line(one) for one in runs)
    return listing.as_csv(_("indlaesninger"), headers, lines)


def _line(one: ImportRun) -> list[Any]:
    return [
        one.pk,
        one.file_name,
        one.get_kind_display(),
        short_date(one.at),
        clock(one.at),
        one.by or _("Systemet"),
        one.counts.get("rows", 0),
        one.counts.get("new", 0),
        one.counts.get("changed", 0),
        short_date(one.undone_at) if one.undone_at else "",
    ]
