"""The Danish paths of the administration."""

from django.urls import path

from lederside.administration.views import (
    home,
    imports,
    limits,
    municipality,
    organisation,
    people,
    trail,
)

app_name = "administration"
urlpatterns = [
    path("", home.home, name="home"),
    path("enheder/", organisation.units, name="units"),
    path("enheder/ny/", organisation.unit_new, name="unit_new"),
    path("enheder/<int:pk>/", organisation.unit, name="unit"),
    path("enheder/<int:pk>/navn/", organisation.unit_rename, name="unit_rename"),
    path("enheder/<int:pk>/flyt/", organisation.unit_move, name="unit_move"),
    path("enheder/<int:pk>/luk/", organisation.unit_close, name="unit_close"),
    path("personer/", people.people, name="people"),
    path("personer/inviter/", people.invite, name="invite"),
    path("personer/<int:pk>/", people.person, name="person"),
    path("personer/<int:pk>/inviter-igen/", people.invite_again, name="invite_again"),
    path("personer/<int:pk>/rolle/", people.give_role, name="give_role"),
    path("roller/<int:pk>/afslut/", people.end_role, name="end_role"),
    path("maaltal/", limits.limits, name="limits"),
    path("maaltal/kopier/", limits.copy_year, name="copy_year"),
    path("maaltal/<slug:code>/maaltal/", limits.set_target, name="set_target"),
    path("maaltal/<slug:code>/graenser/", limits.set_limits, name="set_limits"),
    path("indlaesning/", imports.imports, name="imports"),
    path("indlaesning/skabelon/", imports.template, name="template"),
    path("indlaesning/<int:pk>/", imports.upload, name="upload"),
    path("indlaesning/<int:pk>/tag-ind/", imports.take, name="take"),
    path("indlaesning/<int:pk>/kasser/", imports.drop, name="drop"),
    path("indlaesninger/<int:pk>/", imports.run, name="run"),
    path("indlaesninger/<int:pk>/fortryd/", imports.undo, name="undo"),
    path("sporet/", trail.trail, name="trail"),
    path("kommunen/", municipality.municipality, name="municipality"),
    path("kommunen/typer/<slug:code>/", municipality.kind, name="kind"),
]
