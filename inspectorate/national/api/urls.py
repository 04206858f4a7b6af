from django.urls import path

from inspectorate.national.api.summaries import OneSummary, Summaries, SummaryJob

urlpatterns = [
    path("national-summaries", Summaries.as_view(), name="api-national-summaries"),
    path(
        "national-summaries/jobs/<str:job>", SummaryJob.as_view(), name="api-national-summary-job"
    ),
    path("national-summaries/<str:summary>", OneSummary.as_view(), name="api-national-summary"),
]
