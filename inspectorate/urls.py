"""Every address of the product, composed from the apps."""

from django.urls import include, path

from inspectorate.kernel.web import views

urlpatterns = [
    path("health/live", views.live, name="health-live"),
    path("health/ready", views.ready, name="health-ready"),
    path("accounts/", include("allauth.urls")),
]
