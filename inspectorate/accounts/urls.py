"""Pages about an inspectorate's people, under ``/{inspectorate}/``."""

from django.urls import path

from inspectorate.accounts.web import matrix

urlpatterns = [
    path("people/matrix", matrix.matrix, name="people-matrix"),
]
