from django.urls import URLPattern

app_name = "municipality"
urlpatterns: list[URLPattern] = []
