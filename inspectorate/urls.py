"""Every address of the product, composed from the apps."""

from django.urls import include, path

from inspectorate.kernel.api import docs
from inspectorate.kernel.web import about, views

pages = [
    "inspectorate.start.urls",
    "inspectorate.accounts.urls",
    "areas.urls",
    "indicators.urls",
    "evaluations.web.urls",
    "followthrough.web.urls",
    "inspectorate.national.web.urls",
]
"""URL modules with pages inside an inspectorate, under ``/{inspectorate}/``."""

endpoints = [
    "inspectorate.accounts.api.urls",
    "areas.api.urls",
    "indicators.api.urls",
    "evaluations.api.urls",
    "followthrough.api.urls",
    "inspectorate.national.api.urls",
    "inspectorate.imports.urls",
    "inspectorate.events.api.urls",
]
"""URL modules of the API, under ``/api/v1/{inspectorate}/``."""

urlpatterns = [
    path("health/live", views.live, name="health-live"),
    path("health/ready", views.ready, name="health-ready"),
    path("public/help", about.help_page, name="help"),
    path("public/accessibility", about.accessibility_page, name="accessibility"),
    path("", include("inspectorate.accounts.site_urls")),
    path("api/v1/schema", docs.schema_view, name="api-schema"),
    path("api/v1/docs", docs.docs_view, name="api-docs"),
    *[path("api/v1/<slug:inspectorate>/", include(module)) for module in endpoints],
    *[path("<slug:inspectorate>/", include(module)) for module in pages],
]

handler400 = "inspectorate.kernel.web.failures.bad_request"
handler403 = "inspectorate.kernel.web.failures.permission_denied"
handler404 = "inspectorate.kernel.web.failures.page_not_found"
handler500 = "inspectorate.kernel.web.failures.server_error"
