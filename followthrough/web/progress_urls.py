"""Pages of what happens on a main point."""

from django.urls import path

from followthrough.web import asking, following, measures, points, updates

POINT = "main-points/<str:point>"
MEASURE = f"{POINT}/measures/<str:measure>"

urlpatterns = [
    path("main-points/actions/<str:action>/date", following.ask_date, name="action-date"),
    path("main-points/date-changes/<str:change>", following.answer_date, name="date-change"),
    path(POINT, points.point, name="main-point"),
    path(f"{POINT}/tell", updates.update, name="point-update"),
    path(f"{POINT}/files/<str:file>", updates.file, name="point-file"),
    path(f"{POINT}/ask", asking.ask, name="point-ask"),
    path(f"{POINT}/look", following.look, name="point-look"),
    path(f"{POINT}/notes/new", following.note, name="point-note"),
    path(f"{POINT}/notes/<str:note>", following.share, name="point-note-share"),
    path(f"{POINT}/measures/new", measures.new, name="point-measure-new"),
    path(MEASURE, measures.measure, name="point-measure"),
    path(f"{MEASURE}/edit", measures.edit, name="point-measure-edit"),
    path(f"{MEASURE}/values/new", measures.value, name="point-measure-value"),
    path(f"{MEASURE}/values/<str:value>", measures.correct, name="point-measure-correct"),
]
