"""Only those of allauth's pages that are used here, at Danish paths."""

from allauth.account import views as allauth_views
from django.urls import include, path, re_path

from lederside.accounts import views

_OURS = [path("min-side/", views.my_page, name="my_page")]

urlpatterns = [
    path("log-ind/", allauth_views.login, name="account_login"),
    path("log-ud/", allauth_views.logout, name="account_logout"),
    path("lukket/", allauth_views.account_inactive, name="account_inactive"),
    path("opret/", allauth_views.signup, name="account_signup"),
    path("glemt-adgangskode/", allauth_views.password_reset, name="account_reset_password"),
    path(
        "glemt-adgangskode/sendt/",
        allauth_views.password_reset_done,
        name="account_reset_password_done",
    ),
    path(
        "ny-adgangskode/valgt/",
        allauth_views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^ny-adgangskode/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[-0-9A-Za-z]+)/$",
        allauth_views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("skift-adgangskode/", allauth_views.password_change, name="account_change_password"),
    path("vaelg-adgangskode/", allauth_views.password_set, name="account_set_password"),
    path("", include((_OURS, "accounts"))),
]
