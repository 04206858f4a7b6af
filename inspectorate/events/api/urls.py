from django.urls import path

from inspectorate.events.api.events import Events

urlpatterns = [path("events", Events.as_view(), name="api-events")]
