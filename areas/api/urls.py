from django.urls import path

from areas.api import areas, committees

urlpatterns = [
    path("areas", areas.Areas.as_view(), name="api-areas"),
    path("areas/<slug:area>", areas.Area.as_view(), name="api-area"),
    path("committees", committees.Committees.as_view(), name="api-committees"),
    path("committees/<slug:committee>", committees.Committee.as_view(), name="api-committee"),
]
