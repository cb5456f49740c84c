from django.urls import path

from lederside.municipality import views

app_name = "municipality"
urlpatterns = [
    path("logo", views.logo, name="logo"),
    path("tema.css", views.theme, name="theme"),
]
