from django.urls import path

from followthrough.api import committee_urls, progress_urls
from followthrough.api.analysis import ProgrammeFollowThrough
from followthrough.api.asking import AskPartners
from followthrough.api.exports import ExportOfAll, ExportOfCommittee
from followthrough.api.following_rules import Clocks, OneReminderRule, ReminderRules, WouldBeTold
from followthrough.api.planning import AreaPlanning
from followthrough.api.plans import (
    ActionsOfPlan,
    AgreePlan,
    AllActions,
    AnswerPlanNow,
    OneAction,
    PlanOfInspection,
    SendPlanNow,
    StateOfAction,
)
from followthrough.api.points import MainPoints, OneMainPoint
from followthrough.api.progress import AllProgress
from followthrough.api.rounds import AreaRounds, RoundOfInspection, RoundPointJudgement

urlpatterns = [
    path("main-points", MainPoints.as_view(), name="api-main-points"),
    path("main-points/reminders", AskPartners.as_view(), name="api-ask-partners"),
    path("main-points/rules", Clocks.as_view(), name="api-following-rules"),
    path("main-points/rules/today", WouldBeTold.as_view(), name="api-would-be-told"),
    path("main-points/rules/reminders", ReminderRules.as_view(), name="api-reminder-rules"),
    path(
        "main-points/rules/reminders/<str:reminder_rule>",
        OneReminderRule.as_view(),
        name="api-reminder-rule",
    ),
    path("main-points/<str:point>", OneMainPoint.as_view(), name="api-main-point"),
    path(
        "programmes/<str:programme>/follow-through",
        ProgrammeFollowThrough.as_view(),
        name="api-programme-follow-through",
    ),
    path("areas/<str:area>/planning", AreaPlanning.as_view(), name="api-area-planning"),
    path(
        "inspections/<str:inspection>/round",
        RoundOfInspection.as_view(),
        name="api-inspection-round",
    ),
    path(
        "inspections/<str:inspection>/round/points/<str:point>",
        RoundPointJudgement.as_view(),
        name="api-inspection-round-point",
    ),
    path("areas/<str:area>/rounds", AreaRounds.as_view(), name="api-area-rounds"),
    path("actions", AllActions.as_view(), name="api-actions"),
    path("actions/<str:action>", OneAction.as_view(), name="api-action"),
    path("actions/<str:action>/state", StateOfAction.as_view(), name="api-action-state"),
    path("inspections/<str:inspection>/plan", PlanOfInspection.as_view(), name="api-plan"),
    path(
        "inspections/<str:inspection>/plan/actions",
        ActionsOfPlan.as_view(),
        name="api-plan-actions",
    ),
    path("inspections/<str:inspection>/plan/agree", AgreePlan.as_view(), name="api-plan-agree"),
    path("inspections/<str:inspection>/plan/send", SendPlanNow.as_view(), name="api-plan-send"),
    path(
        "inspections/<str:inspection>/plan/answer",
        AnswerPlanNow.as_view(),
        name="api-plan-answer",
    ),
    path("exports/following/all", ExportOfAll.as_view(), name="api-export-following"),
    path(
        "exports/following/<str:committee>",
        ExportOfCommittee.as_view(),
        name="api-export-following-committee",
    ),
    path("progress", AllProgress.as_view(), name="api-progress"),
    *committee_urls.urlpatterns,
    *progress_urls.urlpatterns,
]
