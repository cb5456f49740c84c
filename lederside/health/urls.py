from django.urls import path

from lederside.health import views

app_name = "health"
urlpatterns = [
    path("live", views.live, name="live"),
    path("klar", views.ready, name="ready"),
]
