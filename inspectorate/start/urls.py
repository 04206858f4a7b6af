from django.urls import path

from inspectorate.start import views

urlpatterns = [path("", views.start, name="start")]
