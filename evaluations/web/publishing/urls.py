"""Addresses of the pages of publishing."""

from django.urls import path

from evaluations.web.publishing import desk, early

OF = "inspections/<str:inspection>/publication"
RELEASE = f"{OF}/releases/<str:release>"

urlpatterns = [
    path(OF, desk.publication, name="publication"),
    path(f"{OF}/approve", desk.approve, name="release-approve"),
    path(f"{OF}/withdraw", desk.withdraw, name="report-withdraw"),
    path(f"{RELEASE}/call-off", desk.call_off, name="release-call-off"),
    path(f"{RELEASE}/readers/new", desk.add_reader, name="early-reader-new"),
    path(f"{RELEASE}/readers/<str:reader>/off", desk.remove_reader, name="early-reader-off"),
    path("early/<str:secret>", early.early_report, name="early-report"),
]
