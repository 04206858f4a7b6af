"""Addresses of an inspection's case sample in the API."""

from django.urls import path

from evaluations.api.samples import cases, sample

ONE = "inspections/<str:inspection>"
CASE = f"{ONE}/cases/<str:case>"
COUNT = f"{ONE}/participation/<str:group>/<str:category>"

urlpatterns = [
    path(f"{ONE}/sample", sample.Sample.as_view(), name="api-sample"),
    path(
        f"{ONE}/sample/<str:category>", sample.SampleCategory.as_view(), name="api-sample-category"
    ),
    path(f"{ONE}/cases", cases.Cases.as_view(), name="api-cases"),
    path(CASE, cases.OneCase.as_view(), name="api-case"),
    path(f"{CASE}/withdrawal", cases.CaseWithdrawal.as_view(), name="api-case-withdrawal"),
    path(f"{CASE}/readers", cases.CaseReaders.as_view(), name="api-case-readers"),
    path(f"{CASE}/readers/<str:person>", cases.CaseReader.as_view(), name="api-case-reader"),
    path(f"{CASE}/readings", cases.CaseReadings.as_view(), name="api-case-readings"),
    path(f"{CASE}/readings/<str:reading>", cases.CaseReading.as_view(), name="api-case-reading"),
    path(f"{CASE}/key", cases.CaseKeys.as_view(), name="api-case-key"),
    path(f"{ONE}/participation", sample.ParticipationCounts.as_view(), name="api-participation"),
    path(COUNT, sample.ParticipationCount.as_view(), name="api-participation-count"),
]
