"""Pages of main points for action, under ``/{inspectorate}/main-points``."""

from django.urls import path

from followthrough.web import (
    analysis,
    asking,
    committee_urls,
    desk,
    exports,
    following_rules,
    planning,
    plans,
    point_life,
    points,
    progress_urls,
    rounds,
    rounds_compared,
)

urlpatterns = [
    path("main-points", points.points, name="main-points"),
    path("main-points/desk", desk.desk, name="desk"),
    path("main-points/ask", asking.ask_many, name="points-ask"),
    path("main-points/analysis", analysis.analysis, name="points-analysis"),
    path("main-points/export", exports.of_all, name="following-export"),
    path(
        "main-points/export/<str:committee>",
        exports.of_committee,
        name="following-export-committee",
    ),
    path("main-points/themes", point_life.themes, name="themes"),
    path("main-points/themes/new", point_life.theme_new, name="theme-new"),
    path("main-points/themes/<str:theme>", point_life.theme, name="theme"),
    path("main-points/rules", following_rules.following_rules, name="following-rules"),
    path("main-points/rules/clocks", following_rules.clocks, name="following-clocks"),
    path("main-points/rules/usual", following_rules.adopt, name="reminder-rules-adopt"),
    path("main-points/rules/new", following_rules.rule_new, name="reminder-rule-new"),
    path("main-points/rules/reminders/<str:rule>", following_rules.rule, name="reminder-rule"),
    path("main-points/<str:point>/end", point_life.end, name="point-end"),
    path("main-points/<str:point>/describe", point_life.describe, name="point-describe"),
    path("planning", planning.planning, name="planning"),
    path("areas/<str:area>/planning", planning.area_planning, name="area-planning"),
    path("inspections/<str:inspection>/points", rounds.round_, name="round"),
    path("inspections/<str:inspection>/points/<str:point>", rounds.point, name="round-point"),
    path("areas/<str:area>/rounds", rounds_compared.compared, name="rounds-compared"),
    path("areas/<str:area>/rounds.csv", rounds_compared.download, name="rounds-compared-csv"),
    path("main-points/plans/<str:inspection>", plans.plan, name="plan"),
    path("main-points/plans/<str:inspection>/agree", plans.agree, name="plan-agree"),
    path("main-points/plans/<str:inspection>/send", plans.send, name="plan-send"),
    path("main-points/plans/<str:inspection>/answer", plans.answer, name="plan-answer"),
    path("main-points/plans/<str:inspection>/take-up", plans.take_up, name="plan-take-up"),
    path(
        "main-points/plans/<str:inspection>/versions/<int:number>",
        plans.version,
        name="plan-version",
    ),
    path(
        "main-points/plans/<str:inspection>/points/<str:point>/actions/new",
        plans.action_new,
        name="plan-action-new",
    ),
    path("main-points/actions/<str:action>", plans.action, name="plan-action"),
    path("main-points/actions/<str:action>/state", plans.action_state, name="plan-action-state"),
    path("main-points/actions/<str:action>/remove", plans.action_remove, name="plan-action-remove"),
    *committee_urls.urlpatterns,
    # Last: main-points/{point} takes any word for a point.
    *progress_urls.urlpatterns,
]
