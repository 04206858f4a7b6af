"""The other measure of P2: a plain DRF ModelViewSet with a serializer and page numbers."""

import os
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inspectorate.settings.demo")

from django.core.wsgi import get_wsgi_application

_application = get_wsgi_application()

from django.conf import settings  # noqa: E402
from django.db import transaction  # noqa: E402
from django.urls import include, path  # noqa: E402
from rest_framework.pagination import PageNumberPagination  # noqa: E402
from rest_framework.renderers import JSONRenderer  # noqa: E402
from rest_framework.routers import SimpleRouter  # noqa: E402
from rest_framework.serializers import CharField, ModelSerializer  # noqa: E402
from rest_framework.viewsets import ModelViewSet  # noqa: E402

from evaluations.models import Evaluation  # noqa: E402
from inspectorate.kernel.web.views import live  # noqa: E402
from inspectorate.tenancy.scope import current_scope, forget  # noqa: E402
from inspectorate.urls import urlpatterns as product  # noqa: E402


class Pages(PageNumberPagination):
    page_size_query_param = "page_size"
    max_page_size = 500


class EvaluationSerializer(ModelSerializer[Evaluation]):
    area_code = CharField(source="inspection.area.code", read_only=True)
    reference = CharField(source="inspection.reference", read_only=True)
    indicator_code = CharField(source="indicator.code", read_only=True)

    class Meta:
        model = Evaluation
        fields = [
            "id",
            "inspection",
            "area_code",
            "reference",
            "indicator_code",
            "level",
            "level_set",
            "non_grade",
            "rationale",
            "version",
        ]


class Evaluations(ModelViewSet[Evaluation]):
    serializer_class = EvaluationSerializer
    pagination_class = Pages
    renderer_classes = [JSONRenderer]
    permission_classes = []
    throttle_classes = []

    def get_queryset(self) -> Any:
        return Evaluation.objects.select_related("inspection__area", "indicator").order_by("id")

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        outer = current_scope()
        try:
            with transaction.atomic():
                return super().dispatch(request, *args, **kwargs)
        finally:
            forget(outer)


router = SimpleRouter()
router.register("", Evaluations, basename="plain")
urlpatterns = [
    path("health/live", live),
    path("api/v1/<slug:inspectorate>/plain/", include(router.urls)),
    *product,
]
settings.ROOT_URLCONF = __name__
application = _application
