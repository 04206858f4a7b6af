"""What main points come to across areas, as figures."""

from typing import Any

from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from evaluations.access import programme_for
from followthrough.queries import analysis as queries
from inspectorate.kernel.api import schema
from inspectorate.kernel.api.views import Endpoint


class PointsLine(serializers.Serializer[Any]):
    """The points of one theme or indicator; ``counts`` by level code, over ``judged``."""

    code = serializers.CharField(allow_blank=True)
    title = serializers.CharField(allow_blank=True)
    main_points = serializers.IntegerField()
    statuses = serializers.DictField(child=serializers.IntegerField())
    counts = serializers.DictField(child=serializers.IntegerField())
    judged = serializers.IntegerField()
    judged_otherwise = serializers.IntegerField()
    not_judged = serializers.IntegerField()


class SuccessFactorLine(serializers.Serializer[Any]):
    title = serializers.CharField()
    areas = serializers.IntegerField()
    main_points = serializers.IntegerField()


class FollowThroughFigures(serializers.Serializer[Any]):
    """Main points of a programme. ``time_to`` is from publication to the plan, to evidence and to
    closure, in days: counted, waiting, median, quartiles and classes."""

    programme = serializers.CharField()
    as_at = serializers.DateField()
    main_points = serializers.IntegerField()
    areas = serializers.IntegerField()
    by_theme = PointsLine(many=True)
    by_indicator = PointsLine(many=True)
    time_to = serializers.DictField()
    success_factors = SuccessFactorLine(many=True)


def _line(one: queries.Line) -> dict[str, Any]:
    return {
        "code": one.code,
        "title": one.title,
        "main_points": one.points,
        "statuses": one.statuses,
        "counts": one.counts,
        "judged": one.judged,
        "judged_otherwise": one.otherwise,
        "not_judged": one.not_judged,
    }


class ProgrammeFollowThrough(Endpoint):
    """Progress by theme and indicator, how long things took, what worked."""

    collection = "main-points"

    @schema.reads(
        FollowThroughFigures,
        versioned=False,
        summary="What a programme's main points come to",
    )
    def get(self, request: Request, programme: str, **_: Any) -> Response:
        return Response(record(self.actor, programme))


def record(actor: Any, programme: str) -> dict[str, Any]:
    """The figures as the API gives them. Raises NotFound, NotPermitted."""
    code = programme_for(actor, programme).code
    found = queries.analysis(actor, code, by="theme", as_at=timezone.localdate())
    return {
        "programme": found.programme.code,
        "as_at": found.as_at,
        "main_points": found.points,
        "areas": found.areas,
        "by_theme": [_line(one) for one in found.by_theme],
        "by_indicator": [_line(one) for one in found.by_indicator],
        "time_to": {name: one.as_data() for name, one in found.spans.items()},
        "success_factors": [
            {"title": one.title, "areas": one.areas, "main_points": one.points}
            for one in found.factors
        ],
    }
