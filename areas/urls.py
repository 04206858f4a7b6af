from django.urls import path

from areas.web import areas, bodies, links, succession

urlpatterns = [
    path("areas", areas.areas, name="areas"),
    path("areas/new", areas.area_new, name="area-new"),
    path("areas/download", areas.download, name="areas-download"),
    path("areas/import", areas.areas_import, name="areas-import"),
    path("areas/change", succession.area_succession, name="area-succession"),
    path("areas/bodies/<slug:kind>", bodies.bodies, name="bodies"),
    path("areas/bodies/<slug:kind>/new", bodies.body_new, name="body-new"),
    path(
        "areas/bodies/committee/change",
        succession.committee_succession,
        name="committee-succession",
    ),
    path("areas/bodies/<slug:kind>/<slug:body>", bodies.body, name="body"),
    path("areas/bodies/<slug:kind>/<slug:body>/edit", bodies.body_edit, name="body-edit"),
    path("areas/bodies/<slug:kind>/<slug:body>/history", bodies.body_history, name="body-history"),
    path(
        "areas/bodies/committee/<slug:body>/people/<slug:place>",
        links.person_new,
        name="committee-person-new",
    ),
    path("areas/people/<slug:place>/<slug:link>", links.person_edit, name="committee-person-edit"),
    path("areas/links/<slug:kind>/<slug:link>", links.link_edit, name="link-edit"),
    path("areas/links/<slug:kind>/<slug:link>/remove", links.link_remove, name="link-remove"),
    path("areas/<slug:area>", areas.area, name="area"),
    path("areas/<slug:area>/edit", areas.area_edit, name="area-edit"),
    path("areas/<slug:area>/history", areas.area_history, name="area-history"),
    path("areas/<slug:area>/links/<slug:kind>", links.link_new, name="link-new"),
]
