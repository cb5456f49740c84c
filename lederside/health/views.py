from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from lederside.access.decorators import open_to_all
from lederside.health import checking


@require_GET
@never_cache
@open_to_all
def live(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok", content_type="text/plain")


@require_GET
@never_cache
@open_to_all
def ready(request: HttpRequest) -> HttpResponse:
    health = checking.look()
    return JsonResponse(
        {"database": health.database, "migrations": health.migrations},
        status=200 if health.is_ready else 503,
    )
