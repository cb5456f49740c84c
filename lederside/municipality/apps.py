from django.apps import AppConfig


class MunicipalityConfig(AppConfig):
    name = "lederside.municipality"
