from django.urls import path

from lederside.frontpage import views

app_name = "frontpage"
urlpatterns = [
    path("", views.front, name="front"),
    path("enhed/<int:pk>/", views.unit_page, name="unit"),
    path("enheder/", views.units, name="units"),
    path("enheder/<int:pk>/", views.units_below, name="units_below"),
    path("udvalg/", views.committee, name="committee"),
    path("hjaelp/", views.help_page, name="help"),
    path("tilgaengelighed/", views.accessibility, name="accessibility"),
]
