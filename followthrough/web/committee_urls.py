"""Addresses of a committee's own pages, under ``/{inspectorate}/our-committee``, and of those on which
its link inspector keeps it, under ``/{inspectorate}/main-points/committees``."""

from django.urls import path

from followthrough.web import diary, improvement, our_committee, self_evaluations

HERE = "our-committee/<str:committee>"
ONE = f"{HERE}/self-evaluations/<str:self_evaluation>"
KEPT = "main-points/committees/<str:committee>"

urlpatterns = [
    path(KEPT, diary.diary, name="committee-diary"),
    path(f"{KEPT}/brief", diary.brief, name="committee-brief"),
    path(f"{KEPT}/hand-over", diary.hand_over, name="committee-hand-over"),
    path(f"{KEPT}/contacts/new", diary.contact_new, name="contact-new"),
    path(f"{KEPT}/contacts/<str:contact>", diary.contact, name="contact"),
    path(f"{KEPT}/contacts/<str:contact>/answer", diary.answer, name="question-answer"),
    path("our-committee", our_committee.choose, name="our-committees"),
    path(HERE, our_committee.our_committee, name="our-committee"),
    path(f"{HERE}/improvement", improvement.improvement, name="improvement"),
    path(f"{HERE}/improvement/new", improvement.action_new, name="improvement-new"),
    path(f"{HERE}/improvement/show", improvement.show, name="improvement-show"),
    path(f"{HERE}/improvement/<str:action>", improvement.action, name="improvement-action"),
    path(
        f"{HERE}/improvement/<str:action>/state",
        improvement.action_state,
        name="improvement-action-state",
    ),
    path(f"{HERE}/questions", our_committee.questions, name="committee-questions"),
    path(f"{HERE}/self-evaluations", self_evaluations.self_evaluations, name="self-evaluations"),
    path(f"{HERE}/self-evaluations/new", self_evaluations.begin, name="self-evaluation-new"),
    path(ONE, self_evaluations.self_evaluation, name="self-evaluation"),
    path(f"{ONE}/finish", self_evaluations.finish, name="self-evaluation-finish"),
    path(f"{ONE}/consent", self_evaluations.consent, name="self-evaluation-consent"),
    path(f"{ONE}/indicators/<str:indicator>", self_evaluations.self_value, name="self-value"),
]
