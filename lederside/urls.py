"""The Danish paths."""

from django.urls import include, path

urlpatterns = [
    path("", include("lederside.frontpage.urls")),
    path("maal/", include("kpis.urls")),
    path("rapporter/", include("reports.urls")),
    path("administration/", include("lederside.administration.urls")),
    path("", include("lederside.accounts.urls")),
    path("", include("lederside.municipality.urls")),
    path("", include("lederside.privacy.urls")),
    path("sundhed/", include("lederside.health.urls")),
    path("", include("lederside.ui.urls")),
    path("", include("lederside.demo.urls")),
]
