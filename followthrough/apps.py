from django.apps import AppConfig


class FollowthroughConfig(AppConfig):
    name = "followthrough"
    label = "followthrough"
