from django.urls import path

from lederside.demo import views

app_name = "demo"
urlpatterns = [path("demo/post/", views.outbox, name="outbox")]
