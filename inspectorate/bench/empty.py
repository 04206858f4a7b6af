"""The floor of P5: a page of the same layout with nothing on it, through the same front door."""

from typing import Any

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.urls import path

from inspectorate.urls import urlpatterns as product


def empty(request: Any, inspectorate: str) -> HttpResponse:
    return TemplateResponse(request, "base.html", {})


urlpatterns = [path("<slug:inspectorate>/empty", empty), *product]
