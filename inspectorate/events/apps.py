from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "inspectorate.events"
    label = "events"
