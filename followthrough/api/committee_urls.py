from django.urls import path

from followthrough.api.diary import AnswerQuestion, Contacts, HandOvers, OneContact
from followthrough.api.improvement import (
    ImprovementActions,
    ImprovementPlanNow,
    ImprovementState,
    OneImprovement,
)
from followthrough.api.self_evaluations import (
    ConsentToSelfEvaluation,
    FinishSelfEvaluation,
    OneSelfEvaluation,
    SelfEvaluationCompared,
    SelfEvaluations,
    SelfEvaluationValueNow,
)

HERE = "committees/<str:committee>"
ONE = f"{HERE}/self-evaluations/<str:self_evaluation>"

PLAN = f"{HERE}/improvement-plan"

urlpatterns = [
    path(PLAN, ImprovementPlanNow.as_view(), name="api-improvement-plan"),
    path(f"{PLAN}/actions", ImprovementActions.as_view(), name="api-improvement-actions"),
    path(f"{PLAN}/actions/<str:action>", OneImprovement.as_view(), name="api-improvement-action"),
    path(
        f"{PLAN}/actions/<str:action>/state",
        ImprovementState.as_view(),
        name="api-improvement-state",
    ),
    path(f"{HERE}/contacts", Contacts.as_view(), name="api-contacts"),
    path(f"{HERE}/contacts/<str:contact>", OneContact.as_view(), name="api-contact"),
    path(
        f"{HERE}/contacts/<str:contact>/answer",
        AnswerQuestion.as_view(),
        name="api-question-answer",
    ),
    path(f"{HERE}/hand-overs", HandOvers.as_view(), name="api-hand-overs"),
    path(f"{HERE}/self-evaluations", SelfEvaluations.as_view(), name="api-self-evaluations"),
    path(ONE, OneSelfEvaluation.as_view(), name="api-self-evaluation"),
    path(
        f"{ONE}/comparison", SelfEvaluationCompared.as_view(), name="api-self-evaluation-comparison"
    ),
    path(f"{ONE}/finish", FinishSelfEvaluation.as_view(), name="api-self-evaluation-finish"),
    path(f"{ONE}/consent", ConsentToSelfEvaluation.as_view(), name="api-self-evaluation-consent"),
    path(
        f"{ONE}/values/<str:indicator>",
        SelfEvaluationValueNow.as_view(),
        name="api-self-evaluation-value",
    ),
]
