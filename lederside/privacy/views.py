from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from lederside.access.decorators import open_to_all
from lederside.privacy import policy as policies


@require_GET
@open_to_all
def policy(request: HttpRequest) -> HttpResponse:
    current = policies.current()
    treatments = [each for each in current.treatments if settings.DEMO or not each.is_demo_only]
    context = {"policy": current, "treatments": treatments}
    return render(request, "privacy/policy.html", context)
