from django.urls import path

from areas.api import areas, committees, holidays

urlpatterns = [
    path("areas", areas.Areas.as_view(), name="api-areas"),
    path("areas/holidays", holidays.Holidays.as_view(), name="api-holidays"),
    path("areas/holidays/<str:holiday>", holidays.OneHoliday.as_view(), name="api-holiday"),
    path("areas/<slug:area>", areas.Area.as_view(), name="api-area"),
    path("committees", committees.Committees.as_view(), name="api-committees"),
    path("committees/<slug:committee>", committees.Committee.as_view(), name="api-committee"),
]
