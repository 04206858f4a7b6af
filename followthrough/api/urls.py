from django.urls import path

from followthrough.api.points import MainPoints, OneMainPoint
from followthrough.api.progress import AllProgress

urlpatterns = [
    path("main-points", MainPoints.as_view(), name="api-main-points"),
    path("main-points/<str:point>", OneMainPoint.as_view(), name="api-main-point"),
    path("progress", AllProgress.as_view(), name="api-progress"),
]
