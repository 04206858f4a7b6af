"""Addresses of the pages of programmes, inspections and evaluations."""

from django.urls import include, path

from evaluations.web import (
    archives,
    documents,
    files,
    inspections,
    matrix,
    moves,
    programmes,
    recording,
)

ONE = "inspections/<str:inspection>"

urlpatterns = [
    path("", include("evaluations.web.planning.urls")),
    path("", include("evaluations.web.workspace_urls")),
    path("", include("evaluations.web.protection.urls")),
    path("", include("evaluations.web.returns.urls")),
    path("", include("evaluations.web.accuracy.urls")),
    path("", include("evaluations.web.publishing.urls")),
    path("", include("evaluations.web.public.urls")),
    path("", include("evaluations.web.samples.urls")),
    path("", include("evaluations.web.evidence.urls")),
    path("", include("evaluations.web.reports.urls")),
    path("", include("evaluations.web.moderation.urls")),
    path("programmes", programmes.programmes, name="programmes"),
    path("programmes/new", programmes.new_programme, name="programme-new"),
    path("programmes/<str:programme>", programmes.programme, name="programme"),
    path("programmes/<str:programme>/edit", programmes.edit_programme, name="programme-edit"),
    path("inspections", inspections.inspections, name="inspections"),
    path("inspections/new", inspections.schedule, name="inspection-new"),
    path(ONE, inspections.inspection, name="inspection"),
    path(f"{ONE}/edit", inspections.edit, name="inspection-edit"),
    path(f"{ONE}/moves/<str:move>", moves.move, name="inspection-move"),
    path(f"{ONE}/correction", moves.correct, name="inspection-correct"),
    path(f"{ONE}/published/<str:number>", inspections.published, name="inspection-published"),
    path(f"{ONE}/archive", archives.take_out, name="archive"),
    path(f"{ONE}/archive.zip", archives.download, name="archive-download"),
    path("archives", archives.bring_in, name="archive-in"),
    path(
        f"{ONE}/published/<str:number>/report.<str:ending>",
        documents.published_document,
        name="published-document",
    ),
    path(
        f"{ONE}/report/drafts/<str:number>/report.<str:ending>",
        documents.draft_document,
        name="draft-document",
    ),
    path(f"{ONE}/files/<str:file>", files.file, name="file"),
    path(f"{ONE}/matrix", matrix.matrix, name="matrix"),
    path(f"{ONE}/matrix.csv", matrix.download, name="matrix-download"),
    path(f"{ONE}/recording", recording.recording, name="recording"),
    path(f"{ONE}/recording/<str:indicator>", recording.indicator, name="recording-indicator"),
    path(f"{ONE}/recording/<str:indicator>/evidence", recording.add, name="recording-evidence"),
    path(
        f"{ONE}/recording/<str:indicator>/history", inspections.history, name="evaluation-history"
    ),
]
