"""The benchmark's own two pages: the least a signed-in page costs, and the ordinary way."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from bench import ordinary as ordinary_way
from lederside.access.decorators import LeaderRequest, signed_in


@require_GET
def empty(request: HttpRequest) -> HttpResponse:
    """H: who is asking, and nothing else. The same middleware as every page."""
    return HttpResponse(f"Hej {request.user}")


@require_GET
@signed_in
def ordinary(request: LeaderRequest, unit: int) -> HttpResponse:
    """The front page of a leader, written as one would without thinking of speed."""
    context = ordinary_way.context_of(unit, on=request.today, tree=request.tree)
    request.path = "/"
    return render(request, "frontpage/unit.html", context)
