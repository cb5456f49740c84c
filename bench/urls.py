from django.urls import include, path

from bench import views

urlpatterns = [
    path("bench/tom/", views.empty),
    path("bench/almindelig/<int:unit>/", views.ordinary),
    path("", include("lederside.urls")),
]
