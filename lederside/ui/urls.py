from django.urls import path

from lederside.ui import views

app_name = "ui"

urlpatterns = [
    path("komponenter/", views.gallery, name="gallery"),
]
