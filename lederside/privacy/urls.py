from django.urls import path

from lederside.privacy import views

app_name = "privacy"
urlpatterns = [path("dine-oplysninger/", views.policy, name="policy")]
