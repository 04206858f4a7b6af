"""Addresses of a committee's own pages, under ``/{inspectorate}/our-committee``."""

from django.urls import path

from followthrough.web import our_committee, self_evaluations

HERE = "our-committee/<str:committee>"
ONE = f"{HERE}/self-evaluations/<str:self_evaluation>"

urlpatterns = [
    path("our-committee", our_committee.choose, name="our-committees"),
    path(HERE, our_committee.our_committee, name="our-committee"),
    path(f"{HERE}/questions", our_committee.questions, name="committee-questions"),
    path(f"{HERE}/self-evaluations", self_evaluations.self_evaluations, name="self-evaluations"),
    path(f"{HERE}/self-evaluations/new", self_evaluations.begin, name="self-evaluation-new"),
    path(ONE, self_evaluations.self_evaluation, name="self-evaluation"),
    path(f"{ONE}/finish", self_evaluations.finish, name="self-evaluation-finish"),
    path(f"{ONE}/consent", self_evaluations.consent, name="self-evaluation-consent"),
    path(f"{ONE}/indicators/<str:indicator>", self_evaluations.self_value, name="self-value"),
]
