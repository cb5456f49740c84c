from hashlib import sha256

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.http import require_GET

from lederside.access.decorators import open_to_all
from lederside.municipality import colours, editing


@require_GET
@open_to_all
def logo(request: HttpRequest) -> HttpResponseBase:
    municipality = editing.current()
    if not municipality.logo:
        raise Http404
    response = HttpResponse(bytes(municipality.logo), content_type=municipality.logo_type)
    # Somebody made the file elsewhere: as a page of its own it may do nothing at all.
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return _kept(request, response)


@require_GET
@open_to_all
def theme(request: HttpRequest) -> HttpResponseBase:
    """The municipality's three colours as CSS variables. Empty: the portal's own are used."""
    colour = editing.current().primary_colour
    variables = colours.theme(colour) if colour else {}
    lines = "".join(f"  {name}: {value};\n" for name, value in variables.items())
    content = f":root {{\n{lines}}}\n"
    return _kept(request, HttpResponse(content, content_type="text/css; charset=utf-8"))


def _kept(request: HttpRequest, response: HttpResponse) -> HttpResponseBase:
    """Let the browser keep it for a while, and then ask whether it has changed."""
    etag = f'"{sha256(response.content).hexdigest()[:32]}"'
    response["ETag"] = etag
    patch_cache_control(response, public=True, max_age=300)
    return get_conditional_response(request, etag=etag, response=response) or response
