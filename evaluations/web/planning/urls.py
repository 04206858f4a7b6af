"""Addresses of the pages of planning: services."""

from django.urls import path

from evaluations.web.planning import services

urlpatterns = [
    path("services", services.services, name="services"),
    path("services/adopt", services.adopt, name="services-adopt"),
    path("services/new", services.new, name="service-new"),
    path("services/<str:service>", services.edit, name="service-edit"),
    path("services/<str:service>/remove", services.remove, name="service-remove"),
]
