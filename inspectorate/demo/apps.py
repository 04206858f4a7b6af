from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Data and people for a demonstration. Not installed in production."""

    name = "inspectorate.demo"
    label = "demo"
