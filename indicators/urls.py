"""``-`` cannot begin a code, so that no edition's address is ever another page's."""

from django.urls import path

from indicators.web import frameworks

urlpatterns = [
    path("frameworks", frameworks.frameworks, name="frameworks"),
    path("frameworks/-/import", frameworks.framework_import, name="framework-import"),
    path("frameworks/<str:code>", frameworks.framework, name="framework"),
    path("frameworks/<str:code>/download", frameworks.download, name="framework-download"),
    path("frameworks/<str:code>/supersede", frameworks.supersede, name="framework-supersede"),
    path("frameworks/<str:code>/history", frameworks.framework_history, name="framework-history"),
]
