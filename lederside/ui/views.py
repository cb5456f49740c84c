from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from lederside.access.decorators import open_to_all
from lederside.ui import gallery as samples


@open_to_all
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component on one page, for whoever builds the portal (da: komponenter)."""
    if not settings.DEBUG:
        raise Http404
    return render(request, "ui/gallery.html", samples.context(request.GET or None))
