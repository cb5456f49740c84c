from django.urls import path

from kpis import views

app_name = "kpis"
urlpatterns = [path("<int:unit>/<slug:code>/", views.target, name="target")]
