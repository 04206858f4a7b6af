from django.urls import path

from indicators.api import frameworks

urlpatterns = [
    path("frameworks", frameworks.Frameworks.as_view(), name="api-frameworks"),
    path("frameworks/<slug:framework>", frameworks.Framework.as_view(), name="api-framework"),
]
