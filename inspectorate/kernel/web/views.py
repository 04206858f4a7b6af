"""What pages share: the actor, forms that lose nothing, answers to stale edits, health."""

from typing import Any, Protocol

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe


class InspectorateRequest(HttpRequest):
    """A request inside an inspectorate, after the front door."""

    inspectorate: Any
    actor: Any


class Page(Protocol):
    def __call__(self, request: Any, /, **kwargs: Any) -> HttpResponse: ...


def public(view: Any) -> Any:
    """Mark a page that needs no sign-in."""
    view.public = True
    return view


@public
@require_safe
def live(_: HttpRequest) -> HttpResponse:
    """The process answers."""
    return JsonResponse({"status": "live"})


@public
@require_safe
def ready(_: HttpRequest) -> HttpResponse:
    """The database answers too, so requests can be sent here. The broker is not asked: recording
    goes on without it."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("select 1 from django_migrations limit 1")
    except DatabaseError:
        return JsonResponse({"status": "the database cannot be reached"}, status=503)
    return JsonResponse({"status": "ready"})
