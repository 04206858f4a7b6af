"""The addresses of what happens on a main point."""

from django.urls import path

from followthrough.api import following, measures, updates

POINT = "main-points/<str:point>"
FILE = f"{POINT}/files/<str:update_file>"
MEASURE = f"{POINT}/measures/<str:measure>"
VALUE = f"{MEASURE}/values/<str:measured_value>"
DATES = "actions/<str:action>/date-changes"

urlpatterns = [
    path(f"{POINT}/updates", updates.Updates.as_view(), name="api-updates"),
    path(f"{POINT}/updates/<str:update>", updates.OneUpdate.as_view(), name="api-update"),
    path(f"{POINT}/files", updates.UpdateFiles.as_view(), name="api-update-files"),
    path(FILE, updates.OneUpdateFile.as_view(), name="api-update-file"),
    path(f"{FILE}/content", updates.UpdateFileContents.as_view(), name="api-update-file-content"),
    path(f"{POINT}/measures", measures.Measures.as_view(), name="api-measures"),
    path(MEASURE, measures.OneMeasure.as_view(), name="api-measure"),
    path(f"{MEASURE}/values", measures.MeasureValues.as_view(), name="api-measure-values"),
    path(VALUE, measures.OneMeasuredValue.as_view(), name="api-measured-value"),
    path(f"{POINT}/notes", following.Notes.as_view(), name="api-link-notes"),
    path(
        f"{POINT}/notes/<str:link_note>/share",
        following.SharedNote.as_view(),
        name="api-note-share",
    ),
    path(f"{POINT}/looks", following.Looks.as_view(), name="api-looks"),
    path(DATES, following.DateChanges.as_view(), name="api-date-changes"),
    path(
        f"{DATES}/<str:change>/answer",
        following.DateAnswered.as_view(),
        name="api-date-change-answer",
    ),
]
