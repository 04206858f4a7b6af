"""Addresses of moderation, threads, evaluations explained and calibration."""

from django.urls import path

from evaluations.web.moderation import calibration, explained, pages, threads

ONE = "inspections/<str:inspection>"
DESK = f"{ONE}/moderation"

urlpatterns = [
    path("calibration", calibration.calibration, name="calibration"),
    path("calibration.csv", calibration.download, name="calibration-download"),
    path(DESK, pages.moderation, name="moderation"),
    path(f"{DESK}/take", pages.take, name="moderation-take"),
    path(f"{DESK}/choose", pages.choose, name="moderation-choose"),
    path(f"{DESK}/<str:indicator>", pages.judge, name="judging"),
    path(f"{DESK}/<str:indicator>/without", pages.without, name="moderation-without"),
    path(f"{DESK}/<str:indicator>/both", pages.compare, name="moderation-compare"),
    path(f"{DESK}/<str:indicator>/panel", pages.panel, name="moderation-panel"),
    path(f"{ONE}/evaluations/<str:indicator>", explained.evaluation, name="evaluation-explained"),
    path(f"{ONE}/threads/new", threads.new, name="thread-new"),
    path(f"{ONE}/threads/<str:thread>", threads.thread, name="thread"),
    path(f"{ONE}/threads/<str:thread>/resolve", threads.resolve, name="thread-resolve"),
    path(f"{ONE}/threads/<str:thread>/reopen", threads.reopen, name="thread-reopen"),
]
