from django.urls import path

from inspectorate.start import views

urlpatterns = [
    path("", views.start, name="start"),
    path("start/seen", views.seen, name="start-seen"),
    path("start/notices/<str:notice>", views.tick_off, name="start-notice"),
]
