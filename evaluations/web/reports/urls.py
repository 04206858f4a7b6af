"""Addresses of an inspection's report, and of the chapters that a programme's reports begin with."""

from django.urls import path

from evaluations.web.reports import chapters, examples, overview, points, templates, versions

ALL = "inspections/<str:inspection>/report"
CHAPTER = f"{ALL}/chapters/<str:chapter>"
POINT = f"{ALL}/points/<str:point>"
EXAMPLE = f"{ALL}/good-practice/<str:example>"
TEMPLATES = "programmes/<str:programme>/chapters"

urlpatterns = [
    path(ALL, overview.report, name="report"),
    path(f"{ALL}/begin", overview.begin, name="report-begin"),
    path(f"{ALL}/title", overview.title, name="report-title"),
    path(f"{ALL}/preview", overview.preview, name="report-preview"),
    path(f"{ALL}/chapters", chapters.arrange, name="report-chapters"),
    path(CHAPTER, chapters.chapter, name="report-chapter"),
    path(f"{CHAPTER}/preview", chapters.preview, name="report-chapter-preview"),
    path(f"{CHAPTER}/move", chapters.move, name="report-chapter-move"),
    path(f"{CHAPTER}/remove", chapters.remove, name="report-chapter-remove"),
    path(f"{ALL}/points/new", points.new, name="report-point-new"),
    path(POINT, points.edit, name="report-point"),
    path(f"{POINT}/move", points.move, name="report-point-move"),
    path(f"{POINT}/withdraw", points.withdraw, name="report-point-withdraw"),
    path(f"{ALL}/good-practice/new", examples.new, name="report-example-new"),
    path(EXAMPLE, examples.edit, name="report-example"),
    path(f"{EXAMPLE}/remove", examples.remove, name="report-example-remove"),
    path(f"{ALL}/versions", versions.versions, name="report-versions"),
    path(f"{ALL}/versions/<int:number>", versions.version, name="report-version"),
    path(f"{ALL}/compare", versions.compare, name="report-compare"),
    path(TEMPLATES, templates.templates, name="programme-chapters"),
    path(f"{TEMPLATES}/adopt", templates.adopt, name="programme-chapters-adopt"),
    path(f"{TEMPLATES}/new", templates.new, name="programme-chapter-new"),
    path(f"{TEMPLATES}/<str:template>", templates.edit, name="programme-chapter"),
    path(f"{TEMPLATES}/<str:template>/move", templates.move, name="programme-chapter-move"),
    path(f"{TEMPLATES}/<str:template>/remove", templates.remove, name="programme-chapter-remove"),
]
