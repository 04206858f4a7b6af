from django.urls import path

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

urlpatterns = [
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
