"""Addresses of an inspection's evidence."""

from django.urls import path

from evaluations.web.evidence import files, marking, pages, recording

ALL = "inspections/<str:inspection>/evidence"
ONE = f"{ALL}/<str:evidence>"

urlpatterns = [
    path(ALL, pages.evidence, name="evidence"),
    path(f"{ALL}/new", recording.add, name="evidence-new"),
    path(f"{ALL}/mark", marking.mark, name="evidence-mark"),
    path(f"{ALL}/mark-all", marking.mark_all, name="evidence-mark-all"),
    path(f"{ALL}/download", pages.download, name="evidence-download"),
    path(ONE, pages.piece, name="evidence-piece"),
    path(f"{ONE}/edit", recording.edit, name="evidence-edit"),
    path(f"{ONE}/withdraw", recording.withdraw, name="evidence-withdraw"),
    path(f"{ONE}/files/new", files.attach, name="evidence-file-new"),
    path(f"{ONE}/files/<str:file>/remove", files.remove, name="evidence-file-remove"),
]
