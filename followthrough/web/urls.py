"""Pages of main points for action, under ``/{inspectorate}/main-points``."""

from django.urls import path

from followthrough.web import points

urlpatterns = [
    path("main-points", points.points, name="main-points"),
    path("main-points/<str:point>", points.point, name="main-point"),
]
