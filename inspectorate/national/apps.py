from django.apps import AppConfig


class NationalConfig(AppConfig):
    name = "inspectorate.national"
    label = "national"
