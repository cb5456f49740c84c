from django.urls import path

from reports import views

app_name = "reports"
urlpatterns = [
    path("", views.listed, name="list"),
    path("bestil/<int:unit>/<str:period>/<slug:kind>/", views.order, name="order"),
    path("<int:pk>/", views.report, name="report"),
    path("<int:pk>/fil/", views.download, name="download"),
]
