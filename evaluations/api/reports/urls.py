"""Addresses of an inspection's report in the API."""

from django.urls import path

from evaluations.api.reports import parts, report, templates

ALL = "inspections/<str:inspection>/report"
CHAPTER = f"{ALL}/chapters/<str:chapter>"
POINT = f"{ALL}/points/<str:point>"
EXAMPLE = f"{ALL}/good-practice/<str:example>"
TEMPLATES = "programmes/<str:programme>/chapters"
TEMPLATE = f"{TEMPLATES}/<str:template>"

urlpatterns = [
    path(ALL, report.Report.as_view(), name="api-report"),
    path(f"{ALL}/chapters", report.Chapters.as_view(), name="api-report-chapters"),
    path(CHAPTER, report.OneChapter.as_view(), name="api-report-chapter"),
    path(f"{CHAPTER}/place", report.ChapterPlace.as_view(), name="api-report-chapter-place"),
    path(f"{CHAPTER}/removal", report.ChapterRemoval.as_view(), name="api-report-chapter-removal"),
    path(f"{ALL}/points", parts.Points.as_view(), name="api-report-points"),
    path(POINT, parts.OnePoint.as_view(), name="api-report-point"),
    path(f"{POINT}/place", parts.PointPlace.as_view(), name="api-report-point-place"),
    path(
        f"{POINT}/withdrawal", parts.PointWithdrawal.as_view(), name="api-report-point-withdrawal"
    ),
    path(f"{ALL}/good-practice", parts.Examples.as_view(), name="api-report-examples"),
    path(EXAMPLE, parts.OneExample.as_view(), name="api-report-example"),
    path(f"{EXAMPLE}/removal", parts.ExampleRemoval.as_view(), name="api-report-example-removal"),
    path(f"{ALL}/drafts", report.Drafts.as_view(), name="api-report-drafts"),
    path(f"{ALL}/drafts/<str:number>", report.OneDraft.as_view(), name="api-report-draft"),
    path(f"{ALL}/comparison", report.Comparison.as_view(), name="api-report-comparison"),
    path(TEMPLATES, templates.Templates.as_view(), name="api-programme-chapters"),
    path(TEMPLATE, templates.OneTemplate.as_view(), name="api-programme-chapter"),
    path(
        f"{TEMPLATE}/place", templates.TemplatePlace.as_view(), name="api-programme-chapter-place"
    ),
    path(
        f"{TEMPLATE}/removal",
        templates.TemplateRemoval.as_view(),
        name="api-programme-chapter-removal",
    ),
]
