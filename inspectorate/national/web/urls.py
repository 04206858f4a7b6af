"""Pages of national summaries, under ``/{inspectorate}/national``."""

from django.urls import path

from inspectorate.national.web import decisions, downloads, summaries

P = "national/<str:programme>"
urlpatterns = [
    path("national", summaries.summaries, name="national-summaries"),
    path(P, summaries.summary, name="national-summary"),
    path(f"{P}/compile", summaries.compile_summary, name="national-compile"),
    path(f"{P}/jobs/<str:job>", summaries.job, name="national-job"),
    path(f"{P}/findings/<str:indicator>", decisions.decide, name="national-decide"),
    path(f"{P}/<int:number>", summaries.summary, name="national-version"),
    path(f"{P}/<int:number>/changes", summaries.comparison, name="national-comparison"),
    path(f"{P}/<int:number>/summary.json", downloads.as_json, name="national-json"),
    path(f"{P}/<int:number>/summary.csv", downloads.as_csv, name="national-csv"),
]
