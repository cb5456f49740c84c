from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from lederside.access.decorators import open_to_all
from lederside.demo.models import UnsentMail


@require_GET
@never_cache
@open_to_all
def outbox(request: HttpRequest) -> HttpResponse:
    """What the demo would have sent. Anywhere else there is no such page."""
    if not settings.DEMO:
        raise Http404
    return render(request, "demo/outbox.html", {"mails": UnsentMail.objects.all()[:50]})
