from django.urls import path

from inspectorate.imports.api import Imports

urlpatterns = [path("imports", Imports.as_view(), name="api-imports")]
