"""Addresses of the public site. They stay: what was published is found there for good."""

from django.urls import path

from evaluations.web.public import data, feeds, reports

ONE = "public/reports/<str:report>"
VERSION = f"{ONE}/versions/<int:number>"

urlpatterns = [
    path("public/", reports.home, name="public-home"),
    path("public/reports", reports.reports, name="public-reports"),
    path("public/reports.atom", feeds.atom, name="public-atom"),
    path("public/changes", feeds.changes, name="public-changes"),
    path("public/changes.json", feeds.changes_json, name="public-changes-json"),
    path("public/data", data.data, name="public-data"),
    path("public/data/reports.csv", data.reports_csv, name="public-data-reports-csv"),
    path("public/data/reports.json", data.reports_json, name="public-data-reports-json"),
    path("public/data/evaluations.csv", data.evaluations_csv, name="public-data-csv"),
    path("public/data/evaluations.json", data.evaluations_json, name="public-data-json"),
    path(ONE, reports.report, name="public-report"),
    path(f"{ONE}/as-at/<str:day>", reports.report_as_at, name="public-report-as-at"),
    path(f"{ONE}/evaluations.csv", reports.report_csv, name="public-report-csv"),
    path(f"{ONE}/report.json", reports.report_json, name="public-report-json"),
    path(f"{ONE}/report.<str:ending>", reports.report_file, name="public-report-file"),
    path(VERSION, reports.report, name="public-version"),
    path(f"{VERSION}/evaluations.csv", reports.report_csv, name="public-version-csv"),
    path(f"{VERSION}/report.json", reports.report_json, name="public-version-json"),
    path(f"{VERSION}/report.<str:ending>", reports.report_file, name="public-version-file"),
]
